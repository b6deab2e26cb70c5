"""When the engine fails at any operation, nothing is written, reading goes on, and a retry succeeds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from graphsvc.errors import EngineError
from graphsvc.model import Kind, Reference
from graphsvc.records import ChangeSet, ClaimChange, Cover
from graphsvc.register import PEOPLE, Register
from tests.registers import load, thing, told

FIRST = told("hr", *(thing(f"system:s{n:03}", vendor="A") for n in range(50)))
SECOND = told("hr", *(thing(f"system:s{n:03}", vendor="B") for n in range(10, 60)), covers=[Cover(Kind.SYSTEM)])

WRITES: list[Callable[[Register], int]] = [
    lambda register: load(register, SECOND),
    lambda register: register.undo(1, who="kari"),
    lambda register: register.set_about(who="kari", title="T"),
    lambda register: register.set_precedence(["hr", PEOPLE], who="kari"),
    lambda register: register.add_alias("hr", Kind.SYSTEM, "s001", Reference("system:x"), who="kari"),
    lambda register: register.commit_changes(
        ChangeSet(PEOPLE, [ClaimChange(None, thing("system:s001", users=1))]), who="kari", message=""
    ),
]


@contextmanager
def failing_at(engine: Engine, number: int) -> Iterator[list[int]]:
    """Let the operation of this number fail; a commit is an operation too."""
    seen = [0]

    def count(*_: object) -> None:
        seen[0] += 1
        if seen[0] == number:
            raise OperationalError("injected", None, sqlite3.OperationalError("disk I/O error (injected)"))

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)
        event.remove(engine, "commit", count)


@pytest.mark.parametrize("write", WRITES, ids=["load", "undo", "about", "precedence", "alias", "edit"])
def test_a_failure_of_any_operation_leaves_nothing_half(tmp_path: Path, write: Callable[[Register], int]):
    with Register.create(tmp_path) as register:
        load(register, FIRST)
        before = register.facts().digest
        failures = 0
        for number in range(1, 100):
            with failing_at(register._engine, number) as seen, suppress(EngineError):
                assert write(register) == 2
                break
            failures += 1
            assert (register.head, register.facts().digest) == (1, before)
            assert register.verify().ok
        assert failures == number - 1 == seen[0] >= 5
        assert register.head == 2
        assert register.verify().ok


def test_a_full_disk_writes_nothing_says_so_and_recovers(tmp_path: Path):
    rows = [thing(f"system:s{n:04}", description="x" * 500) for n in range(3000)]
    with Register.create(tmp_path) as register:
        load(register, FIRST)
        with register._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        limit = f"PRAGMA max_page_count={pages + 50}"
        event.listen(register._engine, "begin", lambda connection: connection.exec_driver_sql(limit))
        with pytest.raises(EngineError, match="no room to write") as caught:
            load(register, told("big", *rows))
        assert str(tmp_path) in str(caught.value)
        assert caught.value.exit_status == 3
        assert register.head == 1
        assert register.verify().ok
        limit = "PRAGMA max_page_count=1000000"
        assert load(register, told("big", *rows)) == 2
        assert register.verify().ok


def test_a_limit_on_file_sizes_writes_nothing_and_says_so(tmp_path: Path):
    import resource
    import signal

    rows = [thing(f"system:s{n:04}", description="x" * 500) for n in range(3000)]
    with Register.create(tmp_path) as register:
        load(register, FIRST)
        old = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, old[1]))
            with pytest.raises(EngineError, match="no room to write"):
                load(register, told("big", *rows))
            assert register.verify().ok
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
            signal.signal(signal.SIGXFSZ, ignored)
        assert load(register, told("big", *rows)) == 2
        assert register.verify().ok
