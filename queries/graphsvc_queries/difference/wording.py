"""The words of differences: what the lists of answers are called, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graphsvc.metamodel import KINDS
from graphsvc.text import Text

__all__ = ["LISTS", "Noun", "noun_of"]


class Noun(NamedTuple):
    """A word for one and for several, indefinite and without an article, as it stands after a number."""

    one: Text
    many: Text

    def counted(self, amount: int) -> Text:
        """Return the form after this number."""
        return self.one if amount == 1 else self.many


def _noun(*words: tuple[str, str, str]) -> Noun:
    one, many = (Text(*three) for three in words)
    return Noun(one, many)


#: What a list of an answer holds, by the last word of its path.
LISTS: Mapping[str, Noun] = {
    **{f"{kind.value}s": Noun(definition.label, definition.plural) for kind, definition in KINDS.items()},
    "sectors": _noun(("sektor", "sektor", "sector"), ("sektorer", "sektorar", "sectors")),
    "technologies": Noun(KINDS["technology"].label, KINDS["technology"].plural),  # type: ignore[index]
    "touched": _noun(("berørt ting", "råka ting", "touched thing"), ("berørte ting", "råka ting", "touched things")),
    "consult": _noun(
        ("enhet å rådføre seg med", "eining å rådføre seg med", "unit to consult"),
        ("enheter å rådføre seg med", "einingar å rådføre seg med", "units to consult"),
    ),
    "unknown": _noun(
        ("ukjent forhold", "ukjent forhold", "unknown"), ("ukjente forhold", "ukjende forhold", "unknowns")
    ),
    "platforms": _noun(("plattform", "plattform", "platform"), ("plattformer", "plattformer", "platforms")),
    "single_points": _noun(
        ("system som alene stopper tjenester", "system som åleine stoppar tenester", "single point of failure"),
        ("systemer som alene stopper tjenester", "system som åleine stoppar tenester", "single points of failure"),
    ),
    "bridges": _noun(
        ("flyt uten omvei", "flyt utan omveg", "flow without a way around"),
        ("flyter uten omvei", "flytar utan omveg", "flows without a way around"),
    ),
    "articulation_points": _noun(
        ("system som holder nettet sammen", "system som held nettet saman", "system that holds the net together"),
        ("systemer som holder nettet sammen", "system som held nettet saman", "systems that hold the net together"),
    ),
    "cycles": _noun(
        ("sirkel av avhengigheter", "sirkel av avhengnader", "circle of dependence"),
        ("sirkler av avhengigheter", "sirklar av avhengnader", "circles of dependence"),
    ),
    "lifecycle": _noun(
        ("brudd i livsløp", "brot i livsløp", "lifecycle gap"), ("brudd i livsløp", "brot i livsløp", "lifecycle gaps")
    ),
    "without_owner": _noun(
        ("system uten eier", "system utan eigar", "system without an owner"),
        ("systemer uten eier", "system utan eigar", "systems without an owner"),
    ),
    "unused": _noun(
        ("system som ikke er i bruk", "system som ikkje er i bruk", "unused system"),
        ("systemer som ikke er i bruk", "system som ikkje er i bruk", "unused systems"),
    ),
    "stale": _noun(
        ("foreldet ting", "forelda ting", "stale thing"), ("foreldede ting", "forelda ting", "stale things")
    ),
    "unconfirmed": _noun(
        ("ubekreftet ting", "ting som ikkje er stadfest", "unconfirmed thing"),
        ("ubekreftede ting", "ting som ikkje er stadfeste", "unconfirmed things"),
    ),
    "paths": _noun(("vei", "veg", "path"), ("veier", "vegar", "paths")),
    "communities": _noun(
        ("gruppe som henger sammen", "gruppe som heng saman", "community"),
        ("grupper som henger sammen", "grupper som heng saman", "communities"),
    ),
    "candidates": _noun(("kandidat", "kandidat", "candidate"), ("kandidater", "kandidatar", "candidates")),
    "pairs": _noun(
        ("par som overlapper", "par som overlappar", "overlapping pair"),
        ("par som overlapper", "par som overlappar", "overlapping pairs"),
    ),
}


def noun_of(path: str) -> Noun:
    """Return what a list at a path holds; a list that nobody named is called by its path.

    Examples
    --------
    >>> noun_of("across.systems").counted(2).nb
    'systemer'
    >>> noun_of("shoes").counted(2).nb
    'rader i «shoes»'
    """
    named = LISTS.get(path.rpartition(".")[2])
    if named is not None:
        return named
    return _noun(
        (f"rad i «{path}»", f"rad i «{path}»", f"row of “{path}”"),
        (f"rader i «{path}»", f"rader i «{path}»", f"rows of “{path}”"),
    )
