"""The sectors of units are those that a walk up finds, in trees with circles and several parents."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot, sectors
from tests.bounds import within
from tests.graphs import DATE, facts
from tests.oracle.organisation import sectors_of as walked
from tests.oracle.register import register
from tests.property.graphs import municipality, seeds

GRAPHS = 200


@pytest.mark.parametrize("levels", [50, 1, 0], ids=["as it is", "one level at once", "always from above"])
def test_sectors_equal_those_of_the_oracle(levels: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sectors, "_LEVELS", levels)
    met = 0
    for seed in seeds(GRAPHS):
        snapshot = municipality(seed).snapshot
        seen, organisation, names = register(snapshot), snapshot.organisation, snapshot.references
        units = snapshot.of_kind(Kind.UNIT)
        told = [{names[sector] for sector in organisation.sectors_of(unit)} for unit in units.tolist()]
        assert told == [walked(seen, names[unit]) for unit in units.tolist()], seed
        which, found = organisation.sectors_of_each(units[::-1])
        pairs = list(zip(which.tolist(), found.tolist(), strict=True))
        each = enumerate(units[::-1].tolist())
        assert pairs == [(place, one) for place, unit in each for one in organisation.sectors_of(unit)], seed
        met += sum(len(one) > 1 for one in told)
    assert met > GRAPHS / 10  # several sectors of one unit are among what was drawn


def test_a_tree_of_thousands_of_levels_is_walked_once() -> None:
    deep, names = 5_000, [f"unit:u{one:05}" for one in range(5_000)]
    above = [("part_of", unit, parent, {}) for unit, parent in pairwise(reversed(names))]
    levels = {name: {"level": "unit" if place else "sector"} for place, name in enumerate(names)}
    snapshot = Snapshot(facts(levels, above), DATE)
    with within(5):
        told = {snapshot.organisation.sectors_of(unit) for unit in range(deep)}
        which, found = snapshot.organisation.sectors_of_each(np.arange(deep))
    assert told == {(0,)}
    assert (which.tolist(), set(found.tolist())) == (list(range(deep)), {0})


def test_what_is_no_unit_stands_in_no_sector() -> None:
    snapshot = municipality(1).snapshot
    for kind in (Kind.SYSTEM, Kind.SERVICE):
        assert {snapshot.organisation.sectors_of(thing) for thing in snapshot.of_kind(kind).tolist()} == {()}
