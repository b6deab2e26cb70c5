"""What is asked of paths: two systems, and what a path may use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.errors import QuestionError
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Mode
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.paths.flows import Direction, Flow, Flows

__all__ = ["UNKNOWN", "Filter", "FlowMode", "FlowStatus", "Question", "members", "system"]

UNKNOWN = "unknown"
#: Special categories of personal data.
MOST_LEVEL = 2

#: Every system to pass doubles the work.
MOST_VIA = 4


class FlowMode(StrEnum):
    """How a flow runs, the unknown included."""

    SYNC = "sync"
    ASYNC = "async"
    BATCH = "batch"
    MANUAL = "manual"
    LOGIN = "login"
    UNKNOWN = "unknown"


#: Special categories of personal data.
MOST_LEVEL = 2


class FlowStatus(StrEnum):
    """Where a flow stands in its life, the unknown included."""

    EXISTING = "existing"
    PLANNED = "planned"
    ENDED = "ended"
    UNKNOWN = "unknown"


#: Special categories of personal data.
MOST_LEVEL = 2


class Filter(StrEnum):
    """What can keep a path away."""

    PROTOCOL = "protocol"
    MODE = "mode"
    LOGIN = "login"
    STATUS = "status"
    PERSONAL_DATA = "max_personal_data"
    MAY_PASS = "may_pass"  # noqa: S105 - no password
    AVOID = "avoid"
    VIA = "via"
    MAX_STEPS = "max_steps"


#: What a question looks like without a filter.
_OFF: dict[Filter, dict[str, Any]] = {
    Filter.PROTOCOL: {"protocols": None},
    Filter.MODE: {"modes": None},
    Filter.LOGIN: {"login": True},
    Filter.STATUS: {"statuses": None},
    Filter.PERSONAL_DATA: {"max_level": MOST_LEVEL},
    Filter.MAY_PASS: {"may_pass": None},
    Filter.AVOID: {"avoid": frozenset()},
    Filter.VIA: {"via": ()},
    Filter.MAX_STEPS: {"max_steps": None},
}


@dataclass(frozen=True, slots=True)
class Question:
    """Two systems and what a path between them may use; None = anything.

    Parameters
    ----------
    start, end
        Numbers of the systems.
    direction, undirected
        Which way flows are taken.
    protocols
        Case-folded; ``unknown`` stands for flows whose protocol nobody has told.
    modes, login, statuses, max_level
        Which flows may be taken; login stands apart, since with it nearly everything is joined.
    via, avoid, may_pass
        Systems that have to be passed, that may not be, and the only ones that may.
    max_steps
        The longest path.
    """

    start: int
    end: int
    direction: Direction = Direction.DATA
    undirected: bool = False
    protocols: frozenset[str] | None = None
    modes: frozenset[str] | None = None
    login: bool = False
    statuses: frozenset[str] | None = None
    max_level: int = MOST_LEVEL
    via: tuple[int, ...] = ()
    avoid: frozenset[int] = frozenset()
    may_pass: frozenset[int] | None = None
    max_steps: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be answered."""
        if self.start == self.end:
            raise QuestionError(_SAME)
        if self.avoid & {self.start, self.end, *self.via}:
            raise QuestionError(_AVOIDED)
        if len(self.via) > MOST_VIA:
            raise QuestionError(_TOO_MANY.format(n=MOST_VIA))

    @property
    def active(self) -> tuple[Filter, ...]:
        """The filters that are on."""
        return tuple(one for one in Filter if self.without((one,)) != self)

    def without(self, filters: Iterable[Filter]) -> Question:
        """Return the same question with some filters off."""
        off = {name: value for one in filters for name, value in _OFF[one].items()}
        return replace(self, **off)

    def flows_allowed(self, flows: Flows) -> NDArray[np.bool_]:
        """Tell of every flow whether it passes the filters, as :meth:`refusals` tells of one."""
        allowed = flows.mode.spread(self._mode_passes(mode) for mode in flows.mode.values).astype(bool)
        for known, column in ((self.protocols, flows.protocol), (self.statuses, flows.status)):
            if known is not None:
                allowed &= column.spread((value or UNKNOWN).casefold() in known for value in column.values).astype(bool)
        if self.max_level < MOST_LEVEL:
            allowed &= (flows.level >= 0) & (flows.level <= self.max_level)
        for place, hubs in flows.hubs.items() if self.avoid or self.may_pass is not None else ():
            allowed[place] &= not any(self.barred(hub) for hub in hubs)
        return allowed

    def systems_allowed(self, size: int) -> NDArray[np.bool_] | None:
        """Tell of every system whether it may be passed, as :meth:`barred` tells of one; None = all may."""
        if not self.avoid and self.may_pass is None:
            return None
        allowed = np.full(size, self.may_pass is None)
        allowed[[*(self.may_pass or ())]] = True
        allowed[[*self.avoid]] = False
        allowed[[self.start, self.end]] = True
        return allowed

    def _mode_passes(self, mode: str | None) -> bool:
        if mode == Mode.LOGIN:
            return self.login
        return self.modes is None or (mode or UNKNOWN) in self.modes

    def refusals(self, flow: Flow) -> tuple[Filter, ...]:
        """Name the filters that a flow does not pass; its hubs count, its ends are judged by :meth:`passes`."""
        refused: list[Filter] = []
        if self.protocols is not None and (flow.protocol or UNKNOWN).casefold() not in self.protocols:
            refused.append(Filter.PROTOCOL)
        if not self._mode_passes(flow.mode):
            refused.append(Filter.LOGIN if flow.mode == Mode.LOGIN else Filter.MODE)
        if self.statuses is not None and (flow.status or UNKNOWN) not in self.statuses:
            refused.append(Filter.STATUS)
        if self.max_level < MOST_LEVEL and (flow.level is None or flow.level > self.max_level):
            refused.append(Filter.PERSONAL_DATA)
        hubs = {name for hub in flow.hubs for name in self.barred(hub)}
        return (*refused, *sorted(hubs))

    def barred(self, passed: int) -> tuple[Filter, ...]:
        """Name the filters that do not let a system be passed; the two ends always are."""
        if passed in (self.start, self.end):
            return ()
        kept_out = (Filter.AVOID,) if passed in self.avoid else ()
        return kept_out if self.may_pass is None or passed in self.may_pass else (*kept_out, Filter.MAY_PASS)


