"""Saved views: only pages of our own, whose they are, and whether what they show has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.errors import PermissionDenied, UnknownThing, UsageError
from graphsvc.security import Actor
from graphsvc.service import Workspace
from graphsvc.service.editing import Asked, edit
from graphsvc.service.forum.proposals import edit_proposal
from graphsvc.service.views import (
    change_view,
    find_view,
    list_views,
    own_address,
    remove_view,
    restore_view,
    save_view,
    since,
)
from graphsvc.text import Language
from tests.forum import small

NB = Language.NB


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with small(tmp_path / "home") as made:
        yield made


def vendor(workspace: Workspace, name: str, words: str = "system:old") -> None:
    edit(workspace, words, Asked({"vendor": name}), NB)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "impact",
        "https://evil.example/impact",
        "//evil.example/impact",
        "/\\evil.example",
        "javascript:alert(1)",
        "/api/v1/stats",
        "/static/x/explorer.js",
        "/views",
        "/edit/new",
        "/thing/../../etc/passwd",
        "/thing/%2e%2e/%2e%2e/api/v1/undo/1",
        "/impact\nSet-Cookie: x",
        "/impact?thing=" + "x" * 4_000,
    ],
)
def test_an_address_that_is_no_page_of_ours_is_refused(workspace: Workspace, words: str) -> None:
    with pytest.raises(UsageError, match="cannot be saved"):
        save_view(workspace, "x", words)
    assert workspace.register.views.all() == []


def test_an_address_keeps_what_belongs_to_the_view_and_nothing_of_the_reader(workspace: Workspace) -> None:
    assert own_address("/matrix?by=unit&lang=en&theme=dark&done=3#ties") == "/matrix?by=unit"
    assert own_address(" /thing/system/a%20b?near=%26 ") == "/thing/system/a%20b?near=%26"
    assert own_address("/impact?thing=system:x&as-of=2027-01-01") == "/impact?thing=system%3Ax&as-of=2027-01-01"


def test_the_same_saved_twice_is_one_view(workspace: Workspace) -> None:
    first, new = save_view(workspace, " Alt  om kart ", "/thing/system/kart", note="til møtet")
    again, old = save_view(workspace, "Alt om kart", "/thing/system/kart")
    assert (new, old, again) == (True, False, first)
    assert (first.number, first.name, first.note, first.owner) == (1, "Alt om kart", "til møtet", workspace.actor.name)
    with pytest.raises(UsageError, match="needs a name"):
        save_view(workspace, "  ", "/map")


def test_saving_a_view_is_no_revision(workspace: Workspace) -> None:
    tip = workspace.register.tip
    save_view(workspace, "x", "/map")
    assert workspace.register.tip == tip
    assert workspace.register.verify().ok


def test_a_view_is_ones_own_until_it_is_shared(workspace: Workspace) -> None:
    view, _ = save_view(workspace, "x", "/map")
    mine = workspace.actor
    workspace.actor = Actor("kari", local=True)
    assert list_views(workspace) == []
    with pytest.raises(UnknownThing):
        find_view(workspace, view.number)
    workspace.actor = mine
    change_view(workspace, view.number, name="y", shared=True)
    workspace.actor = Actor("kari", local=True)
    assert [(one.name, one.owner) for one in list_views(workspace)] == [("y", mine.name)]
    for act in (lambda: change_view(workspace, 1, name="z"), lambda: remove_view(workspace, 1)):
        with pytest.raises(PermissionDenied, match=mine.name):
            act()
    workspace.actor = Actor("gjest")
    with pytest.raises(PermissionDenied):
        list_views(workspace)


def test_a_removed_view_is_brought_back_and_its_number_is_never_given_again(workspace: Workspace) -> None:
    view, _ = save_view(workspace, "x", "/map")
    remove_view(workspace, view.number)
    assert list_views(workspace) == []
    other, _ = save_view(workspace, "x", "/map")
    assert other.number == 2
    assert restore_view(workspace, 1) == view
    assert [one.number for one in list_views(workspace)] == [1, 2]


def test_a_view_says_that_the_map_has_changed_and_how_much_of_it_is_in_the_picture(workspace: Workspace) -> None:
    impact, _ = save_view(workspace, "a", "/impact?thing=system:old&change=retire&selected=unit:B1")
    other, _ = save_view(workspace, "b", "/thing/system/arkiv")
    assert not since(workspace, impact, looked_into=True).is_new
    assert since(workspace, impact).sentence(NB) == ""
    vendor(workspace, "Ny AS")
    edit(workspace, "capability:varsling", Asked({"group": "Dialog"}), NB)
    told = since(workspace, impact, looked_into=True)
    assert (told.saved_at, told.now, told.changed, told.in_picture) == (2, 4, 2, 1)
    assert told.sentence(NB) == "Kartet er endret siden (revisjon 2 → 4). 1 ting i bildet er endret."
    assert since(workspace, other, looked_into=True).in_picture == 0
    assert (
        since(workspace, other).sentence(NB) == "Kartet er endret siden (revisjon 2 → 4). 2 ting på kartet er endret."
    )


def test_what_the_forum_does_and_a_revision_in_the_address_change_no_view(workspace: Workspace) -> None:
    pinned, _ = save_view(workspace, "a", "/impact?thing=system:old&revision=2")
    free, _ = save_view(workspace, "b", "/map")
    edit_proposal(workspace, "P1", {"investment": 5}, NB)
    assert not since(workspace, free).is_new
    vendor(workspace, "Ny AS")
    assert not since(workspace, pinned).is_new
    assert since(workspace, free).is_new


def test_a_view_of_what_is_gone_still_tells_what_happened(workspace: Workspace) -> None:
    view, _ = save_view(workspace, "a", "/thing/system/arkiv")
    edit(workspace, "system:arkiv", Asked({"valid_to": "2026-12-01"}), NB)
    told = since(workspace, view, looked_into=True)
    assert (told.changed, told.in_picture) == (1, None)
