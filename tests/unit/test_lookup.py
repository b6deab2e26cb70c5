"""The thing that a person means is found, or the message says why not."""

from __future__ import annotations

import datetime as dt

import pytest

from graphsvc.errors import AmbiguousThing, UnknownThing
from graphsvc.model import Kind
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Fact, Facts, Snapshot

THINGS = (
    ThingRecord(Kind.SYSTEM, "epj", {"name_nb": "Journal", "decommission": "2027-07-01"}),
    ThingRecord(Kind.SYSTEM, "bygg", {"name_nb": "Byggesak"}),
    ThingRecord(Kind.UNIT, "U1", {"name_nb": "Byggesak"}),
)


def _at(day: str) -> Snapshot:
    return Snapshot(Facts(1, tuple(map(Fact, THINGS)), ()), dt.date.fromisoformat(day))


@pytest.mark.parametrize("words", ["system:epj", "epj", "Journal", "  JOURNAL "])
def test_reference_id_and_name_find_the_thing(words: str) -> None:
    snapshot = _at("2026-12-01")
    assert snapshot.references[snapshot.find(words)] == "system:epj"


def test_a_name_that_fits_several_things_lists_them() -> None:
    with pytest.raises(AmbiguousThing, match=r"system:bygg.*unit:U1"):
        _at("2026-12-01").find("byggesak")


def test_a_misspelt_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownThing, match="Did you mean system:epj"):
        _at("2026-12-01").find("jurnal")


@pytest.mark.parametrize("words", ["system:epk", "epk", "system:jurnal", "journalen"])
def test_an_id_or_a_kind_that_is_nearly_right_gets_the_nearest(words: str) -> None:
    with pytest.raises(UnknownThing, match=r"Did you mean system:epj \(Journal\)\?"):
        _at("2026-12-01").find(words)


def test_a_kind_that_has_no_such_thing_is_not_told_of_other_kinds() -> None:
    with pytest.raises(UnknownThing, match=r"No thing 'unit:jurnal'\. Look for it with"):
        _at("2026-12-01").find("unit:jurnal")


@pytest.mark.parametrize("words", ["system:epj", "epj", "journal"])
def test_a_thing_that_has_ended_is_said_to_have_ended_not_to_be_unknown(words: str) -> None:
    with pytest.raises(UnknownThing, match=r"exists, but is not valid at 2027-07-01 \(valid from … to 2027-07-01\)"):
        _at("2027-07-01").find(words)
