"""The demo municipality as a snapshot, without a register behind it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graphsvc.model import Reference
from graphsvc.ports import ImportOptions
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import About, Fact, Facts, Snapshot
from graphsvc_importers.tables import TablesImporter


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    records = TablesImporter().read([demo_source], ImportOptions()).records
    things = tuple(Fact(record) for record in records if isinstance(record, ThingRecord))
    relations = tuple(Fact(record) for record in records if isinstance(record, RelationRecord))
    return Snapshot(Facts(1, things, relations, about=About(it_unit=Reference("unit:U01"))), dt.date(2026, 12, 1))
