"""Turns a run of the benchmarks into the table of README.md: ``python -m benchmarks.table RUN.json``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Row", "main", "rows_of", "table"]

_README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- table: begin -->\n", "<!-- table: end -->\n"


class Row(NamedTuple):
    """One engine's median for one question, and how many times ours it is."""

    question: str
    engine: str
    seconds: float
    ratio: float | None


def rows_of(measured: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Put measurements side by side, by question; the ratio is to ``graphsvc`` in the same run."""
    medians = {(one["group"], one["extra_info"]["engine"]): float(one["stats"]["median"]) for one in measured}
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


def main(run: Path) -> None:
    """Put the table of a run into README.md, with the machine, the versions and the date."""
    found = json.loads(run.read_text(encoding="utf-8"))
    machine = found["machine_info"]
    packages = ", ".join(f"{name} {version(name)}" for name in ("ladybug", "networkx", "scipy", "numpy"))
    about = (
        f"{found['datetime'][:10]}, {machine['cpu'].get('brand_raw', machine['processor'])}, "
        f"{machine['cpu']['count']} cores, Python {machine['python_version']}, {packages}."
    )
    before, _, rest = _README.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    made = f"{before}{_BEGIN}{about}\n\n{table(rows_of(found['benchmarks']))}\n{_END}{after}"
    _README.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
