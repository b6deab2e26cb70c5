"""Children of test_kill_nine: one imports a drawn reading after another, one makes backups, until they are killed.

They are processes of their own that fork from a server which has imported everything and opened nothing: starting an
interpreter took longer than the work that a kill is to interrupt.
"""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from graphsvc.model import Kind, Reference, Relation
from graphsvc.records import Cover, Place, Reading, RelationRecord, ThingRecord
from graphsvc.register import Register, Where

__all__ = ["SOURCE", "Child", "backups", "child_of", "imports", "reading"]

SOURCE = "feed"
THINGS = 1200
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    [
        "tests.e2e.importing_without_end",
        "graphsvc.register.sqlite.statements",
        "sqlalchemy.dialects.sqlite",
        "sqlalchemy.dialects.postgresql.pg8000",
        "pg8000.native",
    ]
)


def reading(number: int) -> Reading:
    """Make the reading of this number, always the same; each differs from the one before in most of its records."""
    chance = random.Random(number)
    chosen = sorted(chance.sample(range(THINGS), 900))
    things = [_system(one, number) for one in chosen]
    flows = [_flow(*ends, number) for ends in pairwise(chosen)]
    return Reading("feed", SOURCE, (*things, *flows), coverage=(Cover(Kind.SYSTEM), Cover(Relation.FLOW)))


def _system(one: int, number: int) -> ThingRecord:
    fields = {"users": number, "name_nb": f"System {one}"}
    return ThingRecord(Kind.SYSTEM, f"s{one:04}", fields, Place("feed", line=one))


def _flow(start: int, end: int, number: int) -> RelationRecord:
    ends = (Reference(f"system:s{start:04}"), Reference(f"system:s{end:04}"))
    return RelationRecord(Relation.FLOW, f"f{start:04}", *ends, {"protocol": str(number)})


class Child:
    """A process that works without end, and what it says.

    Parameters
    ----------
    process
        The process, started.
    said
        The end of the pipe from which its words are read.
    """

    def __init__(self, process: ForkServerProcess, said: Connection) -> None:
        self.process, self._said = process, os.fdopen(os.dup(said.fileno()), encoding="ascii")

    def awaited(self) -> None:
        """Return when it is at work."""
        assert self._said.readline() == "ready\n", "the child could not open the register"

    def killed(self, seconds: float) -> list[int]:
        """Kill it so long from now, and return the numbers that it had said."""
        self.process.join(seconds)
        self.process.kill()
        self.process.join()
        return [int(one) for one in self._said.read().split()]

    def close(self) -> None:
        """Leave nothing of it."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self._said.close()


@contextmanager
def child_of(work: Callable[..., None], *given: Where) -> Iterator[Child]:
    """Start a child at such a work with what it is given, and wait until it is at it."""
    hearing, saying = _SERVER.Pipe(duplex=False)
    with hearing:
        with saying:
            process = _SERVER.Process(target=work, args=(saying, *given))
            process.start()
        child = Child(process, hearing)
    try:
        child.awaited()
        yield child
    finally:
        child.close()


def imports(saying: Connection, where: Where) -> None:
    """Load readings until killed; the message of a revision is the number of its reading."""
    with Register.open(where, write=True) as register:
        _say(saying, "ready")
        while True:
            number = register.head + 1
            _say(saying, register.commit(register.plan(reading(number), SOURCE), who="child", message=str(number)))


def backups(saying: Connection, where: Where, file: Path) -> None:
    """Make one backup after another in the same place until killed."""
    with Register.open(where) as register:
        _say(saying, "ready")
        while True:
            register.backup(file)


def _say(saying: Connection, word: object) -> None:
    os.write(saying.fileno(), f"{word}\n".encode())
