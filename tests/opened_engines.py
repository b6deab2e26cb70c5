"""Which engines are opened in this process: noted by what opens them, whoever asks for it."""

from __future__ import annotations

import functools
from typing import Any

from graphsvc.register.postgresql import PostgresqlEngine
from graphsvc.register.sqlite import SqliteEngine
from graphsvc.registry import graph_database
from tests.graph_engines import ENGINES

__all__ = ["note_opened"]


def note_opened(noted: set[str]) -> None:
    """From now on, and for as long as the process lives, put the name of each engine into a set when it is opened."""
    for name, opened in {"sqlite": SqliteEngine, "postgresql": PostgresqlEngine}.items():
        _note(opened, name, noted)
    for name in ENGINES:
        _note(graph_database(name), name, noted)


def _note(opened: Any, name: str, noted: set[str]) -> None:
    make = opened.__init__

    @functools.wraps(make)
    def noting(self: object, *given: Any, **named: Any) -> None:
        noted.add(name)
        make(self, *given, **named)

    opened.__init__ = noting
