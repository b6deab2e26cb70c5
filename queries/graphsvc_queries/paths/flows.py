"""The flows of a snapshot as paths see them: which way something travels along them, and at what cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar, overload
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import DataTo, Kind, Mode, Relation
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_queries.paths.ways import Ways

__all__ = ["Column", "Direction", "Flow", "Flows", "Travel", "flows_of", "travel"]

_LEVELS = {"none": 0, "ordinary": 1, "special": 2}
_V = TypeVar("_V")


class Direction(StrEnum):
    """What a path follows: the way the data moves, or who depends on whom."""

    DATA = "data"
    DEPENDENCE = "dependence"


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow between two systems.

    Parameters
    ----------
    id, provider, dependent
        Its identity and ends.
    mode, protocol, status
        None = unknown.
    level
        The most sensitive personal data it carries, 0-2; None = unknown.
    hubs
        Systems it goes through, as far as they are there.
    cost
        What a step along it costs.
    fact
        Where it comes from.
    """

    id: str
    provider: int
    dependent: int
    mode: str | None
    protocol: str | None
    status: str | None
    level: int | None
    hubs: tuple[int, ...]
    cost: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Travel:
    """A flow taken one way; ``assumed`` when nobody has said that the data moves just this way."""

    flow: Flow
    start: int
    end: int
    assumed: bool


class Column:
    """One property of all flows: a code each, and what each code stands for."""

    def __init__(self, values: Iterable[str | None]) -> None:
        known: dict[str | None, int] = {}
        self.codes = np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int32)
        self.values = tuple(known)

    def spread(self, by_value: Iterable[_V]) -> NDArray[np.generic]:
        """Give every flow what is given for its value."""
        return np.array([*by_value])[self.codes] if self.values else np.array([], dtype=bool)

    def __getitem__(self, place: int) -> str | None:
        return self.values[int(self.codes[place])]


class Flows(Sequence[Flow]):
    """Every flow valid at the date, in columns, and one by one when asked for.

    Parameters
    ----------
    snapshot
        The graph; its rules say what a step costs.

    Notes
    -----
    O(flows) to make; ways are worked out once for a direction.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        edges = snapshot.edges(Relation.FLOW)
        self.snapshot = snapshot
        self.facts = edges.facts
        self.provider, self.dependent = edges.start, edges.end
        fields = [fact.record.fields for fact in self.facts]
        self.mode, self.protocol, self.status = (
            Column(str(one[name]) if one.get(name) else None for one in fields)
            for name in ("mode", "protocol", "status")
        )
        levels: dict[object, int | None] = {}
        self.level = np.array([_known_level(snapshot, one.get("data_objects", ()), levels) for one in fields], np.int8)
        self.hubs = {place: hubs for place, one in enumerate(fields) if (hubs := _hubs(snapshot, one.get("through")))}
        costs = snapshot.rules.costs
        self._cost_of_mode = {mode: costs["paths.step"] + costs[f"paths.{_costed(mode)}"] for mode in (*Mode, None)}
        self.cost = self.mode.spread(self._cost_of_mode[mode] for mode in self.mode.values).astype(np.int64)
        self._made: dict[int, Flow] = {}
        self._ways: dict[tuple[Direction, bool], Ways] = {}

    def __len__(self) -> int:
        return len(self.facts)

    @overload
    def __getitem__(self, place: int) -> Flow: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Flow]: ...
    def __getitem__(self, place: int | slice) -> Flow | Sequence[Flow]:
        """Return one flow, made when it is first asked for."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = self._flow(place)
        return self._made[place]

    def _flow(self, place: int) -> Flow:
        level, mode = int(self.level[place]), self.mode[place]
        return Flow(
            self.facts[place].record.id,
            int(self.provider[place]),
            int(self.dependent[place]),
            mode,
            self.protocol[place],
            self.status[place],
            None if level < 0 else level,
            self.hubs.get(place, ()),
            int(self.cost[place]),
            self.facts[place],
        )

    def ways(self, direction: Direction, *, undirected: bool) -> Ways:
        """Return every way in which some path may take a flow, worked out once."""
        key = direction, undirected
        if key not in self._ways:
            self._ways[key] = self._all_ways(direction, undirected)
        return self._ways[key]

    def _all_ways(self, direction: Direction, undirected: bool) -> Ways:
        fields = [fact.record.fields for fact in self.facts]
        told = Column(None if one.get("data_to", "") is None else str(one.get("data_to", "")) for one in fields)
        sides = [_sides(value, direction, undirected=undirected) for value in told.values]
        on, back, assumed = (told.spread(side[part] for side in sides).astype(bool) for part in range(3))
        names = sorted(range(len(self)), key=lambda place: self.facts[place].record.id)
        rank = np.empty(len(self), dtype=np.int64)
        rank[names] = np.arange(len(self))
        forth, again = np.flatnonzero(on), np.flatnonzero(back)
        return Ways.of(
            flow=np.concatenate([forth, again]),
            start=np.concatenate([self.provider[forth], self.dependent[again]]),
            end=np.concatenate([self.dependent[forth], self.provider[again]]),
            cost=self.cost,
            assumed=assumed,
            rank=rank,
        )


