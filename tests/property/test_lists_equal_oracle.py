"""The lists of the start page hold what looking at every thing and flow gives, also over several municipalities."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.lists import LISTS, Lists
from tests.oracle.lists import lists as oracle
from tests.property.graphs import municipality, seeds

GRAPHS, BATCH = 500, 100


def _told(snapshot: Snapshot) -> dict[str, list[str]]:
    lists, found = Lists(snapshot), dict[str, list[str]]()
    for name, listed in LISTS.items():
        places = lists.places(name).tolist()
        assert lists.count(name) == len(places)
        assert places == sorted(places)
        named = (lists.flow(one).id if listed.of_flows else str(snapshot.references[one]) for one in places)
        found[name] = sorted(named)
    return found


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_lists_equal_those_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = municipality(seed).snapshot
        assert _told(snapshot) == oracle(snapshot), seed


def test_lists_over_several_municipalities_equal_those_of_the_oracle(demo_source: Path) -> None:
    snapshot = nation_snapshot(demo_source, 3)
    told = _told(snapshot)
    assert told == oracle(snapshot)
    assert all(told[f"flows-{how}"] for how in ("within", "across", "national"))
