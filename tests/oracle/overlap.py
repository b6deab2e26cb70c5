"""Overlap the slow way: sets, dictionaries and the formulas of model.md section 5 and docs/analyses/overlap.md.

Of the product only the cutting of text into stems and runs of letters is used, which has tests of its own.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc_queries.overlap.words import letters_of, runs_of, stems_of, tongue_of
from tests.oracle.register import Register, kind_of

__all__ = ["Described", "Scores", "describe", "pair_shares", "proposal", "score", "shared_evidence"]

CAPABILITIES, TEXT, DATA, NEIGHBOURS, MAKER, SAME_VENDOR = 45, 20, 10, 15, 10, 5
NAME, NOISE, CARRIES = 0.3, 0.05, 5
NO_VENDOR = {"egenutviklet", "apenkildekode"}
TONGUES = {"nb": "norwegian", "nn": "norwegian", "en": "english"}
#: A document: language (None = does not say), name, text.
Document = tuple[str | None, str, str]
Bag = Mapping[str, float]


@dataclass(frozen=True)
class Described:
    """What is known of a thing, or asked for."""

    documents: tuple[Document, ...] = ()
    capabilities: frozenset[str] = frozenset()
    data: frozenset[str] = frozenset()
    neighbours: frozenset[str] = frozenset()
    vendor: str = ""
    product: str = ""
    level: int | None = None
    bases: frozenset[str] = frozenset()


def describe(seen: Register, name: str) -> Described:
    """Collect what a thing has."""
    fields = seen.things[name]
    sets: dict[str, set[str]] = {"capabilities": set(), "data": set(), "neighbours": set()}
    for row in seen.rows:
        said = row.relation == "related" and str(row.fields.get("original_type") or "").startswith("overlap_")
        if row.start == row.end or row.relation == "kind_of" or said:
            if row.start == name and row.relation in {"provides", "needs"}:
                sets["capabilities"].add(row.end)
            continue
        if row.start == name:
            sort = {"provides": "capabilities", "needs": "capabilities", "holds": "data", "handles": "data"}
            sets[sort.get(row.relation, "neighbours")].add(row.end)
        elif row.end == name:
            sets["neighbours"].add(row.start)
    level = fields.get("personal_data_level")
    served = [seen.things[row.end] for row in seen.of("supports") if row.start == name]
    return Described(
        tuple(documents(fields)),
        frozenset(sets["capabilities"]),
        frozenset(sets["data"]),
        frozenset(sets["neighbours"]),
        maker(fields, "vendor"),
        maker(fields, "product"),
        level,
        frozenset(base for one in (fields, *served) for base in bases(one)),
    )


def documents(fields: Mapping[str, Any]) -> list[Document]:
    """One a language."""
    found: list[Document] = []
    for ending, tongue in (*((f"_{word}", tongue) for word, tongue in TONGUES.items()), ("", None)):
        name, text = (str(fields.get(part + ending) or "") for part in ("name", "description"))
        if name or text:
            found.append((tongue, name, text))
    return found


def maker(fields: Mapping[str, Any], field: str) -> str:
    """A vendor or product, by its letters."""
    letters = letters_of(str(fields.get(field) or ""))
    return "" if letters in NO_VENDOR else letters


def bases(fields: Mapping[str, Any]) -> set[str]:
    """Legal bases, by their letters."""
    return {letters_of(part) for part in str(fields.get("legal_basis") or "").split(";") if part.strip()}


class Scores:
    """All candidates of a register: every system at the date."""

    def __init__(self, seen: Register) -> None:
        self.seen = seen
        self.names = seen.kind("system")
        self.all = {name: describe(seen, name) for name in self.names}
        self.corpora = self._corpora()

    def _corpora(self) -> dict[str, list[tuple[str, Document]]]:
        found: dict[str, list[tuple[str, Document]]] = {}
        own = [(name, one) for name in self.names for one in self.all[name].documents if one[0] is None]
        for name in self.names:
            for one in self.all[name].documents:
                if one[0] is not None:
                    found.setdefault(one[0], []).append((name, one))
        if own:  # test registers have one source
            found.setdefault(tongue_of(f"{one[1]} {one[2]}" for _, one in own), []).extend(own)
        return found

    # -- sets --------------------------------------------------------------------------------------------------
    def rarity(self, sort: str, thing: str) -> float:
        """-log of the share of systems that have it; what nobody has counts as what one has."""
        count = sum(thing in getattr(one, sort) for one in self.all.values())
        return math.log(len(self.names) / max(count, 1))

    def generic(self, thing: str) -> bool:
        """Whether too many have a capability."""
        count = sum(thing in one.capabilities for one in self.all.values())
        return count > max(6, 0.05 * len(self.names))

    def part(self, sort: str, wanted: Iterable[str], shared: Iterable[str]) -> float:
        """How much of what is wanted is shared, by rarity and relative rarity."""
        most = math.log(len(self.names))
        whole = sum(self.rarity(sort, thing) for thing in wanted)
        got = sum(self.rarity(sort, thing) ** 2 for thing in shared)
        return got / most / whole if most and whole else 0.0

    def sets(self, sort: str, need: Described, other: Described, both: bool, only: bool | None) -> float:
        """The part of one sort; ``only`` True = the generic ones, False = the others."""
        wanted, had = getattr(need, sort), getattr(other, sort)
        shared = {thing for thing in wanted & had if only is None or self.generic(thing) is only}
        forth = self.part(sort, wanted, shared)
        return (forth + self.part(sort, had, shared)) / 2 if both else forth

    # -- words -------------------------------------------------------------------------------------------------
    def words(self, need: Described, other: str) -> float:
        """The best likeness of a document of the candidate and one that is asked, 0 to 1."""
        best = 0.0
        for tongue, rows in self.corpora.items():
            asked = [one for one in need.documents if one[0] in {None, tongue}] or list(need.documents)
            for name, one in rows:
                if name == other:
                    best = max([best, *(self.alike(tongue, rows, question, one) for question in asked)])
        return min(best, 1.0)

    def words_of_pair(self, first: str, second: str) -> float:
        """The best likeness of two documents in one language, 0 to 1."""
        best = 0.0
        for tongue, rows in self.corpora.items():
            ones, others = ([one for name, one in rows if name == thing] for thing in (first, second))
            best = max([best, *(self.alike(tongue, rows, one, other) for one in ones for other in others)])
        return min(best, 1.0)

    def alike(self, tongue: str, rows: list[tuple[str, Document]], one: Document, other: Document) -> float:
        """The weighted mean of four cosines: stems and runs of letters, of names and of whole documents."""
        known = frozenset(stem for _, row in rows for stem in stems_of(whole(row), tongue))
        corpus = [bags(tongue, known, row) for _, row in rows]
        left, right = bags(tongue, known, one), bags(tongue, known, other)
        weights = (NAME / 2, NAME / 2, (1 - NAME) / 2, (1 - NAME) / 2)
        return sum(
            weight * cosine(left[block], right[block], [bag[block] for bag in corpus])
            for block, weight in enumerate(weights)
        )

    # -- all together ------------------------------------------------------------------------------------------
    def made(self, need: Described, other: Described) -> float:
        """Points for product and vendor."""
        if need.product and need.product == other.product:
            return MAKER
        if need.vendor and need.vendor == other.vendor:
            count = sum(one.vendor == need.vendor for one in self.all.values())
            most = math.log(max(len(self.names), 2))
            return SAME_VENDOR * (most - math.log(count)) / most
        return 0.0


def whole(one: Document) -> str:
    """Name and text."""
    return f"{one[1]} {one[2]}".strip()


def bags(tongue: str, known: frozenset[str], one: Document) -> tuple[Counter[str], ...]:
    """The four bags of a document."""
    name = one[1] or one[2]
    return tuple(
        Counter(features)
        for features in (
            stems_of(name, tongue, known),
            runs_of(name),
            stems_of(whole(one), tongue, known),
            runs_of(whole(one)),
        )
    )


def cosine(left: Counter[str], right: Counter[str], corpus: list[Counter[str]]) -> float:
    """The cosine of two bags: counts damped by their logarithm, weighted by smoothed rarity."""

    def weighted(bag: Counter[str]) -> dict[str, float]:
        return {
            feature: (1 + math.log(count))
            * (math.log((1 + len(corpus)) / (1 + sum(feature in other for other in corpus))) + 1)
            for feature, count in bag.items()
        }

    one, other = weighted(left), weighted(right)
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(weight * other.get(feature, 0.0) for feature, weight in one.items()) / lengths if lengths else 0.0


def shared_evidence(known: Scores, need: Described, name: str, words: float, *, both: bool) -> dict[str, float]:
    """Points by evidence, before rounding; generic capabilities only where something carries them."""
    other = known.all[name]
    points = {
        "capabilities": CAPABILITIES * known.sets("capabilities", need, other, both, only=False),
        "text": TEXT * words if words >= NOISE else 0.0,
        "data": DATA * known.sets("data", need, other, both, only=None),
        "neighbours": NEIGHBOURS * known.sets("neighbours", need, other, both, only=None),
        "maker": known.made(need, other),
    }
    carried = any(round(value, 1) >= CARRIES for value in points.values())
    generic = CAPABILITIES * known.sets("capabilities", need, other, both, only=True)
    return {**points, "generic_capabilities": generic if carried else 0.0}


def apart(one: Described, other: Described) -> bool:
    """Whether two must be kept apart."""
    levels = one.level is not None and other.level is not None and (one.level == 2) != (other.level == 2)
    return levels or bool(one.bases and other.bases and not one.bases & other.bases)


def score(known: Scores, need: Described, *, both: bool, itself: str | None = None) -> dict[str, dict[str, float]]:
    """Candidate -> points by evidence, for every candidate with anything."""
    return {
        name: shared_evidence(known, need, name, known.words(need, name), both=both)
        for name in known.names
        if name != itself
    }


def pair_shares(known: Scores) -> dict[tuple[str, str], dict[str, float]]:
    """Pair -> points by evidence, for all pairs but those of two national systems."""
    national = {name for name in known.names if known.seen.things[name].get("scope") == "national"}
    return {
        (one, other): shared_evidence(known, known.all[one], other, known.words_of_pair(one, other), both=True)
        for number, one in enumerate(known.names)
        for other in known.names[number + 1 :]
        if not {one, other} <= national
    }


def proposal(seen: Register, identifier: str, data: Iterable[str]) -> Described:
    """What a proposal asks for; its words for data are recognised elsewhere."""
    fields = seen.proposals[identifier]

    def named(field: str, kind: str) -> set[str]:
        given = fields.get(field) or ()
        listed = given if isinstance(given, tuple) else (given,)
        return {full for one in listed if (full := one if kind_of(one) == kind else f"{kind}:{one}") in seen.things}

    beside = (
        ("affected_services", "service"),
        ("affected_units", "unit"),
        ("proposer_unit", "unit"),
        ("national_components", "system"),
        ("integrates_systems", "system"),
    )
    words = [
        (tongue, str(fields.get(f"name_{word}") or ""), str(fields.get(f"need_{word}") or ""))
        for word, tongue in TONGUES.items()
    ]
    return Described(
        tuple(one for one in words if one[1] or one[2]),
        frozenset(named("needed_capabilities", "capability")),
        frozenset(data),
        frozenset(name for field, kind in beside for name in named(field, kind)),
        level=fields.get("personal_data_level"),
        bases=frozenset(bases(fields)),
    )
