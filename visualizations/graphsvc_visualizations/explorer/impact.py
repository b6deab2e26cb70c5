"""The impact page: the answer in a sentence, why, the picture, its table twin, sums, doubts and whom to consult."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np

from graphsvc.metamodel import shown_name
from graphsvc.model import ChangeKind, Kind, Way
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.contrast import Contrast
from graphsvc_queries.impact.near import NEAREST
from graphsvc_queries.impact.result import Impact
from graphsvc_queries.impact.rows import BelowWay
from graphsvc_queries.impact.starts import KINDS_THAT_FIT
from graphsvc_visualizations.explorer.contrasting import choices, difference_address, told
from graphsvc_visualizations.explorer.doubts import doubts
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.impact_rows import AllRows, page_rows
from graphsvc_visualizations.explorer.lists import confirmation
from graphsvc_visualizations.explorer.moments import Other, times
from graphsvc_visualizations.explorer.reasons import reason
from graphsvc_visualizations.explorer.sectors import bars_of, lanes_of
from graphsvc_visualizations.explorer.templating import finished, render
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.marks import sector_marks
from graphsvc_visualizations.swimlane import layout, swimlane
from graphsvc_visualizations.swimlane import words as drawn_words
from graphsvc_visualizations.swimlane.nearby import nearby
from graphsvc_visualizations.swimlane.parts import strength_class

__all__ = ["Asked", "asked_title", "below_told", "impact", "impact_form"]

_CONSULTED = 8
#: So many systems a field suggests.
_SUGGESTED, _SUGGESTED_OF_SEVERAL = 2000, 500
_STRENGTHS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)
_STEPS = (0, 1, 2, 3, 4, 5, 6, 8)
_PLACE = {"selected", "way", "unfolded"}


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks beside the question itself.

    Parameters
    ----------
    things
        References of what changes; empty for a proposal.
    selected, way
        Whose path is shown.
    unfolded
        Cells of the picture that show all they have.
    sectors
        References of the sectors that are shown; all when empty.
    view
        ``picture``, ``table`` or empty: the picture where there is room for it, else the list.
    beyond
        The same question without limits, when the selected thing is not touched within them.
    contrast, other
        The answer held against another, and the graph that gave the other.
    """

    things: tuple[str, ...] = ()
    selected: str | None = None
    way: Way | None = None
    unfolded: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    view: str = ""
    beyond: Impact | None = None
    contrast: Contrast | None = None
    other: Other | None = None

    @property
    def answer(self) -> Impact | None:
        """Both answers in one, when there are two."""
        return self.contrast.merged if self.contrast else None


def impact_form(frame: Frame, snapshot: Snapshot, *, often: Sequence[tuple[int, int]]) -> str:
    """Return the page before anything is asked: a field, systems that much hangs on, proposals.

    Parameters
    ----------
    often
        (system, number of services that require it).
    """
    proposals = [(identifier, fact.record.fields) for identifier, fact in snapshot.proposals.items()]
    return render(
        "impact_form.html", frame, snapshot, often=often, proposals=proposals, suggested=suggested(snapshot, ())
    )


