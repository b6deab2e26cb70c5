"""The two tables of a memo: what is like it, and who is touched."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.i18n import number
from graphsvc.model import Kind, Scope
from graphsvc.snapshot import Snapshot
from graphsvc_queries.assessment import Assessment, SectorImpact
from graphsvc_queries.naming import Named
from graphsvc_queries.overlap import Candidate as Alike
from graphsvc_visualizations.marks import NOBODY, Mark, sector_marks, symbol
from graphsvc_visualizations.palette import stylesheet
from graphsvc_visualizations.paper.words import Words

__all__ = ["Candidate", "Sector", "candidates_of", "glyph_of", "sectors_of"]

#: So many rows at most; a memo that does not fit shows three.
_ROWS = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of "do we already have this?"; ``note`` says that the proposal replaces it, or that it is kept apart."""

    name: str
    score: str
    covers: str
    share: str
    owner: str
    contract: str
    note: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A row of "who is touched?"; names, and the same in short and as counts for a memo that does not fit."""

    glyph: str
    name: str
    services: str
    units: str
    services_short: str
    units_short: str
    services_counted: str
    units_counted: str
    work: str
    touched: bool


def candidates_of(words: Words, found: Assessment) -> tuple[tuple[Candidate, ...], int]:
    """Return the best local systems that cover some of the need, and how many there are."""
    covering = [one for one in found.overlap.candidates if one.covers and one.scope != Scope.NATIONAL]
    asked = max(len(found.overlap.query.capabilities), 1)
    return tuple(_candidate(words, one, asked) for one in covering[:_ROWS]), len(covering)


def _candidate(words: Words, one: Alike, asked: int) -> Candidate:
    note = "apart" if one.keep_apart else "replaced" if one.replaced else ""
    return Candidate(
        name=words.cut(one.thing.name.in_(words.language), 80),
        score=number(one.score, words.language),
        covers=words.names([Named(each.thing, each.name) for each in one.covers], 3),
        share=words.say("share", n=len(one.covers), of=max(asked, len(one.covers))),
        owner=words.names([Named(each.thing, each.name) for each in one.owners], 2) or words.say("no_owner"),
        contract=words.day(one.contract_end),
        note=words.say(note) if note else "",
    )


def sectors_of(words: Words, snapshot: Snapshot, found: Assessment) -> tuple[Sector, ...]:
    """Return every sector in the register's order, then rows outside them that hold something."""
    marks = {str(snapshot.references[one]): mark for one, mark in sector_marks(snapshot).items()}
    order = {name: place for place, name in enumerate(marks)}
    rows = sorted(found.sectors, key=lambda one: order.get(f"unit:{one.id}", len(order)))
    kept = [one for one in rows if f"unit:{one.id}" in marks or one.services or one.units or one.workers]
    if len(kept) > _ALL:  # a nation has hundreds: then those that are touched, strongest first
        kept = [one for one in found.sectors if one.touched][:_ALL]
    return tuple(_sector(words, one, marks.get(f"unit:{one.id}", NOBODY)) for one in kept)


#: So many sectors fit a page.
_ALL = 8


def _sector(words: Words, one: SectorImpact, mark: Mark) -> Sector:
    services, units = len(one.services), len(one.units)
    return Sector(
        glyph=glyph_of(mark),
        name=words.cut(one.name.in_(words.language), 60),
        services=words.names(one.services, 5) or "0",
        units=words.names(one.units, 5) or "0",
        services_short=words.names(one.services, 2) or "0",
        units_short=words.names(one.units, 2) or "0",
        services_counted=words.counted(services, Kind.SERVICE),
        units_counted=words.counted(units, Kind.UNIT),
        work=str(len(one.workers)),
        touched=one.touched,
    )


def glyph_of(mark: Mark) -> str:
    """Return a sector's glyph as a picture of its own, with its colour inside."""
    style = f"<style>{stylesheet(frozenset({mark.colour}))}</style>"
    head, _, rest = symbol(mark).partition(">")
    return f'{head} xmlns="http://www.w3.org/2000/svg">{style}{rest}'
