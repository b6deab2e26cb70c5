"""Deciding, meeting and archiving: what was decided stays, with what was known then."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from graphsvc.errors import DataError, EditConflict, QuestionError, UnknownThing, UsageError
from graphsvc.model import Kind
from graphsvc.register import Document
from graphsvc.service import Workspace
from graphsvc.service.forum.archiving import decision_metadata, decision_package, write_decision
from graphsvc.service.forum.attaching import attach, attachments_of
from graphsvc.service.forum.cases import add_case, edit_case, find_case
from graphsvc.service.forum.conditions import fulfil, list_conditions
from graphsvc.service.forum.deciding import decide, list_decisions, show_decision
from graphsvc.service.forum.learning_arena import arena, list_notes
from graphsvc.service.forum.meetings import add_meeting, edit_meeting, set_agenda, show_meeting, write_minutes
from graphsvc.service.forum.proposals import add_proposal, edit_proposal, show_proposal, withdraw
from graphsvc.service.keeping import undo
from graphsvc.text import Language
from tests.forum import edit, small
from tests.registers import thing

NB = Language.NB
YES = {"outcome": "approve", "reasons": "Godt forslag"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with small(tmp_path) as made:
        yield made
        assert made.register.verify().ok


def decided(workspace: Workspace, proposal: str = "P1", **fields: object) -> dict[str, object]:
    return dict(decide(workspace, proposal, {**YES, **fields}, NB).document)


def paper(workspace: Workspace, decision: str, name: str) -> dict[str, object]:
    found = attachments_of(find_case(workspace, Kind.DECISION, decision), "documents")
    digest = next(one.digest for one in found if one.name == name)
    return dict(json.loads(workspace.register.archive.document(digest) or b""))


def test_a_decision_keeps_what_was_known_then(workspace: Workspace) -> None:
    attach(workspace, "P1", "tilbud.pdf", io.BytesIO(b"%PDF"), NB)
    made = decided(workspace)
    names = {one["name"] for one in made["documents"]}  # type: ignore[attr-defined, index]
    assert {"P1-proposal.json", "P1-impact.json", "P1-assessment.json", "tilbud.pdf"} <= names
    edit_proposal(workspace, "P1", {"investment": 7, "replaces_systems": ["kart"]}, NB)
    edit(workspace, thing("system:old", name_nb="Omdøpt"))
    assert paper(workspace, "D1", "P1-proposal.json")["investment"] == 300
    impact = paper(workspace, "D1", "P1-impact.json")
    assert impact["revision"] == made["map_revision"]
    assert "system:old" in json.dumps(impact)
    assert "Omdøpt" not in json.dumps(impact)


def test_the_papers_are_written_again_only_when_something_they_rest_on_has_changed(workspace: Workspace) -> None:
    first, second = decided(workspace), decided(workspace)
    assert first["documents"] == second["documents"]
    edit_proposal(workspace, "P2", {"investment": 1}, NB)
    add_meeting(workspace, {"title": "M", "date": "2026-12-01"}, NB)
    assert decided(workspace)["documents"] == first["documents"]
    edit_proposal(workspace, "P1", {"investment": 1}, NB)
    fourth = decided(workspace)
    assert fourth["documents"] != first["documents"]
    edit(workspace, thing("system:old", name_nb="Omdøpt"))
    assert decided(workspace)["documents"] != fourth["documents"]


def test_a_proposal_of_which_nothing_is_known_can_be_decided_on(workspace: Workspace) -> None:
    made = decided(workspace, "P2", outcome="investigate")
    assert made["outcome"] == "investigate"
    assert paper(workspace, "D1", "P2-proposal.json")["id"] == "P2"


def test_a_decision_outlives_a_proposal_that_was_undone(workspace: Workspace) -> None:
    made = add_proposal(workspace, {"title": "Ny", "need_nb": "x", "proposer_unit": "A1"}, NB)
    decided(workspace, "P3")
    undo(workspace, made.revision)
    assert show_decision(workspace, "D1", NB)["proposal"] == "P3"
    assert decision_metadata(workspace, "D1", NB)["proposals"][0]["title"] == "Ny"  # type: ignore[index]
    assert [one["id"] for one in list_decisions(workspace, NB)] == ["D1"]


def test_a_change_of_mind_points_back(workspace: Workspace) -> None:
    decided(workspace, outcome="postpone")
    second = decided(workspace, outcome="decline")
    assert second["replaces"] == "D1"
    assert decided(workspace, replaces="D1")["replaces"] == "D1"
    assert show_decision(workspace, "D1", NB)["replaced_by"] == ["D2", "D3"]
    assert show_proposal(workspace, "P1", NB)["decision"]["id"] == "D3"  # type: ignore[index]
    decided(workspace, "P2")
    with pytest.raises(QuestionError, match="D4"):
        decided(workspace, replaces="D4")


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "kanskje"},
        {"outcome": None},
        {"reasons": ""},
        {"meeting": "M9"},
        {"participants": ["F1", "P1"]},
        {"decided_on": "i dag"},
        {"map_revision": 1},
        {"documents": []},
        {"proposal": "P2", "extra": 1},
    ],
)
def test_a_decision_that_does_not_hold_together_is_not_written(workspace: Workspace, wrong: dict[str, object]) -> None:
    with pytest.raises((DataError, UnknownThing)):
        decided(workspace, **wrong)
    assert list_decisions(workspace, NB) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "approve_with_conditions"},
        {"outcome": "approve", "conditions": ["noe"]},
        {"outcome": "decline", "conditions": [{"text": "noe"}]},
        {"outcome": "approve_with_conditions", "conditions": "noe"},
        {"outcome": "approve_with_conditions", "conditions": [{"owner": "A1"}]},
        {"outcome": "approve_with_conditions", "conditions": [{"text": "x", "when": "y"}]},
        {"outcome": "approve_with_conditions", "conditions": [{"text": "x"}] * 101},
        {"outcome": "approve_with_conditions", "conditions": [{"text": "x", "owner": "finnes ikke"}]},
        {"outcome": "approve_with_conditions", "conditions": [{"text": "x", "due": "snart"}]},
    ],
)
def test_conditions_and_outcome_must_go_together(workspace: Workspace, wrong: dict[str, object]) -> None:
    with pytest.raises((QuestionError, UsageError, DataError)):
        decided(workspace, **wrong)
    assert list_decisions(workspace, NB) == []


def test_a_withdrawn_proposal_and_an_older_version_are_not_decided_on(workspace: Workspace) -> None:
    seen = find_case(workspace, Kind.PROPOSAL, "P1").version
    edit_proposal(workspace, "P1", {"investment": 1}, NB)
    with pytest.raises(EditConflict):
        decide(workspace, "P1", YES, NB, expected=seen)
    withdraw(workspace, "P1", "Nei", NB)
    with pytest.raises(QuestionError):
        decided(workspace)


def test_conditions_are_followed_up(workspace: Workspace) -> None:
    conditions = [{"text": "Sen", "owner": "A1", "due": "2026-11-30"}, {"text": "Siden", "due": "2027-05-01"}, "Alltid"]
    decided(workspace, outcome="approve_with_conditions", conditions=conditions)
    states = [(one["id"], one["state"]) for one in list_conditions(workspace, NB)]
    assert states == [("D1:1", "overdue"), ("D1:2", "open"), ("D1:3", "open")]
    fulfil(workspace, "D1:1", NB, note="Gjort")
    with pytest.raises(QuestionError):
        fulfil(workspace, "D1:1", NB)
    with pytest.raises(UnknownThing):
        fulfil(workspace, "D1:9", NB)
    assert [one["id"] for one in list_conditions(workspace, NB, open_only=True)] == ["D1:2", "D1:3"]
    assert list_conditions(workspace, NB, decision="D2") == []
    edit_case(workspace, Kind.CONDITION, "D1:2", {"due": "2027-06-01"}, NB)
    for managed in ({"text": "Annet"}, {"decision": "D2"}):
        with pytest.raises(DataError):
            edit_case(workspace, Kind.CONDITION, "D1:2", managed, NB)


def test_the_log_is_searched_and_filtered(workspace: Workspace) -> None:
    add_meeting(workspace, {"title": "M", "date": "2026-12-01"}, NB)
    decided(workspace, reasons="Vi HAR dette allerede", outcome="decline", meeting="M1")
    decided(workspace, "P2")

    def found(**wanted: object) -> list[object]:
        return [one["id"] for one in list_decisions(workspace, NB, **wanted)]  # type: ignore[arg-type]

    assert found() == ["D2", "D1"]
    assert found(words="har allerede") == ["D1"]
    assert found(words="varslingssystem") == ["D1"]
    assert found(proposal="proposal:P2") == found(outcome="approve") == ["D2"]
    assert found(meeting="M1") == ["D1"]
    assert found(words="finnes ikke") == []
    with pytest.raises(UsageError):
        found(outcome="kanskje")


def test_statements_and_decisions_are_never_edited(workspace: Workspace) -> None:
    decided(workspace)
    add_case(workspace, Kind.STATEMENT, {"title": "Sky", "text": "Vi kjøper"}, NB)
    for kind, identifier in ((Kind.DECISION, "D1"), (Kind.STATEMENT, "S1")):
        with pytest.raises(QuestionError, match="never edited"):
            edit_case(workspace, kind, identifier, {"text": "x"}, NB)
    again = add_case(workspace, Kind.STATEMENT, {"title": "Sky 2", "text": "Vi kjøper alt", "replaces": "S1"}, NB)
    assert again.document["replaces"] == "S1"


def test_a_meeting_has_agenda_minutes_and_what_was_decided_there(workspace: Workspace) -> None:
    add_meeting(workspace, {"title": "Møte 1", "date": "2026-12-10", "participants": ["F1"]}, NB)
    set_agenda(workspace, "M1", ["P2"], NB)
    set_agenda(workspace, "M1", ["P2", "P1"], NB)
    decided(workspace, meeting="M1")
    add_case(workspace, Kind.STATEMENT, {"title": "Sky", "text": "x", "meeting": "M1"}, NB)
    shown = show_meeting(workspace, "M1", NB)
    items = [(one["proposal"], (one["decision"] or {}).get("id")) for one in shown["items"]]  # type: ignore[attr-defined]
    assert items == [("P2", None), ("P1", "D1")]
    assert [one["id"] for one in shown["statements"]] == ["S1"]  # type: ignore[attr-defined]
    set_agenda(workspace, "M1", [], NB)
    assert [one["on_agenda"] for one in show_meeting(workspace, "M1", NB)["items"]] == [False]  # type: ignore[attr-defined]
    with pytest.raises(DataError):
        set_agenda(workspace, "M1", ["P9"], NB)


def test_approved_minutes_stay(workspace: Workspace) -> None:
    add_meeting(workspace, {"title": "Møte 1", "date": "2026-12-10"}, NB)
    with pytest.raises(QuestionError):
        edit_meeting(workspace, "M1", {"state": "approved"}, NB)
    assert write_minutes(workspace, "M1", "Vi møttes.\n\nOg gikk.", NB).document["state"] == "held"
    write_minutes(workspace, "M1", "Vi møttes.", NB, approved=True)
    for act in (
        lambda: write_minutes(workspace, "M1", "Ikke.", NB),
        lambda: edit_meeting(workspace, "M1", {"minutes": "Ikke."}, NB),
        lambda: edit_meeting(workspace, "M1", {"minutes": None}, NB),
    ):
        with pytest.raises(QuestionError):
            act()
    edit_meeting(workspace, "M1", {"place": "Rådhuset"}, NB)
    edit_meeting(workspace, "M1", {"state": "held"}, NB)
    write_minutes(workspace, "M1", "Rettet.", NB, approved=True)


def test_the_learning_arena_links_groups_notes_and_the_map(workspace: Workspace) -> None:
    edit_case(workspace, Kind.ROLE, "K1", {"knows": ["Gammelt", "capability:varsling"]}, NB)
    note = {"title": "Erfaring", "text": "Spør først", "about": ["old", "proposal:P1"], "group": "K1"}
    add_case(workspace, Kind.NOTE, note, NB)
    add_case(workspace, Kind.NOTE, {"title": "Annet", "text": "x"}, NB)
    (group,) = arena(workspace, NB)
    assert group["knows"] == ["old", "capability:varsling"]
    assert [one["id"] for one in group["notes"]] == ["N1"]  # type: ignore[attr-defined]
    for about in ("system:old", "Gammelt", "P1", "proposal:P1"):
        assert [one["id"] for one in list_notes(workspace, NB, about=about)] == ["N1"]
    assert list_notes(workspace, NB, about="kart") == []
    assert [one["id"] for one in list_notes(workspace, NB, group="role:K1")] == ["N1"]
    assert show_proposal(workspace, "P1", NB)["notes"][0]["id"] == "N1"  # type: ignore[index]
    with pytest.raises(UnknownThing):
        list_notes(workspace, NB, about="finnes ikke")


def test_the_package_holds_the_papers_under_their_digests_and_the_head(workspace: Workspace) -> None:
    attach(workspace, "P1", "tilbud.pdf", io.BytesIO(b"%PDF secret"), NB)
    decided(workspace, internal_note="Pris under forhandling")
    made = decision_package(workspace, "D1", NB)
    assert made == decision_package(workspace, "D1", NB)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        told = json.loads(archive.read("decision.json"))
        for one in told["documents"]:
            content = archive.read(f"documents/{one['name']}")
            assert Document.of(content, one["media_type"], one["name"]).digest == one["digest"]
    assert workspace.register.verify(told["chain"]["head_digest"]).ok
    assert told["decision"]["internal_note"] == "Pris under forhandling"


def test_the_public_package_holds_nothing_sensitive_but_names_what_is_withheld(workspace: Workspace) -> None:
    attach(workspace, "P1", "tilbud.pdf", io.BytesIO(b"%PDF secret"), NB)
    decided(workspace, internal_note="Pris under forhandling")
    with zipfile.ZipFile(io.BytesIO(decision_package(workspace, "D1", NB, public=True))) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
        told = json.loads(archive.read("decision.json"))
        printed = PdfReader(io.BytesIO(archive.read("decision.pdf")))
    papers = ["decision.json", "decision.pdf", "decision.html"]
    assert names == [*papers, "documents/P1-proposal.json", "documents/P1-impact.json"]
    assert b"forhandling" not in everything
    assert "forhandling" not in "".join(page.extract_text() for page in printed.pages)
    assert b"secret" not in everything
    assert {one["name"] for one in told["documents"] if one["withheld"]} >= {"tilbud.pdf", "P1-assessment.json"}
    assert told["edition"] == "public"


def test_a_decision_is_written_to_a_file(workspace: Workspace, tmp_path: Path) -> None:
    decided(workspace)
    write_decision(workspace, "D1", tmp_path / "d.json", NB)
    assert json.loads((tmp_path / "d.json").read_text())["decision"]["id"] == "D1"
    write_decision(workspace, "D1", tmp_path / "d.ZIP", NB)
    with pytest.raises(UsageError):
        write_decision(workspace, "D1", tmp_path / "d.docx", NB)
    with pytest.raises(UnknownThing):
        decision_metadata(workspace, "D9", NB)
