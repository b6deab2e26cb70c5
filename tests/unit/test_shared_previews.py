"""A preview that one worker keeps is found by another, as it was, by its own browser only, and not for ever."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc.ports import ImportOptions
from graphsvc.records import Reading
from graphsvc.register import Register, desk
from graphsvc.service.importing import Preview
from graphsvc.service.packing import pack, unpack
from graphsvc.service.shared_previews import SharedPreviews
from graphsvc.text import Text
from graphsvc_importers.tables import TablesImporter
from tests.registers import linked, load, thing, told


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "home") as made:
        yield made


def prepared(register: Register, name: str = "a") -> Preview:
    reading = told(name, thing("system:x", vendor="Ærfugl", users=3, protocols=("a", "b"), properties={"k": "v"}))
    return Preview(reading, register.plan(reading, None), named=False)


def test_another_worker_finds_the_preview_as_it_was(register: Register) -> None:
    load(register, told("a", thing("system:x", vendor=None), thing("unit:u"), linked("owns", "unit:u", "system:x")))
    one = prepared(register)
    key = SharedPreviews(register.shared).keep("mine", one)
    other = SharedPreviews(register.shared)
    found = other.get("mine", key)
    assert found is not None
    assert found.prepared == one
    assert (found.done, found.revision, found.warnings) == (False, None, ())
    assert other.get("yours", key) is None
    assert other.get("mine", "another") is None
    assert other.get("mine", "\0") is None
    other.done(key, found, 7, (Text("a", "b", "c"),))
    again = SharedPreviews(register.shared).get("mine", key)
    assert again is not None
    assert (again.done, again.revision, again.warnings) == (True, 7, (Text("a", "b", "c"),))
    other.drop(key)
    assert SharedPreviews(register.shared).get("mine", key) is None


def test_what_another_worker_finds_is_written_as_it_would_have_been_here(tmp_path: Path) -> None:
    written = []
    for packed in (False, True):
        with Register.create(tmp_path / str(packed)) as register:
            load(register, told("a", thing("system:x", vendor=None), thing("system:z")))
            plan = prepared(register).plan
            if packed:
                plan = unpack(pack(plan))
            assert plan is not None
            number = register.commit(plan, who="kari", message="on")
            written.append((register.revisions(limit=1)[0].state_digest, register.changes(number)))
            assert register.verify().ok
    assert written[0] == written[1]


def test_a_preview_is_forgotten_after_its_time(register: Register) -> None:
    shelf = SharedPreviews(register.shared, clock=lambda: 1000.0)
    assert shelf.get("mine", shelf.keep("mine", prepared(register))) is None


def test_the_oldest_fall_off_a_desk_that_is_full(register: Register) -> None:
    def lay(number: int, size: int, until: int) -> None:
        thing = desk.Lying("", desk.FOR_EVER + until, bytes(size))
        register.shared.lay("d", str(number), thing, most=3, most_bytes=100)

    for number in range(5):
        lay(number, 10, number)
    assert [register.shared.find("d", str(n)) is not None for n in range(5)] == [False, False, True, True, True]
    lay(9, 85, 9)
    assert [register.shared.find("d", str(n)) is not None for n in (2, 3, 4, 9)] == [False, False, True, True]
    lay(10, 500, 10)  # too large for the drawer, but somebody waits for it
    assert [register.shared.find("d", str(n)) is not None for n in (4, 9, 10)] == [False, False, True]


def test_a_whole_real_reading_with_problems_comes_back(register: Register, demo_source: Path) -> None:
    reading = TablesImporter().read([demo_source], ImportOptions())
    assert reading.problems
    one = Preview(reading, register.plan(reading, "demo"), named=True)
    assert unpack(pack(one)) == one


@pytest.mark.parametrize(
    "content",
    [b"", b"x", *map(zlib.compress, (b'["value","Popen",["ls"]]', b'["value","Text",["a"]]', b"[]", b"{"))],
)
def test_what_was_not_packed_is_refused_and_nothing_of_it_runs(content: bytes) -> None:
    with pytest.raises(ValueError, match="no packed preview"):
        unpack(content)


def test_what_a_preview_never_holds_is_not_packed() -> None:
    with pytest.raises(TypeError, match=r"holds no .*Path"):
        pack(Path("x"))
    assert json.loads(zlib.decompress(pack(Text("æ", "b", "c"))))[1] == "Text"


def test_a_secret_is_drawn_once_and_is_the_same_for_all(register: Register) -> None:
    with Register.open(register.where) as reader:
        before = reader.shared.secret("forms")
        drawn = register.shared.secret("forms")
        assert len(drawn) == len(before) == 32
        assert before != drawn  # one who may only read has one of his own until there is one
        assert reader.shared.secret("forms") == register.shared.secret("forms") == drawn
        assert register.shared.secret("other") != drawn


def test_a_plan_of_another_head_is_refused_by_the_register(register: Register) -> None:
    from graphsvc.errors import ConfirmationNeeded

    shelf = SharedPreviews(register.shared)
    key = shelf.keep("mine", prepared(register))
    load(register, told("b", thing("system:y")))
    found = SharedPreviews(register.shared).get("mine", key)
    assert found is not None
    assert found.prepared.plan is not None
    with pytest.raises(ConfirmationNeeded):
        register.commit(found.prepared.plan, who="kari", message="")
    assert isinstance(replace(found.prepared, plan=None).reading, Reading)
