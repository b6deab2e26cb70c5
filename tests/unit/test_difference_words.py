"""How answers differ, said in words that a person would use: for every analysis, in three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphsvc.model import Relation
from graphsvc.ports import FileText
from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.difference.wording import RELATIONS
from graphsvc_queries.scenario import Scenario, scenario
from tests.demo_facts import imported_snapshot
from tests.graphs import graph

#: The pilot for stormwater goes, a new system serves a nursing home, and a nightly transfer becomes immediate.
CHANGES = FileText(
    """
[[end.system]]
id = "iotva"
[[add.system]]
id = "new"
name_nb = "Nytt"
[[add.supports]]
from = "new"
to = "T006"
strength = "required"
[[change.flow]]
id = "I006"
mode = "sync"
"""
)
ASKED = (
    "weak-spots",
    "structure",
    "privacy",
    "learning?capability=iot",
    "journey?thing=J6",
    "completeness",
    "matrix",
    "overlap?pairs=true",
    "paths?from=iplan&to=minside",
    "reach?thing=system:kart",
    "impact?thing=system:kart&change=outage",
)


@pytest.fixture(scope="module")
def found(demo_source: Path) -> Scenario:
    return scenario(imported_snapshot(demo_source), ask=ask, changes=CHANGES, analysis=ASKED)


def said(found: Scenario, analysis: str, language: Language) -> list[str]:
    return next(one for one in found.analyses if one.question == analysis).sentences(language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("analysis", ASKED)
def test_no_sentence_has_the_name_of_a_field_in_it(found: Scenario, analysis: str, language: Language) -> None:
    sentences = said(found, analysis, language)
    assert sentences
    for sentence in sentences:
        assert not re.search("[«“]|[a-z]_[a-z]|rader i|rows of", sentence), sentence
        assert sentence.endswith("."), sentence
        assert not re.search(r"\b1 \w+(er|ar|s) (færre|flere|fleire|fewer|more)\b", sentence), sentence


def test_weak_spots_before_and_after_are_told_by_name(found: Scenario) -> None:
    assert said(found, "weak-spots", Language.NB) == [
        "Systemer som alene stopper tjenester: 121 som før, men ikke de samme. Borte: Sensorplattform – overvann "
        "(pilot). Nye: Nytt.",
        "Endret i svaret: 3 systemer som alene stopper tjenester.",
        "Brudd i livsløp: 41 før, 39 etter. Borte: Sensorplattform – overvann (pilot); Sensorplattform – overvann "
        "(pilot).",
        "Systemer uten eier: 0 før, 1 etter. Nye: Nytt.",
        "Foreldede ting: 88 før, 87 etter. Borte: Sensorplattform – overvann (pilot).",
        "Ubekreftede ting: 136 som før, men ikke de samme. Borte: Kartportal og GIS → Sensorplattform – overvann "
        "(pilot) (I296). Nye: Nytt.",
    ]


def test_numbers_that_differ_are_written_so_that_the_difference_is_seen(found: Scenario) -> None:
    sentences = said(found, "structure", Language.NN)
    assert sentences[0] == "E-I-indeks: -0,324 før, -0,320 etter."
    assert "Koplingar innanfor sektorane: 413 før, 410 etter." in sentences
    assert sentences == sorted(set(sentences), key=sentences.index)
    for sentence in sentences:
        if match := re.search(r"(-?[0-9,]+) før, (-?[0-9,]+) etter", sentence):
            assert match[1] != match[2], sentence


def test_the_same_topic_with_fewer_systems_is_the_same_topic(found: Scenario) -> None:
    sentences = said(found, "learning?capability=iot", Language.EN)
    assert sentences[0] == "Changed in the answer: 1 topic."


def test_a_matrix_is_told_by_how_many_of_its_cells_differ(found: Scenario) -> None:
    assert said(found, "matrix", Language.EN) == [
        "Ties in the matrix: 746 before, 743 after.",
        "Ties in all: 746 before, 744 after.",
        "Service supports without a known owner or deliverer: 0 before, 1 after.",
        "Flows: 1 cell of the matrix differs.",
        "Service supports: 1 cell of the matrix differs.",
    ]


def test_relations_that_come_and_go_are_counted_under_their_own_names(found: Scenario) -> None:
    assert found.document(Language.NN)["sentences"] == [
        "Kjem til: 1 system og 1 relasjon (1 støtte til teneste).",
        "Blir endra: 1 relasjon (1 flyt).",
        "Fell bort: 1 system og 9 relasjonar (2 flytar, 2 lagra informasjonsobjekt, 1 eigarskap, 2 funksjonar i "
        "system, 1 støtte til teneste, 1 bruksforhold).",
    ]
    assert set(RELATIONS) == set(Relation)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (Language.NB, "1 system til er avhengig av Gammelt (0 før, 1 etter). Nye: Nytt."),
        (Language.NN, "1 system til er avhengig av Gammelt (0 før, 1 etter). Nye: Nytt."),
        (Language.EN, "1 system more depends on Old (0 before, 1 after). New: Nytt."),
    ],
)
def test_one_more_is_said_as_one_more(language: Language, sentence: str) -> None:
    small: Snapshot = graph({"system:a": {"name_nb": "Gammelt", "name_en": "Old"}, "system:b": {"name_nb": "Nytt"}})
    changes = FileText('[[add.flow]]\nfrom = "a"\nto = "b"')
    (answer,) = scenario(small, ask=ask, changes=changes, analysis=("reach?thing=a",)).analyses
    assert answer.sentences(language) == [sentence]
