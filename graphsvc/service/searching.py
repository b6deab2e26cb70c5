"""Search by what people remember: part of a name in any language, an id, a vendor; typing errors forgiven."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["Hit", "search", "search_document"]

#: Kinds in the order in which equally good hits are shown.
_ORDER = {
    kind: rank for rank, kind in enumerate((Kind.SYSTEM, Kind.SERVICE, Kind.UNIT, Kind.CAPABILITY, Kind.DATA_OBJECT))
}
_NAMES = ("name_nb", "name_nn", "name_en", "name")
#: Share of common trigrams below which two words are not alike.
_ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its number, how well it fits (0 to 1), and in which words."""

    thing: int
    score: float
    where: str


@dataclass(frozen=True, slots=True)
class _Entry:
    thing: int
    words: tuple[str, ...]
    other: str


_entries: WeakKeyDictionary[Snapshot, tuple[_Entry, ...]] = WeakKeyDictionary()


def search(snapshot: Snapshot, words: str, *, limit: int = 20) -> list[Hit]:
    """Return the things that fit best, best first.

    Notes
    -----
    O(things x names). Exact id or name beats the beginning of a name, the beginning of a word, a part of a
    compound, vendor and product, and at last words that are alike in their trigrams.
    """
    asked = fold(words)
    if not asked:
        return []
    hits = [Hit(entry.thing, *best) for entry in _index(snapshot) if (best := _fit(asked, entry))[0] > 0]
    order = len(_ORDER)
    # Within one class of likeness people look for systems and services first.
    hits.sort(key=lambda hit: (-_class(hit), _ORDER.get(snapshot.kind(hit.thing), order), -hit.score, hit.thing))
    return hits[:limit]


def _class(hit: Hit) -> float:
    """Return the tier of a hit that holds the words; what is only alike has no tiers."""
    return int(hit.score * 10 + 1e-9) if hit.score >= 0.5 else hit.score


def search_document(snapshot: Snapshot, words: str, language: Language, *, limit: int = 20) -> dict[str, object]:
    """Return hits as a document: kind, id, name, unit and sector of each."""
    return {
        "query": words,
        "hits": [hit_document(snapshot, hit, language) for hit in search(snapshot, words, limit=limit)],
    }


def hit_document(snapshot: Snapshot, hit: Hit, language: Language) -> dict[str, object]:
    """Return one hit with what tells it from its namesakes."""
    record, organisation = snapshot.record(hit.thing), snapshot.organisation
    holder: int | None = None
    if record.kind is Kind.SYSTEM:
        holder = next(iter(organisation.owners_of(hit.thing)), None)
    elif record.kind is Kind.SERVICE:
        holder = organisation.lead_of(hit.thing)
    elif record.kind is Kind.UNIT:
        holder = hit.thing
    sectors = organisation.sectors_of(holder) if holder is not None else ()
    return {
        "thing": record.reference,
        "kind": record.kind.value,
        "kind_label": KINDS[record.kind].label.in_(language),
        "id": record.id,
        "name": snapshot.name(hit.thing, language).words,
        "score": round(hit.score, 3),
        "where": hit.where,
        "unit": snapshot.name(holder, language).words if holder is not None and holder != hit.thing else None,
        "sector": snapshot.name(sectors[0], language).words if sectors else None,
        "vendor": record.fields.get("vendor"),
    }


def fold(words: str) -> str:
    """Fold case and accents away; Norwegian letters stay letters of their own."""
    kept = []
    for letter in words.casefold().strip():
        plain = letter if letter in "æøåäö" else unicodedata.normalize("NFKD", letter)[0]
        kept.append(plain)
    return "".join(kept)


def _index(snapshot: Snapshot) -> tuple[_Entry, ...]:
    if snapshot not in _entries:
        _entries[snapshot] = tuple(_entry(snapshot, thing) for thing in range(len(snapshot)))
    return _entries[snapshot]


def _entry(snapshot: Snapshot, thing: int) -> _Entry:
    record = snapshot.record(thing)
    names = [record.id, record.reference, *(str(record.fields.get(name) or "") for name in _NAMES)]
    other = " ".join(str(record.fields.get(name) or "") for name in ("vendor", "product", "external_id"))
    return _Entry(thing, tuple(dict.fromkeys(fold(name) for name in names if name)), fold(other))


def _fit(asked: str, entry: _Entry) -> tuple[float, str]:
    best = max((_fit_name(asked, name) for name in entry.words), default=0.0)
    if best > 0.5:
        return best, "name"
    if entry.other and asked in entry.other:
        return 0.5, "vendor"
    return best, "name"


def _fit_name(asked: str, name: str) -> float:
    if asked == name:
        return 1.0
    # A shorter name that holds the words fits better than a longer one.
    share = len(asked) / max(len(name), 1)
    if name.startswith(asked) or (asked in name and share > 0.75):
        return 0.9 + 0.05 * share
    if f" {asked}" in name:
        return 0.8 + 0.05 * share
    if len(asked) >= 2 and asked in name:
        return 0.7 + 0.05 * share
    if len(asked) >= 3 and all(part in name for part in asked.split()):
        return 0.6 + 0.05 * share
    if ":" in name:  # a reference starts with its kind: that words are like a kind's name says nothing
        return 0.0
    alike = max((_likeness(asked, part) for part in (name, *name.split())), default=0.0)
    return 0.5 * alike if alike >= _ALIKE and len(asked) >= 3 else 0.0


def _likeness(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > max(3, len(one)):
        return 0.0
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / len(first | second)


@lru_cache(maxsize=65536)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))
