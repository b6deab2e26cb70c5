"""Turns runs of the benchmarks into a table of README.md: ``python -m benchmarks.table RUN.json ... [NAME]``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Row", "main", "rows_of", "table"]

_README = Path(__file__).with_name("README.md")


class Row(NamedTuple):
    """One engine's median for one question, how many times ours it is, and what else was measured.

    Parameters
    ----------
    question, engine
        What was asked of whom.
    seconds
        The median; when the engine was stopped, after how long.
    ratio
        To ours in the same run; None when ours was not asked.
    growth
        By how much the cost grew since the size before, and by how much the things; None at the first size.
    memory
        The most memory in MB of the process and of what works beside it; empty when it was not measured.
    stopped
        Whether the engine had no answer by then.
    """

    question: str
    engine: str
    seconds: float
    ratio: float | None
    growth: tuple[float, float] | None = None
    memory: tuple[float, ...] = ()
    stopped: bool = False


class _Measured(NamedTuple):
    """What a benchmark says of itself: a question that grows also says of how many things it was asked."""

    group: str
    engine: str
    seconds: float
    question: str
    things: int
    memory: tuple[float, ...]
    stopped: bool


def rows_of(measured: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Put measurements side by side: by size, then by question, ours first; the ratio is to ``graphsvc``.

    A measurement that is not of how long its rounds took says so itself, as ``seconds`` beside its engine.
    """
    found = [_measured(one) for one in measured]
    ours = {one.group: one.seconds for one in found if one.engine == "graphsvc"}
    turn = {group: number for number, group in enumerate(dict.fromkeys(one.group for one in found))}
    found.sort(key=lambda one: (one.things, turn[one.group], one.engine != "graphsvc"))  # stable: peers as they ran
    before: dict[tuple[str, str], _Measured] = {}
    rows = []
    for one in found:
        smaller = before.get((one.question, one.engine)) if one.things else None
        ratio = one.seconds / ours[one.group] if one.group in ours else None
        rows.append(Row(one.group, one.engine, one.seconds, ratio, _growth(one, smaller), one.memory, one.stopped))
        before[one.question, one.engine] = one
    return rows


def _measured(one: Mapping[str, Any]) -> _Measured:
    told = one["extra_info"]
    seconds = float(told.get("seconds", one["stats"]["median"]))
    memory = tuple(float(told[name]) for name in ("peak_mb", "beside_mb") if name in told)
    question, things = told.get("question", one["group"]), told.get("things", 0)
    return _Measured(one["group"], told["engine"], seconds, question, things, memory, bool(told.get("stopped")))


def _growth(one: _Measured, smaller: _Measured | None) -> tuple[float, float] | None:
    if smaller is None or one.stopped or smaller.stopped or one.things == smaller.things:
        return None
    return one.seconds / smaller.seconds, one.things / smaller.things


def table(rows: Iterable[Row]) -> str:
    """Write rows as a Markdown table; growth and memory have columns where they were measured."""
    shown = list(rows)
    columns: list[tuple[str, str, Callable[[Row], str]]] = [
        ("question", "---", lambda row: row.question),
        ("engine", "---", lambda row: row.engine),
        ("median", "---:", lambda row: _more(row) + _time(row.seconds)),
        ("times ours", "---:", lambda row: "" if row.ratio is None else _more(row) + _ratio(row.ratio)),
    ]
    if any(row.growth for row in shown):
        columns.append(("grew (things)", "---:", lambda row: _grew(row.growth)))
    if any(row.memory for row in shown):
        columns.append(("peak memory", "---:", lambda row: _memory(row.memory)))
    lines = [[name for name, _, _ in columns], [line for _, line, _ in columns]]
    lines += [[cell(row) for _, _, cell in columns] for row in shown]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _more(row: Row) -> str:
    return "> " if row.stopped else ""


def _grew(growth: tuple[float, float] | None) -> str:
    return "" if growth is None else f"{_ratio(growth[0])} ({_ratio(growth[1])})"


def _memory(memory: tuple[float, ...]) -> str:
    return f"{' + '.join(f'{one:,.0f}' for one in memory)} MB" if memory else ""


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def _ratio(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio < 99.5 else f"{ratio:.0f}"


def main(*runs: Path, name: str = "table") -> None:
    """Put the table of runs between its two marks in README.md, with the machine, the versions and the date."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    found, *more = (json.loads(run.read_text(encoding="utf-8")) for run in runs)
    measured = [one for told in (found, *more) for one in told["benchmarks"]]
    machine = found["machine_info"]
    packages = ", ".join(f"{name} {version(name)}" for name in ("ladybug", "neo4j", "networkx", "scipy", "numpy"))
    about = (
        f"{found['datetime'][:10]}, {machine['cpu'].get('brand_raw', machine['processor'])}, "
        f"{machine['cpu']['count']} cores, Python {machine['python_version']}, {packages}."
    )
    before, _, rest = _README.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    made = f"{before}{begin}{about}\n\n{table(rows_of(measured))}\n{end}{after}"
    _README.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if not word.endswith(".json")]
    main(*(Path(word) for word in sys.argv[1:] if word.endswith(".json")), name=given[0] if given else "table")
