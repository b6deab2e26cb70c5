"""The wheel holds every file of the four packages, the demo with it, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_four_packages_whole_and_nothing_else(wheel: Path) -> None:
    wanted = {path.relative_to(package.parent).as_posix() for package in PACKAGES for path in files(under=package)}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == wanted


def test_the_wheel_holds_the_demo_but_not_its_expected_answers(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {Path(name).name for name in archive.namelist() if name.startswith("graphsvc/demo/eksempelvik/")}
    assert {"systems.csv", "units.csv", "README.md", "SOURCE.txt"} <= names
    assert [name for name in names if name.endswith("_expected.csv")] == []


def test_the_wheel_carries_its_licence_and_type_marks(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        licence = next(name for name in names if name.endswith("licenses/LICENSE"))
        assert b"Apache License" in archive.read(licence)
    assert {f"{package.name}/py.typed" for package in PACKAGES} <= set(names)
