"""What differs between two dates is what differs between two plain readings of the register, and so are the answers."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.diff import diff
from graphsvc_queries.difference import FactChange
from tests.oracle import reach as reach_oracle
from tests.oracle import scenario as oracle
from tests.property.graphs import municipality, seeds

GRAPHS, BATCH = 500, 100


def _operations(changes: tuple[FactChange, ...]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {"added": set(), "changed": set(), "removed": set()}
    for one in changes:
        name = "added" if one.before is None else "removed" if one.after is None else "changed"
        found[name].add((one.record.subject.value, one.record.id))
    return found


def _days(snapshot: Snapshot, chance: random.Random) -> tuple[dt.date, dt.date]:
    """Draw two days, near to and far from the snapshot's own, in either order."""
    first, second = (snapshot.date + dt.timedelta(days=chance.randint(-4000, 4000)) for _ in range(2))
    return first, second


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_what_came_changed_and_went_between_two_dates_equals_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = municipality(seed).snapshot
        first, second = _days(snapshot, random.Random(seed))
        found = diff(snapshot, ask=ask, from_=first.isoformat(), to=second.isoformat())
        before, after = (oracle.plain(snapshot.as_of(day)) for day in (first, second))
        assert _operations((*found.graph.things, *found.graph.relations)) == oracle.compared(before, after), seed
        assert found.document(Language.EN)["same"] == (before == after), seed


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_difference_of_an_answer_between_two_dates_equals_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot, chance = municipality(seed).snapshot, random.Random(seed)
        first, second = _days(snapshot, chance)
        sides = [snapshot.as_of(day) for day in (first, second)]
        systems = sorted({one for side in sides for one in side.references if one.startswith("system:")})
        if not systems:
            continue
        target = chance.choice(systems)
        question = f"reach?thing={target}"
        one = diff(snapshot, ask=ask, from_=first.isoformat(), to=second.isoformat(), analysis=(question,)).analyses[0]
        expected = [reach_oracle.reach(side, target) if target in side else None for side in sides]
        for answer, wanted in zip((one.before, one.after), expected, strict=True):
            told = None if answer is None else (list(answer.systems), list(answer.units))
            assert told == (None if wanted is None else (wanted["systems"], wanted["units"])), seed
        there = None not in expected
        assert one.document(Language.EN)["same"] == (there and expected[0] == expected[1]), seed
