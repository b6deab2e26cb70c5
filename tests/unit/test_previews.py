"""Previews wait on a small shelf: each for its own browser, not for ever, and never too many."""

from __future__ import annotations

from graphsvc.records import Reading
from graphsvc.service.importing import Preview
from graphsvc.service.previews import Previews


def prepared(name: str) -> Preview:
    return Preview(Reading("tables", name, ()), None, named=False)


def test_a_preview_is_found_by_its_own_browser_only() -> None:
    shelf = Previews()
    key = shelf.keep("mine", prepared("a"))
    found = shelf.get("mine", key)
    assert found is not None
    assert found.prepared.reading.name == "a"
    assert shelf.get("yours", key) is None
    assert shelf.get("mine", "another key") is None


def test_the_ninth_preview_pushes_the_first_off_the_shelf() -> None:
    shelf = Previews()
    keys = [shelf.keep("mine", prepared(str(number))) for number in range(9)]
    assert [shelf.get("mine", key) is not None for key in keys] == [False] + [True] * 8
    assert len(set(keys)) == 9


def test_a_preview_is_forgotten_after_its_time() -> None:
    now = [0.0]
    shelf = Previews(seconds=1800, clock=lambda: now[0])
    key = shelf.keep("mine", prepared("a"))
    now[0] = 1799.0
    assert shelf.get("mine", key) is not None
    now[0] = 1800.0
    assert shelf.get("mine", key) is None


def test_what_became_of_a_preview_is_noted_and_one_that_is_gone_stays_gone() -> None:
    shelf = Previews()
    key = shelf.keep("mine", prepared("a"))
    waiting = shelf.get("mine", key)
    assert waiting is not None
    shelf.done(key, waiting, 7, ())
    found = shelf.get("mine", key)
    assert found is not None
    assert (found.done, found.revision) == (True, 7)
    shelf.drop(key)
    shelf.done(key, found, 8, ())
    shelf.put(key, found, prepared("b"))
    assert shelf.get("mine", key) is None
