"""The entry points that pyproject.toml promises are installed, and each leads to something."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint, distribution

import pytest

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = [
    EntryPoint(name, value, group)
    for group, points in {**PROJECT["entry-points"], "console_scripts": PROJECT["scripts"]}.items()
    for name, value in points.items()
]


def test_what_is_installed_is_what_is_declared() -> None:
    installed = {(point.group, point.name, point.value) for point in distribution("graphsvc").entry_points}
    assert installed == {(point.group, point.name, point.value) for point in DECLARED}, (
        "run: pip install --no-deps -e ."
    )


@pytest.mark.parametrize("point", DECLARED, ids=lambda point: f"{point.group}:{point.name}")
def test_every_entry_point_loads(point: EntryPoint) -> None:
    assert point.load() is not None


@pytest.mark.parametrize("point", [p for p in DECLARED if p.group == "graphsvc.queries"], ids=lambda p: p.name)
def test_a_query_is_named_alike_as_entry_point_file_and_function(point: EntryPoint) -> None:
    assert (point.module, point.attr) == (f"graphsvc_queries.{point.name}", point.name)
