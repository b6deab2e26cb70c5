"""The graph databases over which contract tests run, and what each needs to be one of a test's own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import neo4j
import pytest

from graphsvc.graphdb import neo4j_reader
from graphsvc.graphdb.reading import LADYBUG, Dialect
from graphsvc.graphdb.sync import ensure, in_step
from graphsvc.ports import GraphDatabase
from graphsvc.registry import graph_database
from graphsvc.snapshot import Snapshot

__all__ = ["DIALECTS", "ENGINES", "Engine", "neo4j_options", "options_of", "wiped"]

#: Every engine that is installed. A listed one that cannot be opened fails; none is ever skipped.
ENGINES = sorted(entry.name for entry in entry_points(group="graphsvc.graphdbs"))

#: What the guard lets through for an engine's questions.
DIALECTS: dict[str, Dialect] = {"ladybug": LADYBUG, "neo4j": neo4j_reader.DIALECT}

_CYPHER = files("graphsvc_queries") / "cypher"


@dataclass(frozen=True)
class Engine:
    """One engine with a place of its own.

    Parameters
    ----------
    name
        As the entry point is called.
    folder
        Where an embedded engine keeps its files.
    """

    name: str
    folder: Path

    def connected(self, place: str = "graph", **options: Any) -> GraphDatabase:
        """Return the database as it stands; on a server there is only one place, whatever it is called."""
        given = neo4j_options() if self.name == "neo4j" else {}
        return graph_database(self.name)(self.folder / place, **given, **options)

    def empty(self, place: str = "graph", **options: Any) -> GraphDatabase:
        """Return a database that nothing was written to."""
        if self.name == "neo4j":
            wiped()
        assert not (self.folder / place).exists()
        return self.connected(place, **options)

    def holding(self, snapshot: Snapshot, **options: Any) -> GraphDatabase:
        """Return a database that shows the snapshot; it is written only when the one before was another."""
        database = self.connected(snapshot.facts.digest[:16], **options)
        assert in_step(ensure(database, snapshot), snapshot)
        return database

    def settings(self) -> Mapping[str, Any]:
        """Return what the settings of an installation say to use this engine."""
        given = neo4j_options() if self.name == "neo4j" else {}
        return {"graph": self.name, **{f"neo4j_{name}": value for name, value in given.items()}}

    def statement(self, name: str) -> str:
        """Return a shipped question in this engine's Cypher: its own file, or the one for all."""
        own = _CYPHER / f"{name}.{self.name}.cypher"
        return (own if own.is_file() else _CYPHER / f"{name}.cypher").read_text(encoding="utf-8")


@cache
def neo4j_options() -> dict[str, str]:
    """Return where this process's Neo4j is: one server for each worker, so that none disturbs another."""
    listed = os.environ.get("GRAPHSVC_TEST_NEO4J", "").split()
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    if worker >= len(listed):
        pytest.fail(
            f"This test needs a Neo4j server of its own for worker {worker}, and GRAPHSVC_TEST_NEO4J names "
            f"{len(listed)}. Start one with: scripts/neo4j start FOLDER, and put the address that it prints into "
            "GRAPHSVC_TEST_NEO4J (several with spaces between them). scripts/test does so by itself. Everything in "
            "that server is wiped.",
            pytrace=False,
        )
    return options_of(listed[worker])


def options_of(address: str) -> dict[str, str]:
    """Take an address as scripts/neo4j prints it apart."""
    parts = urlsplit(address)
    return {
        "uri": f"{parts.scheme}://{parts.hostname}:{parts.port}",
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }


def wiped() -> None:
    """Remove everything from this process's Neo4j, by another way than the product's."""
    options = neo4j_options()
    with (
        neo4j.GraphDatabase.driver(options["uri"], auth=(options["user"], options["password"])) as driver,
        driver.session() as session,
    ):
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
