"""When the engine fails at any operation, nothing is written, reading goes on, and a retry succeeds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from pg8000.exceptions import DatabaseError
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from graphsvc.errors import EngineError
from graphsvc.model import Kind, Reference
from graphsvc.records import ChangeSet, ClaimChange, Cover
from graphsvc.register import PEOPLE, Address, Register
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
def failing_at(register: Register, number: int) -> Iterator[list[int]]:
    """Let the operation of this number fail; a commit is an operation too."""
    seen, pool = [0], register._engine._pool
    on_a_server = isinstance(register.where, Address)
    error = DatabaseError({"C": "58030", "M": "injected"}) if on_a_server else sqlite3.OperationalError("injected")

    def count(*_: object) -> None:
        seen[0] += 1
        if seen[0] == number:
            raise OperationalError("injected", None, error)

    event.listen(pool, "before_cursor_execute", count)
    event.listen(pool, "commit", count)
    try:
        yield seen
    finally:
        event.remove(pool, "before_cursor_execute", count)
        event.remove(pool, "commit", count)


@pytest.mark.parametrize("write", WRITES, ids=["load", "undo", "about", "precedence", "alias", "edit"])
def test_a_failure_of_any_operation_leaves_nothing_half(register: Register, write: Callable[[Register], int]):
    load(register, FIRST)
    before = register.facts().digest
    failures = 0
    for number in range(1, 100):
        with failing_at(register, number) as seen, suppress(EngineError):
            assert write(register) == 2
            break
        failures += 1
        assert (register.head, register.facts().digest) == (1, before)
        assert register.verify().ok
    assert failures == number - 1 == seen[0] >= 5
    assert register.head == 2
