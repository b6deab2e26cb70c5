"""Diff: what changed between two revisions or dates, in the register and in answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphsvc.cli.program import application
from graphsvc.errors import QuestionError
from graphsvc.register import Register
from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.diff import Diff, diff
from tests.demo_facts import imported_snapshot
from tests.registers import linked, load, thing, told

EPJ, TURNUS = thing("system:epj", vendor="A", name_nb="Journal"), thing("system:turnus", name_nb="Turnus")
FLOW = linked("flow", "system:epj", "system:turnus", mode="sync")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three revisions: two systems with a flow; another vendor and a third system; the flow is gone."""
    with Register.create(tmp_path / "home") as register:
        load(register, told("hr", EPJ, TURNUS, FLOW))
        vendor = thing("system:epj", vendor="B", name_nb="Journal")
        load(register, told("hr", vendor, TURNUS, thing("system:lonn", name_nb="Lønn"), FLOW))
        other = linked("flow", "system:turnus", "system:lonn", mode="batch")
        load(register, told("hr", vendor, TURNUS, thing("system:lonn", name_nb="Lønn"), other))
    return tmp_path / "home"


@pytest.fixture
def newest(home: Path) -> Iterator[Snapshot]:
    with Register.open(home) as register:
        yield register.snapshot()


def _listed(found: Diff, part: str, operation: str) -> list[dict[str, Any]]:
    register: Any = found.document(Language.EN)["register"]
    rows: list[dict[str, Any]] = register[part][operation]["listed"]
    return rows


def test_two_revisions_differ_in_what_came_changed_and_went(newest: Snapshot) -> None:
    found = diff(newest, ask=ask, from_="1", to="3")
    assert [row["id"] for row in _listed(found, "things", "added")] == ["lonn"]
    (changed,) = _listed(found, "things", "changed")
    assert [(one["label"], one["before"], one["after"]) for one in changed["fields"]] == [("Vendor", "A", "B")]
    (gone,) = _listed(found, "relations", "removed")
    assert (gone["from"], gone["to"], gone["names"]) == ("system:epj", "system:turnus", ["Journal", "Turnus"])
    assert found.sentences(Language.NN) == [
        "Kjem til: 1 system og 1 relasjon (1 flyt).",
        "Blir endra: 1 system.",
        "Fell bort: 1 relasjon (1 flyt).",
    ]


def test_the_other_way_round_what_came_is_what_goes(newest: Snapshot) -> None:
    there, back = (diff(newest, ask=ask, from_=one, to=other) for one, other in (("1", "3"), ("3", "1")))
    assert [row["id"] for row in _listed(back, "things", "removed")] == ["lonn"]
    assert len(_listed(there, "relations", "added")) == len(_listed(back, "relations", "removed")) == 1


def test_a_revision_does_not_differ_from_itself(newest: Snapshot) -> None:
    found = diff(newest, ask=ask, from_="2", to="2", analysis=("reach?thing=epj",))
    document: dict[str, Any] = found.document(Language.EN)
    assert document["same"]
    assert document["analyses"][0]["same"]
    assert document["sentences"] == ["The register holds the same at both times."]


def test_the_answer_to_a_question_is_followed_over_revisions(newest: Snapshot) -> None:
    (answer,) = diff(newest, ask=ask, from_="2", to="3", analysis=("reach?thing=epj",)).analyses
    assert answer.sentences(Language.EN) == ["1 system fewer depends on Journal (1 before, 0 after). Gone: Turnus."]
    (answer,) = diff(newest, ask=ask, from_="1", to="2", analysis=("reach?thing=lonn",)).analyses
    assert answer.sentences(Language.NB) == ["Lønn finnes bare etterpå."]


@pytest.mark.parametrize("words", ["", "yesterday", "2026-13-01", "1@", "@2026-01-01", "-1", "1@2026-01-01x"])
def test_what_is_no_moment_is_refused_with_examples(newest: Snapshot, words: str) -> None:
    with pytest.raises(QuestionError, match="12@2027-01-01"):
        diff(newest, ask=ask, from_=words, to="1")


def test_a_revision_that_is_not_there_is_refused(newest: Snapshot) -> None:
    with pytest.raises(QuestionError):
        diff(newest, ask=ask, from_="1", to="9")


def test_two_dates_of_the_demo_differ_by_what_is_decommissioned_between_them(demo_source: Path) -> None:
    demo = imported_snapshot(demo_source)
    found = diff(demo, ask=ask, from_="2026-12-01", to="2029-01-01", analysis=("reach?thing=epj",))
    # Their decommission dates are 2027-04-01, 2027-05-01 and 2027-07-01; nothing else ends or begins.
    assert [row["id"] for row in _listed(found, "things", "removed")] == ["arkivkjerne", "iotva", "smsb"]
    ended = {row["id"] for row in _listed(found, "things", "removed")}
    gone = _listed(found, "relations", "removed")
    assert len(gone) == 24
    assert all({row["from"].split(":")[1], row["to"].split(":")[1]} & ended for row in gone)
    assert found.analyses[0].sentences(Language.EN) == [
        "3 systems fewer depend on EHR – care services (92 before, 89 after). Gone: Legacy Noark 5 repository; "
        "IoT platform – stormwater (pilot); SMS warning – water."
    ]


def test_the_command_prints_facts_and_sentences_and_the_document(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["diff", "1", "3", "--home", str(home), "--lang", "en", "--analysis", "reach?thing=epj"]
    application(args=words, standalone_mode=False)
    printed = capfd.readouterr().out
    assert "Vendor: A → B" in printed
    assert "1 system fewer depends on Journal (1 before, 0 after)" in printed
    application(args=[*words, "--json"], standalone_mode=False)
    document = json.loads(capfd.readouterr().out)
    assert (document["from"]["revision"], document["to"]["revision"]) == (1, 3)


def test_the_scenario_command_reads_a_file_and_says_that_nothing_is_written(
    home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "changes.toml"
    file.write_text('\ufefftitle = "Uten journal"\n[[end.system]]\nid = "epj"\n', encoding="utf-8")
    application(args=["scenario", str(file), "--home", str(home), "--lang", "nb"], standalone_mode=False)
    printed = capfd.readouterr().out
    assert printed.startswith("Scenario: ingenting er skrevet.\nUten journal\nFaller bort: 1 system.")
    with Register.open(home) as register:
        assert register.head == 3


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"#" * 1_000_001])
def test_a_file_that_is_no_text_is_refused(home: Path, tmp_path: Path, content: bytes) -> None:
    from graphsvc.errors import UsageError

    file = tmp_path / "changes.toml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="UTF-8"):
        application(args=["scenario", str(file), "--home", str(home)], standalone_mode=False)