def impact(frame: Frame, snapshot: Snapshot, result: Impact, asked: Asked) -> str:
    """Return the page of an answer.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph.
    result
        The answer.
    asked
        What else the address says.

    Notes
    -----
    O(touched log touched + ties), the picture's cost.
    """
    rows = page_rows(snapshot, result, [one.touched for one in asked.contrast.rows] if asked.contrast else None)
    if isinstance(rows, AllRows):
        result = result.whole()  # its rows are looked at again and again
    whole = asked.answer or result
    why = reason(snapshot, whole, selected=asked.selected, way=asked.way, beyond=asked.beyond)
    chosen = (why.thing, why.touched.way) if why.state == "touched" and why.touched else (None, None)
    address = [(name, value) for name, value in _address(frame, asked) if name not in _PLACE]
    shown: dict[str, Any] = {
        "selected": chosen[0],
        "way": chosen[1],
        "unfolded": asked.unfolded,
        "sectors": asked.sectors,
        "contrast": asked.contrast,
        "other": asked.other.snapshot if asked.other else None,
    }
    pictured = nearby(snapshot, whole, selected=chosen[0], way=chosen[1], sectors=asked.sectors)
    places = layout(snapshot, pictured, **shown)
    drawn: dict[str, Any] = {"standalone": False, "address": address, "places": places, **shown}
    drawing = swimlane(snapshot, pictured, language=frame.language, **drawn)
    listed, standing = rows.table(asked.sectors) if asked.view == "table" or asked.sectors else ((), None)
    every = len(asked.contrast.rows) if asked.contrast else len(result.touched)
    bars = bars_of(snapshot, result, rows)
    near = concerned(snapshot, asked, [lane.key for lane in places.lanes], why.thing)
    beyond = drawn_words.BEYOND.format(shown=NEAREST, n=places.beyond) if places.beyond else None
    return render(
        "impact.html",
        frame,
        snapshot,
        result=result,
        asked=asked,
        title=_title(frame, snapshot, result),
        why=why,
        picture=finished(drawing),
        drawn=places.drawn,
        Way=Way,
        doubts=doubts(snapshot, result),
        bars_of_sectors=bars,
        more_sectors=len(result.sectors) + result.sectors_elsewhere - len(bars),
        beyond=beyond,
        lanes=lanes_of(snapshot, pictured, asked.sectors),
        rows=listed,
        left_out=0 if standing is None else every - standing,
        bounds=rows.bounds,
        without_contact=rows.without_contact(),
        whole=whole,
        told=told(frame, snapshot, asked.contrast, asked.other),
        choices=choices(frame, snapshot),
        times=times(snapshot),
        sectors=[(sector, mark) for sector, mark in sector_marks(snapshot).items() if near is None or sector in near],
        municipalities=snapshot.organisation.all_municipalities,
        suggested=suggested(snapshot, asked.things),
        consulted=_CONSULTED,
        strength_class=strength_class,
        kinds_of_change=_kinds_of_change(snapshot, asked),
        verbs=drawn_words.VERBS,
        strengths=sorted({*_STRENGTHS, result.min_strength}),
        steps=sorted({*_STEPS, result.max_steps}),
        state=lambda day: confirmation(day, snapshot.date),
        below=below_told(frame, result),
        units=_units(snapshot, near),
        api=_api(frame, result, asked),
        here=lambda **changes: _here(frame, asked, **changes),
        limit=frame.number(result.min_strength, 2),
    )


def _title(frame: Frame, snapshot: Snapshot, result: Impact) -> str:
    proposal = frame.value("proposal")
    if proposal and (fact := snapshot.proposals.get(proposal.removeprefix("proposal:"))):
        name = shown_name(fact.record.fields, fact.record.id, frame.language).words
        return frame.say("impact_proposal", name=clean(name))
    return asked_title(frame, result)


def asked_title(frame: Frame, result: Impact) -> str:
    """Return the question in words: what happens to what."""
    said = [
        drawn_words.CHANGED.format(name=one.name, verb=drawn_words.VERBS.get(one.kind, one.kind))
        for one in result.changes
    ]
    return clean(frame.words(drawn_words.ASKED.format(change=drawn_words.joined(said))))


def _address(frame: Frame, asked: Asked) -> list[tuple[str, str]]:
    """Return the parameters of this page with things by reference, whatever words they were asked with."""
    kept = [(name, value) for name, value in frame.parameters if name != "thing" and value]
    return [*(("thing", thing) for thing in asked.things), *kept]


def _here(frame: Frame, asked: Asked, **changes: Any) -> str:
    whole = Frame(frame.language, frame.path, tuple(_address(frame, asked)), frame.assets)
    return whole.same(**changes)


def _api(frame: Frame, result: Impact, asked: Asked) -> dict[str, str]:
    """Return where the answer can be fetched as a file, by ending."""
    own: dict[str, Any] = {"things": asked.things, "proposal": frame.value("proposal"), "change": frame.value("change")}
    limits = {"min_strength": result.min_strength, "max_steps": result.max_steps, "lang": frame.language.value}
    found = {end: frame.to(f"/api/v1/impact{end}", **own, **limits) for end in (".svg", ".csv", ".xlsx", "")}
    if asked.other is None:
        found |= {end: frame.to(f"/api/v1/impact{end}", **own, **limits) for end in (".pdf", ".html")}
    else:
        named = {"thing" if name == "things" else name: value for name, value in {**own, **limits}.items() if value}
        compared = {**named, "compare": frame.value("compare")}
        found = {end: frame.to(f"/api/v1/impact/compared{end}", **compared) for end in found}
        found["difference"] = _difference(frame, {**own, **limits}, asked.other)
    return found


