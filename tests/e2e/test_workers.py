"""Several workers on PostgreSQL: any of them takes a write, all of them show it, and one that dies loses nothing."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphsvc.register import Address, Register
from tests.registers import shown
from tests.serving import PROGRAM, serving
from tests.web import MULTIPART, Answer, Web, multipart

pytestmark = pytest.mark.e2e

WITHIN = 60.0


def environment(address: Address) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
    url = f"postgresql+pg8000://{address.user}@{address.host}:{address.port}/{address.database}?schema={address.schema}"
    return {
        **plain,
        "GRAPHSVC_REGISTER_URL": url,
        "GRAPHSVC_REGISTER_PASSWORD": address.password or "",
        "GRAPHSVC_GRAPH": "none",
        "GRAPHSVC_LANG": "en",
    }


@contextmanager
def served(address: Address, home: Path, *words: str, **also: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Start the program, give its port, and stop it; ``also`` are settings in its environment."""
    with serving(home, *words, environment=environment(address) | also) as (port, process):
        yield port, process


def children(process: subprocess.Popen[str]) -> set[int]:
    """Return the workers of a server: its children that hold the port."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    named = {int(one): Path(f"/proc/{one}/cmdline").read_bytes() for one in listed.split()}
    return {one for one, words in named.items() if b"spawn_main" in words}


@pytest.fixture
def where(postgresql_place: Address) -> Address:
    Register.create(postgresql_place).close()
    return postgresql_place


def load(web: Web, source: str, *ids: str) -> Answer:
    """Import a list of systems through the API."""
    rows = "id,name_nb\n" + "".join(f"{one},{one}\n" for one in ids)
    body = multipart(("files", "system.csv", rows.encode()), ("source", None, source.encode()))
    return web.ask("/api/v1/import", "POST", body, content_type=MULTIPART, x_graphsvc_request="1")


def head(web: Web) -> int:
    return int(web.ask("/health/ready").json["revision"])


def until(look, wanted, seconds: float = WITHIN) -> float:
    """Look again and again until it is as wanted; return how long that took."""
    started = time.monotonic()
    while (found := look()) != wanted:
        assert time.monotonic() - started < seconds, f"still {found} and not {wanted} after {seconds} s"
        threading.Event().wait(0.02)
    return time.monotonic() - started


def test_what_one_server_writes_the_other_shows_within_a_second(where: Address, tmp_path: Path) -> None:
    with served(where, tmp_path / "a") as (first, _), served(where, tmp_path / "b") as (second, _):
        one, other = Web(first, None), Web(second, None)
        for number in range(1, 4):
            assert load(one, "feed", *(f"s{n}" for n in range(number))).json["revision"] == number
            assert until(lambda: head(other), number) < 1.0
        found = other.ask("/api/v1/search?q=s2").json
        assert "system:s2" in json.dumps(found)


def test_two_who_write_at_once_lose_nothing_and_double_nothing(where: Address, tmp_path: Path) -> None:
    with served(where, tmp_path, "--workers", "2") as (port, process):
        assert len(children(process)) == 2
        answers: list[Answer] = []
        with ThreadPoolExecutor(2) as pool:
            for number in range(6):
                both = (f"a{number}", f"b{number}")
                answers += pool.map(lambda name: load(Web(port, None), name, f"{name}x"), both)
    assert [answer.status for answer in answers] == [200] * 12, [answer.text for answer in answers]
    assert sorted(answer.json["revision"] for answer in answers) == list(range(1, 13))
    with Register.open(where) as register:
        assert shown(register.facts()) == {f"system:{letter}{n}x" for letter in "ab" for n in range(6)}
        assert register.verify().ok


def test_a_form_and_its_preview_may_be_answered_by_another_worker(where: Address, tmp_path: Path) -> None:
    with served(where, tmp_path / "a") as (first, _), served(where, tmp_path / "b") as (second, _):
        one = Web(first, None)
        token = re.search(r'name="csrf_token" value="(\w+)"', one.page("/import").text)
        assert token
        other = Web(second, None, one.cookies)
        rows = b"id,name_nb\nepj,Journal\n"
        sent = other.send("/import", ("csrf_token", None, token[1].encode()), ("files", "system.csv", rows))
        assert sent.status == 303, sent.text
        page = one.page(sent.headers["location"])
        assert "Journal" in page.text
        token = re.search(r'name="csrf_token" value="(\w+)"', page.text)
        assert token
        answer = (("csrf_token", None, token[1].encode()), ("action", None, b"write"))
        assert other.send(sent.headers["location"], *answer).status == 303
        assert one.send(sent.headers["location"], *answer).status == 303  # pressed twice: written once
        for web in (one, other):
            assert web.page(sent.headers["location"]).status == 200
        stranger = Web(first, None)
        assert stranger.page(sent.headers["location"]).status == 404
    with Register.open(where) as register:
        assert (register.head, shown(register.facts())) == (1, {"system:epj"})


def test_a_worker_killed_in_the_middle_of_writes_loses_nothing_and_is_replaced(where: Address, tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    sent: set[str] = set()
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            name = f"feed{number}"
            sent.add(name)
            try:
                if load(Web(port, None), name, *(f"{name}-{n}" for n in range(200))).status == 200:
                    acknowledged.add(name)
            except (OSError, http.client.HTTPException):
                continue  # it was this worker that died

    with served(where, tmp_path, "--workers", "2") as (port, process):
        writer = threading.Thread(target=write)
        writer.start()
        try:
            for _ in range(3):
                before, count = children(process), len(acknowledged)
                until(lambda count=count: len(acknowledged) > count, True)
                os.kill(min(before), signal.SIGKILL)
                until(lambda before=before: len(children(process) - before), 1)
        finally:
            done.set()
            writer.join(60)
        assert Web(port, None).ask("/health/ready").status == 200
    with Register.open(where) as register:
        assert register.verify().ok
        there = {one.name: one.claims for one in register.sources()}
        assert acknowledged <= set(there) <= sent
        assert set(there.values()) == {200}
        assert register.head == len(there)


def numbers(web: Web) -> dict[str, float]:
    told = (line.rsplit(" ", 1) for line in web.ask("/metrics").text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in told}


def test_whichever_worker_is_asked_tells_the_numbers_of_all_and_of_those_that_died(
    where: Address, tmp_path: Path
) -> None:
    asked = 'graphsvc_requests_total{method="GET",route="/api/v1/history",status="200"}'
    with served(where, tmp_path, "--workers", "2", GRAPHSVC_METRICS="1") as (port, process):
        web = Web(port, None)
        assert load(web, "feed", "a", "b").status == 200
        for _ in range(20):
            assert web.ask("/api/v1/history").status == 200
        until(lambda: {numbers(web)[asked] for _ in range(10)}, {20.0})
        before, started = children(process), numbers(web)
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(children(process) - before), 1)
        wanted = {f'graphsvc_snapshot_revision{{worker="{number}"}}': 1.0 for number in (0, 1)}
        until(lambda: {name: numbers(web).get(name) for name in wanted}, wanted)
        found = numbers(web)
        assert found[asked] == 20
        assert found["graphsvc_register_revision"] == 1
        begun = [f'graphsvc_worker_started_seconds{{worker="{number}"}}' for number in (0, 1)]
        assert sum(found[name] > started[name] for name in begun) == 1
        assert all(found[f'graphsvc_worker_memory_bytes{{worker="{number}"}}'] > 1e7 for number in (0, 1))


def test_workers_end_with_the_one_who_started_them(where: Address, tmp_path: Path) -> None:
    with served(where, tmp_path, "--workers", "2") as (_, process):
        workers = children(process)
        process.kill()
        process.wait(30)
        until(lambda: [one for one in workers if Path(f"/proc/{one}/cmdline").exists()], [])


def test_several_workers_need_a_server_and_say_so(tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
    words = [*PROGRAM, "serve", "--workers", "2", "--home", str(tmp_path / "home"), "--lang", "en"]
    said = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False, env=plain)
    assert said.returncode == 2
    assert "need a register on PostgreSQL" in said.stderr


def test_the_password_is_shown_nowhere(where: Address, tmp_path: Path) -> None:
    assert where.password
    with_password = environment(where)
    del with_password["GRAPHSVC_REGISTER_PASSWORD"]
    secret = f"{where.user}:{where.password}@"
    with_password["GRAPHSVC_REGISTER_URL"] = with_password["GRAPHSVC_REGISTER_URL"].replace(f"{where.user}@", secret)
    for words in (["doctor"], ["init"]):
        command = [*PROGRAM, *words, "--home", str(tmp_path / "home")]
        for change in ({}, {"GRAPHSVC_REGISTER_URL": with_password["GRAPHSVC_REGISTER_URL"].replace("schema=", "x=")}):
            said = subprocess.run(
                command, capture_output=True, text=True, timeout=60, check=False, env={**with_password, **change}
            )
            assert where.password not in said.stdout + said.stderr
            assert "Traceback" not in said.stderr
