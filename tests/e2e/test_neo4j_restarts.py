"""Neo4j dies and comes back in the middle of imports: nothing lost, nothing twice, nothing half; and it is said."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graphsvc.graphdb.neo4j import Neo4jDatabase
from graphsvc.register import Address, Register
from tests.graph_engines import options_of
from tests.held_facts import expected, held
from tests.pairs import register_settings
from tests.readiness import RED, Watch
from tests.serving import PROGRAM, serving
from tests.web import MULTIPART, Part, Web, multipart

pytestmark = pytest.mark.e2e

#: The long run is `GRAPHSVC_RESTARTS=50 scripts/test -- tests/e2e/test_neo4j_restarts.py`.
RESTARTS = int(os.environ.get("GRAPHSVC_RESTARTS", "5"))
SEED = int(os.environ.get("GRAPHSVC_SEED", "2026"))
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "neo4j"
THINGS = 300
#: Seconds in which a test gives up waiting for something.
WITHIN = 120.0


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

    def wait_for_a_writer(self, ended: Callable[[], bool]) -> None:
        """Return when somebody's transaction has written something, or when nobody will write any more."""
        asked = "SHOW TRANSACTIONS YIELD activeLockCount WHERE activeLockCount > 0 RETURN count(*) AS n"
        login = (self.options["user"], self.options["password"])
        with neo4j.GraphDatabase.driver(self.options["uri"], auth=login) as driver, driver.session() as session:
            while not ended() and not session.run(asked).single(strict=True)["n"]:
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
    """A register whose graph is on the server, handled as a person does: with commands, and over HTTP."""

    def __init__(self, folder: Path, server: Server, address: Address | None = None) -> None:
        self.folder, self.where = folder, address or folder
        told = register_settings(self.where)
        self.environment = {
            **server.environment,
            **{f"GRAPHSVC_{name.upper()}": value for name, value in told.items()},
        }

    def ask(self, *words: str) -> tuple[int, dict[str, Any]]:
        command = [*PROGRAM, *words, "--home", str(self.folder), "--json"]
        done = subprocess.run(
            command, capture_output=True, text=True, env=self.environment, timeout=WITHIN, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    @contextmanager
    def served(self) -> Iterator[Web]:
        """Serve it as the program does, and stop."""
        with serving(self.folder, environment=self.environment) as (port, _):
            yield Web(port, None, seconds=WITHIN)


def write(folder: Path, edition: int) -> None:
    """Write files of which every row differs from the edition before, and some come and go."""
    folder.mkdir(exist_ok=True)
    names = [f"s{number:03}" for number in range(THINGS) if (number + edition) % 7]
    systems = [f"{name},Edition {edition} of {name}" for name in names]
    flows = [f"{one},{other},{edition}" for one, other in pairwise(names)]
    (folder / "system.csv").write_text("id,name_nb\n" + "\n".join(systems) + "\n", encoding="utf-8")
    (folder / "flow.csv").write_text("from,to,protocol\n" + "\n".join(flows) + "\n", encoding="utf-8")


def by_command(home: Home, files: Path) -> dict[str, Any]:
    code, document = home.ask("import", str(files), "--source", "feed", "--yes", "--confirm-removals")
    assert code == 0, document
    return document


def over_http(web: Web, files: Path) -> dict[str, Any]:
    parts: list[Part] = [("files", file.name, file.read_bytes()) for file in sorted(files.iterdir())]
    body = multipart(*parts, ("source", None, b"feed"), ("confirm_removals", None, b"true"))
    answer = web.ask("/api/v1/import?lang=en", "POST", body, content_type=MULTIPART, x_graphsvc_request="1")
    assert answer.status == 200, answer.text
    return dict(answer.json)


def sound(home: Home, server: Server, revision: int, edition: int) -> None:
    """Hold that register and graph show the revision whole, node by node, and that nothing is there twice."""
    with Register.open(home.where) as register:
        assert register.verify().ok
        facts = register.facts()
    assert facts.revision == revision
    assert {str(one.record.fields["name_nb"]).split(" of ")[0] for one in facts.things} == {f"Edition {edition}"}
    graph = Neo4jDatabase(home.folder, **server.options)
    status = graph.status(verify=True)
    assert (status.digest_ok, status.revision) == (True, revision), status
    assert held(graph) == expected(facts)


def test_neo4j_stopped_in_the_middle_of_imports_and_started_again(
    neo4j_server: Server, postgresql_place: Address, tmp_path: Path
) -> None:
    """Every time: the import is done, readiness is red and then green by itself, and the graph equals the facts."""
    chance = random.Random(SEED)
    home, files = Home(tmp_path / "home", neo4j_server, postgresql_place), tmp_path / "files"
    assert home.ask("init")[0] == 0
    tally = {"behind": 0, "warned": 0}
    with home.served() as web, Watch(web) as watch, ThreadPoolExecutor(1) as pool:
        write(files, 0)
        started = time.monotonic()
        over_http(web, files)
        usual = time.monotonic() - started
        for number in range(1, RESTARTS + 1):
            write(files, number)
            where = f"seed {SEED}, restart {number}"
            way = (by_command, home) if number % 2 else (over_http, web)
            importing = pool.submit(*way, files)  # type: ignore[arg-type]
            if number % 3:  # most moments of an import are not those in which the graph is written: wait for one
                neo4j_server.wait_for_a_writer(importing.done)
                threading.Event().wait(chance.uniform(0.0, 0.4))
            else:
                threading.Event().wait(chance.uniform(0.0, 1.0) * usual)
            stopping = time.monotonic()
            neo4j_server.stop(immediate=chance.random() < 0.8)
            stopped = time.monotonic()
            watch.turns_red(stopping, stopped)
            # Whatever the graph database does: the import is done, and it is said what was not.
            document = importing.result(WITHIN)
            assert document["revision"] == number + 1, where
            warned = any("graph" in warning.lower() for warning in document.get("warnings", ()))
            neo4j_server.start()
            watch.turns_green(time.monotonic(), WITHIN)
            behind = watch.saw_behind(stopped)
            assert warned or not behind, f"{where}: the graph was behind, and nobody was told: {document}"
            sound(home, neo4j_server, number + 1, number)
            tally["behind"] += behind
            tally["warned"] += warned
            print(f"{where}: {tally}; {watch.told()}", flush=True)  # who waits for the long run wants to see it go on
        assert web.ask("/api/v1/stats").json["revision"] == RESTARTS + 1


@pytest.fixture
def served(neo4j_server: Server, tmp_path: Path) -> Iterator[Web]:
    """A web server whose graph is on the Neo4j server."""
    home = Home(tmp_path / "home", neo4j_server)
    assert home.ask("init")[0] == 0
    with home.served() as web:
        yield web


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
