"""Work in processes of their own: the first is started, the next fork from one that is ready; all end alike."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graphsvc.graphdb.child import ChildFailed, run_child

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a module that does something when it is run, and nothing when it is imported."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def written(name: str, work: str) -> None:
        lines = "".join(f"    {line}\n" for line in work.splitlines())
        top = "import json, os, pathlib, signal, sys, threading\nsys.counted = getattr(sys, 'counted', 0) + 1\n"
        (tmp_path / f"{name}.py").write_text(f"{top}if __name__ == '__main__':\n{lines}", encoding="utf-8")

    return written


REPORT = """print('not for anybody')
here = {'counted': sys.counted, 'parent': os.getppid(), 'pid': os.getpid(), 'given': sys.stdin.read()}
pathlib.Path(sys.argv[1], 'report.json').write_text(json.dumps(here))
sys.counted = 99"""


def reports(module: str, folder: Path, times: int) -> list[Mapping[str, object]]:
    return [run_child(module, folder) for _ in range(times)]


def test_children_know_nothing_of_each_other(write: Write, tmp_path: Path) -> None:
    write("counting_child", REPORT)
    first, *others = reports("counting_child", tmp_path, 4)
    assert first["parent"] == os.getpid()
    assert len({one["pid"] for one in (first, *others)}) == 4
    assert {(one["counted"], one["given"]) for one in others} == {(2, "")}  # imported once for all, run once each
    (parent,) = {one["parent"] for one in others}
    assert parent != os.getpid()


def test_whoever_ends_the_process_that_forks_costs_the_next_job_only_time(write: Write, tmp_path: Path) -> None:
    write("orphan_child", REPORT)
    parent = reports("orphan_child", tmp_path, 2)[1]["parent"]
    os.kill(int(str(parent)), signal.SIGKILL)
    later = reports("orphan_child", tmp_path, 2)
    assert parent not in {one["parent"] for one in later}
    assert later[1]["parent"] != os.getpid()


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ("raise RuntimeError('no more room')", "code 1: RuntimeError: no more room"),
        ("sys.exit(3)", "(code 3)"),
        ("sys.exit('a word')", "(code 1"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "(code -11)"),
        ("pathlib.Path(sys.argv[1], 'report.json').write_text(json.dumps({'error': 'full'}))", "full"),
    ],
)
def test_a_child_that_ends_badly_is_said_alike_whether_it_is_the_first_or_forks(
    write: Write, tmp_path: Path, work: str, words: str
) -> None:
    name = f"ending_child_{len(work)}"
    write(name, work)
    said = []
    for _ in range(3):
        with pytest.raises(ChildFailed) as failed:
            run_child(name, tmp_path)
        said.append(failed.value.why.en)
    assert words in said[0]
    assert len(set(said)) == 1


def test_a_child_that_hangs_is_ended_whether_it_is_the_first_or_forks(write: Write, tmp_path: Path) -> None:
    write("hanging_child", "pathlib.Path(sys.argv[1], str(os.getpid())).touch()\nthreading.Event().wait()")
    for _ in range(3):
        with pytest.raises(ChildFailed, match=r"did not finish within 3 seconds"):
            run_child("hanging_child", tmp_path, seconds=3)
    left = [int(file.name) for file in tmp_path.iterdir() if file.name.isdigit()]
    until = time.monotonic() + 20
    while any(map(alive, left)) and time.monotonic() < until:
        threading.Event().wait(0.05)
    assert [one for one in left if alive(one)] == []


def alive(process: int) -> bool:
    """Tell whether a process is there; one that has ended, and that nobody has asked about yet, is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_module_that_cannot_even_be_imported_fails_as_a_child(tmp_path: Path) -> None:
    for _ in range(3):
        with pytest.raises(ChildFailed, match=r"code 1: .*nowhere_child"):
            run_child("nowhere_child", tmp_path)
