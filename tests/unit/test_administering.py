"""Administration tells what is in force and how it stands, and says plainly what there is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import ConfirmationNeeded, PermissionDenied, QuestionError
from graphsvc.security import Action, Actor
from graphsvc.service import Workspace
from graphsvc.service.administering import administration
from graphsvc.service.editing import Asked, edit
from graphsvc.service.keeping import undo
from graphsvc.service.ordering import list_sources, move_source, order_sources
from graphsvc.settings import Settings
from graphsvc.text import Language
from tests.forum import small
from tests.registers import load, thing
from tests.registers import told as told_


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with small(tmp_path / "home") as made:
        yield made


def told(workspace: Workspace) -> Any:
    return administration(workspace, Language.NB)


def test_every_action_is_told_with_who_may_do_it(workspace: Workspace) -> None:
    people = told(workspace)["people"]
    assert {one["action"] for one in people["rights"]} == set(Action)
    assert all(one["allowed"] and one["told"] for one in people["rights"])
    assert people["name"] == workspace.actor.name


def test_sources_stand_in_the_order_in_which_they_are_heard(workspace: Workspace) -> None:
    edit(workspace, "system:old", Asked({"vendor": "Ny AS"}), Language.NB)
    rows = told(workspace)["sources"]
    assert [(one["position"], one["name"], one["shown"], one["claims"]) for one in rows] == [
        (1, "people", "folk", 1),
        (2, "hr", "hr", 23),
    ]
    assert rows[1]["first_revision"] == 2


def test_only_what_the_installation_set_itself_is_listed_of_the_rules(workspace: Workspace) -> None:
    rules = told(workspace)["rules"]
    assert rules["own"] == []
    assert rules["numbers"] > 50
    workspace.register.set_about(who="kari", weights={"uses.use": 0.35})
    (own,) = told(workspace)["rules"]["own"]
    assert (own["name"], own["value"], own["set_by"]) == ("uses.use", 0.35, "register")


def test_the_log_is_counted_by_kind_and_person_and_a_copy_is_not_pretended(workspace: Workspace) -> None:
    edit(workspace, "system:old", Asked({"vendor": "Ny AS"}, why="ringte"), Language.NB)
    document = told(workspace)
    audit, backup = document["audit"], document["backup"]
    assert (audit["revisions"], audit["by_kind"]["edit"], audit["by_kind"]["import"]) == (3, 1, 1)
    assert audit["by_person"] == {workspace.actor.name: 1, "kari": 2}
    assert (audit["newest"][0]["message"], audit["newest"][0]["kind"]) == ("ringte", "edit")
    assert (backup["revision"], backup["digest"]) == workspace.register.tip
    assert backup["last"] is None
    assert {one["name"] for one in document["lacking"]} >= {"login", "roles", "tokens"}


def test_health_is_what_the_engines_say_now(workspace: Workspace) -> None:
    health = told(workspace)["health"]
    assert (health["register"]["revision"], health["register"]["writes"]) == (2, True)
    assert (health["graph"]["engine"], health["graph"]["ok"]) == ("none", True)
    assert health["kept"]["snapshots"]["held"] == 1
    workspace.settings = Settings(home=workspace.settings.home, graph="neo4j", neo4j_uri="bolt://127.0.0.1:1")
    away = told(workspace)["health"]["graph"]
    assert (away["answers"], away["ok"]) == (False, False)
    assert away["why"]


def test_nobody_sees_it_without_the_right(workspace: Workspace) -> None:
    workspace.actor = Actor("gjest")
    with pytest.raises(PermissionDenied):
        told(workspace)


# -- the order of the sources --------------------------------------------------------------------------------------
def names(workspace: Workspace) -> list[str]:
    return [str(one["name"]) for one in list_sources(workspace, Language.NB)]


def test_a_file_is_moved_one_place_and_people_keep_theirs(workspace: Workspace) -> None:
    edit(workspace, "system:old", Asked({"vendor": "Ny AS"}), Language.NB)
    load(workspace.register, told_("model", thing("system:old", yearly_cost=7)))
    assert names(workspace) == ["people", "model", "hr"]
    made, _ = move_source(workspace, "hr", up=True, seen=3)
    assert made == workspace.register.head
    assert names(workspace) == ["people", "hr", "model"]
    with pytest.raises(ConfirmationNeeded, match="people, hr, model"):
        move_source(workspace, "hr", up=True, seen=3)
    assert move_source(workspace, "hr", up=True, seen=2)[0] is None, "it is the first of the files already"
    with pytest.raises(QuestionError, match="hr, model"):
        move_source(workspace, "people", up=False, seen=1)
    undo(workspace, made or 0)
    assert names(workspace) == ["people", "model", "hr"]


def test_an_order_is_chosen_whole_and_the_same_again_writes_nothing(workspace: Workspace) -> None:
    load(workspace.register, told_("model", thing("system:old", yearly_cost=7)))
    cost = next(one for one in workspace.facts(workspace.register.head).things if one.record.id == "old")
    assert cost.record.fields["yearly_cost"] == 7
    order_sources(workspace, ["hr", "model"], why="HR vet best")
    cost = next(one for one in workspace.facts(workspace.register.head).things if one.record.id == "old")
    assert cost.record.fields["yearly_cost"] == 100
    assert workspace.register.revisions(limit=1)[0].message == "HR vet best"
    assert order_sources(workspace, ["hr", "model"]) == (None, ())
    with pytest.raises(QuestionError):
        order_sources(workspace, ["finnes-ikke"])
    workspace.actor = Actor("gjest")
    with pytest.raises(PermissionDenied):
        order_sources(workspace, ["model"])
