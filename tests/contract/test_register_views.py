"""Saved views are kept by either engine, in a backup, and from one engine to the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import DataError
from graphsvc.register import Register, SavedView
from graphsvc.register.engine import Where
from tests.engines import Places
from tests.registers import load, thing, told

VIEW = SavedView(0, "Møte 🦆", "/map?show=systems", "kari", True, "Ærlig", 0, "2026-12-01T09:00:00Z")


def test_a_view_is_numbered_dated_by_the_map_and_changed(register: Register) -> None:
    load(register, told("hr", thing("system:x")))
    first, second = (register.views.add(VIEW) for _ in range(2))
    assert (first.number, second.number, first.revision) == (1, 2, 1)
    register.views.change(SavedView(1, "Nytt navn", VIEW.address, "kari", False, "", 1, VIEW.saved, "2026-12-02"))
    assert [(one.name, one.shared, one.removed) for one in register.views.all()] == [
        ("Nytt navn", False, "2026-12-02"),
        ("Møte 🦆", True, ""),
    ]
    assert (register.head, register.verify().ok) == (1, True)


def test_what_cannot_be_stored_is_refused(register: Register) -> None:
    with pytest.raises(DataError):
        register.views.add(SavedView(0, "a\0b", "/map", "kari", False, "", 0, "", ""))
    assert register.views.all() == []


def test_views_go_along_in_a_backup_to_either_engine(place: Where, places: Places, tmp_path: Path) -> None:
    with Register.create(place) as register:
        load(register, told("hr", thing("system:x")))
        before = [register.views.add(VIEW), register.views.add(VIEW)]
        register.backup(tmp_path / "copy.sqlite")
    with places() as other:
        Register.restore(other, tmp_path / "copy.sqlite")
        with Register.open(other, write=True) as again:
            assert again.views.all() == before
            assert again.views.add(VIEW).number == 3