def system(snapshot: Snapshot, words: str) -> int:
    """Find a system; a name that it shares with things of other kinds is its own here.

    Raises
    ------
    QuestionError
        When the words name something else.
    """
    found = snapshot.lookup.find(words, Kind.SYSTEM)
    if snapshot.kind(found) is not Kind.SYSTEM:
        kind = KINDS[snapshot.kind(found)].label
        raise QuestionError(_NO_SYSTEM.format(reference=snapshot.references[found], kind=kind))
    return found


def members(snapshot: Snapshot, words: Iterable[str]) -> frozenset[int] | None:
    """Return the systems that are named, or owned by the units and sectors that are; None when nothing is.

    Raises
    ------
    QuestionError
        When something else is named.
    """
    named = {snapshot.lookup.find(word, Kind.SYSTEM) for word in words}
    units = {thing for thing in named if snapshot.kind(thing) is Kind.UNIT}
    found = {system(snapshot, snapshot.references[thing]) for thing in named - units}
    for one in snapshot.of_kind(Kind.SYSTEM).tolist() if units else ():
        owners = snapshot.organisation.owners_of(one)
        if units & {*owners, *snapshot.organisation.sectors_of_system(one)}:
            found.add(one)
    return frozenset(found) if named else None


_SAME = Text(
    "Fra og til er samme system; velg to ulike",
    "Frå og til er same system; vel to ulike",
    "From and to are the same system; choose two different ones",
)
_AVOIDED = Text(
    "Et system kan ikke både unngås og være start, slutt eller noe veien skal om; ta det ut av ett av stedene",
    "Eit system kan ikkje både bli unngått og vere start, slutt eller noko vegen skal om; ta det ut eitt av stadene",
    "A system cannot be avoided and also be an end or something to pass; take it out of one of them",
)
_TOO_MANY = Text(
    "Veien kan gå om høyst {n} systemer; ta ut noen",
    "Vegen kan gå om høgst {n} system; ta ut nokre",
    "A path can be asked to pass at most {n} systems; take some out",
)
_NO_SYSTEM = Text(
    "Veier går mellom systemer; {reference} er {kind}. Velg et system",
    "Vegar går mellom system; {reference} er {kind}. Vel eit system",
    "Paths go between systems; {reference} is of kind {kind}. Choose a system",
)
