"""No test of the register is left out for an engine: each runs on all of them, or stands in a file named after one."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.engines import REGISTER_ENGINES
from tests.house.tree import ROOT

#: Fixtures that give a register, or a place for one, on each engine.
_CASE = re.compile(r"^(tests/\S+?)::(\w+)(?:\[(.+)\])?$")


@pytest.fixture(scope="module")
def cases() -> dict[tuple[str, str], set[str]]:
    """All collected tests of the register: file and name, and the words in their parameters."""
    files = [str(path) for path in sorted((ROOT / "tests").glob("*/test_register_*.py"))]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[tuple[str, str], set[str]] = {}
    for line in done.stdout.splitlines():
        if case := _CASE.match(line):
            found.setdefault((case[1], case[2]), set()).update((case[3] or "").split("-"))
    assert len(found) > 80
    return found


def test_every_test_of_the_register_runs_on_every_engine(cases: dict[tuple[str, str], set[str]]) -> None:
    asked = {"register", "place", "places", "home", "made"}
    short = {
        f"{file}::{name}: not on {missing}"
        for (file, name), words in cases.items()
        if _asks(file, name) & asked and not re.search(r"test_register_(sqlite|postgresql)_", file)
        for missing in set(REGISTER_ENGINES) - words
    }
    assert sorted(short) == []


def test_a_test_outside_the_engines_own_files_makes_no_register_of_its_own() -> None:
    own = re.compile(r"Register\.create\(\s*(tmp_path|Path\()")
    allowed = {"test_a_register_moves_to_another_engine_and_back_with_equal_digests"}
    found: list[str] = []
    for path in sorted((ROOT / "tests").glob("*/test_register_*.py")):
        if re.search(r"test_register_(sqlite|postgresql)_", path.name):
            continue
        parts = re.split(r"^def ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        named = (part.partition("(")[0] for part in parts if own.search(part))
        found += [f"{path.name}: {name}" for name in named if name not in allowed]
    assert found == []


def test_no_test_of_the_register_is_skipped() -> None:
    marks = re.compile(r"pytest\.(skip|mark\.skip|mark\.xfail|importorskip|xfail)")
    files = [*(ROOT / "tests").glob("*/test_register_*.py"), ROOT / "tests" / "engines.py"]
    assert [path.name for path in files if marks.search(path.read_text(encoding="utf-8"))] == []


def _asks(file: str, name: str) -> set[str]:
    """Return the names of the fixtures that a test asks for."""
    words = (ROOT / file).read_text(encoding="utf-8")
    found = re.search(rf"^def {name}\((.*?)\)(?: -> [^:]+)?:$", words, re.MULTILINE | re.DOTALL)
    assert found, f"{file}::{name}"
    return set(re.findall(r"\w+", found[1]))
