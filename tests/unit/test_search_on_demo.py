"""What people type on the demo finds what they mean among the first three: compounds, typos, languages, ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.model import Kind
from graphsvc.service.searching import search
from graphsvc.snapshot import Snapshot
from tests.demo_facts import imported_snapshot

QUESTIONS = {
    "as it stands": [
        ("eByggesak", "system:bygg"),
        ("Byggesak", "unit:U35"),
        ("Lønnssystem", "system:lonn"),
        ("KI-assistent for ansatte (pilot)", "system:ki"),
        ("Brann- og feieregister", "system:brann"),
        ("LEDNINGSNETTFORVALTNING", "system:vanett"),
    ],
    "part of a compound": [
        ("byggesak", "system:bygg"),
        ("saksarkiv", "system:byggark"),
        ("barnevern", "system:barnev"),
        ("vernfag", "system:barnev"),
        ("søknad", "service:T001"),
        ("melding", "system:fiksbek"),
        ("måler", "system:vmaler"),
        ("feiere", "system:brann"),
        ("skole", "system:skole"),
        ("varsling", "capability:varsling"),
        ("folkningsvars", "system:befvars"),
        ("dispens", "system:meddisp"),
        ("sykepleie", "service:T002"),
    ],
    "typing errors": [
        ("byggsakk", "unit:U35"),
        ("bygesak", "unit:U35"),
        ("jurnal", "system:epjlv"),
        ("barnevren", "system:barnev"),
        ("barnvern", "system:barnev"),
        ("lønssystem", "system:lonn"),
        ("biblotek", "system:bib"),
        ("parkerring", "system:park"),
        ("renovasjonn", "system:renov"),
        ("skjenkekontrol", "system:skjenk"),
        ("matrikelen", "system:matrikkel"),
        ("vannmaleravlesing", "system:vmaler"),
        ("saksarkvi", "system:byggark"),
        ("byggesakene", "unit:U35"),
        ("sykehjemmet", "service:T006"),
        ("saksarkviet", "system:byggark"),
        ("trygghetsalram", "system:trygghet"),
    ],
    "without Norwegian letters": [
        ("soknad", "service:T001"),
        ("soeknad", "service:T001"),
        ("loenn", "system:lonn"),
        ("lonnssystem", "system:lonn"),
        ("okonomisystem", "system:oko"),
        ("oekonomi", "system:oko"),
        ("laeringsplattform", "system:lmsa"),
        ("elæring", "capability:elaering"),
        ("ärlig", "system:epjlv"),
        ("doerlaaser", "system:elaas"),
    ],
    "other languages": [
        ("payroll", "system:lonn"),
        ("library", "system:bib"),
        ("kindergarten", "system:bhg"),
        ("child welfare", "system:barnev"),
        ("welfare child", "system:barnev"),
        ("bulding cases", "capability:planbygg"),
    ],
    "vendor, product, id": [
        ("ærlig", "system:epjlv"),
        ("digdir", "system:altinn"),
        ("kartverket", "system:matrikkel"),
        ("varsel ett", "system:smsa"),
        ("EPJ", "system:epj"),
        ("system:epj", "system:epj"),
        ("T149", "service:T149"),
        ("unit:U43", "unit:U43"),
    ],
    "several words": [
        ("pleie journal", "system:epj"),
        ("omsorg pleie", "system:epj"),
        ("sensorhub inneklima", "system:iotbygg"),
        ("zulu journal", "system:epj"),
        ("kilo lønn", "system:lonn"),
        ("tango datavarehus", "system:bi"),
        ("bygge sak", "system:bygg"),
        ("jurnal helsestsjon", "system:hsta"),
        ("payroll lønnssystem", "system:lonn"),
        ("journal på legevakten", "system:epjlv"),
        ("arkivet for byggesakene", "system:byggark"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    """The demo as the product reads it."""
    return imported_snapshot(demo_source)


@pytest.mark.parametrize(
    ("words", "thing"), [pair for pairs in QUESTIONS.values() for pair in pairs], ids=lambda value: value
)
def test_what_people_type_finds_what_they_mean_among_the_first_three(demo: Snapshot, words: str, thing: str) -> None:
    found = [demo.references[hit.thing] for hit in search(demo, words, limit=3)]
    assert thing in found, found


def test_there_are_questions_of_every_sort_and_many_of_them() -> None:
    assert min(map(len, QUESTIONS.values())) >= 6
    assert sum(map(len, QUESTIONS.values())) >= 40


def test_a_kind_before_the_words_and_a_filter_leave_other_kinds_out(demo: Snapshot) -> None:
    for found in (search(demo, "unit:lønn", limit=100), search(demo, "lønn", kinds=[Kind.UNIT], limit=100)):
        assert [demo.references[hit.thing] for hit in found] == ["unit:U03"]
    assert search(demo, "unit:lønn", kinds=[Kind.SYSTEM]) == []
    assert search(demo, "system:") == []


def test_the_same_question_has_the_same_answer_in_the_same_order(demo: Snapshot, demo_source: Path) -> None:
    again = imported_snapshot(demo_source)
    for words in ("journal", "byggsakk", "e", "kilo lønn"):
        assert search(demo, words, limit=50) == search(again, words, limit=50)


def test_fewer_hits_are_the_first_of_more(demo: Snapshot) -> None:
    for words in ("sak", "journal", "digdir"):
        assert search(demo, words, limit=5) == search(demo, words, limit=50)[:5]
