"""``--pair``: the contract suite on one pair of engines, and the proof that it opened that pair and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphsvc.register import REGISTER
from tests.contract.one_engine import stays
from tests.opened_engines import note_opened

__all__ = ["PairChosen"]

CONTRACT = "tests/contract/"
#: Parameters with which a test runs on each engine: under a pair it runs on the pair's.
_REGISTER, _GRAPH = ("place", "places"), ("engine_name",)


class PairChosen:
    """Hooks of a run on one pair; with workers, each notes what it opened and the first process judges.

    Parameters
    ----------
    pair
        Engine of the register, and of the graph database.
    """

    def __init__(self, pair: tuple[str, str]) -> None:
        self.pair = pair
        #: Engine -> tests that opened it, of those that follow the pair.
        self.opened: dict[str, list[str]] = {}
        self.whole = False
        self._now: set[str] = set()
        note_opened(self._now)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave the other engines to their own pairs."""
        others = [item for item in items if item.nodeid.startswith(CONTRACT) and self._is_anothers(item)]
        config.hook.pytest_deselected(items=others)
        gone = set(others)
        items[:] = [item for item in items if item not in gone]
        files = {item.nodeid.partition("::")[0].removeprefix(CONTRACT) for item in items}
        self.whole = files >= {file.name for file in (config.rootpath / CONTRACT).glob("test_*.py")}

    def _is_anothers(self, item: pytest.Item) -> bool:
        given = getattr(getattr(item, "callspec", None), "params", {})
        wanted = {**dict.fromkeys(_REGISTER, self.pair[0]), **dict.fromkeys(_GRAPH, self.pair[1])}
        return any(given.get(name, engine) != engine for name, engine in wanted.items())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[object]:
        """Note which engines a test opened, its fixtures included."""
        self._now.clear()
        try:
            return (yield)
        finally:
            name = item.nodeid.removeprefix(CONTRACT)
            if item.nodeid.startswith(CONTRACT) and not stays(name):
                for engine in self._now:
                    self.opened.setdefault(engine, []).append(name)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """See what a command made that a test started: nothing notes there what is opened."""
        folder: Any = getattr(item, "funcargs", {}).get("tmp_path")
        if isinstance(folder, Path) and any(folder.rglob(REGISTER)):
            self._now.add("sqlite")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker noted."""
        opened, whole = getattr(node, "workeroutput", {}).get("opened", ({}, False))
        self.whole = self.whole or whole
        for engine, tests in opened.items():
            self.opened.setdefault(engine, []).extend(tests)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run when it was not one of this pair."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["opened"] = (self.opened, self.whole)
        elif self._wrong() and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say what was opened, and by whom what should not have been."""
        told = ", ".join(f"{engine} by {len(set(tests))} tests" for engine, tests in sorted(self.opened.items()))
        terminalreporter.section(f"on {'+'.join(self.pair)}")
        terminalreporter.line(f"opened: {told or 'no engine'}")
        for wrong in self._wrong():
            terminalreporter.line(wrong, red=True)

    def _wrong(self) -> list[str]:
        others = {engine: tests for engine, tests in self.opened.items() if engine not in self.pair}
        found = [f"{test} opened {engine}" for engine, tests in sorted(others.items()) for test in sorted(set(tests))]
        missing = set(self.pair) - set(self.opened) if self.whole else set()
        return found + [f"nobody opened {engine}" for engine in sorted(missing)]
