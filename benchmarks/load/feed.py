"""What the feed sends: the demo's files, each time with something changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

__all__ = ["files_of"]

_DEMO = Path(__file__).resolve().parents[2] / "graphsvc" / "demo" / "eksempelvik"


def files_of(number: int) -> Iterator[tuple[str, bytes]]:
    """Give name and contents of the demo's files as the feed sends them this time: three systems have other users."""
    for file in sorted(_DEMO.glob("*.csv")):
        content = file.read_bytes()
        yield file.name, _changed(content, number) if file.name == "systems.csv" else content


def _changed(content: bytes, number: int) -> bytes:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    for row in rows[number % len(rows) :][:3]:
        row["active_users"] = str(1000 + number)
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode("utf-8")
