"""A start from the file gives what a start from the register gives, byte by byte, or it does not use the file."""

from __future__ import annotations

import datetime as dt
import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Relation
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.registry import queries
from graphsvc.service import Workspace
from graphsvc.service.asking import ask
from graphsvc.service.editing import Asked, edit
from graphsvc.service.forum.meetings import add_meeting
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.snapshot.parts import PartedFacts
from graphsvc.snapshot.stored import StoreDamaged, open_store, reading, write_store
from graphsvc.snapshot.stored.packing import unpacked
from graphsvc.snapshot.stored.reading import StoredFacts
from graphsvc.text import Language
from tests.cached import cached_copy, caching
from tests.contract.test_api_routes import QUESTIONS
from tests.installations import demo_at, environment_of

#: In force, before anything, when contracts have ended, and long after.
DAYS = [dt.date(2026, 12, 1), dt.date(2015, 1, 1), dt.date(2027, 7, 2), dt.date(2040, 1, 1)]


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demo, with a meeting."""
    folder = tmp_path_factory.mktemp("demo")
    with demo_at(folder / "home") as workspace:
        add_meeting(workspace, {"title": "Desember", "date": "2026-12-08", "agenda": ("P2",)}, Language.NB)
        workspace.register.backup(folder / "copy.sqlite")
    return folder / "copy.sqlite"


@pytest.fixture
def opened(backup: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the demo that keeps a file however small it is."""
    with cached_copy(backup, tmp_path / "home") as workspace:
        yield workspace


def from_register(workspace: Workspace, date: dt.date = DAYS[0]) -> Snapshot:
    return workspace.register.snapshot(date=date)


def document(snapshot: Snapshot, question: str) -> str:
    answer = ask(snapshot, question)
    return json.dumps([answer.document(language) for language in Language], ensure_ascii=False)


def is_cached(snapshot: Snapshot) -> bool:
    return isinstance(snapshot.facts.relations, StoredFacts)


def test_every_analysis_says_the_same_from_the_file_as_from_the_register(opened: Workspace) -> None:
    assert {name.replace("_", "-") for name in queries()} == set(QUESTIONS)
    cached, merged = opened.snapshot(), from_register(opened)
    assert is_cached(cached)
    assert not is_cached(merged)
    for name, asked in QUESTIONS.items():
        question = f"{name}?{asked}"
        assert document(cached, question) == document(merged, question), question


@pytest.mark.parametrize("day", DAYS)
def test_a_snapshot_of_any_day_holds_the_same(opened: Workspace, day: dt.date) -> None:
    same(opened.snapshot(date=day), from_register(opened, day))


def same(cached: Snapshot, merged: Snapshot) -> None:
    assert is_cached(cached)
    assert list(cached.references) == list(merged.references)
    assert list(cached.things) == list(merged.things)
    assert [cached.index(name) for name in cached.references] == list(range(len(merged)))
    everything = np.arange(len(merged), dtype=np.int32)
    for things in (everything, everything[::-1], everything[::97], everything[:0]):
        assert cached.named(things) == merged.named(things) == [merged.references[one] for one in things.tolist()]
    assert [cached.kind(thing) for thing in range(len(cached))] == [merged.kind(thing) for thing in range(len(merged))]
    assert [cached.fields(thing) for thing in range(len(cached))] == [fact.record.fields for fact in merged.things]
    assert cached.missing_ends == merged.missing_ends
    assert cached.annotations == merged.annotations
    assert (cached.counts(), cached.conflicts, cached.facts.digest) == (
        merged.counts(),
        merged.conflicts,
        merged.facts.digest,
    )
    assert cached.facts.turning_days == merged.facts.turning_days
    assert cached.facts.references() == merged.facts.references()
    for subject in (*Kind, *Relation):
        own, theirs = cached.facts.of(subject), merged.facts.of(subject)
        assert list(own) == sorted(theirs, key=lambda fact: fact.record.id)
    assert {kind: dict(cached.forum(kind)) for kind in Kind} == {kind: dict(merged.forum(kind)) for kind in Kind}
    for relation in Relation:
        one, other = cached.edges(relation), merged.edges(relation)
        assert list(one.facts) == list(other.facts)
        for ours, theirs in ((one.forward, other.forward), (one.backward, other.backward)):
            for array in ("data", "indices", "indptr"):
                assert np.array_equal(getattr(ours, array), getattr(theirs, array))
    assert {fact.record.reference for fact in cached.elsewhen()} == {
        fact.record.reference for fact in merged.elsewhen()
    }
    for relation in Relation:
        assert cached.edges(relation).ranks.tolist() == merged.edges(relation).ranks.tolist()


