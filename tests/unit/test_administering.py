"""Administration tells what is in force and how it stands, and says plainly what there is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import PermissionDenied
from graphsvc.security import Action, Actor
from graphsvc.service import Workspace
from graphsvc.service.administering import administration
from graphsvc.service.editing import Asked, edit
from graphsvc.settings import Settings
from graphsvc.text import Language
from tests.forum import small


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
