"""The register of proposals: three fields are enough, everything else may follow, and nothing that was said is lost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.errors import DataError, EditConflict, QuestionError, RequestReused, UnknownThing, UsageError
from graphsvc.model import Kind
from graphsvc.register import FORUM
from graphsvc.service import Workspace
from graphsvc.service.forum.assessing import answer_question
from graphsvc.service.forum.attaching import attach, attachments_of, detach, document_of, safe_name
from graphsvc.service.forum.cases import find_case
from graphsvc.service.forum.phases import NEXT
from graphsvc.service.forum.proposals import (
    add_proposal,
    edit_proposal,
    history_of,
    list_proposals,
    move_proposal,
    reinstate,
    show_proposal,
    withdraw,
)
from graphsvc.text import Language
from tests.forum import FORUM as CASES
from tests.forum import MAP, small
from tests.registers import load, thing, told

NB, EN = Language.NB, Language.EN
INTAKE = {"title": "Felles nøkkelskap", "need_nb": "Nøkler til hjemmetjenesten", "proposer_unit": "IKT"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with small(tmp_path) as made:
        yield made
        assert made.register.verify().ok


def test_three_fields_are_enough(workspace: Workspace) -> None:
    made = add_proposal(workspace, INTAKE, NB).document
    assert (made["id"], made["phase"], made["proposer_unit"]) == ("P3", "idea", "A1")
    assert made["title"] == "Felles nøkkelskap"
    assert add_proposal(workspace, INTAKE, EN).document["name_en"] == "Felles nøkkelskap"
    assert [one["id"] for one in list_proposals(workspace, NB)] == ["P1", "P2", "P3", "P4"]


@pytest.mark.parametrize("missing", INTAKE)
def test_what_is_missing_is_named(workspace: Workspace, missing: str) -> None:
    given = {name: value for name, value in INTAKE.items() if name != missing}
    with pytest.raises(DataError) as refused:
        add_proposal(workspace, given, NB)
    assert [problem.pointer for problem in refused.value.problems] == [f"/{missing}"]
    assert workspace.register.map_revision == workspace.register.head


def test_all_that_does_not_fit_is_told_at_once_with_a_remedy(workspace: Workspace) -> None:
    wrong = {
        "investment": "mye",
        "it_person_weeks": -1,
        "personal_data_level": 3,
        "proposer_unit": ["A1", "B1"],
        "affected_services": ["T1", "finnes ikke"],
        "needed_capabilities": "system:old",
        "invesment": 1,
        "phase": "planning",
        "main_risk_nb": "a\x07b",
        "legal_basis": "x" * 100_001,
        "mandatory": "kanskje",
    }
    with pytest.raises(DataError) as refused:
        add_proposal(workspace, {**INTAKE, **wrong}, NB)
    problems = refused.value.problems
    assert {problem.pointer for problem in problems} == {f"/{name}" for name in wrong}
    assert all(problem.fix and problem.fix.nb and problem.message.en for problem in problems)
    assert "investment" in next(one for one in problems if one.pointer == "/invesment").fix.en  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("investment", "1 200,5", 1200.5),
        ("investment", 450, 450),
        ("affected_services", "T1; service:T2", ("T1", "T2")),
        ("affected_services", ["Brøyting", "T1"], ("T1",)),
        ("replaces_systems", "Gammelt", ("old",)),
        ("personal_data_level", "2", 2),
        ("mandatory", "ja", True),
        ("need_nb", "  linje\r\nto ", "linje\nto"),
        ("attachments", None, None),
    ],
)
def test_words_of_a_form_are_read_as_values(workspace: Workspace, name: str, given: object, kept: object) -> None:
    if name == "attachments":  # only a use case of its own sets it
        with pytest.raises(DataError):
            edit_proposal(workspace, "P1", {name: given}, NB)
        return
    edit_proposal(workspace, "P1", {name: given}, NB)
    assert find_case(workspace, Kind.PROPOSAL, "P1").fields[name] == kept


def test_an_edit_leaves_the_files_own_claim_and_survives_loading_the_file_again(workspace: Workspace) -> None:
    edit_proposal(workspace, "P1", {"investment": 999, "title": "Bedre navn"}, NB)
    case = find_case(workspace, Kind.PROPOSAL, "P1")
    assert (case.fields["investment"], case.fields["yearly_cost"]) == (999, 50)
    assert set(case.claims) == {FORUM, "hr"}
    assert workspace.register.plan(told("hr", *MAP, *CASES), "hr").is_empty
    changed = [thing("proposal:P1", name_nb="Fra filen", investment=1, yearly_cost=51), *MAP, *CASES[1:]]
    load(workspace.register, told("hr", *changed), "hr")
    fields = find_case(workspace, Kind.PROPOSAL, "P1").fields
    assert (fields["name_nb"], fields["investment"], fields["yearly_cost"]) == ("Bedre navn", 999, 51)


def test_clearing_a_field_that_a_file_fills_says_that_there_is_none(workspace: Workspace) -> None:
    edit_proposal(workspace, "P1", {"investment": None, "main_risk_nb": "Risiko"}, NB)
    assert find_case(workspace, Kind.PROPOSAL, "P1").fields["investment"] is None
    edit_proposal(workspace, "P1", {"main_risk_nb": ""}, NB)
    assert "main_risk_nb" not in find_case(workspace, Kind.PROPOSAL, "P1").fields
    with pytest.raises(DataError, match="need_nb"):
        edit_proposal(workspace, "P1", {"need_nb": None}, NB)


def test_an_edit_from_an_older_version_is_refused_with_both_versions(workspace: Workspace) -> None:
    seen = find_case(workspace, Kind.PROPOSAL, "P1").version
    edit_proposal(workspace, "P1", {"investment": 1}, NB, expected=seen)
    with pytest.raises(EditConflict) as refused:
        edit_proposal(workspace, "P1", {"investment": 2}, NB, expected=seen)
    assert refused.value.more["yours"] == {"investment": 2}
    assert refused.value.more["stored"]["investment"] == 1  # type: ignore[index]
    edit_proposal(workspace, "P1", {"investment": 2}, NB, expected=str(refused.value.more["version"]))


def test_a_file_that_changes_the_proposal_makes_another_version_too(workspace: Workspace) -> None:
    seen = find_case(workspace, Kind.PROPOSAL, "P2").version
    load(workspace.register, told("hr", *MAP, *CASES[:1], thing("proposal:P2", name_nb="Ny tanke")), "hr")
    with pytest.raises(EditConflict):
        edit_proposal(workspace, "P2", {"investment": 2}, NB, expected=seen)


def test_one_key_is_one_request(workspace: Workspace) -> None:
    first = add_proposal(workspace, INTAKE, NB, key="k")
    again = add_proposal(workspace, INTAKE, NB, key="k")
    assert (again.document["id"], again.revision, again.repeated) == ("P3", first.revision, True)
    assert again.document == first.document
    for given, language in (({**INTAKE, "title": "Noe annet"}, NB), (INTAKE, EN)):
        with pytest.raises(RequestReused):
            add_proposal(workspace, given, language, key="k")
    with pytest.raises(RequestReused):
        edit_proposal(workspace, "P1", {"investment": 1}, NB, key="k")
    assert workspace.register.head == first.revision


def test_phases_follow_the_project_guide_one_step_at_a_time(workspace: Workspace) -> None:
    for phase in ("planning", "execution", "closing", "realising", "closing"):
        assert move_proposal(workspace, "P1", phase, NB).document["phase"] == phase
    for phase in sorted(set(NEXT) - {"realising", "execution"}):
        with pytest.raises(QuestionError, match="realising, execution"):
            move_proposal(workspace, "P1", phase, NB)
    with pytest.raises(UsageError, match="idea, concept"):
        move_proposal(workspace, "P1", "ferdig", NB)
    assert all(later in NEXT for listed in NEXT.values() for later in listed)


def test_a_withdrawn_proposal_is_left_alone_until_it_is_taken_up_again(workspace: Workspace) -> None:
    withdraw(workspace, "P2", "Ikke lenger aktuelt", NB)
    assert [one["id"] for one in list_proposals(workspace, NB)] == ["P1"]
    assert [one["id"] for one in list_proposals(workspace, NB, withdrawn=True)] == ["P1", "P2"]
    for act in (
        lambda: edit_proposal(workspace, "P2", {"investment": 1}, NB),
        lambda: move_proposal(workspace, "P2", "concept", NB),
        lambda: withdraw(workspace, "P2", "igjen", NB),
        lambda: reinstate(workspace, "P1", NB),
        lambda: withdraw(workspace, "P1", " ", NB),
    ):
        with pytest.raises(QuestionError):
            act()
    assert "withdrawn_on" not in reinstate(workspace, "P2", NB).document


def test_filters_of_the_list(workspace: Workspace) -> None:
    assert [one["id"] for one in list_proposals(workspace, NB, phase="idea")] == ["P2"]
    assert [one["id"] for one in list_proposals(workspace, NB, unit="unit:B1")] == ["P1"]
    with pytest.raises(UsageError):
        list_proposals(workspace, NB, phase="drøm")


def test_changes_are_built_by_form_or_as_toml_and_checked(workspace: Workspace) -> None:
    changes = [
        {"operation": "new"},
        {"operation": "retire", "things": ["Kart"]},
        {"operation": "integrate", "things": ["arkiv", "krr"]},
    ]
    made = edit_proposal(workspace, "P2", {"changes": changes}, NB).document
    assert (made["retires_systems"], made["integrates_systems"]) == (["kart"], ["arkiv", "krr"])
    assert show_proposal(workspace, "P2", NB)["changes"] == [
        {"operation": "retire", "things": ["kart"]},
        {"operation": "integrate", "things": ["arkiv", "krr"]},
    ]
    for wrong in ("replace", [{"operation": "sprenge", "things": []}], [{"operation": "retire"}], ["retire"]):
        with pytest.raises(UsageError, match="replace"):
            edit_proposal(workspace, "P2", {"changes": wrong}, NB)
    good = 'title = "Ny"\n[[add.system]]\nid = "ny"\nname_nb = "Nytt"\n'
    assert edit_proposal(workspace, "P2", {"change_set": good}, NB).document["change_set"] == good.strip()
    with pytest.raises(DataError) as refused:
        edit_proposal(workspace, "P2", {"change_set": '[[end.system]]\nid = "finnes-ikke"\n'}, NB)
    assert refused.value.problems


def test_history_tells_each_edit_with_before_and_after(workspace: Workspace) -> None:
    edit_proposal(workspace, "P1", {"investment": 1}, NB)
    move_proposal(workspace, "P1", "planning", NB)
    told_ = history_of(workspace, Kind.PROPOSAL, "P1", NB)
    assert [one["source"] for one in told_] == ["hr", FORUM, FORUM]
    assert told_[2]["fields"] == [{"name": "phase", "label": "Fase", "before": None, "after": "planning"}]


def test_an_older_revision_shows_what_was_known_then(workspace: Workspace) -> None:
    before = workspace.register.head
    edit_proposal(workspace, "P1", {"investment": 1}, NB)
    add_proposal(workspace, INTAKE, NB)
    assert show_proposal(workspace, "P1", NB, revision=before)["investment"] == 300
    assert len(list_proposals(workspace, NB, revision=before)) == 2
    with pytest.raises(UnknownThing):
        show_proposal(workspace, "P3", NB, revision=before)


def test_an_unknown_proposal_is_answered_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(UnknownThing, match="P1"):
        show_proposal(workspace, "P11", NB)
    assert show_proposal(workspace, "proposal:P1", NB)["id"] == "P1"


def test_answers_of_people_are_kept_and_changed_with_their_history(workspace: Workspace) -> None:
    first = answer_question(workspace, "P1", "q04", "Nei", "forslagsstiller", NB).document
    assert (first["id"], first["answered_on"]) == ("P1:Q04", "2026-12-01")
    with pytest.raises(EditConflict):
        answer_question(workspace, "P1", "Q04", "Jo", "andre", NB, expected="0" * 16)
    answer_question(workspace, "P1", "Q04", "Jo", "andre", NB, expected=str(first["version"]))
    assert [one["answer"] for one in show_proposal(workspace, "P1", NB)["answers"]] == ["Jo"]  # type: ignore[attr-defined]
    assert len(history_of(workspace, Kind.ASSESSMENT, "P1:Q04", NB)) == 2
    for question in ("Q16", "Q00", "", "Q4"):
        with pytest.raises(QuestionError):
            answer_question(workspace, "P1", question, "x", "y", NB)
    with pytest.raises(DataError):
        answer_question(workspace, "P1", "Q05", " ", "y", NB)


def test_attachments_are_kept_as_they_are_and_replaced_by_name(workspace: Workspace) -> None:
    attach(workspace, "P1", "../../plan.PDF", io.BytesIO(b"%PDF one"), NB)
    attach(workspace, "P1", "plan.PDF", io.BytesIO(b"%PDF two"), NB)
    attach(workspace, "P1", "virus.exe", io.BytesIO(b"MZ"), NB)
    case = find_case(workspace, Kind.PROPOSAL, "P1")
    assert [(one.media_type, one.name) for one in attachments_of(case)] == [
        ("application/pdf", "plan.PDF"),
        ("application/octet-stream", "virus.exe"),
    ]
    found, content = document_of(workspace, case, "attachments", "plan.PDF")
    assert content == b"%PDF two"
    assert document_of(workspace, case, "attachments", found.digest)[1] == content
    detach(workspace, "P1", "plan.PDF", NB)
    detach(workspace, "P1", "virus.exe", NB)
    for act in (
        lambda: detach(workspace, "P1", "plan.PDF", NB),
        lambda: document_of(workspace, find_case(workspace, Kind.PROPOSAL, "P1"), "attachments", "plan.PDF"),
    ):
        with pytest.raises(UnknownThing):
            act()
    with pytest.raises(DataError):
        attach(workspace, "P1", "tom.txt", io.BytesIO(b""), NB)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("..\\..\\etc\\passwd", "passwd"),
        ('a"; rm -rf.txt', "a rm -rf.txt"),
        ("", "vedlegg"),
        ("...", "vedlegg"),
        ("x\r\nSet-Cookie: a.txt", "xSet-Cookie a.txt"),
        ("å" * 300 + ".docx", "å" * 108 + ".docx"),
    ],
)
def test_file_names_are_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe
