"""The graph database follows the register, and never holds it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.errors import GraphDatabaseError, PermissionDenied, UsageError
from graphsvc.ports import GraphStatus
from graphsvc.security import Actor
from graphsvc.service import Workspace
from graphsvc.service import workspace as room
from graphsvc.service.importing import carry_out, preview
from graphsvc.service.keeping import graph_rebuild, graph_status, undo, verify
from graphsvc.text import Language, Text
from tests.pairs import Pair


class _Broken:
    """A graph database that cannot be built."""

    name = "broken"

    def __init__(self, folder: Path, **options: object) -> None:
        self.folder = folder

    def status(self, *, verify: bool = False) -> GraphStatus:
        return GraphStatus(self.name, None, None, digest_ok=False)

    def build(self, snapshot: object) -> None:
        raise GraphDatabaseError(Text.same("the disk is full"))


@pytest.fixture
def workspace(pair: Pair) -> Iterator[Workspace]:
    with Workspace.create(pair.settings()) as made:
        yield made


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "system.csv"
    file.write_text("id,name_nb\nepj,Journal\nbygg,Byggesak\n", encoding="utf-8")
    return file


def test_a_revision_is_published_with_its_number(workspace: Workspace, table: Path) -> None:
    with workspace:
        revision, warnings = carry_out(workspace, preview(workspace, [table]))
        assert (revision, warnings) == (1, ())
        status = graph_status(workspace, Language.EN, verify=True)
    assert (status["ok"], status["revision"]) == (True, 1)


def test_a_failed_build_warns_and_the_revision_stands(
    workspace: Workspace, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace:
        with monkeypatch.context() as broken:
            broken.setattr(room, "graph_database", lambda name: _Broken)
            revision, warnings = carry_out(workspace, preview(workspace, [table]))
        assert revision == 1
        assert "the disk is full" in warnings[0].en
        assert graph_status(workspace, Language.EN)["ok"] is False
        assert verify(workspace, Language.EN)["ok"] is False
        assert workspace.register.verify().ok
        graph_rebuild(workspace)
        assert verify(workspace, Language.EN)["ok"] is True


def test_an_import_is_undone_by_a_new_revision_that_is_published_too(workspace: Workspace, table: Path) -> None:
    with workspace:
        carry_out(workspace, preview(workspace, [table]))
        made, warnings = undo(workspace, 1)
        assert (made, warnings) == (2, ())
        assert len(workspace.snapshot()) == 0
        assert len(workspace.snapshot(revision=1)) == 2
        assert graph_status(workspace, Language.EN)["revision"] == 2


def test_the_same_files_again_write_nothing(workspace: Workspace, table: Path) -> None:
    with workspace:
        carry_out(workspace, preview(workspace, [table]))
        again = preview(workspace, [table])
        assert again.questions(yes=False, confirm_removals=False) == ()
        assert carry_out(workspace, again) == (None, ())


def test_a_graph_database_left_behind_is_brought_in_step_by_the_next_import(workspace: Workspace, table: Path) -> None:
    with workspace:
        prepared = preview(workspace, [table])
        assert prepared.plan is not None
        workspace.register.commit(prepared.plan, who="kari", message="killed before it was published")
        assert graph_status(workspace, Language.EN)["ok"] is False
        carry_out(workspace, preview(workspace, [table]))
        assert graph_status(workspace, Language.EN)["ok"] is True


def test_a_graph_database_that_is_behind_says_what_it_shows_and_what_would_help(
    workspace: Workspace, table: Path
) -> None:
    with workspace:
        carry_out(workspace, preview(workspace, [table]))
        table.write_text("id,name_nb\nepj,Another name\nbygg,Byggesak\n", encoding="utf-8")
        prepared = preview(workspace, [table])
        assert prepared.plan is not None
        workspace.register.commit(prepared.plan, who="kari", message="killed before it was published")
        status = graph_status(workspace, Language.EN)
        assert (status["ok"], status["in_step"], status["digest_ok"], status["revision"]) == (False, False, True, 1)
        assert "shows revision 1, and the register has come to 2" in str(status["why"])
        assert "graphsvc graph rebuild" in str(status["why"])
        assert workspace.publish() is None
        assert graph_status(workspace, Language.EN)["ok"] is True


def test_snapshots_are_kept_and_each_date_has_its_own(workspace: Workspace, table: Path) -> None:
    with workspace:
        carry_out(workspace, preview(workspace, [table]))
        day = dt.date(2026, 12, 1)
        assert workspace.snapshot(date=day) is workspace.snapshot(date=day)
        assert workspace.snapshot(date=day) is not workspace.snapshot(date=dt.date(2027, 1, 1))


def test_a_stranger_may_do_nothing(workspace: Workspace, table: Path) -> None:
    with workspace:
        stranger = Workspace(workspace.settings, workspace.register, actor=Actor("stranger"))
        with pytest.raises(PermissionDenied):
            preview(stranger, [table])
        with pytest.raises(PermissionDenied):
            stranger.snapshot()
        with pytest.raises(PermissionDenied):
            undo(stranger, 1)


def test_a_file_that_is_not_there_is_named(workspace: Workspace, tmp_path: Path) -> None:
    with workspace, pytest.raises(UsageError, match=r"nowhere\.csv"):
        preview(workspace, [tmp_path / "nowhere.csv"])
