"""Carrying out: look first, see what has moved on, write one revision, step back, and compare promised with real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.errors import ConfirmationNeeded, QuestionError
from graphsvc.model import Kind
from graphsvc.service import Workspace
from graphsvc.service.forum.carrying_out import carry_out_proposal, preview_carrying_out
from graphsvc.service.forum.cases import find_case
from graphsvc.service.forum.deciding import decide
from graphsvc.service.forum.following_up import follow_up
from graphsvc.service.forum.proposals import edit_proposal
from graphsvc.service.keeping import undo
from graphsvc.text import Language
from tests.forum import TODAY, edit, small
from tests.registers import linked, thing

NB = Language.NB
DAY = dt.date(2027, 1, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with small(tmp_path) as made:
        yield made
        assert made.register.verify().ok


def approve(workspace: Workspace, proposal: str = "P1", outcome: str = "approve") -> None:
    conditions = ["Snart"] if outcome == "approve_with_conditions" else []
    decide(workspace, proposal, {"outcome": outcome, "reasons": "x", "conditions": conditions}, NB)


@pytest.mark.parametrize("outcome", [None, "investigate", "postpone", "decline"])
def test_only_an_approved_proposal_can_be_carried_out(workspace: Workspace, outcome: str | None) -> None:
    approve(workspace)
    if outcome is None:
        decide(workspace, "P1", {"outcome": "decline", "reasons": "angret"}, NB)
    else:
        decide(workspace, "P1", {"outcome": outcome, "reasons": "x"}, NB)
    for act in (preview_carrying_out, carry_out_proposal):
        with pytest.raises(QuestionError, match="not approved"):
            act(workspace, "P1", NB)


def test_approving_changes_nothing_and_carrying_out_makes_one_revision_of_the_map(workspace: Workspace) -> None:
    before = workspace.register.map_revision
    approve(workspace, outcome="approve_with_conditions")
    head = workspace.register.head
    found = preview_carrying_out(workspace, "P1", NB, on=DAY)
    assert found.conflicts == ()
    assert [one["id"] for one in found.open_conditions] == ["D1:1"]
    assert workspace.register.head == head
    done = carry_out_proposal(workspace, "P1", NB, on=DAY)
    assert (done.revision, workspace.register.map_revision) == (head + 1, head + 1)
    assert before < head
    today, later = workspace.snapshot(date=TODAY), workspace.snapshot(date=DAY)
    assert ("system:old" in today, "system:P1" in today) == (True, False)
    assert ("system:old" in later, "system:P1" in later) == (False, True)
    assert find_case(workspace, Kind.PROPOSAL, "P1").fields["carried_out_on"] == "2027-01-01"
    with pytest.raises(QuestionError, match="carried out"):
        carry_out_proposal(workspace, "P1", NB)


def test_carrying_out_is_undone_like_any_revision_and_the_decision_stays(workspace: Workspace) -> None:
    approve(workspace)
    done = carry_out_proposal(workspace, "P1", NB)
    undo(workspace, done.revision)
    assert "system:P1" not in workspace.snapshot()
    assert "system:old" in workspace.snapshot()
    assert find_case(workspace, Kind.DECISION, "D1").id == "D1"
    carry_out_proposal(workspace, "P1", NB)
    assert "system:P1" in workspace.snapshot()


def test_the_same_request_carries_out_once(workspace: Workspace) -> None:
    approve(workspace)
    first = carry_out_proposal(workspace, "P1", NB, key="k")
    again = carry_out_proposal(workspace, "P1", NB, key="k")
    assert (again.repeated, again.revision) == (True, first.revision)


def test_a_map_that_has_moved_on_shows_both_versions_and_is_not_written_unseen(workspace: Workspace) -> None:
    approve(workspace)
    edit(workspace, thing("system:old", name_nb="Omdøpt"))
    edit(workspace, linked("flow", "system:old", "system:arkiv", name="f2", mode="batch"))
    found = preview_carrying_out(workspace, "P1", NB).document(NB)
    told = {(one["thing"], one["why"]): one for one in found["conflicts"]}  # type: ignore[attr-defined]
    renamed = told["system:old", "map"]
    assert (renamed["then"]["fields"]["name_nb"], renamed["now"]["fields"]["name_nb"]) == ("Gammelt", "Omdøpt")
    moved = told["relation:f2>system:P1", "plan"]
    assert (moved["then"], moved["now"]["from"]) == (None, "system:P1")
    assert all(one["sentence"] for one in told.values())
    with pytest.raises(ConfirmationNeeded, match="system:old"):
        carry_out_proposal(workspace, "P1", NB)
    carry_out_proposal(workspace, "P1", NB, accept_conflicts=True)
    assert "relation:f2>system:P1" in {
        fact.record.reference for fact in workspace.facts(workspace.register.head).relations
    }


def test_what_is_gone_since_the_decision_is_a_conflict(workspace: Workspace) -> None:
    approve(workspace)
    edit(workspace, thing("system:old", valid_to="2026-11-01"))
    found = preview_carrying_out(workspace, "P1", NB)
    assert ("system:old", "plan") in {(one.reference, one.why) for one in found.conflicts}
    assert any(one.now is None for one in found.conflicts)


def test_a_proposal_that_was_edited_after_the_decision_is_a_conflict(workspace: Workspace) -> None:
    approve(workspace)
    edit_proposal(workspace, "P1", {"replaces_systems": ["kart"]}, NB)
    names = {one.reference for one in preview_carrying_out(workspace, "P1", NB).conflicts}
    assert {"system:old", "system:kart"} <= names


def test_what_does_not_concern_the_plan_is_no_conflict(workspace: Workspace) -> None:
    approve(workspace)
    edit(workspace, thing("system:arkiv", name_nb="Nytt arkiv"))
    edit(workspace, thing("system:old", confirmed_on="2026-11-30", confirmed_by="eier"))
    edit_proposal(workspace, "P1", {"investment": 301}, NB)
    assert preview_carrying_out(workspace, "P1", NB).conflicts == ()


def test_a_preview_that_is_no_longer_today_is_refused(workspace: Workspace) -> None:
    approve(workspace)
    seen = preview_carrying_out(workspace, "P1", NB).plan.snapshot.revision
    carry = {"seen": seen, "accept_conflicts": True}
    edit(workspace, thing("system:arkiv", name_nb="Nytt arkiv"))
    with pytest.raises(ConfirmationNeeded, match=str(seen)):
        carry_out_proposal(workspace, "P1", NB, **carry)  # type: ignore[arg-type]


def test_a_written_change_set_is_what_is_carried_out(workspace: Workspace) -> None:
    written = """
        [[add.system]]
        id = "ny"
        name_nb = "Helt nytt"

        [[end.system]]
        id = "arkiv"
    """
    edit_proposal(workspace, "P2", {"change_set": written}, NB)
    approve(workspace, "P2")
    steps = preview_carrying_out(workspace, "P2", NB).plan.steps
    assert {(step.operation, pair) for pair, step in steps.items()} == {
        ("add", ("system", "ny")),
        ("end", ("system", "arkiv")),
    }
    carry_out_proposal(workspace, "P2", NB)
    after = workspace.snapshot()
    assert ("system:ny" in after, "system:arkiv" in after) == (True, False)


def test_follow_up_tells_what_is_as_promised_and_what_it_came_to(workspace: Workspace) -> None:
    before = follow_up(workspace, "P1", NB)
    assert (before["decision"], before["carried_out_in"], before["done"]) == (None, None, 0)
    approve(workspace)
    edit_proposal(workspace, "P1", {"investment": 1000, "real_investment": 450, "real_yearly_cost": 40}, NB)
    carry_out_proposal(workspace, "P1", NB, accept_conflicts=True)
    after = follow_up(workspace, "P1", NB)
    assert after["done"] == after["of"]
    amounts = {one["name"]: one for one in after["amounts"]}  # type: ignore[attr-defined]
    assert (amounts["investment"]["planned"], amounts["investment"]["difference"]) == (300, 150)
    assert amounts["yearly_cost"]["difference"] == -10
    assert amounts["yearly_benefit"]["difference"] is None
    edit(workspace, thing("system:P1", name_nb="Noe annet", valid_from="2026-12-01"))
    edit(workspace, thing("system:old", valid_to="2028-01-01"))
    states = {row["id"]: row["state"] for row in follow_up(workspace, "P1", NB)["steps"]}  # type: ignore[attr-defined]
    assert (states["P1"], states["old"]) == ("differs", "waiting")
    assert {row["state_label"] for row in follow_up(workspace, "P1", NB)["steps"]} >= {"ikke ennå"}  # type: ignore[attr-defined]
