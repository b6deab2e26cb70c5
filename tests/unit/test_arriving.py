"""While a revision is written and made ready, readers keep the one before; whoever wrote has the new one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graphsvc.errors import EngineError
from graphsvc.service import Workspace
from graphsvc.service.arriving import Arrival
from graphsvc.service.importing import carry_out, preview
from graphsvc.settings import Settings
from graphsvc.snapshot import Facts
from graphsvc.text import Text


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(Settings(home=tmp_path / "home", graph="none")) as made:
        made.register.set_about(who="test", title="Before", synthetic=True)
        yield made


def imported(workspace: Workspace, folder: Path) -> int | None:
    folder.mkdir()
    (folder / "system.csv").write_text("id,name_nb\nalpha,Alfa\n", encoding="utf-8")
    return carry_out(workspace, preview(workspace, [folder], source="test"))[0]


def elsewhere(workspace: Workspace) -> int:
    """Return the revision that a reader in another thread gets."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: workspace.snapshot().revision).result(30)


def test_readers_keep_the_revision_before_until_the_new_one_is_ready(workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.snapshot().revision
    seen: list[tuple[int, int]] = []
    workspace.ready = lambda: seen.append((elsewhere(workspace), workspace.snapshot().revision))
    made = imported(workspace, tmp_path / "files")
    assert made == before + 1
    assert seen == [(before, made)]
    assert elsewhere(workspace) == made


def test_when_getting_ready_fails_the_new_revision_is_shown_all_the_same(workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.snapshot().revision

    def fails() -> None:
        raise EngineError(Text.same("away"))

    workspace.ready = fails
    assert imported(workspace, tmp_path / "files") == before + 1
    assert elsewhere(workspace) == before + 1


def test_what_somebody_else_wrote_meanwhile_is_shown_at_once() -> None:
    arrival = Arrival(7)
    arrival.wrote(8)
    with ThreadPoolExecutor(1) as pool:
        assert [pool.submit(arrival.shown, newest).result(30) for newest in (7, 8, 9)] == [7, 7, 9]


def test_whose_a_new_revision_is_is_waited_for() -> None:
    arrival, begun = Arrival(7), threading.Event()

    def asked() -> int:
        begun.set()
        return arrival.shown(8)

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(asked)
        assert begun.wait(30)
        arrival.wrote(None)  # ours was overtaken: 8 is somebody else's
        assert answer.result(30) == 8


def test_making_a_revision_holds_up_nobody_who_wants_another(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = workspace.snapshot().revision
    second = imported(workspace, tmp_path / "files")
    assert second is not None
    merge, seen = workspace.register.facts, list[int]()

    def slow(revision: int) -> Facts:
        with ThreadPoolExecutor(1) as pool:  # another reader, while this one is at it
            seen.append(pool.submit(lambda: workspace.snapshot(revision=first).revision).result(30))
        return merge(revision)

    monkeypatch.setattr(workspace.register, "facts", slow)
    assert workspace.snapshot(revision=second).revision == second
    assert seen == [first]
