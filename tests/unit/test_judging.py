"""People judge a pair: written as their own claim, remembered with who and why, undone like any other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import ConfirmationNeeded, GraphsvcError, QuestionError, UnknownThing, UsageError
from graphsvc.judgement import State, judgement, judgements
from graphsvc.model import Kind
from graphsvc.records import ChangeSet, ClaimChange, ThingRecord
from graphsvc.security import Actor
from graphsvc.service import Workspace
from graphsvc.service.judging import Judged, judge
from graphsvc.service.keeping import undo
from graphsvc.settings import Settings
from graphsvc.text import Language


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(Settings(home=tmp_path / "home", graph="none")) as made:
        things = [ThingRecord(Kind.SYSTEM, name, {"name_nb": name.upper()}) for name in ("a", "b", "c", "u:v|w")]
        things.append(ThingRecord(Kind.UNIT, "u", {"name_nb": "Enhet"}))
        changes = ChangeSet("liste", tuple(ClaimChange(None, thing) for thing in things))
        made.register.commit_changes(changes, who="test", message="")
        yield made


def said(workspace: Workspace, one: str = "a", other: str = "b") -> tuple[str, str | None, str | None]:
    found = workspace.ask("overlap", pairs=True, min_score=0.0, limit=100)
    pair = next((p for p in found.pairs if {p.a.thing, p.b.thing} == {f"system:{one}", f"system:{other}"}), None)
    return ("open", None, None) if pair is None else (pair.judged.state.value, pair.judged.who, pair.judged.why)


def test_a_judgement_is_a_revision_of_peoples_edits_and_is_told_with_the_pair(workspace: Workspace) -> None:
    made = judge(workspace, "b", "a", State.CONFIRMED, why=" samme behov ", who="DigiForum")
    assert (made.a, made.b, made.revision, made.before.state) == ("system:a", "system:b", 2, State.OPEN)
    assert said(workspace) == ("confirmed", "DigiForum", "samme behov")
    revision = workspace.register.revisions(limit=1)[0]
    assert (revision.source, revision.message, revision.kind.value) == ("people", "samme behov", "edit")
    assert workspace.register.sources()[0].name == "people", "people are heard first"


def test_without_a_role_it_is_whoever_asks(workspace: Workspace) -> None:
    judge(workspace, "a", "b", State.DISMISSED, why="ulike fag", who="  ")
    assert said(workspace) == ("dismissed", workspace.actor.name, "ulike fag")


def test_undo_gives_back_what_was_said_before(workspace: Workspace) -> None:
    judge(workspace, "a", "b", State.CONFIRMED, why="en", who="IKT")
    second = judge(workspace, "a", "b", State.DISMISSED, why="to", who="HR")
    assert (second.before.state, second.before.who, second.now.state) == (State.CONFIRMED, "IKT", State.DISMISSED)
    assert second.revision is not None
    undo(workspace, second.revision)
    assert said(workspace) == ("confirmed", "IKT", "en")


def test_a_pair_is_opened_again_and_both_stand_in_the_history(workspace: Workspace) -> None:
    judge(workspace, "a", "b", State.CONFIRMED, why="en")
    opened = judge(workspace, "b", "a", State.OPEN)
    assert (opened.now.state, opened.before.why, opened.revision) == (State.OPEN, "en", 3)
    assert said(workspace)[0] == "open"
    assert workspace.register.head == 3


def test_the_same_again_writes_nothing_whatever_was_looked_at(workspace: Workspace) -> None:
    for state, why in ((State.CONFIRMED, "en"), (State.OPEN, "")):
        first = judge(workspace, "a", "b", state, why=why, seen=workspace.register.head)
        again = judge(workspace, "b", "a", state, why=why, seen=1)
        assert first.revision == workspace.register.head
        assert (again.revision, again.now.state) == (None, state)


def test_a_word_that_was_not_seen_is_not_overruled(workspace: Workspace) -> None:
    seen = workspace.register.head
    judge(workspace, "a", "b", State.CONFIRMED, why="samme behov", who="HR", seen=seen)
    with pytest.raises(ConfirmationNeeded) as refused:
        judge(workspace, "a", "b", State.DISMISSED, why="nei", who="IKT", seen=seen)
    assert "meanwhile confirmed by HR (revision 2): samme behov" in refused.value.in_(Language.EN)
    assert said(workspace) == ("confirmed", "HR", "samme behov")
    # Another pair is another matter, and so is a person who has looked again.
    judge(workspace, "a", "c", State.DISMISSED, why="nei", seen=seen)
    judge(workspace, "a", "b", State.DISMISSED, why="nei", who="IKT", seen=workspace.register.head)
    assert said(workspace) == ("dismissed", "IKT", "nei")


def test_a_word_that_was_taken_back_meanwhile_is_told_too(workspace: Workspace) -> None:
    judge(workspace, "a", "b", State.CONFIRMED, why="en")
    seen = workspace.register.head
    judge(workspace, "a", "b", State.OPEN, why="var feil")
    with pytest.raises(ConfirmationNeeded, match=r"reopened by .* var feil"):
        judge(workspace, "a", "b", State.DISMISSED, why="nei", seen=seen)


def test_of_many_at_once_who_saw_the_same_one_is_written_and_the_others_are_told(workspace: Workspace) -> None:
    seen = workspace.register.head

    def one(number: int) -> Judged | GraphsvcError:
        try:
            state = State.CONFIRMED if number % 2 else State.DISMISSED
            return judge(workspace, "a", "b", state, why=f"grunn {number}", who=f"rolle {number}", seen=seen)
        except GraphsvcError as error:
            return error

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(one, range(8)))
    written = [one for one in found if isinstance(one, Judged)]
    assert len(written) == 1
    assert all(isinstance(one, Judged | ConfirmationNeeded) for one in found)
    assert workspace.register.head == seen + 1
    assert said(workspace)[2] == written[0].now.why


@pytest.mark.parametrize(
    ("one", "other", "given", "error"),
    [
        ("a", "b", {"why": " \n"}, QuestionError),
        ("a", "a", {"why": "x"}, QuestionError),
        ("a", "A", {"why": "x"}, QuestionError),
        ("a", "unit:u", {"why": "x"}, QuestionError),
        ("a", "finnes-ikke", {"why": "x"}, UnknownThing),
        ("a", "b", {"why": "x" * 2_001}, UsageError),
        ("a", "b", {"why": "x", "who": "x" * 201}, UsageError),
        ("a", "b", {"why": "x\x00y"}, GraphsvcError),
    ],
)
def test_what_cannot_be_said_is_refused_in_three_languages_and_nothing_is_written(
    workspace: Workspace, one: str, other: str, given: dict[str, Any], error: type[GraphsvcError]
) -> None:
    with pytest.raises(error) as refused:
        judge(workspace, one, other, State.CONFIRMED, **given)
    assert len({refused.value.in_(language) for language in Language}) == 3
    assert workspace.register.head == 1


def test_nothing_is_taken_back_where_nobody_has_said_anything(workspace: Workspace) -> None:
    with pytest.raises(QuestionError, match="nothing to take back"):
        judge(workspace, "a", "b", State.OPEN)


def test_ids_with_signs_of_their_own_make_no_two_pairs_one(workspace: Workspace) -> None:
    judge(workspace, "u:v|w", "a", State.CONFIRMED, why="x")
    assert said(workspace, "a", "u:v|w")[0] == "confirmed"
    assert said(workspace)[0] == "open"


def test_people_go_before_a_file_that_says_otherwise_on_the_same_day(workspace: Workspace) -> None:
    today = workspace.snapshot().date.isoformat()
    told = judgement("system:a", "system:b", State.DISMISSED, who="fil", why="står i filen", on=today)
    other = type(told)(told.relation, "zzz", told.start, told.end, told.fields)
    workspace.register.commit_changes(ChangeSet("fil", (ClaimChange(None, other),)), who="test", message="")
    assert said(workspace) == ("dismissed", "fil", "står i filen")
    with pytest.raises(QuestionError, match="comes from a file"):
        judge(workspace, "a", "b", State.OPEN)
    judge(workspace, "a", "b", State.CONFIRMED, why="vi vet bedre", who="IKT")
    assert said(workspace) == ("confirmed", "IKT", "vi vet bedre")
    assert next(iter(judgements(workspace.snapshot()).values())).who == "IKT"


def test_whoever_may_not_edit_may_not_judge(workspace: Workspace) -> None:
    stranger = Workspace(workspace.settings, workspace.register, actor=Actor("noen"), writes=True)
    with pytest.raises(GraphsvcError, match="may not do this"):
        judge(stranger, "a", "b", State.CONFIRMED, why="x")
