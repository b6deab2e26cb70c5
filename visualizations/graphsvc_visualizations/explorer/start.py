"""The start page: find one thing, or see where sectors meet, what is unknown and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind, Reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.matrix import Matrix
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.grid import axis_marks, colours
from graphsvc_visualizations.explorer.helping import beginnings
from graphsvc_visualizations.explorer.lists import Lists
from graphsvc_visualizations.explorer.templating import render
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.marks import Mark, sector_marks

__all__ = ["Figure", "Sector", "start"]

#: Message -> lists whose lengths it shows.
_FIGURES = (
    ("fig_systems", ("systems-local", "systems-national")),
    ("fig_services", ("services",)),
    ("fig_flows", ("flows",)),
    ("fig_within", ("flows-within",)),
    ("fig_across", ("flows-across",)),
    ("fig_national", ("flows-national",)),
)
#: List -> how it looks: unknown (?) or to be looked at (!).
_UNKNOWNS = (
    ("systems-never", "unk"),
    ("systems-stale", "warn"),
    ("flows-never", "unk"),
    ("flows-stale", "warn"),
    ("systems-unused", "unk"),
    ("systems-ownerless", "unk"),
    ("flows-ownerless", "unk"),
    ("services-unknown", "unk"),
    ("contracts-ending", "warn"),
    ("flows-manual", "warn"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: (list, length) pairs that stand side by side, and their words."""

    parts: tuple[tuple[str, int], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector as a glyph with a name."""

    reference: Reference
    name: str
    mark: Mark


def start(
    frame: Frame,
    snapshot: Snapshot,
    *,
    matrix: Matrix | None,
    touched: Mapping[str, Sequence[Reference]],
    views: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Return the start page.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph.
    matrix
        Sector by sector; None over several municipalities, whose sectors no page has room for.
    touched
        Proposal's id -> sectors that it touches; of proposals that are not among them the page says how many there are.
    views
        Saved views, newest first, each with its warning.

    Notes
    -----
    O(things + flows), in arrays.
    """
    lists = Lists(snapshot)
    marks = {} if snapshot.organisation.several else sector_marks(snapshot)
    sectors = [_sector(snapshot, frame, thing, mark) for thing, mark in marks.items()]
    return render(
        "start.html",
        frame,
        snapshot,
        empty=len(snapshot) == 0,
        beginnings=beginnings(frame, snapshot),
        matrix=matrix,
        colours=colours(matrix) if matrix else [],
        marks=axis_marks(snapshot, matrix) if matrix else {},
        municipalities=snapshot.organisation.all_municipalities,
        figures=[_figure(frame, lists, *one) for one in _FIGURES],
        unknowns=_unknowns(frame, lists),
        phase=fields_of(Kind.PROPOSAL)["phase"],
        views=views,
        proposals=[_proposal(frame, snapshot, sectors, one, ends) for one, ends in touched.items()],
        more_proposals=max(0, len(snapshot.proposals) - len(touched)),
    )


def _sector(snapshot: Snapshot, frame: Frame, thing: int, mark: Mark) -> Sector:
    return Sector(snapshot.references[thing], clean(snapshot.name(thing, frame.language).words), mark)


def _figure(frame: Frame, lists: Lists, key: str, names: tuple[str, ...]) -> Figure:
    words = frame.say(key, units=frame.number(lists.count("units"))) if key == "fig_services" else frame.say(key)
    return Figure(tuple((name, lists.count(name)) for name in names), words)


def _unknowns(frame: Frame, lists: Lists) -> list[dict[str, Any]]:
    year = lists.snapshot.date.year + 1
    rows = [
        _unknown(frame, f"unk_{name.replace('-', '_')}", number, look, name, year)
        for name, look in _UNKNOWNS
        if (number := lists.count(name))
    ]
    if lists.snapshot.missing_ends:
        rows.append(_unknown(frame, "unk_ends", len(lists.snapshot.missing_ends), "warn", None, year))
    if lists.snapshot.conflicts:
        rows.append(_unknown(frame, "unk_conflicts", len(lists.snapshot.conflicts), "warn", None, year))
    return rows


def _unknown(frame: Frame, key: str, number: int, look: str, name: str | None, year: int) -> dict[str, Any]:
    """Cut a message into what stands before, in and after its link."""
    before, _, rest = frame.say(key, a="\0", b="\0", year=year).partition("\0")
    linked, _, after = rest.partition("\0")
    return {"number": number, "look": look, "list": name, "before": before, "linked": linked, "after": after}


def _proposal(
    frame: Frame, snapshot: Snapshot, sectors: Sequence[Sector], identifier: str, touched: Sequence[Reference]
) -> dict[str, Any]:
    fields = snapshot.proposals[identifier].record.fields
    phase = fields.get("phase")
    told = ", ".join(sector.name for sector in sectors if sector.reference in touched)
    if touched and snapshot.organisation.several:
        found = {snapshot.organisation.municipality_of(snapshot.index(one)) for one in touched if one in snapshot}
        told = frame.say("prop_touched_several", sectors=len(touched), n=len(found - {None}))
    return {
        "id": identifier,
        "fields": fields,
        "cost": fields.get("investment"),
        "phase": frame.words(value_label(fields_of(Kind.PROPOSAL)["phase"], phase)) if phase else "?",
        "sectors": [(sector, sector.reference in touched) for sector in sectors],
        "told": told or frame.say("prop_none_touched"),
    }
