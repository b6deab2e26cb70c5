"""The flows of a snapshot as paths see them: which way something travels along them, and at what cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from graphsvc.model import DataTo, Kind, Mode, Relation
from graphsvc.snapshot import Fact, Snapshot

__all__ = ["COST_OF_MODE", "COST_OF_STEP", "Direction", "Flow", "Travel", "flows_of", "travels"]

#: What a step costs, and what its mode adds (model.md section 5); login counts as sync, None = unknown.
COST_OF_STEP = 100
COST_OF_MODE: Mapping[str | None, int] = {
    Mode.SYNC: 0,
    Mode.LOGIN: 0,
    Mode.ASYNC: 1,
    None: 2,
    Mode.BATCH: 5,
    Mode.MANUAL: 20,
}
_LEVELS = {"none": 0, "ordinary": 1, "special": 2}


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
    fact: Fact

    @property
    def cost(self) -> int:
        """What a step along it costs."""
        return COST_OF_STEP + COST_OF_MODE[self.mode]


@dataclass(frozen=True, slots=True)
class Travel:
    """A flow taken one way; ``assumed`` when nobody has said that the data moves just this way."""

    flow: Flow
    start: int
    end: int
    assumed: bool

    @property
    def order(self) -> tuple[int, bool, str]:
        """Cheapest first, then what is known, then the smaller id."""
        return self.flow.cost, self.assumed, self.flow.id


_FLOWS: WeakKeyDictionary[Snapshot, tuple[Flow, ...]] = WeakKeyDictionary()


def flows_of(snapshot: Snapshot) -> tuple[Flow, ...]:
    """Return every flow valid at the date, made once for a snapshot."""
    if snapshot not in _FLOWS:
        edges = snapshot.edges(Relation.FLOW)
        ends = zip(edges.start.tolist(), edges.end.tolist(), edges.facts, strict=True)
        _FLOWS[snapshot] = tuple(_flow(snapshot, start, end, fact) for start, end, fact in ends)
    return _FLOWS[snapshot]


def travels(flow: Flow, direction: Direction, *, undirected: bool) -> Iterator[Travel]:
    """Give the ways in which a path may take a flow.

    Data goes to the dependent or to the provider as the flow says; when it says both or nothing, either way is
    assumed. A flow of which it is claimed that no data moves is not taken along the data.
    """
    on, back = (flow.provider, flow.dependent), (flow.dependent, flow.provider)
    fields = flow.fact.record.fields
    if undirected:
        ways = [(on, False), (back, False)]
    elif direction is Direction.DEPENDENCE:
        ways = [(on, False)]
    elif "data_to" in fields and fields["data_to"] is None:
        ways = []
    else:
        known = {DataTo.DEPENDENT: [(on, False)], DataTo.PROVIDER: [(back, False)]}
        ways = known.get(DataTo(str(fields.get("data_to", DataTo.BOTH))), [(on, True), (back, True)])
    for (start, end), assumed in ways:
        yield Travel(flow, start, end, assumed)


def _flow(snapshot: Snapshot, provider: int, dependent: int, fact: Fact) -> Flow:
    fields = fact.record.fields
    mode, protocol, status = (
        str(fields[name]) if fields.get(name) else None for name in ("mode", "protocol", "status")
    )
    hubs = tuple(sorted({hub for name in _names(fields.get("through")) for hub in _named(snapshot, Kind.SYSTEM, name)}))
    return Flow(fact.record.id, provider, dependent, mode, protocol, status, _level(snapshot, fact), hubs, fact)


def _level(snapshot: Snapshot, fact: Fact) -> int | None:
    """Return the highest level of personal data; unknown when some of what the flow carries is, unless it is 2."""
    told = fact.record.fields.get("data_objects", ())
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
