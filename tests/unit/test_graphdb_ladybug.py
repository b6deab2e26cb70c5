"""Ladybug files: whatever dies or breaks, one whole database is shown, or none and it is said."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.errors import GraphDatabaseError
from graphsvc.graphdb import child, shelf, stamp
from graphsvc.graphdb import ladybug as room
from graphsvc.graphdb.ladybug import LadybugDatabase
from graphsvc.graphdb.stamp import STAMP, read_stamp
from graphsvc.graphdb.sync import ensure, in_step
from graphsvc.snapshot import Facts, Snapshot
from tests.graphs import DATE, graph

ROOT = Path(__file__).resolve().parents[2]


def at(revision: int, *names: str) -> Snapshot:
    """A snapshot of one revision with a few systems in a chain."""
    systems = [f"system:{name}" for name in names]
    made = graph(systems, [("flow", a, b) for a, b in itertools.pairwise(systems)])
    return Snapshot(Facts(revision, made.facts.things, made.facts.relations), DATE)


OLD, NEW = at(1, "a", "b"), at(2, "a", "b", "c")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which revision 1 was built; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("original") / "graph"
    LadybugDatabase(folder).build(OLD)
    return folder


@pytest.fixture
def built(original: Path, tmp_path: Path) -> LadybugDatabase:
    """A database that shows revision 1."""
    return LadybugDatabase(Path(shutil.copytree(original, tmp_path / "graph")))


def file_of(database: LadybugDatabase) -> Path:
    """The file that the stamp names."""
    found = read_stamp(database.folder)
    assert found is not None
    return database.folder / found.file


def names(database: LadybugDatabase) -> list[str]:
    """What lies in the folder."""
    return sorted(entry.name for entry in database.folder.iterdir())


def test_the_folder_holds_one_file_and_its_stamp(built: LadybugDatabase) -> None:
    assert names(built) == [file_of(built).name, STAMP]
    built.build(NEW)
    assert names(built) == [file_of(built).name, STAMP]
    assert file_of(built).name.startswith("graph-2-")


def test_the_stamp_counts_every_table_and_what_was_left_out(tmp_path: Path) -> None:
    database = LadybugDatabase(tmp_path)
    database.build(graph([], [("flow", "system:a", "system:b"), ("related", "relation:r001", "system:a")]))
    found = read_stamp(tmp_path)
    assert found is not None
    assert {name: table.rows for name, table in found.tables.items() if table.rows} == {
        "system": 2,
        "flow system>system": 1,
    }
    assert found.left_out == {"relation as an end": 1}


def test_two_builds_of_the_same_facts_hold_the_same_whatever_their_order(tmp_path: Path) -> None:
    digests = []
    facts = NEW.facts
    for number, order in enumerate((1, -1)):
        turned = Snapshot(Facts(2, facts.things[::order], facts.relations[::order]), DATE)
        database = LadybugDatabase(tmp_path / str(number))
        database.build(turned)
        found = read_stamp(database.folder)
        assert found is not None
        digests.append(found.tables)
    assert digests[0] == digests[1]


def test_a_reader_goes_on_while_a_new_file_takes_the_place_of_its_own(built: LadybugDatabase) -> None:
    reader = LadybugDatabase(built.folder)
    counting = "MATCH (s:system) RETURN count(s)"
    assert reader.read(counting).rows == [[2]]
    opened = reader._reader
    built.build(NEW)
    assert opened is not None
    assert opened[1].ask(counting, {}, 5, 10).rows == [[2]]
    assert reader.read(counting).rows == [[3]]


def test_a_reader_leaves_the_file_as_it_was(built: LadybugDatabase) -> None:
    before = file_of(built).read_bytes()
    built.read("MATCH (s:system) RETURN s")
    built.close()
    assert file_of(built).read_bytes() == before
    assert names(built) == [file_of(built).name, STAMP]


# -- damage ----------------------------------------------------------------------------------------------------


def flip(file: Path, position: int) -> None:
    """Change one bit."""
    data = bytearray(file.read_bytes())
    data[position] ^= 1 << (position % 8)
    file.write_bytes(bytes(data))


def write(file: Path, data: bytes) -> None:
    """Put something else into a file."""
    file.write_bytes(data)


def truncate(file: Path) -> None:
    """Cut a file in half."""
    os.truncate(file, file.stat().st_size // 2)


DAMAGE: dict[str, Callable[[LadybugDatabase], None]] = {
    "a flipped bit at the start": lambda database: flip(file_of(database), 3),
    "a flipped bit in the middle": lambda database: flip(file_of(database), file_of(database).stat().st_size // 2),
    "a flipped bit at the end": lambda database: flip(file_of(database), file_of(database).stat().st_size - 1),
    "a file cut in half": lambda database: truncate(file_of(database)),
    "an empty file": lambda database: os.truncate(file_of(database), 0),
    "a missing file": lambda database: file_of(database).unlink(),
    "a flipped bit in the stamp": lambda database: flip(database.folder / STAMP, 200),
    "a stamp cut in half": lambda database: truncate(database.folder / STAMP),
    "an empty stamp": lambda database: os.truncate(database.folder / STAMP, 0),
    "a stamp that is something else": lambda database: write(database.folder / STAMP, b"[1, 2]"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_database_is_said_never_asked_set_aside_and_rebuilt(built: LadybugDatabase, damage: str) -> None:
    DAMAGE[damage](built)
    broken = {entry.name: entry.read_bytes() for entry in built.folder.iterdir()}
    status = built.status(verify=True)
    assert not status.digest_ok
    assert status.why is not None
    assert "is damaged" in status.why.en
    with pytest.raises(GraphDatabaseError, match="is damaged"):
        built.read("MATCH (s:system) RETURN s")
    assert in_step(ensure(built, OLD, verify=True), OLD)
    assert built.read("MATCH (s:system) RETURN count(s)").rows == [[2]]
    aside = {n.split("-", 2)[2]: (built.folder / n).read_bytes() for n in names(built) if n.startswith("damaged-")}
    assert aside == broken


def test_thirty_random_bits_are_all_found(built: LadybugDatabase) -> None:
    file, whole = file_of(built), file_of(built).read_bytes()
    for position in random.Random(4).sample(range(len(whole)), 30):
        flip(file, position)
        assert LadybugDatabase(built.folder)._shelf.damage(whole=True) is not None, position
        file.write_bytes(whole)
    assert built.status(verify=True).digest_ok


def test_damage_that_leaves_the_file_sound_by_its_bytes_is_found_in_the_tables(
    built: LadybugDatabase, tmp_path: Path
) -> None:
    """As if the file had been written wrong from the start: its bytes hold, its tables do not."""
    other = LadybugDatabase(tmp_path / "other")
    other.build(NEW)
    mine, theirs = read_stamp(built.folder), read_stamp(other.folder)
    assert mine is not None
    assert theirs is not None
    file_of(other).replace(built.folder / theirs.file)
    mixed = dataclasses.replace(mine, file=theirs.file, size=theirs.size, sha256=theirs.sha256)
    stamp.write_stamp(built.folder, mixed)
    status = built.status(verify=True)
    assert not status.digest_ok
    assert status.why is not None
    assert "flow system>system, system" in status.why.en


def test_a_file_of_another_version_is_not_opened_but_rebuilt(
    built: LadybugDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "version", lambda _: "99.0")
    status = built.status()
    assert not status.digest_ok
    assert status.why is not None
    assert "ladybug 99.0" in status.why.en
    with pytest.raises(GraphDatabaseError, match=r"ladybug 99\.0"):
        built.read("RETURN 1")
    assert in_step(ensure(built, OLD), OLD)


# -- failures --------------------------------------------------------------------------------------------------


def test_a_child_that_crashes_is_outlived_and_said(
    built: LadybugDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crashing_child.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(room, "_CHILD", "crashing_child")
    status = built.status(verify=True)
    assert not status.digest_ok
    assert status.why is not None
    assert "ended unexpectedly (code -11)" in status.why.en
    with pytest.raises(GraphDatabaseError, match="could not be built"):
        built.build(NEW)
    assert built.status().revision == 1


def test_an_error_of_the_engine_is_told_in_its_own_words(built: LadybugDatabase, tmp_path: Path) -> None:
    job = {"load": False, "file": str(tmp_path / "nowhere.lbug"), "tables": ["system"]}
    (tmp_path / "job.json").write_text(json.dumps(job))
    with pytest.raises(child.ChildFailed, match="Cannot create an empty database"):
        child.run_child(room._CHILD, tmp_path)


def test_a_table_that_does_not_hold_what_it_should_is_not_switched_to(
    built: LadybugDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = child.run_child

    def lossy(module: str, folder: Path) -> dict[str, object]:
        report = json.loads(json.dumps(whole(module, folder)))
        report["tables"]["system"]["rows"] -= 1
        return dict(report)

    with monkeypatch.context() as patched:
        patched.setattr(room, "run_child", lossy)
        with pytest.raises(GraphDatabaseError, match="the content does not hold in system"):
            built.build(NEW)
    assert in_step(built.status(verify=True), OLD)


#: Flush the file, rename it, flush the folder, flush the stamp, rename it, flush the folder.
STEPS = 6


@pytest.mark.parametrize("failing", range(1, STEPS + 1))
def test_when_any_step_of_a_build_fails_the_one_before_stays(
    built: LadybugDatabase, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """The disk is full, or taken away, at the Nth rename or flush."""
    calls = 0

    def counted(original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            nonlocal calls
            calls += 1
            if calls == failing:
                raise OSError(28, "No space left on device")
            return original(*arguments)

        return call

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", counted(os.fsync))
        patched.setattr(Path, "replace", counted(Path.replace))
        with pytest.raises(GraphDatabaseError, match="No space left on device") as failed:
            built.build(NEW)
    assert str(built.folder) in failed.value.detail.nn
    # Only at the last step, when the folder is flushed after the switch, is the new one already there.
    assert in_step(built.status(), NEW if failing == STEPS else OLD)
    assert built.read("MATCH (s:system) RETURN count(s)").rows == [[3 if failing == STEPS else 2]]
    built.build(NEW)
    assert names(built) == [file_of(built).name, STAMP]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(GraphDatabaseError, match="taken"):
        LadybugDatabase(tmp_path / "taken").build(OLD)


FULL = """
    import resource, sys
    from pathlib import Path
    from graphsvc.errors import GraphDatabaseError
    from graphsvc.graphdb.ladybug import LadybugDatabase
    from tests.unit.test_graphdb_ladybug import NEW
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        LadybugDatabase(Path(sys.argv[1])).build(NEW)
    except GraphDatabaseError as error:
        print(error.detail.en)
