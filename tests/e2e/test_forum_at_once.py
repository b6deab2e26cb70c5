"""A meeting where everybody writes at once: nothing lost, nothing doubled, and no edit hides another."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.e2e.conftest import PROGRAM

pytestmark = pytest.mark.e2e

SEED = int(os.environ.get("GRAPHSVC_SEED", "20261126"))
DECISIONS, EDITS, MEETINGS, AT_ONCE = 200, 200, 8, 32
PROPOSALS = [f"P{number}" for number in range(1, 9)]


class Got(NamedTuple):
    """What came back."""

    status: int
    document: dict[str, Any]
    headers: dict[str, str]


def send(address: str, method: str, path: str, body: dict[str, Any] | None = None, **headers: str) -> Got:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=300)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {"X-Graphsvc-Request": "1", "Content-Type": "application/json"}
    try:
        connection.request(method, f"/api/v1{path}", json.dumps(body).encode() if body is not None else None, named)
        got = connection.getresponse()
        found = {name.casefold(): value for name, value in got.getheaders()}
        return Got(got.status, json.loads(got.read()), found)
    finally:
        connection.close()


@contextmanager
def served(home: Path, *words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a register without a graph database; the process is given so that it can be killed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
    environment["GRAPHSVC_GRAPH"] = "none"
    command = [str(PROGRAM), *words, "--home", str(home), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=home.parent) as process:
        assert process.stderr is not None
        try:
            found = next((match for line in process.stderr if (match := re.search(r"http://\S+", line))), None)
            assert found, f"{command} did not serve"
            yield found[0].rstrip("/"), process
        finally:
            process.terminate()
            process.stderr.close()
            process.wait(30)


def verified(home: Path, *words: str) -> dict[str, Any]:
    environment = {**os.environ, "GRAPHSVC_GRAPH": "none"}
    command = [str(PROGRAM), "verify", "--home", str(home), "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    return dict(json.loads(done.stdout)["register"])


def decision(number: int) -> dict[str, Any]:
    outcome = random.Random(SEED + number).choice(["approve_with_conditions", "postpone", "decline"])
    conditions = [{"text": f"vilkår {number}"}] if outcome == "approve_with_conditions" else []
    return {"outcome": outcome, "reasons": f"begrunnelse {number}", "conditions": conditions}


def test_two_hundred_decisions_and_edits_at_once(tmp_path: Path) -> None:
    with served(tmp_path / "home", "demo", "--no-browser") as (address, _):
        meetings = [
            send(address, "POST", "/meetings", {"title": f"Møte {n}", "date": "2026-12-10"}).document["id"]
            for n in range(MEETINGS)
        ]
        # Every fourth decision is sent twice, by an impatient program.
        twice = [*range(DECISIONS), *range(0, DECISIONS, 4)]
        acts: list[Callable[[], tuple[str, int, Got]]] = [
            *(lambda n=n: ("decision", n, _decide(address, PROPOSALS[n % 8], n, decision(n))) for n in twice),
            *(lambda n=n: ("edit", n, _edit(address, meetings[n % MEETINGS], n)) for n in range(EDITS)),
        ]
        random.Random(SEED).shuffle(acts)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = list(pool.map(lambda act: act(), acts))
        decisions = send(address, "GET", "/decisions").document["decisions"]
        minutes = [send(address, "GET", f"/meetings/{one}").document["minutes"].split("\n") for one in meetings]
        histories = [send(address, "GET", f"/meetings/{one}/history").document["history"] for one in meetings]
    _none_lost_none_doubled(done, decisions)
    assert {got.status for sort, _, got in done if sort == "edit"} == {200}
    assert Counter(line for one in minutes for line in one) == Counter(f"linje {number}" for number in range(EDITS))
    assert sum(len(one) - 1 for one in histories) == EDITS
    found = verified(tmp_path / "home")
    assert found["ok"], found["problems"]


def _decide(address: str, proposal: str, number: int, body: dict[str, Any]) -> Got:
    return send(address, "POST", f"/proposals/{proposal}/decisions", body, Idempotency_Key=f"decision {number}")


def _edit(address: str, meeting: str, number: int) -> Got:
    """Add a line to the minutes, as one who has just read them; who is too late is shown both and reads again."""
    path = f"/meetings/{meeting}"
    while True:
        seen = send(address, "GET", path)
        words = f"{seen.document.get('minutes', '')}\nlinje {number}".strip()
        version = seen.headers["etag"]
        key = f"edit {number} of {version}"
        got = send(address, "PATCH", path, {"minutes": words}, If_Match=version, Idempotency_Key=key)
        if got.status != 409:
            return got
        assert got.document["code"] == "edit-conflict"
        assert got.document["yours"] == {"minutes": words}
        assert f"linje {number}" not in got.document["stored"].get("minutes", "").split("\n")
        assert got.document["version"] != version.strip('"')


def _none_lost_none_doubled(done: list[tuple[str, int, Got]], decisions: list[dict[str, Any]]) -> None:
    answers = [(number, got) for sort, number, got in done if sort == "decision"]
    assert {got.status for _, got in answers} <= {200, 201}, [got.document for _, got in answers if got.status > 201][
        :3
    ]
    assert Counter(one["reasons"] for one in decisions) == Counter(f"begrunnelse {n}" for n in range(DECISIONS))
    assert len({one["id"] for one in decisions}) == DECISIONS
    by_id = {one["id"]: one for one in decisions}
    for number, got in answers:
        assert by_id[got.document["id"]]["reasons"] == f"begrunnelse {number}"
    replayed = [got for _, got in answers if got.headers.get("idempotent-replayed") == "true"]
    assert len(replayed) == len(answers) - DECISIONS
    for proposal in PROPOSALS:  # each decision points at the one before it, so that none is beside the line
        line = [one for one in decisions if one["proposal"] == proposal]
        assert [one["replaces"] for one in line] == [*(one["id"] for one in line[1:]), None]


def test_a_server_killed_in_the_middle_of_decisions_has_decided_each_once_when_they_are_sent_again(
    tmp_path: Path,
) -> None:
    home, total = tmp_path / "home", 40
    acknowledged: dict[int, str] = {}
    for _ in range(2):
        with served(home, "demo", "--no-browser") as (address, process):
            timer = threading.Timer(random.Random(SEED + len(acknowledged)).uniform(2.0, 4.0), process.kill)
            timer.start()
            with ThreadPoolExecutor(8) as pool:
                for number, identifier in pool.map(lambda n: (n, _try(address, n)), range(total)):
                    if identifier is not None:
                        assert acknowledged.setdefault(number, identifier) == identifier
            timer.cancel()
            process.kill()
    with served(home, "demo", "--no-browser") as (address, _):
        for number in range(total):
            identifier = _try(address, number)
            assert identifier is not None
            assert acknowledged.setdefault(number, identifier) == identifier
        decisions = send(address, "GET", "/decisions").document["decisions"]
    assert Counter(one["reasons"] for one in decisions) == Counter(f"begrunnelse {n}" for n in range(total))
    assert verified(home)["ok"]


def _try(address: str, number: int) -> str | None:
    try:
        got = _decide(address, PROPOSALS[number % len(PROPOSALS)], number, decision(number))
    except (OSError, http.client.HTTPException):
        return None
    assert got.status in (200, 201), got.document
    return str(got.document["id"])


def test_the_head_of_an_export_is_found_again_after_hundreds_of_revisions(tmp_path: Path) -> None:
    with served(tmp_path / "home", "demo", "--no-browser") as (address, _):
        made = _decide(address, "P8", 0, decision(0)).document["id"]
        head = send(address, "GET", f"/decisions/{made}/metadata").document["chain"]["head_digest"]
        for number in range(1, 30):
            send(address, "POST", "/notes", {"title": f"n{number}", "text": "x"})
    assert verified(tmp_path / "home", "--head", head)["head_at"] is not None
    wrong = head[:-1] + ("0" if head[-1] != "0" else "1")
    assert verified(tmp_path / "home", "--head", wrong)["ok"] is False
