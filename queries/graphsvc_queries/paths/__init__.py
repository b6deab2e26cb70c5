"""Paths: by which integrations something gets from one system to another (model.md section 5)."""

from __future__ import annotations

from graphsvc.errors import QuestionError
from graphsvc.model import Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.paths.flows import Direction, flows_of
from graphsvc_queries.paths.network import Network
from graphsvc_queries.paths.question import Filter, FlowMode, FlowStatus, Question, members, system
from graphsvc_queries.paths.reasons import MOST_COUNTED, none_because
from graphsvc_queries.paths.result import (
    FlowTaken,
    Missed,
    Near,
    NoneBecause,
    Path,
    PathHop,
    Paths,
    Relaxation,
    Relaxed,
)
from graphsvc_queries.paths.search import Search, count
from graphsvc_queries.paths.telling import Teller, name
from graphsvc_queries.paths.wording import summary

__all__ = [
    "Direction",
    "Filter",
    "FlowMode",
    "FlowStatus",
    "FlowTaken",
    "Missed",
    "Near",
    "NoneBecause",
    "Path",
    "PathHop",
    "Paths",
    "Relaxation",
    "Relaxed",
    "paths",
]

#: More than this nobody reads, and an answer has to fit in memory: so many paths, and so many hops of them all.
MOST_SHOWN = 10_000
MOST_HOPS = 20_000


def paths(
    snapshot: Snapshot,
    /,
    *,
    from_: str,
    to: str,
    k: int = 5,
    all: bool = False,
    limit: int = 1000,
    direction: Direction = Direction.DATA,
    undirected: bool = False,
    protocol: tuple[str, ...] = (),
    mode: tuple[FlowMode, ...] = (),
    status: tuple[FlowStatus, ...] = (),
    max_personal_data: int | None = None,
    via: tuple[str, ...] = (),
    avoid: tuple[str, ...] = (),
    may_pass: tuple[str, ...] = (),
    show: tuple[str, ...] = (),
    max_steps: int = 4,
) -> Paths:
    """List the integration paths from one system to another, cheapest first, or say why there is none.

    A path has no loops. A step costs 100, and more by its mode: async 1, unknown 2, batch 5, manual 20 (an installation
    may choose other costs); of parallel flows the cheapest that is allowed counts, and all are listed. A flow
    ``through`` a hub passes the hub.

    Parameters
    ----------
    from_
        The system where paths start, as ``kind:id``, id or name.
    to
        The system where paths end.
    k
        How many paths, at most.
    all
        Give all paths, up to the limit.
    limit
        How many of all paths are given, at most.
    direction
        Along the way the data moves, or from provider to dependent.
    undirected
        Take every flow either way.
    protocol
        Take only flows over these protocols; ``unknown`` names those of which it is not told.
    mode
        Take only flows of these modes. Login is taken only when it is named.
    status
        Take only flows of this status.
    max_personal_data
        Take only flows that are known to carry personal data of at most this level (0 none, 1 ordinary, 2 special).
    via
        Pass all of these systems, as a step or as a hub.
    avoid
        Pass none of these systems.
    may_pass
        Pass only these systems, and those that these units and sectors own.
    show
        Show only paths that touch one of these systems, or one that these units and sectors own; what may be passed
        stays as it is.
    max_steps
        The longest path; 0 = no limit.

    Returns
    -------
    Paths
        The paths, how many there are, and what would help when there is none.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When a thing cannot be found.
    QuestionError
        When a thing is no system, or the question contradicts itself.

    Notes
    -----
    O(k L (m + n log n)) for k paths of L steps over m flows between n systems (Yen 1971, with the bounds of Lawler
    1972). Bounded in work, not by a clock; ``truncated`` says when the bound was met.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind, Reference, Relation
    >>> from graphsvc.records import RelationRecord, ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> things = tuple(Fact(ThingRecord(Kind.SYSTEM, name, {})) for name in "abc")
    >>> flows = tuple(
    ...     Fact(RelationRecord(Relation.FLOW, way, Reference(f"system:{way[0]}"), Reference(f"system:{way[1]}"),
    ...                         {"data_to": "dependent", "mode": mode}))
    ...     for way, mode in (("ab", "sync"), ("bc", "batch"), ("ac", "manual"))
    ... )
    >>> found = paths(Snapshot(Facts(1, things, flows), dt.date(2026, 12, 1)), from_="a", to="c")
    >>> [(path.cost, path.systems) for path in found.paths]
    [(120, ('system:a', 'system:c')), (205, ('system:a', 'system:b', 'system:c'))]
    """
    most = _most(limit if all else k)
    question = Question(
        system(snapshot, from_),
        system(snapshot, to),
        Direction(direction),
        undirected,
        protocols=frozenset(one.casefold() for one in protocol) or None,
        modes=frozenset(str(FlowMode(one)) for one in mode) or None,
        login=FlowMode.LOGIN in mode,
        statuses=frozenset(str(FlowStatus(one)) for one in status) or None,
        max_level=_level(max_personal_data),
        via=tuple(sorted({system(snapshot, one) for one in via})),
        avoid=frozenset(system(snapshot, one) for one in avoid),
        may_pass=members(snapshot, may_pass),
        max_steps=_steps(max_steps),
    )
    return _answer(snapshot, question, members(snapshot, show), most, wants_all=all)


