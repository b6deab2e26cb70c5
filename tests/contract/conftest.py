"""The graph databases over which the same tests run, and the watch that none of them is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.graph_engines import ENGINES, Engine

#: Case -> engines of the graph database that it was collected for, whatever is chosen to run.
CASES: pytest.StashKey[dict[str, set[str]]] = pytest.StashKey()


@pytest.fixture(scope="module", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Name of a graph database."""
    return str(request.param)


@pytest.fixture(scope="module")
def kept_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder in which embedded engines keep what several tests of a module ask."""
    return tmp_path_factory.mktemp("graphs")


@pytest.fixture
def engine(engine_name: str, kept_folder: Path) -> Engine:
    """A graph database whose contents are the test's to choose; what one test asks for another may have left there."""
    return Engine(engine_name, kept_folder)


@pytest.fixture
def new_engine(engine_name: str, tmp_path: Path) -> Engine:
    """A graph database with a folder of the test's own."""
    return Engine(engine_name, tmp_path / "engine")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note for which engines each case was collected, before any choice by name or mark."""
    cases: dict[str, set[str]] = {}
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "engine_name" in parameters:
            others = sorted((name, repr(value)) for name, value in parameters.items() if name != "engine_name")
            case = f"{item.location[0]}::{getattr(item, 'originalname', item.name)}{others}"
            cases.setdefault(case, set()).add(parameters["engine_name"])
    config.stash[CASES] = cases
