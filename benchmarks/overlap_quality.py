"""Does overlap find a thing under its new name? Cases, rivals and measures; nothing here is timed.

A case is a thing of an older edition that has another name in the newer one. It is asked about from outside, by its
old name, its old text and the *names* of what it stood beside; ids are never compared. Every thing of the newer
edition is ranked.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from graphsvc.metamodel import shown_name
from graphsvc.ports import ImportOptions
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts, Origin, Snapshot
from graphsvc.text import Language
from graphsvc_importers.archimate import ArchimateImporter
from graphsvc_queries.overlap.asking import need_of
from graphsvc_queries.overlap.caps import CAPS, Caps
from graphsvc_queries.overlap.ground import ground
from graphsvc_queries.overlap.need import Need
from graphsvc_queries.overlap.scoring import score
from graphsvc_queries.overlap.words import letters_of

__all__ = [
    "RIVALS",
    "Case",
    "Measure",
    "Way",
    "cases",
    "edition",
    "measure",
    "name_of",
    "ours",
    "position",
    "renamed_between",
    "rivals",
    "seen_from",
    "snapshot_of",
]

#: A ranking: points of every thing for a case, the more the better.
Way = Callable[["Case"], NDArray[np.float64]]


@dataclass(frozen=True)
class Case:
    """A thing as it was called, and its number where it has another name.

    Parameters
    ----------
    name, text
        Its old words.
    need
        All that is said of it, translated to the newer edition by names.
    answer
        The thing that it is.
    """

    name: str
    text: str
    need: Need
    answer: int


@dataclass(frozen=True)
class Measure:
    """How well a way of ranking does."""

    first: float
    five: float
    reciprocal: float
    ranks: tuple[int, ...]


def edition(path: Path, mapping: str | None) -> Snapshot:
    """Read an architecture model."""
    reading = ArchimateImporter().read([path], ImportOptions(mapping=mapping))
    assert not reading.has_errors
    return snapshot_of(reading.records)


def snapshot_of(records: Iterable[ThingRecord | RelationRecord]) -> Snapshot:
    """Make a snapshot of imported records."""
    facts = [Fact(record, (Origin("model", str(record.place)),)) for record in records]
    things = tuple(fact for fact in facts if isinstance(fact.record, ThingRecord))
    relations = tuple(fact for fact in facts if isinstance(fact.record, RelationRecord))
    return Snapshot(Facts(1, things, relations), dt.date(2026, 12, 1))


def name_of(snapshot: Snapshot, thing: int) -> str:
    """Return what a thing is called."""
    record = snapshot.record(thing)
    return shown_name(record.fields, record.id, Language.NB).words


def renamed_between(old: Snapshot, new: Snapshot) -> list[tuple[int, int]]:
    """Return the things with the same id whose names differ after case folding, as numbers in each."""
    ids = {new.record(thing).id: thing for thing in range(len(new))}
    pairs = [(thing, ids.get(old.record(thing).id)) for thing in range(len(old))]
    return [
        (was, now)
        for was, now in pairs
        if now is not None and name_of(old, was).casefold() != name_of(new, now).casefold()
    ]


def cases(old: Snapshot, new: Snapshot, pairs: Iterable[tuple[int, int]]) -> list[Case]:
    """Ask about each renamed thing as if it came from elsewhere."""
    known, seen = ground(old, None, CAPS).ties, seen_from(new)
    found = []
    for was, now in pairs:
        need = need_of(old, was, known)
        translated = replace(
            need,
            capabilities=seen(name_of(old, thing) for thing in need.capabilities),
            data=seen(name_of(old, thing) for thing in need.data),
            neighbours=seen(name_of(old, thing) for thing in need.neighbours),
            itself=None,
        )
        text = " ".join(one.text for one in need.documents)
        found.append(Case(name_of(old, was), text, translated, now))
    return found


def seen_from(new: Snapshot) -> Callable[[Iterable[str]], frozenset[int]]:
    """Return how names are recognised in another edition: by their letters, all things that bear them."""
    by_name: dict[str, set[int]] = defaultdict(set)
    for thing in range(len(new)):
        by_name[letters_of(name_of(new, thing))].add(thing)
    return lambda names: frozenset(thing for name in names for thing in by_name.get(letters_of(name), ()))


def position(points: NDArray[np.float64], answer: int) -> int:
    """Return the place of the answer, 1 = first; equals stand in the order of their ids, as the product has them."""
    rounded = np.round(points, 9)
    before = rounded > rounded[answer]
    before[:answer] |= rounded[:answer] == rounded[answer]
    return 1 + int(before.sum())


def measure(way: Way, asked: Sequence[Case]) -> Measure:
    """Rank every thing for every case."""
    ranks = tuple(position(way(case), case.answer) for case in asked)
    count = len(ranks)
    return Measure(
        ranks.count(1) / count, sum(rank <= 5 for rank in ranks) / count, sum(1 / rank for rank in ranks) / count, ranks
    )


def ours(new: Snapshot, evidence: str, caps: Caps = CAPS) -> Way:
    """Rank as overlap does, with the name only, with name and text, or with all there is to tell."""
    weights = replace(caps, name=1.0) if evidence == "name" else caps
    known = ground(new, None, weights)

    def way(case: Case) -> NDArray[np.float64]:
        need = case.need
        if evidence == "name":
            need = replace(need, documents=tuple(replace(one, text="") for one in need.documents))
        if evidence != "full":
            need = replace(need, capabilities=frozenset(), data=frozenset(), neighbours=frozenset())
        shares = score(known, need)
        # Tenths decide, as in the answer; what the rounding left out only orders equals.
        return np.asarray(shares.scores + shares.exact / 10_000)

    return way


def exact_names(new: Snapshot) -> Way:
    """Rank by equal names."""
    names = [name_of(new, thing).casefold() for thing in range(len(new))]
    return lambda case: np.array([float(name == case.name.casefold()) for name in names])


def token_set(new: Snapshot) -> Way:
    """Rank by rapidfuzz's likeness of the sets of words in names."""
    names = [name_of(new, thing).casefold() for thing in range(len(new))]
    return lambda case: np.asarray(
        process.cdist([case.name.casefold()], names, scorer=fuzz.token_set_ratio)[0], dtype=np.float64
    )