_FLOWS: WeakKeyDictionary[Snapshot, Flows] = WeakKeyDictionary()


def flows_of(snapshot: Snapshot) -> Flows:
    """Return every flow valid at the date, made once for a snapshot."""
    if snapshot not in _FLOWS:
        _FLOWS[snapshot] = Flows(snapshot)
    return _FLOWS[snapshot]


def travel(flows: Flows, ways: Ways, place: int) -> Travel:
    """Return one of the ways, with its flow."""
    return Travel(flows[int(ways.flow[place])], int(ways.start[place]), int(ways.end[place]), bool(ways.assumed[place]))


def _sides(data_to: str | None, direction: Direction, *, undirected: bool) -> tuple[bool, bool, bool]:
    """Tell whether a flow is taken to the dependent, to the provider, and whether that is assumed.

    Data goes to the dependent or to the provider as the flow says; when it says both or nothing, either way is
    assumed. A flow of which it is claimed that no data moves is not taken along the data.
    """
    if undirected:
        return True, True, False
    if direction is Direction.DEPENDENCE:
        return True, False, False
    if data_to is None:
        return False, False, False
    known = {DataTo.DEPENDENT: (True, False, False), DataTo.PROVIDER: (False, True, False)}
    return known.get(DataTo(data_to or DataTo.BOTH), (True, True, True))


def _costed(mode: Mode | None) -> str:
    if mode is None:
        return "unknown"
    return Mode.SYNC.value if mode is Mode.LOGIN else mode.value


def _hubs(snapshot: Snapshot, through: object) -> tuple[int, ...]:
    return tuple(sorted({hub for name in _names(through) for hub in _named(snapshot, Kind.SYSTEM, name)}))


def _known_level(snapshot: Snapshot, told: object, known: dict[object, int | None]) -> int:
    """Return the level of what a flow carries, -1 when it is unknown; flows with the same data share the work."""
    if told not in known:
        known[told] = _level(snapshot, told)
    level = known[told]
    return -1 if level is None else level


def _level(snapshot: Snapshot, told: object) -> int | None:
    """Return the highest level of personal data; unknown when some of what the flow carries is, unless it is 2."""
    if told is None:
        return 0
    levels: list[int | None] = []
    for name in _names(told):
        there = _named(snapshot, Kind.DATA_OBJECT, name)
        found = snapshot.record(there[0]).fields.get("personal_data", "") if there else ""
        levels.append(0 if found is None else _LEVELS.get(str(found)))
    known = [level for level in levels if level is not None]
    if 2 in known:
        return 2
    return max(known) if known and len(known) == len(levels) else None


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def _named(snapshot: Snapshot, kind: Kind, name: str) -> list[int]:
    references = (name, f"{kind.value}:{name}")
    return [snapshot.index(reference) for reference in references if reference in snapshot][:1]
