"""The engines over which the same tests run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.register import Register

#: Register engines that every contract test must hold on; one that cannot be opened fails, it is never left out.
REGISTER_ENGINES = ("sqlite",)


@pytest.fixture(params=REGISTER_ENGINES)
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Register]:
    """Give an empty register, open for writing; afterwards it must verify."""
    assert request.param == "sqlite"
    with Register.create(tmp_path / "home") as made:
        yield made
        found = made.verify()
        assert found.ok, [str(problem) for problem in found.problems]
