"""What a command loads before it answers; nothing here is timed, the modules in memory are counted."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
import typer
from typer.main import get_group

from graphsvc.cli.rooms import _ROOMS
from graphsvc.registry import query_names
from graphsvc.service.demo import open_demo
from graphsvc.settings import Settings

#: Each of these takes longer to load than most answers take, and no command below needs it.
HEAVY = {
    "alembic",
    "fastapi",
    "jinja2",
    "ladybug",
    "lxml",
    "networkx",
    "openpyxl",
    "pandas",
    "prometheus_client",
    "pyarrow",
    "scipy.optimize",
    "scipy.sparse",
    "starlette",
    "typst",
    "uvicorn",
    "xlsxwriter",
}
_PROGRAM = """
import sys
from graphsvc.cli import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
sys.stderr.write("\\nloaded " + " ".join(sys.modules))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demo register."""
    settings = Settings(home=tmp_path_factory.mktemp("start"), graph="none")
    with open_demo(settings)[0]:
        return settings.home


def _run(*words: str) -> tuple[str, set[str]]:
    """Return what a command of its own process says, and the modules it loaded."""
    done = subprocess.run([sys.executable, "-c", _PROGRAM, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.rpartition("loaded ")[2].split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--help"], "weak-spots"),
        (["impact", "--help"], "--min-strength"),
        (["impact", "epj", "--lang", "en"], "Effect in"),
        (["search", "byggesak", "--lang", "en"], "yggesak"),
        (["stats", "--lang", "en"], "Sector"),
    ],
)
def test_a_command_loads_no_library_that_it_does_not_need(words: list[str], says: str, home: Path) -> None:
    told, loaded = _run(*words, *(() if "--help" in words else ("--home", str(home))))
    assert says in told
    assert sorted(HEAVY & loaded) == []


def test_a_question_loads_no_other_question_than_those_it_asks(home: Path) -> None:
    _, loaded = _run("impact", "epj", "--home", str(home))
    assert "graphsvc_queries.impact" in loaded
    assert {"graphsvc_queries.overlap", "graphsvc_queries.portfolio", "graphsvc.cli.forum"} & loaded == set()


def test_version_is_told_without_loading_a_command() -> None:
    told, loaded = _run("--version")
    assert told == f"graphsvc {version('graphsvc')}\n"
    assert "graphsvc.service" not in loaded


@pytest.mark.parametrize("room", _ROOMS)
def test_every_module_has_the_commands_that_it_is_entered_for(room: str) -> None:
    held = typer.Typer()
    import_module(f"graphsvc.cli.{room}").add(held)
    named = _ROOMS[room] or tuple(name.replace("_", "-") for name in query_names())
    assert set(get_group(held).commands) == set(named)
