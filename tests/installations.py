"""Where tests make installations: one place says on which engines, so that a whole suite runs on the pair chosen.

Without ``--pair`` a register is a file and there is no graph database: what is quick. With it every installation stands
on that pair, and what else was opened meanwhile is noted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.register import Address, Register
from graphsvc.register.engine import Where
from graphsvc.service import Workspace
from graphsvc.service.demo import open_demo
from graphsvc.service.whereabouts import register_at
from graphsvc.settings import Settings
from graphsvc.snapshot import Facts
from tests.engines import schema_of_its_own
from tests.graph_engines import Engine, wiped
from tests.pairs import PAIRS, register_settings

__all__ = [
    "demo_at",
    "environment_of",
    "installing_on",
    "named_pair",
    "register_of",
    "settings_at",
    "told_in",
    "write_facts",
]

_WITHOUT = ("sqlite", "none")


@dataclass
class _Ground:
    """What installations stand on now, and where each has its register."""

    pair: tuple[str, str] = _WITHOUT
    server: Address | None = None
    stack: ExitStack = field(default_factory=ExitStack)
    places: dict[Path, Where] = field(default_factory=dict)

    def place(self, home: Path) -> Where:
        if home not in self.places:
            if self.pair[1] == "neo4j":
                wiped()  # there is one database: the newest installation has it
            server = self.server
            self.places[home] = home if server is None else self.stack.enter_context(schema_of_its_own(server))
        return self.places[home]

    def engines(self, home: Path) -> dict[str, Any]:
        where = register_settings(self.place(home))
        graph = self.pair[1]
        return where | ({"graph": graph} if graph == "none" else dict(Engine(graph, home).settings()))


#: The last one counts.
_grounds = [_Ground()]


def named_pair(words: str) -> tuple[str, str]:
    """Return a pair by its name, register first.

    Examples
    --------
    >>> named_pair("postgresql+neo4j")
    ('postgresql', 'neo4j')

    Raises
    ------
    ValueError
        When there is no such pair; names those that there are.
    """
    register, _, graph = words.partition("+")
    if (register, graph) not in PAIRS:
        raise ValueError(f"no pair {words!r}; choose one of {', '.join(sorted(map('+'.join, PAIRS)))}")
    return register, graph


@contextmanager
def installing_on(pair: tuple[str, str], server: Address | None) -> Iterator[None]:
    """Let installations stand on this pair in the block; afterwards their schemas are gone from the server."""
    ground = _Ground(pair, server)
    _grounds.append(ground)
    try:
        with ground.stack:
            yield
    finally:
        _grounds.remove(ground)


def settings_at(home: Path, **more: Any) -> Settings:
    """Return the settings of the installation in a folder; nothing is there when its folder is named first.

    Parameters
    ----------
    more
        Settings besides those that say where it is, or in their stead.
    """
    return Settings(**{"home": home, **_grounds[-1].engines(home), **more})


def register_of(home: Path) -> Register:
    """Make an empty register for the installation in a folder."""
    return Register.create(register_at(settings_at(home)))


def write_facts(home: Path, facts: Facts) -> None:
    """Make a register for the installation in a folder that holds some facts, all in one revision."""
    with register_of(home) as register:
        changes = tuple(ClaimChange(None, fact.record) for fact in (*facts.things, *facts.relations))
        register.commit_changes(ChangeSet("test", changes), who="test", message="all")


def demo_at(home: Path, **more: Any) -> Workspace:
    """Open the demo in a folder for writing, made the first time."""
    return open_demo(settings_at(home, **more))[0]


def told_in(home: Path) -> dict[str, str]:
    """Return what commands are told in variables, so that ``--home`` is that installation."""
    return {f"GRAPHSVC_{name.upper()}": str(value) for name, value in _grounds[-1].engines(home).items()}


def environment_of(home: Path) -> dict[str, str]:
    """Return the whole environment of a command for the installation, with nothing of whoever runs the tests."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
    return plain | told_in(home)
