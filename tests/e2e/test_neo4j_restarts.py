"""Neo4j dies and comes back in the middle of imports: nothing lost, nothing twice, nothing half; and it is said."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import neo4j
import pytest

from tests.graph_engines import options_of
from tests.web import MULTIPART, Web, multipart

pytestmark = pytest.mark.e2e

#: The long run is `GRAPHSVC_RESTARTS=50 scripts/test -- tests/e2e/test_neo4j_restarts.py`.
RESTARTS = int(os.environ.get("GRAPHSVC_RESTARTS", "5"))
SEED = int(os.environ.get("GRAPHSVC_SEED", "2026"))
PROGRAM = [sys.executable, "-m", "graphsvc"]
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "neo4j"
THINGS = 300
#: Seconds in which readiness turns red (quality.md, R7); and in which a test gives up waiting for something.
RED, WITHIN = 5.0, 120.0


class Server:
    """A Neo4j server of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.options = options_of(self._run("start"))

    def _run(self, *words: str) -> str:
        quick = {**os.environ, "NEO4J_JAVA": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
        command = [sys.executable, str(SCRIPT), words[0], str(self.folder), *words[1:]]
        done = subprocess.run(command, env=quick, stdout=subprocess.PIPE, text=True, timeout=300, check=True)
        return done.stdout.strip()

    def start(self) -> None:
        assert options_of(self._run("start")) == self.options

    def stop(self, *, immediate: bool) -> None:
        self._run("stop", *(["immediate"] if immediate else []))

    def send(self, sent: signal.Signals) -> None:
        os.kill(json.loads((self.folder / "server.json").read_text(encoding="utf-8"))["pid"], sent)

    def wait_for_a_writer(self, running: subprocess.Popen[str]) -> None:
        """Return when somebody's transaction has written something, or when nobody will write any more."""
        asked = "SHOW TRANSACTIONS YIELD activeLockCount WHERE activeLockCount > 0 RETURN count(*) AS n"
        login = (self.options["user"], self.options["password"])
        with neo4j.GraphDatabase.driver(self.options["uri"], auth=login) as driver, driver.session() as session:
            while running.poll() is None and not session.run(asked).single(strict=True)["n"]:
                threading.Event().wait(0.005)

    @property
    def environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
        told = {f"GRAPHSVC_NEO4J_{name.upper()}": value for name, value in self.options.items()}
        return {**plain, **told, "GRAPHSVC_GRAPH": "neo4j", "GRAPHSVC_LANG": "en"}


@pytest.fixture(scope="module")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may be killed: it is nobody else's."""
    server = Server(tmp_path_factory.mktemp("neo4j") / "server")
    try:
        yield server
    finally:
        server.stop(immediate=True)


class Home:
    """A register whose graph is on the server, handled as a person does."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server = folder, server

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [*PROGRAM, *words, "--home", str(self.folder), "--json"]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.server.environment
        )

    def ask(self, *words: str) -> tuple[int, dict[str, Any]]:
        with self.start(*words) as running:
            said, complaint = running.communicate(timeout=WITHIN)
        assert "Traceback" not in complaint, complaint
        assert said, complaint
        return running.returncode, json.loads(said)

    def contents(self) -> object:
        """Everything that the graph holds, and each flow with its ends."""
        systems = self.ask("cypher", "MATCH (s:system) RETURN s.id, s.name_nb ORDER BY s.id")[1]["rows"]
        flows = self.ask("cypher", "MATCH (a)-[f:flow]->(b) RETURN a.id, b.id, f.id, f.protocol ORDER BY f.id")[1][
            "rows"
        ]
        return systems, flows


def write(folder: Path, edition: int) -> None:
    """Write files of which every row differs from the edition before, and some come and go."""
    folder.mkdir(exist_ok=True)
    names = [f"s{number:03}" for number in range(THINGS) if (number + edition) % 7]
    systems = [f"{name},Edition {edition} of {name}" for name in names]
    flows = [f"{one},{other},{edition}" for one, other in pairwise(names)]
    (folder / "system.csv").write_text("id,name_nb\n" + "\n".join(systems) + "\n", encoding="utf-8")
    (folder / "flow.csv").write_text("from,to,protocol\n" + "\n".join(flows) + "\n", encoding="utf-8")


def test_neo4j_stopped_in_the_middle_of_imports_and_started_again(neo4j_server: Server, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    home, files = Home(tmp_path / "home", neo4j_server), tmp_path / "files"
    load = ("import", str(files), "--source", "feed", "--yes", "--confirm-removals")
    assert home.ask("init")[0] == 0
    write(files, 0)
    assert home.ask(*load)[0] == 0
    write(files, 1)
    started = time.monotonic()
    assert home.ask(*load)[0] == 0
    usual = time.monotonic() - started
    revision, tally = 2, {"in step": 0, "behind": 0, "warned": 0}
    for number in range(2, RESTARTS + 2):
        write(files, number)
        where = f"seed {SEED}, restart {number - 1}"
        with home.start(*load) as running:
            if number % 3:  # most moments of an import are not those in which the graph is written: wait for one
                neo4j_server.wait_for_a_writer(running)
                threading.Event().wait(chance.uniform(0.0, 0.4))
            else:
                threading.Event().wait(chance.uniform(0.0, 1.0) * usual)
            neo4j_server.stop(immediate=chance.random() < 0.8)
            said, complaint = running.communicate(timeout=WITHIN)
        # Whatever the graph database does: the import is done, and it is said what was not.
        assert running.returncode == 0, f"{where}: {complaint}"
        assert "Traceback" not in complaint, where
        revision += 1
        document = json.loads(said)
        assert document["revision"] == revision, where
        neo4j_server.start()
        code, verified = home.ask("verify")
        assert verified["register"]["ok"], where
        status = verified["graph"]
        assert status["digest_ok"], f"{where}: {status}"
        assert status["revision"] in {*range(1, revision + 1)}, where
        assert (code == 0) == status["in_step"] == (status["revision"] == revision), where
        warned = any("graph" in warning.lower() for warning in document.get("warnings", ()))
        assert warned or status["in_step"], f"{where}: the graph is behind, and nobody was told: {document}"
        tally["in step" if status["in_step"] else "behind"] += 1
        tally["warned"] += warned
    print(f"seed {SEED}: {RESTARTS} restarts, after which the graph was {tally}")

    # Behind or not: the next import leads it to the newest revision, and that equals a rebuild.
    write(files, RESTARTS + 2)
    assert home.ask(*load)[0] == 0
    code, status = home.ask("graph", "status")
    assert (code, status["revision"]) == (0, revision + 1), status
    before = home.contents()
    assert home.ask("graph", "rebuild")[0] == 0
    assert home.contents() == before


@pytest.fixture
def served(neo4j_server: Server, tmp_path: Path) -> Iterator[Web]:
    """A web server whose graph is on the Neo4j server."""
    home = Home(tmp_path / "home", neo4j_server)
    assert home.ask("init")[0] == 0
    command = [*PROGRAM, "serve", "--home", str(home.folder), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=neo4j_server.environment) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                    threading.Thread(target=process.stderr.read, daemon=True).start()
                    yield Web(int(found[1]), None)
                    break
            else:
                pytest.fail("the server did not start")
        finally:
            process.terminate()
            process.wait(30)


def load(web: Web, *ids: str) -> None:
    rows = "id,name_nb\n" + "".join(f"{one},{one}\n" for one in ids)
    body = multipart(("files", "system.csv", rows.encode()), ("source", None, b"feed"))
    answer = web.ask("/api/v1/import", "POST", body, content_type=MULTIPART, x_graphsvc_request="1")
    assert answer.status == 200, answer.text


def until(look: Callable[[], object], wanted: object, seconds: float) -> None:
    """Look again and again until it is as wanted."""
    started = time.monotonic()
    while (found := look()) != wanted:
        assert time.monotonic() - started < seconds, f"still {found} and not {wanted} after {seconds} s"
        threading.Event().wait(0.05)


def test_readiness_turns_red_when_neo4j_goes_and_green_again_by_itself(neo4j_server: Server, served: Web) -> None:
    def ready() -> tuple[int, object]:
        answer = served.ask("/health/ready")
        return answer.status, answer.json.get("graph", {}).get("in_step")

    load(served, "a")
    until(ready, (200, True), WITHIN)
    for gone, back in (
        (lambda: neo4j_server.stop(immediate=True), neo4j_server.start),
        (lambda: neo4j_server.send(signal.SIGSTOP), lambda: neo4j_server.send(signal.SIGCONT)),
    ):
        gone()
        until(lambda: ready()[0], 503, RED)
        told = served.ask("/health/ready").json
        assert told["status"] == 503
        assert served.ask("/health/live").status == 200
        assert served.ask("/api/v1/search?q=a").status == 200  # answers do not need it
        back()
        until(ready, (200, True), WITHIN)


def test_what_was_imported_while_neo4j_was_away_is_there_when_it_is_back(neo4j_server: Server, served: Web) -> None:
    load(served, "a")
    until(lambda: served.ask("/health/ready").status, 200, WITHIN)
    neo4j_server.stop(immediate=True)
    load(served, "a", "b")
    neo4j_server.start()
    until(lambda: served.ask("/health/ready").json.get("graph"), {"engine": "neo4j", "in_step": True}, WITHIN)
    assert served.ask("/health/ready").json["revision"] == 2
