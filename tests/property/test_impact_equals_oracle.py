"""Impact gives what the naive oracle gives, whole, on many random municipalities."""

from __future__ import annotations

import pytest

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
