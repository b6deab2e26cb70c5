"""The index of search comes from its file as it would be made, or the file is not used."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest

from graphsvc.search import RULES, Found, Index, Row
from graphsvc.service import Workspace
from graphsvc.service.editing import Asked, edit
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot import snapshot as module
from graphsvc.snapshot.stored import indexing
from graphsvc.snapshot.texts import ALSO, NAMES
from graphsvc.text import Language
from tests.cached import cached_copy, caching
from tests.installations import demo_at

#: The demo's own day, the next one at which the same stands, and one at which contracts have ended.
DAY, NEXT, LATER = dt.date(2026, 12, 1), dt.date(2026, 12, 2), dt.date(2040, 1, 1)
WORDS = ("m0", "a", "epj", "byggesak", "journal pleie og omsorg", "byggsakk", "norsk helsenett", "visma")


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    with demo_at(folder / "home") as workspace:
        workspace.register.backup(folder / "copy.sqlite")
    return folder / "copy.sqlite"


@pytest.fixture
def opened(backup: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the demo that keeps files however small it is."""
    with cached_copy(backup, tmp_path / "home") as workspace:
        yield workspace


def hits(snapshot: Snapshot) -> list[list[Found]]:
    return [snapshot.search.search(words, limit=1_000) for words in WORDS]


def merged(workspace: Workspace, day: dt.date = DAY) -> list[list[Found]]:
    """Return what an index finds that is made from the register."""
    return hits(workspace.register.snapshot(date=day))


def files(workspace: Workspace) -> list[Path]:
    return sorted(workspace.cache.folder.glob("*.search"))


class Made:
    """Counts how often an index is made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        make = module.search_index

        def counted(snapshot: Snapshot) -> Index:
            self.times += 1
            return make(snapshot)

        monkeypatch.setattr(module, "search_index", counted)


def test_the_next_process_takes_the_index_from_the_file(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, made = merged(opened), Made(monkeypatch)
    assert hits(opened.snapshot()) == expected
    (file,) = files(opened)
    (facts,) = file.parent.glob("*.bin")
    assert file.stat().st_mode == facts.stat().st_mode
    for _ in range(2):
        with caching(opened.settings.home) as again:
            assert hits(again.snapshot()) == expected
    assert made.times == 1
    assert not opened.snapshot().search.postings.texts.flags.owndata  # pages of the file, also for who wrote it


def test_processes_that_start_at_once_make_it_once(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch)
    with ExitStack() as stack, ThreadPoolExecutor(4) as pool:
        many = [stack.enter_context(caching(opened.settings.home)) for _ in range(4)]
        snapshots = [one.snapshot() for one in many]
        answers = list(pool.map(hits, snapshots))
    assert made.times == 1
    assert answers == [answers[0]] * 4


def test_another_date_uses_the_file_when_the_same_stands(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {day: merged(opened, day) for day in (DAY, NEXT, LATER)}
    assert expected[DAY] != expected[LATER]
    made = Made(monkeypatch)
    for day in (DAY, NEXT):
        assert hits(opened.snapshot(date=day)) == expected[day]
    assert (made.times, len(files(opened))) == (1, 1)
    for day in (LATER, DAY):
        with caching(opened.settings.home) as again:
            assert hits(again.snapshot(date=day)) == expected[day]
    assert (made.times, len(files(opened))) == (2, 2)


def test_the_next_revision_removes_it(opened: Workspace) -> None:
    hits(opened.snapshot())
    (old,) = files(opened)
    with caching(opened.settings.home, write=True) as writer:
        edit(writer, "system:epj", Asked({"name_nb": "Sjeldent navn"}), Language.NB)
    with caching(opened.settings.home) as later:
        (found,) = later.snapshot().search.search("sjeldent navn")
        assert later.snapshot().references[found.thing] == "system:epj"
        assert files(later) != [old]
        assert len(files(later)) == 1


def test_a_torn_or_altered_file_is_made_anew_and_never_answers_wrongly(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = merged(opened)
    hits(opened.snapshot())
    (file,) = files(opened)
    whole, told, chance = file.read_bytes(), list[str](), random.Random(7)
    made = Made(monkeypatch)
    places = [0, len(whole) - 1, *chance.sample(range(len(whole)), 30), *range(len(whole) - 90, len(whole), 9)]
    for place in places:
        cut = chance.random() < 0.3
        altered = whole[:place] if cut else whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :]
        file.unlink()  # whoever has mapped it keeps what it read
        file.write_bytes(altered)
        with caching(opened.settings.home) as workspace:
            workspace.watch.set_aside = told.append  # type: ignore[method-assign]
            assert hits(workspace.snapshot()) == expected, place
    assert made.times == len(told) // 2  # it is looked at before and after others are waited for
    assert made.times > len(places) / 2  # the rest fell between the sections
    assert all("index of search" in one for one in told)


def test_an_index_of_other_rules_is_not_used(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(monkeypatch)
    hits(opened.snapshot())
    monkeypatch.setattr(indexing, "RULES", RULES + 1)
    with caching(opened.settings.home) as workspace:
        hits(workspace.snapshot())
    assert (made.times, len(files(opened))) == (2, 1)


def test_rules_that_change_have_another_number() -> None:
    """When this fails: raise ``RULES`` in graphsvc/search/postings.py, and write both here."""
    texts = ["eByggesak m0003.epj", "Ærø: Évita-2 (Örebro)", "Barnevernfagsystem", "Vakt for vakt", "", "Đorđe Ŋ 3.14"]
    made = Index([Row(place // 2, place % 2 == 0, words) for place, words in enumerate(texts)], [0] * 3).postings
    arrays = (made.starts, made.texts, made.places, made.things, made.own, made.words, made.letters)
    told = repr((NAMES, ALSO, made.vocabulary.words, [array.tolist() for array in arrays]))
    assert (RULES, sha256(told.encode()).hexdigest()[:16]) == (1, "80bace5b4b800c81")


def test_a_folder_that_cannot_be_written_costs_the_file_only(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, snapshot = merged(opened), opened.snapshot()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(indexing, "section_file", full)
    assert hits(snapshot) == expected
    assert files(opened) == []
