"""The peer of our impact on networkx: the effect of an outage with strengths, paths, a sentence a hop, and the roll-up.

Written as somebody would who has networkx and the rules of model.md section 4: one graph a relation, weights worked
out beforehand, a search layer by layer, then dictionaries. It knows what the nations have (no technologies, no parts),
takes sentences from our table of rules, and is spared whom to consult, ties, gaps, parallel relations, who must act,
and what the limits leave out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import networkx as nx

from graphsvc.metamodel import shown_name
from graphsvc.model import Kind, Relation
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["EffectNetwork", "Outage"]

_SHARED = {"async", "batch", "manual", "unknown"}
_TIE = 1e-9


class _Way(NamedTuple):
    """A rule applied to a relation."""

    end: str
    weight: float
    rule: str
    how: str = ""


class _Reached(NamedTuple):
    """How strongly a thing is reached, over how many things, from which one, by which rule."""

    strength: float
    length: int
    before: str
    rule: str
    how: str


@dataclass(frozen=True)
class Outage:
    """What an outage touches.

    Parameters
    ----------
    rows
        One a thing, strongest first: its name, sectors, strength and hops, each hop with its sentence.
    sectors
        Sector -> its greatest strength, and how many services, units and systems of it are touched.
    """

    rows: list[dict[str, Any]]
    sectors: dict[str, dict[str, Any]]


class EffectNetwork:
    """Graphs of effect, made once for a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        assert not len(snapshot.edges(Relation.RUNS_ON))
        assert not len(snapshot.edges(Relation.REALIZES))
        self._rules = snapshot.rules
        self._records = {relation: snapshot.edges(relation).records for relation in Relation}
        self._names = {one.reference: shown_name(one.fields, one.id, Language.NB).words for one in _things(snapshot)}
        self._levels = {one.reference for one in _things(snapshot, Kind.UNIT) if one.fields.get("level") == "sector"}
        self.platforms = {one.reference for one in _things(snapshot, Kind.SYSTEM) if _is_platform(one.fields)}
        self.flows = self._graph(self._flows())
        self._alone = self._graph(self._plain(Relation.SUPPORTS, "strength", "required", "supporting"))
        self._requiring = self._graph(self._plain(Relation.REQUIRES, "strength", "required", "supporting", back=True))
        self._deliverers = self._graph(self._plain(Relation.DELIVERS, "role", "lead", "contributor", back=True))
        self._users = self._graph(self._plain(Relation.USES, "kind", "interaction", "use", back=True))
        self._journeys = self._graph((one.end, _Way(one.start, 1.0, "contains.step")) for one in self._of("contains"))
        self._serving = {one.start for one in self._of("supports")}
        self._groups, self._member_of = self._alternatives()
        self._sectors = self._sectors_of_units()
        self._owners: dict[str, list[str]] = defaultdict(list)
        for one in self._of("owns"):
            self._owners[one.end].append(one.start)

    # -- made beforehand ---------------------------------------------------------------------------------------
    def _of(self, relation: str) -> Iterable[RelationRecord]:
        return self._records[Relation(relation)]

    def _graph(self, ways: Iterable[tuple[str, _Way]]) -> nx.DiGraph[str]:
        made: nx.DiGraph[str] = nx.DiGraph()
        for start, way in ways:
            if start != way.end and made.get_edge_data(start, way.end, {"weight": 0.0})["weight"] < way.weight:
                made.add_edge(start, way.end, weight=way.weight, rule=way.rule, how=way.how)
        return made

    def _flows(self) -> Iterator[tuple[str, _Way]]:
        providers: dict[str, set[str]] = defaultdict(set)
        for one in self._of("flow"):
            if _case(one)[1]:
                providers[one.end].add(one.start)
        for one in self._of("flow"):
            name, shared = _case(one)
            if name is None:
                continue
            weight = self._rules.weight(f"flow.{name}") / (len(providers[one.end]) if shared else 1)
            way = _Way(one.end, weight, f"flow.{name}", str(one.fields.get("mode") or ""))
            yield one.start, way
            through = one.fields.get("through")
            for hub in through if isinstance(through, tuple) else ():
                yield f"system:{hub}", way

    def _plain(
        self, relation: Relation, field: str, value: str, otherwise: str, *, back: bool = False
    ) -> Iterator[tuple[str, _Way]]:
        for one in self._of(relation):
            if not one.fields.get("alternative"):
                rule = f"{relation.value}.{value if one.fields.get(field) == value else otherwise}"
                start, end = (one.end, one.start) if back else (one.start, one.end)
                yield start, _Way(end, self._rules.weight(rule), rule)

    def _alternatives(self) -> tuple[dict[tuple[str, str], dict[str, _Way]], dict[str, set[tuple[str, str]]]]:
        groups: dict[tuple[str, str], dict[str, _Way]] = defaultdict(dict)
        member_of: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for one in self._of("supports"):
            if one.fields.get("alternative"):
                group = one.end, str(one.fields["alternative"])
                rule = "supports.required" if one.fields.get("strength") == "required" else "supports.supporting"
                way = _Way(one.end, self._rules.weight(rule), rule)
                groups[group][one.start] = max(groups[group].get(one.start, way), way, key=lambda found: found.weight)
                member_of[one.start].add(group)
        return groups, member_of

    def _sectors_of_units(self) -> dict[str, list[str]]:
        tree: nx.DiGraph[str] = nx.DiGraph((one.start, one.end) for one in self._of("part_of"))
        levels = self._levels
        found = {}
        for unit in (one for one in self._names if one.startswith("unit:")):
            above = {unit, *(nx.descendants(tree, unit) if unit in tree else ())}
            found[unit] = sorted(above & levels)
        return found

    # -- asked -------------------------------------------------------------------------------------------------
    def strengths(self, system: str, least: float = 0.2, steps: int = 4) -> dict[str, float]:
        """Return how strongly an outage touches each thing."""
        return {thing: one.strength for thing, one in self._touched(system, least, steps).items()}

    def outage(self, system: str, least: float = 0.2, steps: int = 4) -> Outage:
        """Return the whole answer."""
        touched = self._touched(system, least, steps)
        rows = [self._row(system, thing, one, touched) for thing, one in touched.items()]
        rows.sort(key=lambda row: (-round(row["strength"], 9), row["thing"]))
        return Outage(rows, self._rolled_up(touched, least))

    def _touched(self, system: str, least: float, steps: int) -> dict[str, _Reached]:
        least -= _TIE
        systems = self._systems(system, least, steps)
        services: dict[str, _Reached] = {}
        for thing, one in systems.items():
            self._onward(self._alone, thing, one, least, services)
        self._fallen(systems, least, services)
        ahead = list(services)
        while ahead:
            thing = ahead.pop()
            ahead += self._onward(self._requiring, thing, services[thing], least, services)
        units: dict[str, _Reached] = {}
        journeys: dict[str, _Reached] = {}
        for thing, one in systems.items():
            if thing == system or thing not in self._serving:
                self._onward(self._users, thing, one, least, units)
        for thing, one in services.items():
            self._onward(self._deliverers, thing, one, least, units)
            self._onward(self._journeys, thing, one, least, journeys)
        del systems[system]
        return systems | services | units | journeys

    def _systems(self, system: str, least: float, steps: int) -> dict[str, _Reached]:
        found = {system: _Reached(1.0, 1, "", "", "")}
        ahead = dict(found)
        for _ in range(steps):
            new: dict[str, _Reached] = {}
            for thing, one in ahead.items():
                if thing == system or thing not in self.platforms:
                    self._onward(self.flows, thing, one, least, new)
            new.pop(system, None)
            ahead = {thing: one for thing, one in new.items() if _better(one, found.get(thing))}
            found |= ahead
        return found

    def _onward(
        self, graph: nx.DiGraph[str], thing: str, one: _Reached, least: float, found: dict[str, _Reached]
    ) -> list[str]:
        """Follow a graph from a thing; return what is reached better than before."""
        new = []
        for end, way in graph.adj[thing].items() if thing in graph else ():
            strength = one.strength * way["weight"]
            if strength >= least:
                reached = _Reached(strength, one.length + 1, thing, way["rule"], way["how"])
                if _better(reached, found.get(end)):
                    found[end] = reached
                    new.append(end)
        return new

    def _fallen(self, systems: Mapping[str, _Reached], least: float, services: dict[str, _Reached]) -> None:
        for group in {group for thing in systems for group in self._member_of.get(thing, ())}:
            ways = self._groups[group]
            if all(
                member in systems and systems[member].strength * way.weight >= least for member, way in ways.items()
            ):
                weakest = min(ways, key=lambda member: systems[member].strength * ways[member].weight)
                one, way = systems[weakest], ways[weakest]
                reached = _Reached(one.strength * way.weight, one.length + 1, weakest, way.rule, way.how)
                if _better(reached, services.get(group[0])):
                    services[group[0]] = reached

    def _row(self, system: str, thing: str, one: _Reached, touched: Mapping[str, _Reached]) -> dict[str, Any]:
        hops = []
        end, step = thing, one
        while True:
            rule = self._rules.rule(step.rule)
            cause, named = self._names[step.before], self._names[end]
            words = rule.sentence.nb.format(cause=cause, touched=named, how=step.how, data="", provider="")
            hops.append({"from": step.before, "to": end, "relation": rule.relation.value, "sentence": words})
            if step.before == system:
                break
            end, step = step.before, touched[step.before]
        hops.reverse()
        sectors = sorted({sector for unit in self._units_of(thing) for sector in self._sectors.get(unit, ())})
        name, strength = self._names[thing], one.strength
        return {"thing": thing, "name": name, "sectors": sectors, "strength": strength, "path": hops}

    def _units_of(self, thing: str) -> Iterable[str]:
        if thing.startswith("service:"):
            ways = self._deliverers.adj[thing] if thing in self._deliverers else {}
            return sorted(ways, key=lambda unit: (ways[unit]["rule"] != "delivers.lead", unit))[:1]
        return (thing,) if thing.startswith("unit:") else self._owners.get(thing, ())

    def _rolled_up(self, touched: Mapping[str, _Reached], least: float) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = defaultdict(
            lambda: {"strength": 0.0, "services": set(), "units": set(), "systems": set()}
        )
        for thing, one in touched.items():
            kind = thing.partition(":")[0]
            if kind == "service":
                ways = self._deliverers.adj[thing] if thing in self._deliverers else {}
                units: Iterable[str] = [
                    unit for unit, way in ways.items() if one.strength * way["weight"] >= least - _TIE
                ]
            else:
                units = self._units_of(thing) if kind in {"unit", "system"} else ()
            for sector in {sector for unit in units for sector in self._sectors.get(unit, ())}:
                rows[sector][f"{kind}s"].add(thing)
                if kind == "unit":
                    rows[sector]["strength"] = max(rows[sector]["strength"], one.strength)
        return {
            sector: {name: one if name == "strength" else len(one) for name, one in row.items()}
            for sector, row in rows.items()
        }


def _case(flow: RelationRecord) -> tuple[str | None, bool]:
    criticality = flow.fields.get("criticality", "unknown")
    if criticality is None or criticality == "none":
        return None, False
    if criticality != "unknown":
        return str(criticality), False
    mode = str(flow.fields.get("mode") or "unknown")
    return mode, mode in _SHARED


def _better(one: _Reached, other: _Reached | None) -> bool:
    if other is None or one.strength > other.strength + _TIE:
        return True
    return one.strength > other.strength - _TIE and one.length < other.length


def _is_platform(fields: Mapping[str, Any]) -> bool:
    return fields.get("scope") == "national" or bool(fields.get("platform"))


def _things(snapshot: Snapshot, *kinds: Kind) -> Iterator[Any]:
    for kind in kinds or (Kind.SYSTEM, Kind.SERVICE, Kind.UNIT, Kind.JOURNEY):
        yield from (snapshot.record(thing) for thing in snapshot.of_kind(kind).tolist())
