"""The demo as it is served, the engines over which the same tests run, and the watch that none is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.register.engine import Where
from tests.graph_engines import ENGINES, Engine
from tests.installations import demo_at, installing_on, told_in
from tests.pairs import Pair
from tests.web import Web, serving

#: Case -> engines of the graph database that it was collected for, whatever is chosen to run.
CASES: pytest.StashKey[dict[str, set[str]]] = pytest.StashKey()
#: Case -> pairs of register engine and graph database that it was collected for.
PAIRED: pytest.StashKey[dict[str, set[tuple[str, str]]]] = pytest.StashKey()


@pytest.fixture(scope="session", autouse=True)
def installations(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every installation of this folder's tests stands on the pair that ``--pair`` names."""
    chosen = request.config.pluginmanager.get_plugin("pair chosen")
    if chosen is None:
        yield
        return
    server = request.getfixturevalue("postgresql") if "postgresql" in chosen.pair else None
    with installing_on(chosen.pair, server):
        yield


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the demo that `demo_web` serves; commands of this process with ``--home`` read it meanwhile."""
    home = tmp_path_factory.mktemp("demo") / "home"
    with pytest.MonkeyPatch.context() as environment:
        for name, value in told_in(home).items():
            environment.setenv(name, value)
        yield home


@pytest.fixture(scope="module")
def demo_web(demo_home: Path) -> Iterator[Web]:
    """The demo over HTTP."""
    workspace = demo_at(demo_home)
    with workspace, serving(workspace) as served:
        yield served


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


@pytest.fixture
def pair(place: Where, new_engine: Engine, tmp_path: Path) -> Pair:
    """Every register engine with every graph database, both empty."""
    new_engine.empty()
    return Pair(place, new_engine, tmp_path / "home")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note for which engines each case was collected, before any choice by name or mark."""
    cases: dict[str, set[str]] = {}
    paired: dict[str, set[tuple[str, str]]] = {}
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        crosses = "pair" in getattr(item, "fixturenames", ())
        if not crosses and _opens_an_installation(item):
            item.add_marker("installation")
        if crosses or "engine_name" in parameters:
            engines = {"engine_name", "place"} if crosses else {"engine_name"}
            others = sorted((name, repr(value)) for name, value in parameters.items() if name not in engines)
            case = f"{item.location[0]}::{getattr(item, 'originalname', item.name)}{others}"
            graph = str(parameters.get("engine_name"))
            cases.setdefault(case, set()).add(graph)
            if crosses:
                paired.setdefault(case, set()).add((str(parameters.get("place")), graph))
    config.stash[CASES], config.stash[PAIRED] = cases, paired


def _opens_an_installation(item: pytest.Item) -> bool:
    """Tell whether a test stands on the pair of engines that is chosen: its file asks for installations, or it does."""
    seams = {"tests.installations", "tests.forum"}
    asked = (getattr(value, "__module__", None) for value in vars(getattr(item, "module", object)).values())
    return "demo_home" in getattr(item, "fixturenames", ()) or not seams.isdisjoint(asked)
