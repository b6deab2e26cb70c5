"""Pairs of engines: a register on one and a graph database on another, over which everything that crosses both runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from graphsvc.graphdb.sync import in_step
from graphsvc.register import Address
from graphsvc.register.engine import Where
from graphsvc.service import Workspace
from graphsvc.settings import Settings
from tests.engines import REGISTER_ENGINES
from tests.graph_engines import ENGINES, Engine
from tests.held_facts import expected, held

__all__ = ["PAIRS", "Pair", "follows", "register_settings"]

#: Every register engine with every graph database.
PAIRS = frozenset(product(REGISTER_ENGINES, ENGINES))


@dataclass(frozen=True)
class Pair:
    """A place for a register and a graph database that nothing was written to.

    Parameters
    ----------
    place
        Where the register may be made.
    engine
        The graph database.
    home
        Folder of the installation.
    """

    place: Where
    engine: Engine
    home: Path

    def settings(self, **more: Any) -> Settings:
        """Return the settings of an installation on this pair."""
        return Settings(home=self.home, **register_settings(self.place), **self.engine.settings(), **more)

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """Give an empty register; afterwards it verifies, and the graph database holds what a rebuild makes."""
        with Workspace.create(self.settings()) as made:
            yield made
            assert made.register.verify().ok
            assert made.publish() is None
            follows(made, rebuilt=True)


def register_settings(place: Where) -> dict[str, str]:
    """Return what the settings of an installation say to keep the register there."""
    if not isinstance(place, Address):
        return {}
    return {"register_url": place.shown, "register_password": place.password or ""}


def follows(workspace: Workspace, *, rebuilt: bool = False) -> None:
    """Hold the graph database, as it stands, against the facts of the register node by node.

    Parameters
    ----------
    rebuilt
        Whether to build it anew too, and to hold it against that.
    """
    graph, snapshot = workspace.graph(), workspace.map_snapshot()
    assert graph is not None
    led = graph.status(verify=True)
    assert led.digest_ok, led.why
    assert in_step(led, snapshot), (led, snapshot.revision)
    shown = held(graph)
    assert shown == expected(snapshot.facts)
    if rebuilt:
        assert graph.build(snapshot) == led
        assert held(graph) == shown
