"""Rows of an answer are made when they are looked at, and are the same however one looks at them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.model import Kind, Reference, Relation, Way
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact

SYSTEMS = 700


@pytest.fixture(scope="module")
def chain() -> Snapshot:
    """One system that hundreds depend on, each with an owner; all of them equally strongly touched."""
    names = [f"s{number:03}" for number in range(SYSTEMS)]
    things = [ThingRecord(Kind.SYSTEM, name, {"name_nb": name.upper()}) for name in ("middle", *names)]
    things += [ThingRecord(Kind.UNIT, f"u{number}", {"level": "sector"}) for number in range(7)]
    ties = [_relation(Relation.FLOW, f"f{name}", "system:middle", f"system:{name}", mode="sync") for name in names]
    ties += [_relation(Relation.OWNS, f"o{name}", f"unit:u{int(name[1:]) % 7}", f"system:{name}") for name in names]
    return Snapshot(Facts(1, tuple(map(Fact, things)), tuple(map(Fact, ties))), dt.date(2026, 12, 1))


def _relation(relation: Relation, identifier: str, start: str, end: str, **fields: str) -> RelationRecord:
    return RelationRecord(relation, identifier, Reference(start), Reference(end), fields)


@pytest.fixture(scope="module")
def wide(chain: Snapshot) -> Impact:
    return impact(chain, things=("middle",))


def test_rows_are_the_same_one_by_one_in_parts_and_all_together(wide: Impact) -> None:
    for rows in (wide.touched, wide.ties, wide.consult):
        each = tuple(rows)
        assert len(each) == len(rows) > 6
        assert tuple(rows[place] for place in range(0, len(rows), 97)) == each[::97] == rows[::97]
        assert rows[3:5] == each[3:5]
        assert rows[-1] == each[-1]
        assert rows == each
        assert each == rows
        assert rows != each[1:]
        with pytest.raises(IndexError):
            rows[len(rows)]


def test_an_answer_with_every_row_made_is_equal_and_needs_no_more_making(wide: Impact) -> None:
    whole = wide.whole()
    assert whole == wide
    assert type(whole.touched) is type(whole.ties) is type(whole.consult) is tuple
    assert whole.whole() is whole
    assert {way: whole.exist(way) for way in Way} == {way: wide.exist(way) for way in Way}
    assert whole.degrees == wide.degrees
    assert wide.exist(Way.EFFECT) == SYSTEMS


def test_equally_strong_rows_stand_in_the_order_of_their_ids(wide: Impact) -> None:
    order = [(-round(one.strength, 9), one.id, one.kind, one.way) for one in wide.touched]
    assert order == sorted(order)
    assert len({strength for strength, *_ in order}) < 10


def test_a_thing_is_found_without_the_others(wide: Impact) -> None:
    found = wide.find("system:s123", Way.EFFECT)
    assert found is not None
    assert found in wide.touched
    assert found.strength == pytest.approx(0.9)
    assert wide.find("system:middle", Way.EFFECT) is None
    assert wide.find("system:nobody", Way.EFFECT) is None


def test_a_document_tells_a_part_and_says_how_much_there_is(wide: Impact) -> None:
    whole, part = wide.document(Language.EN), wide.document(Language.EN, rows=slice(300, 400))
    assert part["touched"] == whole["touched"][300:400]  # type: ignore[index]
    assert part["listed"] == {
        "offset": 300,
        "sectors": {"shown": 0, "of": len(wide.sectors)},
        "touched": {"shown": 100, "of": len(wide.touched)},
        "consult": {"shown": 0, "of": 7},
    }
    assert {name for name in whole if whole[name] != part[name]} == {"sectors", "touched", "consult"}


def test_a_document_that_tells_all_says_nothing_of_parts(wide: Impact) -> None:
    assert wide.document(Language.EN, rows=slice(0, 5000)) == wide.document(Language.EN)
    assert "listed" not in wide.document(Language.EN)


def test_an_answer_outlives_whoever_asked(demo_source: Path) -> None:
    found = impact(nation_snapshot(demo_source, 2), things=("system:fiksio",))
    assert found.touched[0].name.en
    assert all(one.because for one in found.consult)
