"""What a command loads before it answers; nothing here is timed, the modules in memory are counted."""

from __future__ import annotations

import subprocess
import sys
import threading
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
import typer
from typer.main import get_group

from graphsvc.cli.rooms import _ROOMS
from graphsvc.registry import query_names
from graphsvc.service import Workspace
from graphsvc.service import following as module
from graphsvc.service.demo import open_demo
from graphsvc.settings import Settings
from graphsvc.snapshot import Snapshot

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
#: What a server has in memory when it has given its first answer about impact.
_SERVER = """
import gc, sys
from pathlib import Path
from starlette.testclient import TestClient
from graphsvc import starting
starting.begin()
from graphsvc.api import create_application
from graphsvc.service import Workspace
from graphsvc.settings import Settings
with Workspace.open(Settings(home=Path(sys.argv[1]), graph="none"), write=True) as workspace:
    application = create_application(workspace)
    starting.done()
    assert gc.isenabled() and gc.get_freeze_count() > 50_000
    answer = TestClient(application, base_url="http://127.0.0.1").get("/api/v1/impact?thing=epj")
    assert answer.status_code == 200 and "system:epj" in answer.text
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


def test_a_server_loads_neither_pages_nor_other_questions_before_its_first_answer(home: Path) -> None:
    words = [sys.executable, "-W", "ignore", "-c", _SERVER, str(home)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.rpartition("loaded ")[2].split())
    assert "graphsvc_queries.impact" in loaded
    late = {"jinja2", "prometheus_client", "graphsvc_visualizations.explorer", "graphsvc_queries.overlap"}
    assert late & loaded == set()


def test_garbage_is_looked_for_again_when_a_command_runs(home: Path) -> None:
    program = _PROGRAM.replace("sys.stderr.write(", "import gc; assert gc.isenabled(); sys.stderr.write(")
    words = [sys.executable, "-c", program, "stats", "--home", str(home)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_until_a_server_listens_only_what_its_first_answer_needs_is_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    prepared, ready = threading.Event(), threading.Event()
    first, rest = module.prepare_impact, module.warm

    def prepare_impact(workspace: Workspace) -> None:
        first(workspace)
        made.append("impact")
        prepared.set()

    def warm(workspace: Workspace, *, again: bool = False) -> Snapshot:
        made.append("rest")
        done = rest(workspace, again=again)
        ready.set()
        return done

    monkeypatch.setattr(module, "prepare_impact", prepare_impact)
    monkeypatch.setattr(module, "warm", warm)
    listening = threading.Event()
    opened = Workspace.open(Settings(home=home, graph="none"), write=True)
    with opened as workspace, module.following(workspace, listening):
        assert prepared.wait(20)
        assert made == ["impact"]
        listening.set()
        assert ready.wait(20)
    assert made[:2] == ["impact", "rest"]
