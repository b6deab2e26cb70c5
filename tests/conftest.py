"""What every test may ask for: folders with data, and one way to run properties."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.engines import place, places, postgresql, postgresql_place, register

__all__ = ["place", "places", "postgresql", "postgresql_place", "register"]

#: Under this name the plugin of ``--pair`` is known.
PAIR_CHOSEN = "pair chosen"
ROOT = Path(__file__).resolve().parents[1]

# Examples are drawn anew from a fixed seed in CI, so that a red run can be repeated; locally chance may find more,
# and every failure prints the blob that repeats it. Two busy cores make single examples slow: no deadline.
settings.register_profile(
    "ci", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("local", deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one say on which engines the contract suite runs, and how far from its server a browser is."""
    words = "run the contract suite on one pair of engines, for example postgresql+neo4j (CONTRIBUTING.md)"
    parser.addoption("--pair", metavar="REGISTER+GRAPH", help=words)
    words = "browser tests: let answers reach the browser late and bit by bit, to find tests that do not wait for them"
    parser.addoption("--slow-network", action="store_true", help=words)


def pytest_configure(config: pytest.Config) -> None:
    """Keep to the pair of engines that is asked for."""
    if words := config.getoption("--pair"):
        from tests.installations import named_pair
        from tests.pair_chosen import PairChosen

        try:
            config.pluginmanager.register(PairChosen(named_pair(words)), PAIR_CHOSEN)
        except ValueError as error:
            raise pytest.UsageError(str(error)) from error


def pytest_report_header() -> list[str]:
    """Name the seeds and folders that this run depends on."""
    profile = "ci (derandomized)" if os.environ.get("CI") else "local (random; failures print their blob)"
    return [f"hypothesis profile: {profile}", f"shared data: {_shared_folder()}"]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Say at once what failed and why: a run that is cut short has no summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\n{report.nodeid} failed ({report.when}):\n{report.longreprtext}\n", flush=True)


def _shared_folder() -> Path:
    return Path(os.environ.get("GRAPHSVC_SHARED") or ROOT.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with the data that may not be shipped; a test that needs it fails where it is absent."""
    folder = _shared_folder()
    if not (folder / "data").is_dir():
        pytest.fail(
            f"This test needs the shared data, and {folder / 'data'} is not a folder. Put it beside the checkout "
            "or name it in the environment variable GRAPHSVC_SHARED.",
            pytrace=False,
        )
    return folder


@pytest.fixture(scope="session")
def demo_source() -> Path:
    """Folder with the demo municipality as the wheel ships it."""
    return ROOT / "graphsvc" / "demo" / "eksempelvik"


@pytest.fixture(scope="session")
def expected() -> Path:
    """Folder with the expected answers on the demo municipality."""
    return ROOT / "tests" / "expected"


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Folder with architecture models and bad files that are shipped with the tests."""
    return ROOT / "tests" / "data"
