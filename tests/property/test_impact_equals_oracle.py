"""Impact gives what the naive oracle gives, whole, on many random municipalities."""

from __future__ import annotations

import pytest

from tests.oracle.impact import changes_of, impact
from tests.property.documents import answer, differences, plain
from tests.property.graphs import municipality, question, seeds

GRAPHS, BATCH = 500, 50


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_whole_answer_equals_that_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        made = municipality(seed)
        asked = question(made)
        snapshot = made.snapshot
        changes = changes_of(snapshot, asked.get("things", ()), asked.get("proposal"), asked.get("change"))
        limits = {name: asked[name] for name in ("min_strength", "max_steps")}
        wrong = differences(plain(answer(snapshot, asked)), impact(snapshot, changes, **limits))
        assert not wrong, f"GRAPHSVC_SEED={seed}, {asked}:\n" + "\n".join(wrong)