"""


@pytest.mark.parametrize("limit", [100, 20_000, 300_000, 1_000_000])
def test_when_files_may_not_grow_the_one_before_stays(built: LadybugDatabase, limit: int) -> None:
    """At the first limits the engine ends its process, at the last it reports: both are told as a failed build."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    command = [sys.executable, "-c", textwrap.dedent(FULL), str(built.folder), str(limit)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert "could not be built" in ended.stdout
    assert in_step(built.status(verify=True), OLD)
    assert names(built) == [file_of(built).name, STAMP]


def test_what_a_dead_build_left_is_cleared_away_by_the_next(built: LadybugDatabase) -> None:
    (built.folder / f"{shelf.BUILDING}dead").mkdir()
    (built.folder / f"{shelf.BUILDING}dead" / "graph.lbug").write_bytes(b"half")
    (built.folder / "graph-2-000000000000.lbug").write_bytes(b"renamed, but never stamped")
    (built.folder / f"{STAMP}.new").write_bytes(b"{")
    (built.folder / "notes.txt").write_text("not ours")
    assert in_step(built.status(verify=True), OLD)
    built.build(NEW)
    assert names(built) == [file_of(built).name, STAMP, "notes.txt"]


BUILDER = """
    import sys
    from pathlib import Path
    from graphsvc.graphdb.ladybug import LadybugDatabase
    from tests.unit.test_graphdb_ladybug import at
    database = LadybugDatabase(Path(sys.argv[1]))
    print("begin", flush=True)
    for revision in range(2, 100):
        database.build(at(revision, *map(str, range(revision))))
        print(revision, flush=True)
"""


def test_kill_nine_at_any_moment_leaves_the_old_one_or_the_new_one(built: LadybugDatabase) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    for _ in range(6):
        command = [sys.executable, "-c", textwrap.dedent(BUILDER), str(built.folder)]
        builder = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        assert builder.stdout is not None
        assert builder.stdout.readline() == "begin\n"
        try:
            builder.wait(chance.uniform(0.1, 1.6))
        except subprocess.TimeoutExpired:
            builder.send_signal(signal.SIGKILL)
        done = builder.stdout.read().split()
        builder.stdout.close()
        builder.wait()
        found = read_stamp(built.folder)
        assert found is not None, seed
        revision = found.revision
        acknowledged = max(map(int, done), default=1)
        assert revision >= acknowledged or not done, seed
        expected = at(revision, *map(str, range(revision))) if revision > 1 else OLD
        assert in_step(built.status(verify=True), expected), seed
    assert in_step(ensure(built, NEW, verify=True), NEW)
    assert names(built) == [file_of(built).name, STAMP]
