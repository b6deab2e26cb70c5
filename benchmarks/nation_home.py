"""Makes a register home of a nation, or of a part of it, through the real import path, and tells how it goes.

    python -m benchmarks.nation_home FOLDER --municipalities 36

Each region is a source of its own, as its municipalities would tell it: records, plan with all its checks, one revision
in the register. What is there already is left alone, so that a long run can be made in pieces.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import graphsvc
from benchmarks.nation import DATE, MUNICIPALITIES, REGION, Nation
from graphsvc.records import Cover, Reading, Record
from graphsvc.register import Register

__all__ = ["DEMO", "load_region", "make_home", "peak_memory", "regions"]

DEMO = Path(graphsvc.__file__).parent / "demo" / "eksempelvik"


def peak_memory() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def make_home(home: Path, municipalities: int = MUNICIPALITIES, *, seconds: float = float("inf")) -> Iterator[str]:
    """Import region by region and give a line of progress for each; stop after so many seconds."""
    nation, begun = Nation(DEMO, municipalities), time.perf_counter()
    with Register.open(home, write=True) if (home / "register.sqlite").exists() else Register.create(home) as register:
        if not register.head:
            register.set_about(who="benchmark", title="Nation", synthetic=True, today=DATE)
        known = {source.name for source in register.sources()}
        for region in range(0, municipalities, REGION):
            name = _called(region)
            if name in known or time.perf_counter() - begun > seconds:
                continue
            records = tuple(_of_region(nation, region))
            revision = load_region(register, name, records)
            told = f"{name} of {-(-municipalities // REGION)}: revision {revision}, {len(records):,} records"
            yield f"{told}, {time.perf_counter() - begun:.1f} s, peak {peak_memory():,.0f} MB"


def regions(nation: Nation) -> Iterator[tuple[str, tuple[Record, ...]]]:
    """Give the records of one region after the other, as a source would tell them; the first has what is national."""
    for first in range(0, nation.municipalities, REGION):
        yield _called(first), tuple(_of_region(nation, first))


def _called(first: int) -> str:
    return f"region {first // REGION:03}"


def _of_region(nation: Nation, first: int) -> Iterator[Record]:
    numbers = range(first, min(first + REGION, nation.municipalities))
    shared = nation.shared() if first == 0 else ()
    yield from chain(shared, *map(nation.things, numbers), *map(nation.relations, numbers))


def load_region(register: Register, name: str, records: tuple[Record, ...]) -> int:
    """Plan with all checks and commit; return the revision."""
    cover = tuple(Cover(subject) for subject in dict.fromkeys(record.subject for record in records))
    plan = register.plan(Reading("tables", name, records, coverage=cover), name)
    assert not plan.missing_ends
    return register.commit(plan, who="benchmark", message=name)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("home", type=Path)
    asked.add_argument("--municipalities", type=int, default=MUNICIPALITIES)
    asked.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long; go on by a second call")
    given = asked.parse_args()
    for line in make_home(given.home, given.municipalities, seconds=given.seconds):
        print(line, flush=True)
