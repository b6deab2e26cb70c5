"""How proposals hang together: what they need of each other, what excludes what, what seems to overlap."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from graphsvc.model import Kind, Reference, Value, reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.naming import listed, named, sentence_list
from graphsvc_queries.portfolio.candidates import Candidate

__all__ = ["Suggestion", "named_proposals", "prerequisites", "suggestions"]

#: A change set may be so long.
_LONGEST = 1_000_000
_USED = ("extends_systems", "integrates_systems", "replaces_systems", "retires_systems", "national_components")
_CHANGED = ("replaces_systems", "retires_systems", "extends_systems")

_SAME_SYSTEM = Text(
    "{a} og {b} endrer begge {what}. Utelukker de hverandre?",
    "{a} og {b} endrar begge {what}. Utelukkar dei kvarandre?",
    "{a} and {b} both change {what}. Do they exclude each other?",
)
_SAME_NEED = Text(
    "{a} og {b} trenger begge {what}, for {where}. Utelukker de hverandre?",
    "{a} og {b} treng begge {what}, for {where}. Utelukkar dei kvarandre?",
    "{a} and {b} both need {what}, for {where}. Do they exclude each other?",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two proposals that seem to overlap; nothing follows from it until a person has confirmed it."""

    a: str
    b: str
    sentence: Text


def named_proposals(value: Value) -> tuple[str, ...]:
    """Return the ids of proposals that a field names, each once, without their kind."""
    return tuple(dict.fromkeys(one.removeprefix("proposal:") for one in listed(value)))


def prerequisites(snapshot: Snapshot) -> dict[str, dict[Reference, tuple[str, ...]]]:
    """Find what proposals need that is not there yet and that others introduce.

    Returns
    -------
    dict
        Proposal -> system that it uses -> the proposals that introduce it, any one of which is enough.

    Notes
    -----
    O(proposals + characters of their change sets).
    """
    texts = {identifier: _change_set(fact.record.fields) for identifier, fact in snapshot.proposals.items()}
    bringing: dict[Reference, list[str]] = {}
    for identifier, changes in texts.items():
        for system in _introduced(snapshot, identifier, changes):
            bringing.setdefault(system, []).append(identifier)
    found: dict[str, dict[Reference, tuple[str, ...]]] = {}
    for identifier, fact in snapshot.proposals.items():
        for system in _used(fact.record.fields, texts[identifier]):
            others = bringing.get(system, [])
            if others and identifier not in others and system not in snapshot:
                found.setdefault(identifier, {})[system] = tuple(others)
    return found


def _change_set(fields: Mapping[str, Value]) -> Mapping[str, Any]:
    """Read a change set as far as it can be read; what is wrong with it is told where it is looked at."""
    words = str(fields.get("change_set") or "")
    try:
        return tomllib.loads(words) if len(words) <= _LONGEST else {}
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}


def _introduced(snapshot: Snapshot, identifier: str, changes: Mapping[str, Any]) -> Iterator[Reference]:
    """Give the systems that a proposal brings: those of its change set, else the one called as itself."""
    added = [str(row["id"]) for row in _rows(changes, "add", "system") if row.get("id")]
    for system in added or [identifier]:
        yield reference(Kind.SYSTEM, system.removeprefix("system:"))


def _used(fields: Mapping[str, Value], changes: Mapping[str, Any]) -> dict[Reference, None]:
    """Return the systems that a proposal's fields and change set name, in order."""
    words = [one for name in _USED for one in listed(fields.get(name))]
    for operation in ("add", "change", "end"):
        subjects = changes.get(operation)
        for subject in subjects if isinstance(subjects, dict) else ():
            for row in _rows(changes, operation, subject):
                words += _ends(row, "id" if subject == "system" and operation != "add" else None)
    return dict.fromkeys(Reference(one if ":" in one else f"system:{one}") for one in words)


def _ends(row: Mapping[str, Any], identity: str | None) -> Iterator[str]:
    for name in ("from", "to", "through", *((identity,) if identity else ())):
        value = row.get(name)
        yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)


def _rows(changes: Mapping[str, Any], operation: str, subject: str) -> list[Mapping[str, Any]]:
    subjects = changes.get(operation)
    rows = subjects.get(subject) if isinstance(subjects, dict) else None
    listed_rows = rows if isinstance(rows, list) else [rows]
    return [row for row in listed_rows if isinstance(row, dict)]


def suggestions(
    snapshot: Snapshot, candidates: Sequence[Candidate], known: Iterable[frozenset[str]]
) -> tuple[Suggestion, ...]:
    """Suggest pairs that change the same system, or need the same capability for the same service.

    Parameters
    ----------
    known
        Pairs that people have spoken of already.

    Notes
    -----
    O(pairs that share something).
    """
    spoken = set(known)
    changed, needed, served = (
        [{one for name in fields for one in _named(snapshot, candidate, name, kind)} for candidate in candidates]
        for fields, kind in (
            (_CHANGED, Kind.SYSTEM),
            (("needed_capabilities",), Kind.CAPABILITY),
            (("affected_services",), Kind.SERVICE),
        )
    )
    found = []
    for a, b in _sharing(changed, needed):
        one, other = candidates[a].id, candidates[b].id
        same, needs, services = changed[a] & changed[b], needed[a] & needed[b], served[a] & served[b]
        if frozenset((one, other)) in spoken or not (same or (needs and services)):
            continue
        words = {"a": one, "b": other, "what": _names(snapshot, same or needs)}
        sentence = _SAME_SYSTEM if same else _SAME_NEED
        found.append(Suggestion(one, other, sentence.format(**words, where=_names(snapshot, services))))
    return tuple(found)


def _sharing(*holdings: Sequence[set[int]]) -> list[tuple[int, int]]:
    """Return the pairs that share at least one thing, ascending."""
    holders: dict[int, list[int]] = {}
    for holding in holdings:
        for number, things in enumerate(holding):
            for thing in things:
                holders.setdefault(thing, []).append(number)
    pairs = {pair for numbers in holders.values() for pair in combinations(sorted(set(numbers)), 2)}
    return sorted(pairs)


def _named(snapshot: Snapshot, candidate: Candidate, name: str, kind: Kind) -> Iterator[int]:
    for one in listed(candidate.fields.get(name)):
        whole = one if one in snapshot else f"{kind.value}:{one}"
        if whole in snapshot:
            yield snapshot.index(whole)


def _names(snapshot: Snapshot, things: Iterable[int]) -> Text:
    return sentence_list(
        Text(f"«{text.nb}»", f"«{text.nn}»", f"“{text.en}”")
        for text in (named(snapshot, thing).name for thing in sorted(things))
    )