def test_search_finds_the_same_and_its_index_is_made_without_reading_facts(
    opened: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = from_register(opened)
    facts, read = merged.facts, []
    every = sorted((*facts.things, *facts.relations), key=lambda one: (one.record.subject.value, one.record.id))
    write_store(tmp_path / "facts", every, (), {})
    cached = Snapshot(open_store(tmp_path / "facts", {}).facts(1, facts.about), DAYS[0])
    tops = np.unique(cached.organisation.municipalities)
    monkeypatch.setattr(reading, "unpacked", lambda content: read.append(content) or unpacked(content))
    index = cached.search
    # To read every fact of a nation takes 7 s a field: what a file has in columns is taken from there.
    assert len(read) <= len(tops)
    for words in ("m0", "a", "epj", "byggesak", "journal pleie og omsorg", "byggsakk", "norsk helsenett"):
        assert index.search(words, limit=1_000) == merged.search.search(words, limit=1_000), words


def test_relations_that_hang_on_relations_stand_and_fall_as_from_memory(tmp_path: Path) -> None:
    for seed in range(30):
        facts = tangled(seed)
        every = sorted((*facts.things, *facts.relations), key=lambda one: (one.record.subject.value, one.record.id))
        write_store(tmp_path / "facts", every, (), {"seed": seed})
        stored = open_store(tmp_path / "facts", {"seed": seed}).facts(1, facts.about)
        assert stored == facts
        for day in DAYS:
            same(Snapshot(stored, day), Snapshot(facts, day))


def tangled(seed: int) -> Facts:
    """Make things that come and go, with relations between them, on each other, and on what is not there."""
    chance = random.Random(seed)

    def dates() -> dict[str, str]:
        days = sorted(f"20{chance.randrange(10, 45)}-0{chance.randrange(1, 9)}-01" for _ in range(2))
        return {name: day for name, day in zip(("valid_from", "valid_to"), days, strict=True) if chance.random() < 0.3}

    kinds = (Kind.SYSTEM, Kind.SERVICE, Kind.UNIT, Kind.PROPOSAL)
    things = {ThingRecord(kind, f"{chance.randrange(12)}æ", {**dates()}).reference: kind for kind in kinds * 8}
    records = [ThingRecord(kind, name.partition(":")[2], {**dates()}) for name, kind in sorted(things.items())]
    names = [f"r{number}" for number in range(40)]
    relations = []
    for name in names:
        ends = [*things, *(f"relation:{one}" for one in names), "system:gone"]
        weights = [6] * len(things) + [1] * len(names) + [2]
        start, end = (Reference(one) for one in chance.choices(ends, weights, k=2))
        derived = {"derived": True, "via": tuple(chance.sample(names, 2))} if chance.random() < 0.25 else {}
        kind = chance.choice((Relation.FLOW, Relation.SUPPORTS, Relation.RELATED))
        relations.append(RelationRecord(kind, name, start, end, {**dates(), **derived}))
    relations.sort(key=lambda one: (one.subject.value, one.id))
    return Facts(1, tuple(map(Fact, records)), tuple(map(Fact, relations)))


def test_the_file_is_used_again_and_replaced_by_the_next_revision(opened: Workspace) -> None:
    opened.snapshot()
    (file,) = opened.cache.folder.glob("*.bin")
    written = file.stat().st_mtime_ns
    assert file.stat().st_mode & 0o777 == 0o600  # a register is nobody else's, in a file or on a server
    with caching(opened.settings.home, write=True) as again:
        assert is_cached(again.snapshot())
        assert file.stat().st_mtime_ns == written
        edit(again, "system:epj", Asked({"vendor": "Ny AS"}), Language.NB)
        with caching(opened.settings.home) as later:
            assert later.snapshot().record(later.snapshot().find("epj")).fields["vendor"] == "Ny AS"
            assert is_cached(later.snapshot())
    assert [one.name for one in opened.cache.folder.glob("*.bin")] != [file.name]


def test_what_the_forum_does_is_seen_on_top_of_the_file(opened: Workspace) -> None:
    with caching(opened.settings.home, write=True) as workspace:
        assert is_cached(workspace.snapshot())
        add_meeting(workspace, {"title": "Januar", "date": "2027-01-12"}, Language.NB)
        assert dict(workspace.snapshot().forum(Kind.MEETING)) == dict(from_register(workspace).forum(Kind.MEETING))
        assert len(workspace.snapshot().forum(Kind.MEETING)) == 2


def test_a_word_of_the_forum_leaves_the_map_in_its_file_and_reads_nothing_of_it(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caching(opened.settings.home, write=True) as workspace:
        before, read = workspace.snapshot(), list[str]()
        store = workspace.snapshot().facts.relations.store  # type: ignore[attr-defined]
        real = store.fact
        store.fact = lambda row: read.append(store.word(row)) or real(row)
        for number in range(3):  # each on top of the one before
            add_meeting(workspace, {"title": f"Møte {number}", "date": "2027-01-12"}, Language.NB)
            after = workspace.snapshot()
            assert isinstance(after.facts.things, PartedFacts)
            assert after.things is before.things
            assert set(read) <= {kind.value for kind in Kind if not KINDS[kind].in_graph}
        store.fact = real
        merged = from_register(workspace)
        assert list(after.facts.things) == list(merged.facts.things)
        assert after.facts.things == merged.facts.things
        assert [after.facts.things[one] for one in (0, -1, 100)] == [merged.facts.things[one] for one in (0, -1, 100)]
        assert after.facts.things[90:400:7] == merged.facts.things[90:400:7]
        with pytest.raises(IndexError):
            after.facts.things[len(merged.facts.things)]
        assert after.facts.references() == merged.facts.references()
        assert (after.facts.digest, after.facts.turning_days) == (merged.facts.digest, merged.facts.turning_days)
        for subject in (*Kind, *Relation):
            assert list(after.facts.of(subject)) == sorted(merged.facts.of(subject), key=lambda fact: fact.record.id)
        assert {kind: dict(after.forum(kind)) for kind in Kind} == {kind: dict(merged.forum(kind)) for kind in Kind}
        assert {one.record.reference for one in after.elsewhen()} == {one.record.reference for one in merged.elsewhen()}


def test_the_file_of_another_revision_or_edition_is_not_used(opened: Workspace) -> None:
    opened.snapshot()
    (file,) = opened.cache.folder.glob("*.bin")
    tip = opened.register.archive.tip()
    assert tip
    stamp = {"revision": tip.number, "digest": tip.digest}
    for other in ({"edition": "0"}, {"edition": "1", "revision": 0}, {"digest": ""}):
        write_store(file, (), (), {**stamp, **other})
        with caching(opened.settings.home) as workspace:
            assert workspace.snapshot().digest == from_register(workspace).digest
    assert file.with_suffix(".damaged").exists()


def test_a_torn_or_altered_file_is_set_aside_and_never_answers_wrongly(opened: Workspace) -> None:
    opened.snapshot()
    asked = from_register(opened)
    expected = asked.facts  # not of the file, which is cut under those who have mapped it
    (file,) = opened.cache.folder.glob("*.bin")
    whole, told = file.read_bytes(), list[str]()
    chance = random.Random(7)
    places = [0, len(whole) - 1, *chance.sample(range(len(whole)), 40), *range(len(whole) - 90, len(whole), 7)]
    for place in places:
        cut = chance.random() < 0.3
        altered = whole[:place] if cut else whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :]
        file.write_bytes(altered)
        with caching(opened.settings.home) as workspace:
            workspace.watch.set_aside = told.append  # type: ignore[method-assign]
            found, fields = workspace.facts(expected.revision), workspace.snapshot().fields
            assert all(fields(thing) == asked.fields(thing) for thing in range(len(asked))), place
            assert list(found.things) == list(expected.things), place
            assert list(found.relations) == list(expected.relations), place
            assert found.digest == expected.digest
    assert len(told) > len(places) / 2  # the rest fell between the sections


def test_names_beyond_ascii_are_read_many_at_once_as_one_by_one(tmp_path: Path) -> None:
    names = ["a", "byggesøk", "sak", "æ", "\U0001f9ed", "z", ""]
    things = tuple(Fact(ThingRecord(kind, f"{name}x", {})) for kind in (Kind.SYSTEM, Kind.UNIT) for name in names)
    ordered = tuple(sorted(things, key=lambda fact: (fact.record.subject.value, fact.record.id)))
    write_store(tmp_path / "file", ordered, (), {})
    cached = Snapshot(open_store(tmp_path / "file", {}).facts(1, Facts(1, (), ()).about), DAYS[0])
    everything = np.arange(len(cached), dtype=np.int32)
    for things_asked in (everything, everything[::-1], everything[::3], everything[:1]):
        assert cached.named(things_asked) == [cached.references[one] for one in things_asked.tolist()]
    assert "system:byggesøkx" in cached.named(everything)


def test_a_damaged_file_without_a_register_is_refused(tmp_path: Path) -> None:
    write_store(tmp_path / "facts", (Fact(ThingRecord(Kind.SYSTEM, "epj", {"name_nb": "Journal"})),), (), {})
    whole = (tmp_path / "facts").read_bytes()
    assert whole.count(b"Journal") == 2  # the fact, and the field of all facts
    (tmp_path / "facts").write_bytes(whole.replace(b"Journal", b"Journul", 1))
    with pytest.raises(StoreDamaged):
        list(open_store(tmp_path / "facts", {}).facts(1, Facts(1, (), ()).about).things)
    with pytest.raises(StoreDamaged):
        open_store(tmp_path / "facts", {}).fields(0)


@pytest.mark.parametrize("field", ["id", "subject"])
def test_facts_out_of_order_are_not_written(tmp_path: Path, field: str) -> None:
    second = ThingRecord(Kind.SYSTEM, "a", {}) if field == "id" else ThingRecord(Kind.SERVICE, "z", {})
    with pytest.raises(ValueError, match="after"):
        write_store(tmp_path / "facts", (Fact(ThingRecord(Kind.SYSTEM, "b", {})), Fact(second)), (), {})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_the_file_only(opened: Workspace) -> None:
    opened.cache.folder.parent.mkdir(exist_ok=True)
    opened.cache.folder.write_text("in the way")
    assert opened.snapshot().digest == from_register(opened).digest


_ENDLESS = """
import sys
from pathlib import Path
from graphsvc.service import Workspace
from graphsvc.settings import Settings
workspace = Workspace.open(Settings(home=Path(sys.argv[1])))
workspace.cache.worth = 0
print("ready", flush=True)
while True:
    workspace.cache._write(workspace.register.archive.tip())
"""


def test_killed_while_writing_the_old_or_the_new_file_is_there(opened: Workspace) -> None:
    expected = opened.snapshot().digest
    for kill in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", _ENDLESS, str(opened.settings.home)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment_of(opened.settings.home),
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(timeout=0.02 + 0.03 * kill)
            child.send_signal(signal.SIGKILL)
        (file,) = opened.cache.folder.glob("*.bin")
        told: list[str] = []
        with caching(opened.settings.home) as workspace:
            workspace.watch.set_aside = told.append  # type: ignore[method-assign]
            assert workspace.snapshot().digest == expected
        assert (told, file.exists()) == ([], True)
