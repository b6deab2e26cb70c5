"""Turns a run of the benchmarks into the table of README.md: ``python -m benchmarks.table RUN.json [NAME]``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Row", "main", "rows_of", "table"]

_README = Path(__file__).with_name("README.md")


class Row(NamedTuple):
    """One engine's median for one question, and how many times ours it is."""

    question: str
    engine: str
    seconds: float
    ratio: float | None


def rows_of(measured: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Put measurements side by side, by question; the ratio is to ``graphsvc`` in the same run.

    A measurement that is not of how long its rounds took says so itself, as ``seconds`` beside its engine.
    """
    medians = {
        (one["group"], one["extra_info"]["engine"]): float(one["extra_info"].get("seconds", one["stats"]["median"]))
        for one in measured
    }
    ours = {group: seconds for (group, engine), seconds in medians.items() if engine == "graphsvc"}
    return [
        Row(group, engine, seconds, seconds / ours[group] if group in ours else None)
        for (group, engine), seconds in medians.items()
    ]


def table(rows: Iterable[Row]) -> str:
    """Write rows as a Markdown table."""
    lines = ["| question | engine | median | times ours |", "| --- | --- | ---: | ---: |"]
    lines += [f"| {row.question} | {row.engine} | {_time(row.seconds)} | {_ratio(row.ratio)} |" for row in rows]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2g}" if ratio < 100 else f"{ratio:.0f}"


def main(run: Path, name: str = "table") -> None:
    """Put the table of a run between its two marks in README.md, with the machine, the versions and the date."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    found = json.loads(run.read_text(encoding="utf-8"))
    machine = found["machine_info"]
    packages = ", ".join(f"{name} {version(name)}" for name in ("ladybug", "neo4j", "networkx", "scipy", "numpy"))
    about = (
        f"{found['datetime'][:10]}, {machine['cpu'].get('brand_raw', machine['processor'])}, "
        f"{machine['cpu']['count']} cores, Python {machine['python_version']}, {packages}."
    )
    before, _, rest = _README.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    made = f"{before}{begin}{about}\n\n{table(rows_of(found['benchmarks']))}\n{end}{after}"
    _README.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
