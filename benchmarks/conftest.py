"""Benchmarks find their data where the tests find theirs; graphs are made once, ratios are told at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from benchmarks import networks
from benchmarks.debian import debian_snapshot
from benchmarks.table import rows_of, table
from graphsvc.graphdb.ladybug import LadybugDatabase
from graphsvc.snapshot import Snapshot
from tests.conftest import data_folder, demo_source, expected, shared
from tests.demo_facts import demo_snapshot

__all__ = ["Ground", "Grounds", "data_folder", "demo_source", "expected", "grounds", "shared"]

#: Locust changes the standard library of the process that imports it: these run in one of their own (tests/e2e).
collect_ignore = ["load/__main__.py", "load/run.py", "load/users.py"]


@dataclass
class Ground:
    """One graph in the form that each engine wants; nothing here is timed."""

    snapshot: Snapshot
    database: LadybugDatabase
    known: dict[object, Any] = field(default_factory=dict)

    @cached_property
    def dependence(self) -> networks.Dependence:
        """Who depends on whom, for networkx."""
        return networks.dependence(self.snapshot)

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """Make something when it is first asked for."""
        if key not in self.known:
            self.known[key] = make()
        return self.known[key]


class Grounds(dict[str, Ground]):
    """The demo and the Debian graph, each with its graph database built and counted when it is first asked for."""

    def __init__(self, making: Mapping[str, Callable[[], Snapshot]], folder: Callable[[str], Path]) -> None:
        super().__init__()
        self._making, self._folder = making, folder

    def __missing__(self, name: str) -> Ground:
        snapshot = self._making[name]()
        database = LadybugDatabase(self._folder(name), row_limit=1_000_000)
        assert database.build(snapshot).digest_ok
        return self.setdefault(name, Ground(snapshot, database))


@pytest.fixture(scope="session")
def grounds(demo_source: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Grounds:
    """The graphs that most benchmarks stand on."""
    making = {
        "demo": lambda: demo_snapshot(demo_source),
        "debian": lambda: debian_snapshot(shared / "data" / "debian-deps"),
    }
    return Grounds(making, tmp_path_factory.mktemp)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the large graphs out where nothing is measured: whether a benchmark still works, a small one tells."""
    if config.getoption("benchmark_disable"):
        large = [item for item in items if item.get_closest_marker("large")]
        config.hook.pytest_deselected(items=large)
        items[:] = [item for item in items if item not in large]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell how the engines compare."""
    session = getattr(config, "_benchmarksession", None)
    measured = [one.as_dict(include_data=False) for one in session.benchmarks if one] if session else []
    if measured:
        terminalreporter.section("side by side")
        terminalreporter.write_line(table(rows_of(measured)))
