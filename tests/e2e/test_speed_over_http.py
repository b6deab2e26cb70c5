"""Ten times what is expected is too slow: impact on the demo takes about 50 ms over HTTP."""

from __future__ import annotations

import statistics
import time

import httpx
import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("path", ["/api/v1/impact?thing=system:epj&change=retire", "/impact?thing=system:epj"])
def test_impact_over_http_is_within_ten_times_its_target(demo: str, path: str) -> None:
    taken = []
    with httpx.Client(base_url=demo, trust_env=False) as client:
        for _ in range(6):
            begun = time.perf_counter()
            assert client.get(path).status_code == 200
            taken.append(time.perf_counter() - begun)
    assert statistics.median(taken[1:]) < 0.5
