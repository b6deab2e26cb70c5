"""A file made from that of an older revision is, to the byte, the file that is written of all facts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc.model import Kind, Reference
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Conflict, Fact, Facts
from graphsvc.snapshot.stored import open_store, splice_store, splicing, write_store, writing
from tests.contract.test_cached_facts import tangled
from tests.property.graphs import municipality, seeds

GRAPHS, BATCH = 200, 100


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda one: (one.record.subject.value, one.record.id))


def every(facts: Facts) -> list[Fact]:
    return in_order((*facts.things, *facts.relations))


def disputed(facts: Sequence[Fact]) -> list[Conflict]:
    """Some disagreements, as a merge tells them: by reference, in the order of the facts."""
    told = [Conflict(one.record.reference, "vendor", (("a", one.record.subject.value), ("b", 1))) for one in facts]
    return sorted(told[::7], key=lambda one: one.reference)


def changed(older: Sequence[Fact], other: Sequence[Fact], chance: random.Random) -> tuple[set[Reference], list[Fact]]:
    """Take some names, and what stands under them in another graph: things go, come, and become others."""
    names = sorted({one.record.reference for one in (*older, *other)})
    named = set(chance.sample(names, chance.choice([0, 1, len(names) // 10, len(names) // 2, len(names)])))
    kept = [one for one in older if one.record.reference not in named]
    return named, in_order([*kept, *(one for one in other if one.record.reference in named)])


def assert_spliced(folder: Path, older: Sequence[Fact], newer: Sequence[Fact], named: set[Reference]) -> None:
    """Write the newer facts both ways."""
    write_store(folder / "older", older, disputed(older), {"revision": 1})
    told = [one for one in disputed(older) if one.reference not in named]
    fresh = [one for one in newer if one.record.reference in named]
    said = disputed(fresh)
    expected = sorted([*told, *said], key=lambda one: one.reference)
    write_store(folder / "written", newer, expected, {"revision": 2})
    splice_store(folder / "spliced", open_store(folder / "older", {"revision": 1}), named, fresh, said, {"revision": 2})
    assert (folder / "spliced").read_bytes() == (folder / "written").read_bytes()


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_a_spliced_file_is_the_written_one(tmp_path: Path, batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        older, other = every(municipality(seed).facts), every(municipality(seed + 1).facts)
        named, newer = changed(older, other, random.Random(seed))
        assert_spliced(tmp_path, older, newer, named)


def test_so_it_is_where_relations_hang_on_relations_and_on_what_is_not_there(tmp_path: Path) -> None:
    for seed in range(100):
        whole, other, chance = every(tangled(seed)), every(tangled(seed + 1000)), random.Random(seed)
        named, older = changed(whole, other, chance)
        assert_spliced(tmp_path, whole, older, named)
        named, newer = changed(older, whole, chance)  # what some relations lacked an end for comes back
        assert_spliced(tmp_path, older, newer, named)


def test_a_fields_values_are_those_that_are_still_there_in_the_order_in_which_they_come(tmp_path: Path) -> None:
    older = [Fact(ThingRecord(Kind.SYSTEM, f"s{one:03}", {"vendor": f"v{one % 7}"})) for one in range(600)]
    other = [replace(one, record=replace(one.record, fields={"vendor": "v6", "cost": 1.0})) for one in older]
    newer = in_order([other[0], *older[1:400], *other[400:]])
    named = {one.record.reference for one in (older[0], *older[400:])}
    assert_spliced(tmp_path, older, newer, named)


@pytest.mark.parametrize("most", [1, 3, 6])
def test_a_field_that_gets_too_many_values_for_codes_is_no_longer_kept_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    for module in (writing, splicing):
        monkeypatch.setattr(module, "MOST", most)
    older = [Fact(ThingRecord(Kind.SYSTEM, f"s{one}", {"vendor": "same", "scope": "x"})) for one in range(9)]
    newer = [replace(one, record=replace(one.record, fields={"vendor": one.record.id})) for one in older[:5]]
    assert_spliced(tmp_path, older, in_order([*newer, *older[5:]]), {one.record.reference for one in newer})


def test_the_numbers_of_values_grow_wider_when_they_must(tmp_path: Path) -> None:
    older = [Fact(ThingRecord(Kind.SYSTEM, f"s{one:03}", {"vendor": f"v{one % 250}"})) for one in range(600)]
    newer = [replace(one, record=replace(one.record, fields={"vendor": f"w{one.record.id}"})) for one in older[:30]]
    assert_spliced(tmp_path, older, in_order([*newer, *older[30:]]), {one.record.reference for one in newer})
