"""A reader that misbehaves harms nobody: it is run as an installed plugin, in the guarded child."""

from __future__ import annotations

import copyreg
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from graphsvc.errors import QuestionError
from graphsvc.guard import protection, read_guarded
from graphsvc.guard.messages import _APART, handed_over, restored
from graphsvc.model import Kind, Relation, Severity
from graphsvc.ports import ImportOptions
from graphsvc.records import Place, Problem, RelationRecord, ThingRecord
from graphsvc.text import Text

Found = TypeVar("Found")

PLUGIN = """
import os, signal, socket, time
from pathlib import Path
from graphsvc.errors import QuestionError
from graphsvc.model import Kind
from graphsvc.records import Place, Reading, ThingRecord
from graphsvc.text import Text


class Importer:
    name = "odd"

    def recognises(self, paths):
        return True

    def read(self, paths, options):
        print("words that must not get into the answer")
        return getattr(self, options.mapping)(paths)

    def fine(self, paths):
        fields = {"name_nb": "Æ", "users": 3, "protocols": ("x", "y")}
        record = ThingRecord(Kind.SYSTEM, "a", fields, Place(paths[0].name, line=2))
        return Reading("odd", "fine", (record,), unmapped={"b": 1})

    def greedy(self, paths):
        return Reading("odd", "greedy", (), unmapped={"n": len(bytearray(3_000_000_000))})

    def endless(self, paths):
        while True:
            pass

    def falls(self, paths):
        os.kill(os.getpid(), signal.SIGSEGV)

    def raises(self, paths):
        raise KeyError("secret words of the file")

    def refuses(self, paths):
        raise QuestionError(Text("nei", "nei", "no such profile"))

    def calls(self, paths):
        socket.create_connection(("127.0.0.1", int(paths[0].read_text())), timeout=2)

    def writes(self, paths):
        paths[0].with_name("written.txt").write_text("x")

    def runs(self, paths):
        os.system("true")

    def smuggles(self, paths):
        class Evil:
            def __reduce__(self):
                return (os.system, ("touch smuggled",))
        return Reading("odd", "evil", (Evil(),))
"""


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the plugin where the child finds it; return a file to read."""
    package = tmp_path / "plugins"
    info = package / "odd-1.dist-info"
    info.mkdir(parents=True)
    (package / "odd_importer.py").write_text(PLUGIN, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[graphsvc.importers]\nodd = odd_importer:Importer\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(package), os.environ.get("PYTHONPATH", "")]))
    file = tmp_path / "file.txt"
    file.write_text("1", encoding="utf-8")
    return file


def _read(file: Path, behaviour: str, *, seconds: int = 5, memory_mb: int = 600) -> list[str]:
    reading = read_guarded("odd", [file], ImportOptions(mapping=behaviour), memory_mb=memory_mb, seconds=seconds)
    return [problem.code for problem in reading.problems]


def test_a_reading_comes_through_as_it_was_made(odd: Path) -> None:
    reading = read_guarded("odd", [odd], ImportOptions(mapping="fine"))
    (record,) = reading.records
    assert record.fields == {"name_nb": "Æ", "users": 3, "protocols": ("x", "y")}
    assert (record.place.file, record.place.line) == ("file.txt", 2)
    assert reading.unmapped == {"b": 1}


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("greedy", "guard.memory"),
        ("falls", "guard.crash"),
        ("raises", "guard.crash"),
        ("writes", "guard.crash"),
        ("runs", "guard.crash"),
        ("calls", "guard.crash"),
        ("smuggles", "guard.crash"),
        ("missing", "guard.crash"),
    ],
)
def test_a_reader_that_misbehaves_becomes_one_problem(odd: Path, behaviour: str, code: str) -> None:
    assert _read(odd, behaviour) == [code]
    assert sorted(path.name for path in odd.parent.iterdir()) == ["file.txt", "plugins"]


def test_a_reader_that_never_ends_is_stopped(odd: Path) -> None:
    started = time.monotonic()
    assert _read(odd, "endless", seconds=1) == ["guard.time"]
    assert time.monotonic() - started < 20


def test_a_problem_holds_no_words_of_the_file(odd: Path) -> None:
    (problem,) = read_guarded("odd", [odd], ImportOptions(mapping="raises")).problems
    assert "secret" not in problem.message.en
    assert problem.fix is not None


def test_what_a_reader_refuses_is_raised_here(odd: Path) -> None:
    with pytest.raises(QuestionError, match="no such profile"):
        _read(odd, "refuses")


def test_every_record_crosses_as_it_was() -> None:
    words = Text("enhet", "eining", "unit")
    place = Place("a.csv", "Ark", 3, "e1")
    told = (
        words,
        place,
        ThingRecord(Kind.SYSTEM, "s", {"users": 3, "protocols": ("x", "y"), "url": None}, place),
        RelationRecord(Relation.USES, "r", "unit:u", "system:s", {"since": "2026-01-31"}, place),
        Problem("code", Severity.ERROR, words, words, "a.csv", "Ark", 3, 2, "B", "B3", "/a/0", "value"),
    )
    assert {type(one) for one in told} == set(_APART) - set(copyreg.dispatch_table)
    assert restored(handed_over(("read", told))) == ("read", told)


def test_only_records_and_plain_values_cross(tmp_path: Path) -> None:
    with pytest.raises(pickle.UnpicklingError):
        restored(pickle.dumps(("read", Path(tmp_path))))


def test_a_child_ends_with_its_parent(odd: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from graphsvc.guard import read_guarded; "
        "from graphsvc.ports import ImportOptions; print('started', flush=True); "
        f"read_guarded('odd', [Path({str(odd)!r})], ImportOptions(mapping='endless'), seconds=60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "started\n"
        children = _wait_for(lambda: _children(parent.pid))
        parent.kill()
    assert _wait_for(lambda: not any(_alive(child) for child in children))


def test_the_protection_in_force_is_said() -> None:
    assert "memory" in protection().en
    assert "network" in protection().en or "sockets" in protection().en


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in listed]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def _wait_for(look: Callable[[], Found]) -> Found:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        os.sched_yield()
    raise AssertionError("waited 20 seconds in vain")
