"""Search finds what people remember, and puts first what they look for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from graphsvc.model import Kind
from graphsvc.records import ThingRecord
from graphsvc.search import fold
from graphsvc.service.searching import search, search_document
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.text import Language

NAMES = [
    (Kind.SYSTEM, "bygg", {"name_nb": "eByggesak", "name_en": "Building cases", "vendor": "Alfa"}),
    (Kind.SYSTEM, "epj", {"name_nb": "Journal pleie og omsorg", "vendor": "Zulu"}),
    (Kind.SERVICE, "T1", {"name_nb": "Byggesøknad"}),
    (Kind.UNIT, "U1", {"name_nb": "Byggesak"}),
    (Kind.JOURNEY, "J1", {"name_nb": "Bygge hus", "name_nn": "Byggje hus"}),
    (Kind.CAPABILITY, "k", {"name_nb": "Ærlighet"}),
]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    things = tuple(Fact(ThingRecord(kind, name, fields)) for kind, name, fields in NAMES)
    return Snapshot(Facts(1, things, ()), dt.date(2026, 12, 1))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("epj", "system:epj"),
        ("EPJ", "system:epj"),
        ("system:bygg", "system:bygg"),
        ("byggesak", "unit:U1"),
        ("ebyggesak", "system:bygg"),
        ("building", "system:bygg"),
        ("byggje hus", "journey:J1"),
        ("jurnal", "system:epj"),
        ("omsorg", "system:epj"),
        ("zulu", "system:epj"),
        ("ærlig", "capability:k"),
        ("søknad", "service:T1"),
    ],
)
def test_what_people_type_finds_the_thing_first(snapshot: Snapshot, words: str, first: str) -> None:
    assert snapshot.references[search(snapshot, words)[0].thing] == first


def test_a_part_of_a_compound_is_found_after_the_whole_word(snapshot: Snapshot) -> None:
    found = [snapshot.references[hit.thing] for hit in search(snapshot, "byggesak")]
    assert found[:2] == ["unit:U1", "system:bygg"]


def test_nothing_is_found_for_nothing_and_for_noise(snapshot: Snapshot) -> None:
    assert search(snapshot, "   ") == []
    assert search(snapshot, "qqxxzz") == []


def test_a_word_that_is_like_the_name_of_a_kind_finds_no_things_of_that_kind(snapshot: Snapshot) -> None:
    assert "journey:J1" not in {snapshot.references[hit.thing] for hit in search(snapshot, "jurnal")}


def test_the_document_tells_namesakes_apart(snapshot: Snapshot) -> None:
    document: Any = search_document(snapshot, "epj", Language.NB)
    hit = document["hits"][0]
    assert (hit["thing"], hit["kind"], hit["vendor"], hit["score"]) == ("system:epj", "system", "Zulu", 1.0)


def test_norwegian_letters_stay_letters_and_accents_go_away() -> None:
    assert fold(" Ærø Évita ") == "ærø evita"
