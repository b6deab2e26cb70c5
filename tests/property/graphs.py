"""Random small municipalities: every kind, every relation, with the holes and oddities of real registers."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphsvc.snapshot import Facts, Snapshot
from tests.graphs import DATE, facts

__all__ = ["FIRST_SEED", "Municipality", "municipality", "permuted", "question", "renamed", "seeds"]

#: The seeds are fixed, so that a red run can be repeated; another number explores other graphs.
FIRST_SEED = int(os.environ.get("GRAPHSVC_SEED", "0"))

#: Chance that a row carries validity dates, a factor, or a day of confirmation.
DATED, DERIVED, CONFIRMED = 0.06, 0.08, 0.6
#: A date whose day is not there twelve months before.
LEAP_DAY = dt.date(2028, 2, 29)
#: Days around the ends of the twelve months before DATE and LEAP_DAY, in which a confirmation counts.
CONFIRMATIONS = (
    "2024-05-05",
    "2025-11-30",
    "2025-12-01",
    "2026-06-15",
    "2026-12-01",
    "2026-12-02",
    "2027-02-27",
    "2027-02-28",
    "2028-02-29",
    "2028-03-01",
)
#: What is asked about in turn; None = the default kind of each thing.
KINDS_OF_CHANGE = ("outage", "retire", "replace", "upgrade", "data", None, "introduce", "proposal")
#: Limits; the odd ones are strengths of their own, so that sums of rounding decide at the limit.
LIMITS = (0.0, 0.1, 0.2, 0.2, 0.2, 0.2, 0.35, 0.45, 0.5, 0.54, 0.6, 0.63, 0.72, 0.9, 1.0)
#: Fields that name other things by their bare ids.
NAMING = (
    "affected_services",
    "affected_units",
    "replaces_systems",
    "retires_systems",
    "extends_systems",
    "integrates_systems",
    "national_components",
    "proposer_unit",
    "through",
)
#: Validity: over, ending at DATE (over), open, begun at DATE (there), not begun.
VALIDITIES: tuple[dict[str, str], ...] = (
    {"valid_to": "2026-01-01"},
    {"valid_to": "2026-12-01"},
    {"valid_to": "2026-12-02"},
    {"valid_from": "2026-12-01", "valid_to": "2030-01-01"},
    {"valid_from": "2026-12-02"},
)
SYSTEM_LIVES: tuple[dict[str, str], ...] = (
    {"in_use_from": "2026-12-01"},
    {"in_use_from": "2027-01-01"},
    {"decommission": "2026-12-01"},
    {"decommission": "2028-01-01", "contract_end": "2026-01-01"},
)


@dataclass
class Municipality:
    """A graph as literals, before it becomes facts."""

    seed: int
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    ties: list[tuple[str, str, str, dict[str, Any]]] = field(default_factory=list)
    it_unit: str | None = None
    date: dt.date = DATE

    @property
    def facts(self) -> Facts:
        """The graph as the register would hand it over."""
        return facts(self.things, self.ties, it_unit=self.it_unit)

    @property
    def snapshot(self) -> Snapshot:
        """The graph at its date."""
        return Snapshot(self.facts, self.date)

    def of(self, kind: str) -> list[str]:
        """All things of a kind."""
        return [name for name in self.things if name.startswith(f"{kind}:")]


def seeds(count: int) -> range:
    """The seeds of one test."""
    return range(FIRST_SEED, FIRST_SEED + count)


def municipality(seed: int, *, plain: bool = False) -> Municipality:
    """Draw one; ``plain`` ones have no alternatives and no platforms, so that plain shortest paths apply."""
    return _Draw(random.Random(seed), plain).draw(seed)


class _Draw:
    def __init__(self, chance: random.Random, plain: bool) -> None:
        self.chance = chance
        self.plain = plain
        self.made = Municipality(0)
        self.density = chance.choice((0, 0, 1, 2))

    def draw(self, seed: int) -> Municipality:
        self.made.seed = seed
        self.made.date = self.chance.choice((DATE, DATE, DATE, LEAP_DAY))
        self.things()
        self.organisation()
        self.business()
        self.applications()
        self.flows()
        self.proposals()
        self.chance.shuffle(self.made.ties)
        if self.maybe(0.8):
            self.made.it_unit = self.one("unit")
        return self.made

    # -- chance ------------------------------------------------------------------------------------------------
    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def one(self, kind: str) -> str:
        return self.chance.choice(self.made.of(kind))

    def some(self, kind: str, most: int) -> list[str]:
        every = self.made.of(kind)
        return self.chance.sample(every, self.chance.randint(0, min(most, len(every))))

    def value(self, name: str, *values: str | None) -> dict[str, Any]:
        """One of the values; None leaves the field unknown, and so does being absent."""
        drawn = self.chance.choice(values)
        return {} if drawn is None and self.maybe(0.7) else {name: drawn}

    # -- things ------------------------------------------------------------------------------------------------
    def things(self) -> None:
        self.made.things["organisation:o"] = {}
        for kind, fewest, most in (
            ("unit", 4, 14),
            ("service", 4, 14),
            ("system", 4, 14),
            ("technology", 0, 4),
            ("data_object", 1, 4),
            ("journey", 0, 4),
            ("capability", 0, 4),
            ("element", 0, 4),
        ):
            for number in range(self.chance.randint(fewest, most)):
                # "10" sorts before "2": names are compared as text.
                self.made.things[f"{kind}:{kind[:2]}{number}"] = self.thing(kind)

    def thing(self, kind: str) -> dict[str, Any]:
        fields = self.dated(0.03)
        if kind == "unit":
            fields |= self.value("level", "sector", "unit", "unit", "team", None)
            fields |= {"contact": "postmottak@example.org"} if self.maybe(0.5) else {}
        if kind == "system":
            fields |= self.value("scope", "local", "local", "local", "shared", None if self.plain else "national")
            fields |= {"platform": not self.plain} if self.maybe(0.12) else {}
            fields |= self.chance.choice(SYSTEM_LIVES) if self.maybe(0.08) else {}
        return fields

    def dated(self, share: float = DATED) -> dict[str, Any]:
        fields: dict[str, Any] = dict(self.chance.choice(VALIDITIES)) if self.maybe(share) else {}
        if self.maybe(CONFIRMED):
            fields["confirmed_on"] = self.chance.choice(CONFIRMATIONS)
        return fields

    # -- relations ---------------------------------------------------------------------------------------------
    def tie(self, relation: str, start: str, end: str, *fields: Mapping[str, Any]) -> None:
        merged: dict[str, Any] = {**self.dated(), "id": f"x{self.chance.randint(0, 10**6):07}-{len(self.made.ties)}"}
        for more in fields:
            merged |= more
        if self.maybe(DERIVED):
            factor = self.chance.choice((0.25, 0.5, 0.9, 1.0))
            merged |= {"derived": True, "certainty": "potential", "factor": factor, "rule": "4"}
            if self.made.ties and self.maybe(0.7):
                merged["via"] = (self.chance.choice(self.made.ties)[3]["id"],)
        self.made.ties.append((relation, start, end, merged))

    def each(self, relation: str, starts: list[str], kind: str, most: int) -> Iterator[tuple[str, str]]:
        for start in starts:
            for end in self.some(kind, most + self.density):
                if start != end or self.maybe(0.2):
                    yield start, end

    def plainly(self, relation: str, start: str, end: str, most: int, share: float = 1.0) -> None:
        for one, other in self.each(relation, self.made.of(start), end, most):
            if self.maybe(share):
                self.tie(relation, one, other)

    def organisation(self) -> None:
        self.plainly("part_of", "unit", "unit", 2)
        self.plainly("part_of", "unit", "organisation", 1, 0.3)
        self.plainly("exchanges", "unit", "unit", 1, 0.3)

    def business(self) -> None:
        for unit, service in self.each("delivers", self.made.of("unit"), "service", 2):
            self.tie("delivers", unit, service, self.value("role", "lead", "contributor", "contributor"))
        for service, needed in self.each("requires", self.made.of("service"), "service", 1):
            self.tie("requires", service, needed, self.value("strength", "required", "supporting"))
        self.plainly("contains", "journey", "service", 3)
        self.plainly("needs", "service", "capability", 1)
        self.plainly("handles", "service", "data_object", 1, 0.5)

    def applications(self) -> None:
        for kind in ("system", "technology"):
            for carrier, service in self.each("supports", self.made.of(kind), "service", 2):
                if self.maybe(0.8):
                    self.tie("supports", carrier, service, self.support())
            for unit, carrier in self.each("uses", self.made.of("unit"), kind, 1):
                self.tie("uses", unit, carrier, self.value("kind", "use", "interaction", None))
            for carrier, data in self.each("holds", self.made.of(kind), "data_object", 1):
                self.tie("holds", carrier, data, self.value("role", "master", "copy", None))
            if self.made.of("technology"):
                self.plainly("runs_on", kind, "technology", 1, 0.7)
            self.plainly("part_of", kind, kind, 1, 0.3)
        self.plainly("owns", "unit", "system", 2, 0.8)
        self.plainly("realizes", "system", "system", 1, 0.3)
        self.plainly("replaces", "system", "system", 1, 0.2)
        self.plainly("provides", "system", "capability", 1, 0.5)
        self.plainly("related", "system", "element", 1, 0.5)
        self.plainly("kind_of", "system", "system", 1, 0.1)

    def support(self) -> dict[str, Any]:
        fields = self.value("strength", "required", "required", "supporting")
        if not self.plain and self.maybe(0.35):
            fields["alternative"] = self.chance.choice("ab")
        return fields

    def flows(self) -> None:
        for provider, dependent in self.each("flow", self.made.of("system"), "system", 3):
            for _ in range(2 if self.maybe(0.15) else 1):
                self.tie("flow", provider, dependent, self.flow())

    def flow(self) -> dict[str, Any]:
        fields = self.value("mode", "sync", "sync", "login", "async", "async", "batch", "manual", None)
        if self.maybe(0.35):
            fields |= self.value("criticality", "stops", "degrades", "delays", "none", None)
        if self.maybe(0.15):
            hubs = [self.one("system") for _ in range(2 if self.maybe(0.1) else 1)]
            fields["through"] = tuple(hub if self.maybe(0.1) else hub.split(":")[1] for hub in hubs)
        return fields

    # -- the forum ---------------------------------------------------------------------------------------------
    def proposals(self) -> None:
        for number in range(2):
            fields: dict[str, Any] = {}
            filled = self.chance.choice((0.6, 0.6, 0.15))
            for name, kind in (
                ("affected_services", "service"),
                ("affected_units", "unit"),
                ("replaces_systems", "system"),
                ("retires_systems", "system"),
                ("extends_systems", "system"),
                ("integrates_systems", "system"),
                ("national_components", "system"),
                ("proposer_unit", "unit"),
            ):
                named = self.some(kind, 1 if name == "proposer_unit" else 2)
                if named and self.maybe(filled):
                    fields[name] = tuple(one.split(":")[1] for one in named)
            self.made.things[f"proposal:p{number}"] = fields


def question(made: Municipality) -> dict[str, Any]:
    """Draw what is asked of a municipality: things and the kind of change, or a proposal, and the limits."""
    chance = random.Random(made.seed + 10**6)
    present = set(made.snapshot.references)
    limits = {
        "min_strength": chance.choice(LIMITS),
        "max_steps": chance.choice((0, 1, 2, 3, 4, 4, 5)),
    }
    kind = KINDS_OF_CHANGE[made.seed % len(KINDS_OF_CHANGE)]
    if kind == "proposal":
        return {"proposal": chance.choice(("p0", "p1")), **limits}
    kinds = {"data": ("data_object",), None: ("data_object", "system")}.get(kind, ("system", "technology"))
    fitting = sorted(name for name in present if name.split(":")[0] in kinds)
    if not fitting:
        return {"proposal": "p0", **limits}
    things = tuple(sorted(chance.sample(fitting, min(len(fitting), chance.choice((1, 1, 1, 2, 3))))))
    return {"things": things, "change": kind, **limits}


def permuted(given: Facts, seed: int) -> Facts:
    """The same facts in another order."""
    chance = random.Random(seed)
    things, relations = list(given.things), list(given.relations)
    chance.shuffle(things)
    chance.shuffle(relations)
    return Facts(given.revision, tuple(things), tuple(relations), given.conflicts, given.about)


def renamed(made: Municipality, rename: Callable[[str], str]) -> Municipality:
    """The same municipality with every id of a thing changed; ids of relations stay."""

    def name(reference: str) -> str:
        kind, identifier = reference.split(":", 1)
        return f"{kind}:{rename(identifier)}"

    def values(fields: Mapping[str, Any]) -> dict[str, Any]:
        return {key: tuple(map(either, value)) if key in NAMING else value for key, value in fields.items()}

    def either(words: str) -> str:
        return name(words) if ":" in words else rename(words)

    return Municipality(
        made.seed,
        {name(thing): values(fields) for thing, fields in made.things.items()},
        [(relation, name(start), name(end), values(fields)) for relation, start, end, fields in made.ties],
        name(made.it_unit) if made.it_unit else None,
        made.date,
    )
