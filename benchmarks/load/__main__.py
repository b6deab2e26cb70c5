"""The command: ``python -m benchmarks.load --minutes 10 --workers 2``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
from importlib.metadata import version

# Locust makes the standard library wait politely when it is imported, and must come before whatever would hold it up.
from benchmarks.load.run import run
from benchmarks.load.server import running

__all__ = ["main"]


def main() -> int:
    """Do what the words say; exit status 1 when a request went wrong or an import is not there."""
    asked = _asked()
    about = _about(asked)
    with running(asked.workers, asked.graph) as (address, server):
        report = run(
            address,
            server,
            seconds=asked.minutes * 60,
            rate=asked.rate,
            import_every=asked.import_every,
            about=about,
        )
    print(json.dumps(report.document(), indent=1) if asked.json else "\n".join(report.lines()))
    return int(bool(report.errors) or report.imports_found != report.imports_sent or not report.imports_sent)


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(
        prog="python -m benchmarks.load",
        description="Serves the demo on this machine, asks it as many readers and one feed would, and tells how long "
        "answers took and how the memory of every worker went.",
    )
    add = words.add_argument
    add("--minutes", type=float, default=10, help="how long (10)")
    add("--rate", type=float, default=20, help="requests a second (20)")
    add("--workers", type=int, default=1, help="1 = one process on SQLite (as it comes); more = so many on PostgreSQL")
    add("--import-every", type=float, default=60, metavar="SECONDS", help="seconds between two imports (60)")
    add("--graph", choices=("ladybug", "none"), default="ladybug", help="the graph database that follows (ladybug)")
    add("--json", action="store_true", help="tell it as a JSON document, in seconds and bytes")
    return words.parse_args()


def _about(asked: argparse.Namespace) -> dict[str, object]:
    return {
        "date": dt.date.today().isoformat(),
        "register": "PostgreSQL" if asked.workers > 1 else "SQLite",
        "workers": asked.workers,
        "graph": asked.graph,
        "minutes": asked.minutes,
        "rate": asked.rate,
        "import every": asked.import_every,
        "cores": os.cpu_count(),
        "load average at the start": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "locust": version("locust"),
    }


if __name__ == "__main__":
    sys.exit(main())
