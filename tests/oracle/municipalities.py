"""Which municipality everything belongs to, and the ties of one of several, tie by tie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from tests.oracle.register import Register, Row, kind_of

__all__ = ["Homes", "leaving", "matrix_of", "owning", "rows_of"]

TIES = ("flow", "supports")


class Homes:
    """Where each thing stands: its units, their sectors, and the organisation above them."""

    def __init__(self, seen: Register) -> None:
        self.seen = seen
        self._parents, self._owners = _by(seen, "part_of", "start", "end"), _by(seen, "owns", "end", "start")
        self._leads = _by(seen, "delivers", "end", "start", role="lead")
        self._helpers = _by(seen, "delivers", "end", "start")

    def is_national(self, thing: str) -> bool:
        return kind_of(thing) == "system" and self.seen.things[thing].get("scope") == "national"

    def units(self, thing: str) -> set[str]:
        """The owners of a system, or the unit that leads a service."""
        if kind_of(thing) == "service":
            return set(sorted(self._leads[thing] or self._helpers[thing])[:1])
        return self._owners[thing]

    def above(self, unit: str) -> Iterator[str]:
        """Everything above a unit in a tree in which everything has one parent, itself first."""
        while unit:
            yield unit
            unit = min(self._parents[unit], default="")

    def sector(self, unit: str) -> str | None:
        return next((one for one in self.above(unit) if self.seen.things[one].get("level") == "sector"), None)

    def municipality(self, unit: str) -> str | None:
        return next((one for one in self.above(unit) if kind_of(one) == "organisation"), None)

    def places(self, thing: str, municipality: str, by: str) -> set[str]:
        """The rows in which a thing stands, in the matrix of a municipality."""
        if self.is_national(thing):
            return {"national"}
        found = set()
        for unit in self.units(thing):
            if self.municipality(unit) != municipality:
                found.add("others")
            elif by == "unit":
                found.add(unit.split(":")[1])
            else:
                found.add((self.sector(unit) or "unit:outside").split(":")[1])
        return found


def _by(seen: Register, relation: str, key: str, value: str, **fields: str) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in seen.of(relation):
        if all(row.fields.get(name) == told for name, told in fields.items()):
            found[getattr(row, key)].add(getattr(row, value))
    return found


def matrix_of(homes: Homes, municipality: str, by: str) -> tuple[Counter[tuple[str, str]], int, int]:
    """Count the cells of a municipality's matrix, the ties that stand in one, and those of it that stand in none."""
    cells: Counter[tuple[str, str]] = Counter()
    placed = apart = 0
    for row in (row for name in TIES for row in homes.seen.of(name)):
        ends = [homes.places(end, municipality, by) for end in (row.start, row.end)]
        own = {(a, b) for a in ends[0] for b in ends[1] if not {a, b} <= {"others", "national"}}
        cells.update(own)
        placed += bool(own)
        apart += (not ends[0] or not ends[1]) and bool((ends[0] | ends[1]) - {"others", "national"})
    return cells, placed, apart


def rows_of(homes: Homes, relation: str) -> dict[str, Counter[str]]:
    """Count the ties of every municipality, column by column."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in homes.seen.of(relation):
        for municipality, column in _columns(homes, row):
            found[municipality][column] += 1
    return found


def leaving(homes: Homes, municipality: str) -> int:
    """Count the flows of a municipality that the matrix of municipalities has with others."""
    wanted = {(municipality, "to_others"), (municipality, "from_others")}
    return sum(bool(wanted & _columns(homes, row)) for row in homes.seen.of("flow"))


def owning(homes: Homes, municipality: str | None) -> set[str]:
    """The local systems with an owner in a municipality; None = with one that belongs to none."""
    systems = {one for one in homes.seen.things if kind_of(one) == "system" and not homes.is_national(one)}
    return {one for one in systems if municipality in {homes.municipality(unit) for unit in homes.units(one)}}


def _columns(homes: Homes, row: Row) -> set[tuple[str, str]]:
    """Every pair of an owner of the one end and an owner of the other one puts the tie into a column."""
    found = set()
    for here, there, to in ((row.start, row.end, "to"), (row.end, row.start, "from")):
        for unit in set() if homes.is_national(here) else homes.units(here):
            home = homes.municipality(unit)
            if home is None:
                continue
            if homes.is_national(there):
                found.add((home, f"{to}_national"))
            elif not homes.units(there):
                found.add((home, "apart"))
            else:
                found |= {(home, _column(homes, unit, other, to)) for other in homes.units(there)}
    return found


def _column(homes: Homes, unit: str, other: str, to: str) -> str:
    if homes.municipality(unit) != homes.municipality(other):
        return f"{to}_others"
    return "within" if homes.sector(unit) == homes.sector(other) else "across"
