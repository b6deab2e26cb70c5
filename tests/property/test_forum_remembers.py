"""Whatever the forum does, in whatever order, it is a few plain dictionaries with a memory, and the chain verifies."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from graphsvc.errors import DataError, EditConflict, QuestionError, RequestReused, UsageError
from graphsvc.model import Kind
from graphsvc.service import Workspace
from graphsvc.service.forum.carrying_out import carry_out_proposal
from graphsvc.service.forum.cases import find_case, list_cases
from graphsvc.service.forum.conditions import fulfil
from graphsvc.service.forum.deciding import decide, list_decisions
from graphsvc.service.forum.meetings import add_meeting, write_minutes
from graphsvc.service.forum.phases import NEXT
from graphsvc.service.forum.proposals import add_proposal, edit_proposal, list_proposals, move_proposal, withdraw
from graphsvc.service.keeping import undo
from graphsvc.text import Language
from tests.forum import small

NB = Language.NB
WORDS = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=8).filter(
    lambda words: bool(words.strip())
)
OUTCOMES = st.sampled_from(["approve", "approve_with_conditions", "investigate", "postpone", "decline"])


class Forum(RuleBasedStateMachine):
    """The forum beside a plain model of it."""

    proposals = Bundle("proposals")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self._opened = small(Path(self.folder.name))
        self.workspace: Workspace = self._opened.__enter__()
        self.model: dict[str, dict[str, Any]] = {
            "P1": {"phase": "concept", "investment": 300},
            "P2": {"phase": "idea"},
        }
        self.decisions: list[dict[str, Any]] = []
        self.minutes: dict[str, str] = {}
        self.keys: dict[str, Any] = {}

    def teardown(self) -> None:
        if hasattr(self, "_opened"):
            assert self.workspace.register.verify().ok
            self._opened.__exit__(None, None, None)
            self.folder.cleanup()

    @rule(target=proposals, title=WORDS, key=st.one_of(st.none(), st.sampled_from("ab")))
    def add(self, title: str, key: str | None) -> str:
        given_ = {"title": title, "need_nb": "x", "proposer_unit": "A1"}
        if key in self.keys and self.keys[key][0] != title:
            with pytest.raises(RequestReused):
                add_proposal(self.workspace, given_, NB, key=key)
            return "P1"
        made = add_proposal(self.workspace, given_, NB, key=key).document
        if key in self.keys:
            assert made["id"] == self.keys[key][1]
        else:
            self.model[made["id"]] = {"phase": "idea"}
            if key is not None:
                self.keys[key] = (title, made["id"])
        return str(made["id"])

    @rule(proposal=st.one_of(proposals, st.sampled_from(["P1", "P2"])), amount=st.integers(0, 5), stale=st.booleans())
    def edit(self, proposal: str, amount: int, stale: bool) -> None:
        mine = self.model[proposal]
        version = find_case(self.workspace, Kind.PROPOSAL, proposal).version
        try:
            edit_proposal(self.workspace, proposal, {"investment": amount}, NB, expected="x" if stale else version)
        except EditConflict:
            assert stale
        except QuestionError:
            assert mine.get("withdrawn")
        else:
            assert not stale
            assert not mine.get("withdrawn")
            mine["investment"] = amount

    @rule(proposal=st.one_of(proposals, st.sampled_from(["P1", "P2"])), phase=st.sampled_from(sorted(NEXT)))
    def move(self, proposal: str, phase: str) -> None:
        mine = self.model[proposal]
        allowed = phase in NEXT[mine["phase"]] and not mine.get("withdrawn")
        try:
            move_proposal(self.workspace, proposal, phase, NB)
        except QuestionError:
            assert not allowed
        else:
            assert allowed
            mine["phase"] = phase

    @rule(proposal=st.one_of(proposals, st.just("P2")))
    def withdraw(self, proposal: str) -> None:
        try:
            withdraw(self.workspace, proposal, "nei", NB)
        except QuestionError:
            assert self.model[proposal].get("withdrawn")
        self.model[proposal]["withdrawn"] = True

    @rule(proposal=st.one_of(proposals, st.sampled_from(["P1", "P2"])), outcome=OUTCOMES, reasons=WORDS)
    def decide(self, proposal: str, outcome: str, reasons: str) -> None:
        given_ = {"outcome": outcome, "reasons": reasons}
        if outcome == "approve_with_conditions":
            given_["conditions"] = ["vilkår"]  # type: ignore[assignment]
        try:
            made = decide(self.workspace, proposal, given_, NB).document
        except QuestionError:
            assert self.model[proposal].get("withdrawn")
            return
        before = [one["id"] for one in self.decisions if one["proposal"] == proposal]
        assert made["replaces"] == (before[-1] if before else None)
        kept = {"id": made["id"], "proposal": proposal, "outcome": outcome, "reasons": made["reasons"]}
        self.decisions.append({**kept, "documents": made["documents"]})

    @precondition(lambda self: any(one["outcome"] == "approve_with_conditions" for one in self.decisions))
    @rule(data=st.data())
    def fulfil(self, data: st.DataObject) -> None:
        ids = [one["id"] for one in self.decisions if one["outcome"] == "approve_with_conditions"]
        with suppress(QuestionError):  # fulfilled before
            fulfil(self.workspace, f"{data.draw(st.sampled_from(ids))}:1", NB)

    @rule(words=WORDS)
    def meet(self, words: str) -> None:
        made = add_meeting(self.workspace, {"title": "M", "date": "2026-12-01"}, NB).document
        self.minutes[made["id"]] = str(write_minutes(self.workspace, made["id"], words, NB).document["minutes"])

    @rule(proposal=st.one_of(proposals, st.sampled_from(["P1", "P2"])))
    def carry_out(self, proposal: str) -> None:
        mine = [one["outcome"] for one in self.decisions if one["proposal"] == proposal]
        try:
            carry_out_proposal(self.workspace, proposal, NB, accept_conflicts=True)
        except QuestionError:
            assert self.model[proposal].get("carried") or not mine or not mine[-1].startswith("approve")
        else:
            assert mine[-1].startswith("approve")
            assert f"system:{proposal}" in self.workspace.snapshot()
            self.model[proposal]["carried"] = True

    @rule()
    def undo_a_decision(self) -> None:
        if self.decisions:
            reference = find_case(self.workspace, Kind.DECISION, self.decisions[-1]["id"]).reference
            made = self.workspace.register.revisions(touching=reference)[-1].number
            with pytest.raises(DataError, match="never changes"):
                undo(self.workspace, made)

    @invariant()
    def is_as_the_model_says(self) -> None:
        if not hasattr(self, "workspace"):
            return
        told = {str(one["id"]): one for one in list_proposals(self.workspace, NB, withdrawn=True)}
        assert set(told) == set(self.model)
        for identifier, mine in self.model.items():
            assert told[identifier]["phase"] == mine["phase"]
            assert told[identifier].get("investment") == mine.get("investment")
            assert bool(told[identifier].get("withdrawn_on")) == bool(mine.get("withdrawn"))
        kept = [
            {name: one[name] for name in ("id", "proposal", "outcome", "reasons", "documents")}
            for one in reversed(list_decisions(self.workspace, NB))
        ]
        assert kept == self.decisions
        minutes = {one.id: one.fields["minutes"] for one in list_cases(self.workspace, Kind.MEETING)}
        assert minutes == self.minutes
        newest = self.workspace.snapshot()
        assert {fact.record.id for fact in newest.forum(Kind.DECISION).values()} == {
            one["id"] for one in self.decisions
        }


TestForum = Forum.TestCase
TestForum.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)


@settings(max_examples=20, deadline=None)
@given(
    st.dictionaries(st.text(max_size=12), st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
)
def test_whatever_is_given_for_a_field_is_taken_or_refused_with_problems(given_: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, small(Path(folder)) as workspace:
        with suppress(DataError, UsageError):
            edit_proposal(workspace, "P1", given_, NB)
        assert workspace.register.verify().ok