def letters(new: Snapshot, *, texts: bool) -> Way:
    """Rank by the cosine of runs of 3 to 5 letters within words, weighted by rarity (TF-IDF), the textbook way."""

    def written(name: str, text: str) -> str:
        return f"{name} {text}" if texts else name

    described = [
        " ".join(str(value) for field, value in sorted(new.record(thing).fields.items()) if field.startswith("descr"))
        for thing in range(len(new))
    ]
    bags = [_runs(written(name_of(new, thing), described[thing])) for thing in range(len(new))]
    spread = Counter(run for bag in bags for run in bag)
    rarity = {run: math.log((1 + len(bags)) / (1 + count)) + 1 for run, count in spread.items()}
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for thing, bag in enumerate(bags):
        length = math.sqrt(sum((count * rarity[run]) ** 2 for run, count in bag.items())) or 1.0
        for run, count in bag.items():
            postings[run].append((thing, count * rarity[run] / length))

    def way(case: Case) -> NDArray[np.float64]:
        points = np.zeros(len(bags))
        for run, count in _runs(written(case.name, case.text)).items():
            for thing, weight in postings.get(run, ()):
                points[thing] += count * rarity[run] * weight
        return points

    return way


def _runs(text: str) -> Counter[str]:
    padded = [f" {word} " for word in text.casefold().split()]
    return Counter(
        word[at : at + length] for word in padded for length in (3, 4, 5) for at in range(len(word) - length + 1)
    )


RIVALS: dict[str, Callable[[Snapshot], Way]] = {
    "equal names": exact_names,
    "rapidfuzz token set, names": token_set,
    "TF-IDF of letters, names": lambda new: letters(new, texts=False),
    "TF-IDF of letters, names and texts": lambda new: letters(new, texts=True),
}


def rivals(new: Snapshot) -> dict[str, Way]:
    """Return every way of ranking by its name, ours last."""
    told = {"name": "graphsvc, name only", "text": "graphsvc, name and text", "full": "graphsvc, full"}
    return {
        **{name: make(new) for name, make in RIVALS.items()},
        **{words: ours(new, evidence) for evidence, words in told.items()},
    }
