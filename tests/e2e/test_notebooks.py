"""The example notebooks run from the first cell to the last, as a person would run them, and show what they promise."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from graphsvc.service.demo import open_demo
from graphsvc.service.notebook import Answer
from graphsvc.settings import Settings
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's register, where the notebooks look for it."""
    folder = tmp_path_factory.mktemp("notebooks")
    workspace, made = open_demo(Settings(home=folder / "graphsvc-data", graph="none"))
    assert made
    workspace.close()
    return folder


def _run(notebook: Path) -> list[Any]:
    """Run the code cells in one namespace; return the value of each cell's last line, as Jupyter would show it."""
    names: dict[str, Any] = {"__name__": "__main__"}
    shown: list[Any] = []
    for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]), filename=f"{notebook.name}[{number}]")
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"{notebook.name}[{number}]", "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), f"{notebook.name}[{number}]", "eval"), names))
    return shown


def test_there_are_two_notebooks_without_stored_output() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["before-and-after", "which-sectors"]
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert [cell["outputs"] for cell in cells if cell["cell_type"] == "code" and cell["outputs"]] == []


def test_which_sectors_shows_picture_tables_reasons_and_network(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    first, answer, sectors, strongest, why, busiest, beside, _ = _run(NOTEBOOKS[1])
    assert first[1] == "2026-12-01"
    assert isinstance(answer, Answer)
    drawn = answer._repr_svg_()
    assert drawn is not None
    assert drawn.startswith("<svg")
    assert answer._repr_html_() is None
    assert isinstance(sectors, pd.DataFrame)
    assert len(sectors) == len(answer.sectors) >= 4
    assert list(strongest["strength"]) == sorted(strongest["strength"], reverse=True)
    assert all(isinstance(sentence, str) and sentence for sentence in why)
    assert busiest[0] == ("system:epj", max(degree for _, degree in busiest))
    # Plain reachability counts more services than strength lets through: it reaches all four sectors.
    assert beside[0] == 4
    assert beside[1] > sum((one.kind == "service") and (one.way == "effect") for one in answer.touched)


def test_before_and_after_shows_scenarios_and_history(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    said, assumed, changes, removed, followed, _ = _run(NOTEBOOKS[0])
    assert said[0] == "Added: 1 system and 1 relation (1 service support)."
    assert said[1].startswith("Removed: 1 system and 70 relations")
    assert len(assumed) == 2
    assert list(changes["operation"])[:2] == ["add", "end"]
    assert list(removed["id"]) == ["arkivkjerne", "iotva", "smsb"]
    assert followed == [
        "3 systems fewer depend on EHR – care services (92 before, 89 after). Gone: Legacy Noark 5 repository; "
        "IoT platform – stormwater (pilot); SMS warning – water."
    ]