def _difference(frame: Frame, own: dict[str, Any], other: Other) -> str:
    """Return where the comparison can be fetched as data: the question asked of both graphs."""
    named = {"thing" if name == "things" else name.replace("_", "-"): value for name, value in own.items() if value}
    named.pop("lang")
    return difference_address(frame, other, f"impact?{urlencode(named, doseq=True)}")


def _kinds_of_change(snapshot: Snapshot, asked: Asked) -> list[ChangeKind]:
    """Return the changes that fit everything that is asked about."""
    fitting = [KINDS_THAT_FIT.get(snapshot.kind(snapshot.index(thing)), ()) for thing in asked.things]
    return [kind for kind in ChangeKind if fitting and all(kind in one for one in fitting)]


def concerned(snapshot: Snapshot, asked: Asked, lanes: Sequence[str], thing: str | None) -> frozenset[int] | None:
    """Return the sectors and units that can be chosen: those of the municipalities in the picture, and chosen ones.

    None where the register does not hold several municipalities, and everything can be chosen.

    Notes
    -----
    O(units), in arrays.
    """
    organisation = snapshot.organisation
    if not organisation.several:
        return None
    told = [one for one in (*lanes, *asked.sectors, *asked.things, thing) if one is not None and one in snapshot]
    numbers = [snapshot.index(one) for one in told]
    homes = organisation.municipalities
    places = [one if one in organisation.all_municipalities else int(homes[one]) for one in numbers]
    units = snapshot.of_kind(Kind.UNIT)
    return frozenset(units[np.isin(homes[units], [one for one in places if one >= 0])].tolist())


def suggested(snapshot: Snapshot, things: Sequence[str]) -> list[int]:
    """Return the systems that a field suggests while somebody writes; any other can be written there too.

    Over several municipalities those that are national, and those of the municipalities of some things.

    Notes
    -----
    O(systems), in arrays.
    """
    systems, organisation = snapshot.of_kind(Kind.SYSTEM), snapshot.organisation
    if organisation.several:
        homes = organisation.municipalities
        own = [homes[snapshot.index(one)] for one in things if one in snapshot]
        systems = systems[organisation.national[systems] | np.isin(homes[systems], [one for one in own if one >= 0])]
    found: list[int] = systems[: _SUGGESTED_OF_SEVERAL if organisation.several else _SUGGESTED].tolist()
    return found


def _units(snapshot: Snapshot, near: frozenset[int] | None) -> list[tuple[int | None, list[int]]]:
    """Return the units under their sectors, those of no sector last."""
    organisation = snapshot.organisation
    found: dict[int | None, list[int]] = {sector: [] for sector in sector_marks(snapshot)}
    for unit in snapshot.of_kind(Kind.UNIT).tolist() if near is None else sorted(near):
        if not organisation.is_sector(unit):
            sectors = organisation.sectors_of(unit)
            found.setdefault(sectors[0] if sectors else None, []).append(unit)
    return [(sector, units) for sector, units in found.items() if units]


def below_told(frame: Frame, result: Impact) -> str:
    """Say what the minimum strength leaves out; empty when that is nothing."""
    effect, work = _counts(frame, result.below.effect), _counts(frame, result.below.work)
    told = [effect, frame.say("below_work", told=work) if work else ""]
    return "; ".join(one for one in told if one)


def _counts(frame: Frame, below: BelowWay) -> str:
    sectors = frame.say("below_sector") if below.sectors == 1 else frame.say("below_sectors", n=below.sectors)
    parts = [sectors] if below.sectors else []
    numbers = ((below.services, Kind.SERVICE), (below.units, Kind.UNIT), (below.systems, Kind.SYSTEM))
    parts += [frame.counted(number, kind) for number, kind in numbers if number]
    return ", ".join(parts)
