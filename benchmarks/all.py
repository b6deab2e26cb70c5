"""Makes the tables of README.md by one run: ``python -m benchmarks.all``; nothing in them is typed in.

Each table is made by a run of pytest of its own, in the order below; Neo4j is started for those that ask it, on a
free port and in a folder of its own for each, and stopped again. A table whose run fails stays as it was, the others
are made all the same, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.nation_import import SERVER
from benchmarks.table import main as write_table

__all__ = ["TABLES", "Table", "main"]

_HERE = Path(__file__).parent
_NEO4J = _HERE.parent / "scripts" / "neo4j"
#: So much heap and page cache the server gets: the whole nation fits.
_ROOM = {"NEO4J_HEAP": "3g", "NEO4J_PAGES": "1g"}

#: After so many seconds pytest tells where it is.
_LONG = 3600


@dataclass(frozen=True)
class Table:
    """A table of README.md and the run that makes it.

    Parameters
    ----------
    name
        What its marks in README.md are called.
    files
        The benchmarks; none means all that no other table has.
    options
        For pytest.
    environment
        For each run one set of variables: several runs make one table together.
    asks_neo4j
        Whether a server is started for each run.
    """

    name: str
    files: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    environment: tuple[Mapping[str, str], ...] = field(default_factory=lambda: ({},))
    asks_neo4j: bool = False


def tables(sizes: Sequence[int], home: Path | None = None) -> list[Table]:
    """Return all tables, for nations of these sizes; a home that is there already is of the last one."""
    nations = [{"GRAPHSVC_MUNICIPALITIES": str(size)} for size in sizes]
    if home is not None:
        nations[-1]["GRAPHSVC_NATION_HOME"] = str(home)
    return [
        Table("analyses", ("test_every_analysis.py",)),
        Table("table", options=("--benchmark-only",)),
        Table("search", ("test_search.py",), ("--benchmark-min-rounds=3",), ({"GRAPHSVC_MUNICIPALITIES": "36"},)),
        Table("browser", ("test_browser.py",)),
        Table("neo4j", ("test_neo4j.py",), asks_neo4j=True),
        Table("nation", ("test_nation.py",), ("--benchmark-max-time=2",), tuple(nations), asks_neo4j=True),
    ]


TABLES = [table.name for table in tables([4])]


def make(table: Table, folder: Path) -> bool:
    """Run the benchmarks of a table and write it; tell whether that went well."""
    runs = [folder / f"{table.name}{number}.json" for number in range(len(table.environment))]
    for run, environment in zip(runs, table.environment, strict=True):
        told = {**os.environ, **environment}
        if not table.asks_neo4j:
            done = _run(table, run, told)
        else:
            with _server(run.with_suffix(".neo4j")) as address:
                done = _run(table, run, told | address)
        if not done:
            return False
    write_table(*runs, name=table.name)
    return True


def _run(table: Table, run: Path, environment: Mapping[str, str]) -> bool:
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--benchmark-json={run}", *table.options]
    words += ["-o", f"faulthandler_timeout={_LONG}"]  # making a nation takes longer than a test may
    words += [f"--basetemp={run.with_suffix('.tmp')}", *_files(table)]
    return subprocess.run(words, env=environment, cwd=_HERE.parent, check=False).returncode == 0


def _files(table: Table) -> list[str]:
    if table.files:
        return [str(_HERE / name) for name in table.files]
    others = {name for other in tables([4]) for name in other.files}
    return [str(one) for one in sorted(_HERE.glob("test_*.py")) if one.name not in others]


@contextmanager
def _server(folder: Path) -> Iterator[dict[str, str]]:
    """Run a Neo4j of its own; give the variables that say where it is and which process."""
    started = subprocess.run(
        [sys.executable, str(_NEO4J), "start", str(folder)],
        env={**os.environ, **_ROOM},
        check=True,
        capture_output=True,
        text=True,
    )
    try:
        process = json.loads((folder / "server.json").read_text(encoding="utf-8"))["pid"]
        yield {"GRAPHSVC_TEST_NEO4J": started.stdout.strip(), SERVER: str(process)}
    finally:
        subprocess.run([sys.executable, str(_NEO4J), "stop", str(folder)], check=True)


def main(names: Sequence[str], sizes: Sequence[int], home: Path | None, place: Path | None) -> int:
    """Make the tables that are named, and tell how long each took; return the exit status."""
    failed = []
    with tempfile.TemporaryDirectory(dir=place, prefix="graphsvc-benchmarks-") as folder:
        for table in tables(sizes, home):
            if table.name not in names:
                continue
            begun = time.perf_counter()
            good = make(table, Path(folder))
            failed += [] if good else [table.name]
            told = "made" if good else "NOT made, see above"
            print(f"== {table.name}: {told}, {time.perf_counter() - begun:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("tables", nargs="*", default=TABLES, choices=TABLES, metavar="TABLE", help=", ".join(TABLES))
    asked.add_argument("--sizes", default="4,36,357", help="municipalities of the nations (%(default)s)")
    asked.add_argument("--home", type=Path, help="where the largest nation is already, by benchmarks.nation_home")
    asked.add_argument("--place", type=Path, help="folder with 10 GB of room for what is made on the way")
    given = asked.parse_args()
    chosen = [int(size) for size in given.sizes.split(",")]
    sys.exit(main(given.tables or TABLES, chosen, given.home, given.place))
