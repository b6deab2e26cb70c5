"""Imports a nation, in a process of its own, and prints as JSON how long it took and how much memory it had at most.

    python -m benchmarks.nation_import graphsvc FOLDER --municipalities 36
    python -m benchmarks.nation_import neo4j --municipalities 36    # into the server of GRAPHSVC_TEST_NEO4J

Both are handed records that are parsed already, a region at a time; making these is not counted. Ours plans each region
with all its checks, writes it to the register, and in the end the whole to the graph database, which is read back. The
other one sends parameterised UNWIND to Neo4j, checks nothing, and commits by the five thousand.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j

from benchmarks import unwind
from benchmarks.nation import DATE, MUNICIPALITIES, Nation
from benchmarks.nation_home import DEMO, load_region, peak_memory, regions
from graphsvc.register import Register
from graphsvc.service import Workspace
from graphsvc.settings import Settings
from tests.graph_engines import neo4j_options

__all__ = ["SERVER", "into_neo4j", "into_us", "memory_of"]

#: Names the process of the Neo4j server, whose memory is then told as well.
SERVER = "GRAPHSVC_NEO4J_PROCESS"


class Watch:
    """Counts the seconds of what it runs, and nothing else."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def run(self, work: Callable[[], object]) -> None:
        begun = time.perf_counter()
        work()
        self.seconds += time.perf_counter() - begun


def into_us(home: Path, nation: Nation) -> dict[str, float]:
    """Import into a new register, then publish to the graph database, as the product does."""
    watch, count = Watch(), 0
    with Register.create(home) as register:
        register.set_about(who="benchmark", title="Nation", synthetic=True, today=DATE)
        for name, records in regions(nation):
            watch.run(lambda name=name, records=records: load_region(register, name, records))  # type: ignore[misc]
            count += len(records)
    told = {"register": watch.seconds, "records": count}
    with Workspace.open(Settings(home=home, graph="ladybug"), write=True) as workspace:
        begun = time.perf_counter()
        warning = workspace.publish()
        if warning is None:
            watch.seconds += time.perf_counter() - begun
        else:
            print(warning.en, file=sys.stderr)
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told |= {"seconds": watch.seconds, "graph": warning is None}
    return told | {"peak_mb": peak_memory(), "beside_mb": child}


def into_neo4j(nation: Nation) -> dict[str, float]:
    """Empty a server and load everything into it."""
    options, watch, count = neo4j_options(), Watch(), 0
    with (
        neo4j.GraphDatabase.driver(options["uri"], auth=(options["user"], options["password"])) as driver,
        driver.session() as session,
    ):
        unwind.clear(session)
        for rows in _rows(nation):
            watch.run(lambda rows=rows: _load(session, rows))  # type: ignore[misc]
            count += _count(rows)
        session.run("CALL db.awaitIndexes(300)").consume()
        session.run("CALL db.prepareForReplanning(300)").consume()
    told = {"seconds": watch.seconds, "records": count, "peak_mb": peak_memory()}
    server = os.environ.get(SERVER)
    return told | ({"beside_mb": memory_of(int(server))} if server else {})


def _rows(nation: Nation) -> Iterator[unwind.Rows]:
    for _, records in regions(nation):
        yield unwind.rows_of_records(records)


def _count(rows: unwind.Rows) -> int:
    return sum(len(all_rows) for _, all_rows in rows.values())


def _load(session: neo4j.Session, rows: unwind.Rows) -> None:
    assert unwind.load(session, rows) == _count(rows)


def memory_of(process: int) -> float:
    """Return the most memory that a process has had, in MB."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return int(told["VmHWM"].split()[0]) / 1024


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("engine", choices=["graphsvc", "neo4j"])
    asked.add_argument("home", type=Path, nargs="?", help="folder of a new register")
    asked.add_argument("--municipalities", type=int, default=MUNICIPALITIES)
    given = asked.parse_args()
    made = Nation(DEMO, given.municipalities)
    print(json.dumps(into_us(given.home, made) if given.engine == "graphsvc" else into_neo4j(made)))
