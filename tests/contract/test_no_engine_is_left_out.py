"""Every case of a contract is run on every engine or pair of engines, and none of them builds on one engine only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.conftest import CASES, PAIRED
from tests.contract.one_engine import ONE_ENGINE
from tests.engines import REGISTER_ENGINES
from tests.graph_engines import ENGINES
from tests.pairs import PAIRS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: Modules outside this folder that hand out engines.
_SHARED = ("engines", "graph_engines", "pairs")
#: What would leave a test out, or let it fail in peace.
LEFT_OUT = re.compile(r"pytest\.(skip|mark\.skip|mark\.xfail|importorskip|xfail)")


def test_both_shipped_engines_are_installed() -> None:
    assert {"ladybug", "neo4j"} <= set(ENGINES)


def test_every_case_is_collected_for_every_engine(request: pytest.FixtureRequest) -> None:
    cases = request.config.stash[CASES]
    assert {case: engines for case, engines in cases.items() if engines != set(ENGINES)} == {}


def test_no_contract_of_graph_databases_names_one_engine() -> None:
    """A test that reaches for one engine by name is no contract; those of one engine have files of their own."""
    named = re.compile(r"LadybugDatabase|Neo4jDatabase|graphdb\.(ladybug|neo4j)")
    files = [*HERE.glob("test_cypher_*.py"), *HERE.glob("test_graph_database*.py")]
    assert len(files) >= 5
    assert [file.name for file in files if named.search(file.read_text(encoding="utf-8"))] == []


def test_there_are_four_pairs() -> None:
    assert {("sqlite", "ladybug"), ("sqlite", "neo4j"), ("postgresql", "ladybug"), ("postgresql", "neo4j")} <= PAIRS
    assert len(PAIRS) == len(REGISTER_ENGINES) * len(ENGINES)


def test_every_case_that_crosses_from_register_to_graph_is_collected_for_every_pair(
    request: pytest.FixtureRequest,
) -> None:
    assert {case: pairs for case, pairs in request.config.stash[PAIRED].items() if pairs != PAIRS} == {}


def test_every_test_of_a_file_of_pairs_is_collected_for_the_pairs() -> None:
    """Asked of pytest anew, as this worker may have been given a part of the files only."""
    files = sorted(HERE.glob("test_pairs_*.py"))
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, set[str]] = {}
    for name, words in re.findall(r"::(\w+)(?:\[(.+)\])?$", done.stdout, re.MULTILINE):
        found.setdefault(name, set()).add(words)
    wanted = {f"{graph}-{register}" for register, graph in PAIRS}
    assert {name: cases for name, cases in found.items() if not wanted <= cases} == {}
    written = {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)}
    assert set(found) == written


def test_no_contract_leaves_a_test_out() -> None:
    files = [*HERE.glob("test_*.py"), HERE / "conftest.py", *(HERE.parent / f"{one}.py" for one in _SHARED)]
    named = [one.name for one in files if one != Path(__file__) and LEFT_OUT.search(one.read_text(encoding="utf-8"))]
    assert named == []


def test_an_engine_that_does_not_start_fails(tmp_path: Path) -> None:
    """A pair whose PostgreSQL or Neo4j cannot be reached is an error of the run, on each engine that needs it."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        "GRAPHSVC_TEST_POSTGRESQL": "postgresql://nobody:x@127.0.0.1:1/none",
        "GRAPHSVC_TEST_NEO4J": "",
    }
    case = f"{HERE / 'test_pairs_publishing.py'}::test_the_same_files_again_write_nothing"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'inner'}", case]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment, cwd=ROOT)
    assert done.returncode == 1, done.stdout
    assert "1 passed" in done.stdout
    assert "skipped" not in done.stdout
    assert len(re.findall(r"^(?:ERROR|FAILED) .*\[(?:neo4j|ladybug-postgresql)", done.stdout, re.MULTILINE)) >= 3


_ON_A_PAIR = """
import sys
import pytest
from tests.contract.one_engine import ONE_ENGINE
if sys.argv[1] == "unlisted":
    ONE_ENGINE.clear()
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "--pair", *sys.argv[2:]]))
"""


@pytest.mark.parametrize(("listed", "code"), [("listed", 0), ("unlisted", 1)])
def test_a_run_on_a_pair_fails_when_somebody_opens_another_engine(tmp_path: Path, listed: str, code: int) -> None:
    case = f"{HERE / 'test_api_judging.py'}::test_a_command_is_refused_while_the_server_writes_to_a_file"
    words = [listed, "postgresql+ladybug", f"--basetemp={tmp_path / 'inner'}", f"{case}_and_names_the_page"]
    done = subprocess.run(
        [sys.executable, "-c", _ON_A_PAIR, *words], capture_output=True, text=True, timeout=300, check=False, cwd=ROOT
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert ("opened sqlite" in done.stdout) == (code == 1)
    assert "1 passed" in done.stdout


def test_every_test_that_stays_on_one_engine_is_there() -> None:
    for name in ONE_ENGINE:
        file, _, test = name.partition("::")
        assert f"def {test}" in (HERE / file).read_text(encoding="utf-8"), name


def test_a_pair_that_does_not_exist_is_refused_and_the_others_are_named() -> None:
    command = [sys.executable, "-m", "pytest", "--pair", "oracle+neo4j", "--collect-only", str(HERE / "test_guard.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "postgresql+neo4j" in done.stderr


def test_no_contract_makes_an_installation_without_asking_where() -> None:
    """Which engines it stands on is said in tests/installations.py; a child is told so by its environment."""
    bare = re.compile(r"\bSettings\(home=(?!Path\(sys\.argv)|\bopen_demo\(")
    listed = {name.partition("::")[0] for name in ONE_ENGINE}
    found = {one.name for one in HERE.glob("*.py") if bare.search(one.read_text(encoding="utf-8"))}
    assert found - listed - {Path(__file__).name} == set()
