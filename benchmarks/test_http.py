"""Impact on the demo over HTTP, from a real server in a process of its own: the document, the picture, the page."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.e2e.conftest import serve

#: What a person or a program asks for, and what must be in the answer for the time to count.
ASKED = {
    "document": ("/api/v1/impact?thing=system:epj&change=retire", '"touched"'),
    "picture": ("/api/v1/impact.svg?thing=system:epj&change=retire", "<svg"),
    "page": ("/impact?thing=system:epj&change=retire", "<svg"),
    "start page": ("/", "<table"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the demo's server."""
    yield from serve(tmp_path_factory.mktemp("http") / "home", "demo", "--no-browser")


@pytest.mark.parametrize("what", ASKED)
def test_impact_over_http(address: str, benchmark: BenchmarkFixture, what: str) -> None:
    path, sign = ASKED[what]
    benchmark.group = f"over HTTP, demo, system:epj: {what}"
    benchmark.extra_info["engine"] = "graphsvc"
    with httpx.Client(base_url=address, trust_env=False) as client:

        def ask() -> str:
            answer = client.get(path)
            assert answer.status_code == 200
            return answer.text

        assert sign in benchmark(ask)
