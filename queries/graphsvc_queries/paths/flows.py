"""The flows of a snapshot as paths see them: which way something travels along them, and at what cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar, overload
from weakref import WeakKeyDictionary, proxy

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import DataTo, Kind, Mode, Relation, Value
from graphsvc.snapshot import Fact, Snapshot
from graphsvc.snapshot.coded import Coded
from graphsvc_queries.paths.carried import Carried, named, names_in
from graphsvc_queries.paths.ways import Ways

__all__ = ["Column", "Direction", "Flow", "Flows", "Travel", "flows_of", "travel"]

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
    """One property of all flows: a code each, and what each code stands for.

    Parameters
    ----------
    told
        The property as the register has it.
    read
        Tells what each of its values is to a path; those that are the same share a code.
    absent
        What stands for a property that is absent.
    """

    def __init__(self, told: Coded, read: Callable[[Value], str | None], absent: Value = None) -> None:
        known: dict[str | None, int] = {}
        there = np.bincount(told.codes, minlength=len(told.values) + 1).tolist()
        read_each = zip(told.each(absent), there, strict=True)
        codes = [known.setdefault(read(value), len(known)) if count else 0 for value, count in read_each]
        self.codes = np.array(codes, dtype=np.int32)[told.codes]
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
    O(flows) to make, in arrays; ways are worked out once for a direction.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        edges = snapshot.edges(Relation.FLOW)
        # Held weakly: what is worked out for a snapshot must not keep it alive.
        self.snapshot: Snapshot = proxy(snapshot)
        self.facts = edges.facts
        self.provider, self.dependent = edges.start, edges.end
        self.rank = edges.ranks
        self.mode, self.protocol, self.status = (
            Column(edges.coded(name), lambda value: str(value) if value else None)
            for name in ("mode", "protocol", "status")
        )
        self._data_to = Column(edges.coded("data_to"), lambda value: None if value is None else str(value), "")
        self._carried = Carried(self.snapshot)
        self.hubs = _hubs(snapshot, edges.coded("through"))
        costs = snapshot.rules.costs
        self._cost_of_mode = {mode: costs["paths.step"] + costs[f"paths.{_costed(mode)}"] for mode in (*Mode, None)}
        self.cost = self.mode.spread(self._cost_of_mode[mode] for mode in self.mode.values).astype(np.int64)
        self._made: dict[int, Flow] = {}
        self._ways: dict[tuple[Direction, bool], Ways] = {}

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def level(self) -> NDArray[np.int8]:
        """The most sensitive personal data that each flow carries, 0-2; -1 = unknown. Only some questions ask."""
        return self._carried.levels(self.snapshot.edges(Relation.FLOW).coded("data_objects"))

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
        fact, mode = self.facts[place], self.mode[place]
        return Flow(
            fact.record.id,
            int(self.provider[place]),
            int(self.dependent[place]),
            mode,
            self.protocol[place],
            self.status[place],
            self._carried.level(fact.record.fields.get("data_objects", ())),
            self.hubs.get(place, ()),
            int(self.cost[place]),
            fact,
        )

    def ways(self, direction: Direction, *, undirected: bool) -> Ways:
        """Return every way in which some path may take a flow, worked out once."""
        key = direction, undirected
        if key not in self._ways:
            self._ways[key] = self._all_ways(direction, undirected)
        return self._ways[key]

    def _all_ways(self, direction: Direction, undirected: bool) -> Ways:
        told = self._data_to
        sides = [_sides(value, direction, undirected=undirected) for value in told.values]
        on, back, assumed = (told.spread(side[part] for side in sides).astype(bool) for part in range(3))
        forth, again = np.flatnonzero(on), np.flatnonzero(back)
        return Ways.of(
            flow=np.concatenate([forth, again]),
            start=np.concatenate([self.provider[forth], self.dependent[again]]),
            end=np.concatenate([self.dependent[forth], self.provider[again]]),
            cost=self.cost,
            assumed=assumed,
            rank=self.rank,
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


def _hubs(snapshot: Snapshot, through: Coded) -> dict[int, tuple[int, ...]]:
    """Return the systems that flows go through, by the place of the flow."""
    known = [_hubs_in(snapshot, value) for value in through.each()]
    through_any = np.flatnonzero(np.array([bool(hubs) for hubs in known])[through.codes])
    return {
        place: known[int(code)] for place, code in zip(through_any.tolist(), through.codes[through_any], strict=True)
    }


def _hubs_in(snapshot: Snapshot, through: object) -> tuple[int, ...]:
    return tuple(sorted({hub for name in names_in(through) for hub in named(snapshot, Kind.SYSTEM, name)}))
