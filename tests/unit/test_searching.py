"""Search finds what people remember, and puts first what they look for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from graphsvc.errors import UsageError
from graphsvc.model import Kind
from graphsvc.records import ThingRecord
from graphsvc.search import fold
from graphsvc.service.searching import kinds_named, search, search_document
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


def test_a_hit_says_which_letters_were_asked_for(snapshot: Snapshot) -> None:
    document: Any = search_document(snapshot, "byggesak", Language.NB)
    assert [(hit["id"], hit["marks"], hit["matches"]) for hit in document["hits"][:2]] == [
        ("U1", ((0, 8),), []),
        ("bygg", ((1, 9),), []),
    ]


def test_a_hit_says_in_which_text_the_words_are_that_the_name_lacks(snapshot: Snapshot) -> None:
    document: Any = search_document(snapshot, "building alfa", Language.NB)
    hit = document["hits"][0]
    assert (hit["name"], hit["marks"], hit["where"], hit["alike"]) == ("eByggesak", (), "name_en", False)
    assert hit["matches"] == [
        {"field": "name_en", "label": "Navn (engelsk)", "words": "Building cases", "marks": ((0, 8),)},
        {"field": "vendor", "label": "Leverandør", "words": "Alfa", "marks": ((0, 4),)},
    ]


def test_what_is_only_alike_is_told_so_and_marked_as_a_whole_word(snapshot: Snapshot) -> None:
    document: Any = search_document(snapshot, "jurnal omsorg", Language.NB)
    hit = document["hits"][0]
    assert (hit["id"], hit["alike"], hit["marks"]) == ("epj", True, ((0, 7), (17, 23)))


def test_an_id_on_its_own_is_marked_where_it_stands(snapshot: Snapshot) -> None:
    document: Any = search_document(snapshot, "epj", Language.NB)
    assert document["hits"][0]["matches"] == [{"field": "id", "label": None, "words": "epj", "marks": ((0, 3),)}]
    assert document["hits"][0]["where"] == "id"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("journalomsorg", "journal omsorg"),
        ("pleiesjournal", "pleie journal"),
        ("byggesøknad xylofon", "byggesøknad"),
        ("journal alfa", "journal"),
        ("joornel", "journal"),
    ],
)
def test_where_nothing_is_found_a_question_is_suggested_that_finds_something(
    snapshot: Snapshot, words: str, first: str
) -> None:
    document: Any = search_document(snapshot, words, Language.NB)
    assert document["hits"] == []
    assert document["suggestions"][0] == first
    assert all(search(snapshot, other) for other in document["suggestions"])


def test_nothing_is_suggested_beside_hits_or_for_noise(snapshot: Snapshot) -> None:
    for words in ("epj", "jurnal", "qqxxzz", "?!", ""):
        assert search_document(snapshot, words, Language.NB)["suggestions"] == []


def test_a_kind_that_is_none_is_refused_with_those_that_are() -> None:
    assert kinds_named(["unit", "system"]) == [Kind.UNIT, Kind.SYSTEM]
    with pytest.raises(UsageError, match=r"--kind cannot be 'proposal'\. Choose one of: organisation, unit, "):
        kinds_named(["proposal"], "--kind")


def test_norwegian_letters_stay_letters_and_accents_go_away() -> None:
    assert fold(" Ærø Évita ") == "ærø evita"