def _answer(
    snapshot: Snapshot, question: Question, shown: frozenset[int] | None, most: int, *, wants_all: bool
) -> Paths:
    network = Network(flows_of(snapshot), question)
    search = Search(network)
    teller = Teller(snapshot, network)
    found: list[Path] = []
    hidden, hops, more = 0, 0, False
    for _, systems in search.paths():
        if shown is not None and shown.isdisjoint(systems):
            hidden += 1
        elif len(found) < most and hops + len(systems) <= MOST_HOPS:
            found.append(teller.path(systems))
            hops += len(systems) - 1
        else:
            more = True
            break
    found_any = bool(found) or hidden > 0
    number, whole = _count(network, len(found) + hidden, exhausted=not (more or search.truncated))
    names = name(snapshot, question.start), name(snapshot, question.end)
    return Paths(
        snapshot.revision,
        snapshot.date,
        snapshot.references[question.start],
        snapshot.references[question.end],
        question.direction,
        question.undirected,
        question.max_steps,
        _names(snapshot, found, question),
        summary(names, (number, whole), len(found), question.max_steps, search.truncated),
        tuple(found),
        number,
        whole,
        hidden,
        None if found_any or search.truncated else none_because(snapshot, question, network),
        search.truncated or (more and (wants_all or len(found) < most)),
        {name.removeprefix("paths."): cost for name, cost in snapshot.rules.costs.items()},
    )


def _count(network: Network, found: int, *, exhausted: bool) -> tuple[int, bool]:
    """Count the paths, unless the search has been through them all."""
    if exhausted:
        return found, True
    number, whole = count(network, max(MOST_COUNTED, found))
    return max(number, found), whole


def _names(snapshot: Snapshot, found: list[Path], question: Question) -> dict[Reference, Text]:
    things = {question.start, question.end, *(snapshot.index(one) for path in found for one in path.systems)}
    return {snapshot.references[thing]: name(snapshot, thing) for thing in sorted(things)}


def _most(number: int) -> int:
    if not 1 <= number <= MOST_SHOWN:
        raise QuestionError(_NUMBER.format(number=number, most=MOST_SHOWN))
    return number


def _level(level: int | None) -> int:
    if level is not None and not 0 <= level <= 2:
        raise QuestionError(_LEVEL.format(level=level))
    return 2 if level is None else level


def _steps(steps: int) -> int | None:
    if steps < 0:
        raise QuestionError(_STEPS.format(steps=steps))
    return steps or None


_NUMBER = Text(
    "Kan ikke vise {number} veier; velg et tall fra 1 til {most}",
    "Kan ikkje vise {number} vegar; vel eit tal frå 1 til {most}",
    "Cannot show {number} paths; choose a number from 1 to {most}",
)
_LEVEL = Text(
    "Personopplysninger kan ikke være {level}; velg 0 (ingen), 1 (alminnelige) eller 2 (særlige)",
    "Personopplysningar kan ikkje vere {level}; vel 0 (ingen), 1 (alminnelege) eller 2 (særlege)",
    "Personal data cannot be {level}; choose 0 (none), 1 (ordinary) or 2 (special)",
)
_STEPS = Text(
    "Flest ledd {steps} går ikke; velg 1 eller flere, eller 0 for ingen grense",
    "Flest ledd {steps} går ikkje; vel 1 eller fleire, eller 0 for inga grense",
    "At most {steps} steps will not do; choose 1 or more, or 0 for no limit",
)
