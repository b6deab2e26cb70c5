"""Questions with more paths than anybody can list are answered in time on the command line, over HTTP and as a page."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.ports import ImportOptions
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.service import Workspace
from graphsvc_importers.tables import TablesImporter
from tests.bounds import within
from tests.installations import environment_of, register_of, settings_at
from tests.web import Web, serving

#: What the rows of the index say; memory is that of a whole process with its libraries, which alone take half of it.
SECONDS, MEGABYTES = 5, 256
SETS = {
    "clique": (("sem_24_nodes", "sem_24_dense_clique_30"), "from=n0&to=n29"),
    "diamonds": (("sem_25_nodes", "sem_25_diamond_chain_40"), "from=d0&to=d40"),
}


@pytest.fixture(scope="module", params=SETS)
def asked(
    request: pytest.FixtureRequest, data_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A register with one of the sets, and what is asked of it."""
    names, question = SETS[request.param]
    files = [data_folder / "badinputs" / f"{name}.csv" for name in names]
    reading = TablesImporter().read(files, ImportOptions(mapping="neutral_flows"))
    home = tmp_path_factory.mktemp(request.param) / "home"
    with register_of(home) as register:
        changes = ChangeSet("test", tuple(ClaimChange(None, record) for record in reading.records))
        register.commit_changes(changes, who="test", message="all")
    return home, question


@pytest.fixture(scope="module")
def web(asked: tuple[Path, str]) -> Iterator[Web]:
    with Workspace.open(settings_at(asked[0])) as workspace, serving(workspace) as served:
        yield served


@pytest.mark.parametrize("path", ["/api/v1/paths", "/api/v1/paths.svg", "/api/v1/paths.csv", "/paths"])
def test_all_paths_are_answered_over_http_in_time_and_said_to_be_cut_short(
    web: Web, asked: tuple[Path, str], path: str
) -> None:
    with within(SECONDS):
        answer = web.ask(f"{path}?{asked[1]}&all=true&max-steps=0&lang=nb", accept="text/html")
    assert answer.status == 200, answer.text[:300]
    if path == "/api/v1/paths":
        assert answer.json["truncated"]
        assert len(answer.json["paths"]) > 200
    if path == "/paths":
        assert "Svaret er avkortet" in answer.text
        assert 5 <= answer.text.count('<li class="way') <= 50


def test_the_page_of_the_usual_question_is_made_too(web: Web, asked: tuple[Path, str]) -> None:
    for view in ("picture", "table"):
        answer = web.ask(f"/paths?{asked[1]}&view={view}&lang=en", accept="text/html")
        assert answer.status == 200
    assert "80 steps" in answer.text or "at least 1000 paths" in answer.text


def test_all_paths_are_answered_on_the_command_line_within_the_memory(asked: tuple[Path, str]) -> None:
    start, end = (pair.partition("=")[2] for pair in asked[1].split("&"))
    words = ["paths", start, end, "--all", "--max-steps", "0", "--json", "--home", str(asked[0])]
    # Not ru_maxrss: a child begins with what its parent had.
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from graphsvc.cli.program import main\n"
        f"sys.argv = ['graphsvc', *{words!r}]\n"
        "try:\n    main()\nfinally:\n"
        "    print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0], file=sys.stderr)\n"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment_of(asked[0])
    )
    assert json.loads(done.stdout)["truncated"]
    assert int(done.stderr.split()[-1]) / 1024 < MEGABYTES
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < SECONDS
