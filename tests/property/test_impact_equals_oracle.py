"""Impact gives what the naive oracle gives, whole, on many random municipalities."""

from __future__ import annotations

from typing import Any

import pytest

from graphsvc.snapshot import Snapshot
from tests.oracle.impact import impact
from tests.property.documents import answer, differences, plain
from tests.property.graphs import municipality, question, seeds

GRAPHS, BATCH = 500, 50


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_whole_answer_equals_that_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        made = municipality(seed)
        asked = question(made)
        snapshot = made.snapshot
        wrong = differences(plain(snapshot, answer(snapshot, asked)), impact(snapshot, **asked))
        assert not wrong, f"GRAPHSVC_SEED={seed}, {asked}:\n" + "\n".join(wrong)


def test_the_whole_answer_equals_that_of_the_oracle_on_the_demo(demo: Snapshot) -> None:
    systems = [name for name in demo.references if name.startswith("system:")]
    asked: list[dict[str, Any]] = [{"things": (system,), "change": "retire"} for system in systems[::4]]
    asked += [{"things": ("system:epj",), "change": kind} for kind in ("outage", "replace", "upgrade")]
    asked += [{"proposal": proposal} for proposal in demo.proposals]
    assert len(asked) > 40
    for case in asked:
        wrong = differences(plain(demo, answer(demo, case)), impact(demo, **case))
        assert not wrong, f"{case}:\n" + "\n".join(wrong)
