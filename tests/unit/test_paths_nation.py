"""Paths in a register of several municipalities: flows in columns are what plain loops read, and lists are bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.errors import UnknownThing
from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.called import words_of
from graphsvc.text import Language
from graphsvc_queries.paths.flows import flows_of
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from tests.demo_facts import imported_snapshot

PART = 3
_LEVELS = {"none": 0, "ordinary": 1, "special": 2}


@pytest.fixture(scope="module")
def nation(demo_source: Path) -> Snapshot:
    return nation_snapshot(demo_source, PART)


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def _named(snapshot: Snapshot, kind: Kind, value: object) -> list[int]:
    names = value if isinstance(value, tuple) else (value,) if value else ()
    both = ([name, f"{kind.value}:{name}"] for name in map(str, names))
    return [snapshot.index(found) for pair in both for found in [one for one in pair if one in snapshot][:1]]


def _level(snapshot: Snapshot, told: object) -> int:
    if told is None:
        return 0
    names = told if isinstance(told, tuple) else (told,) if told else ()
    levels = []
    for name in names:
        there = _named(snapshot, Kind.DATA_OBJECT, name)
        known = snapshot.record(there[0]).fields.get("personal_data", "") if there else ""
        levels.append(0 if known is None else _LEVELS.get(str(known), -1))
    if 2 in levels:
        return 2
    return max(levels) if levels and -1 not in levels else -1


@pytest.mark.parametrize("name", ["nation", "demo"])
def test_columns_of_flows_are_what_plain_loops_read(name: str, request: pytest.FixtureRequest) -> None:
    snapshot = request.getfixturevalue(name)
    flows, records = flows_of(snapshot), list(snapshot.edges(Relation.FLOW).records)
    for key, column in (("mode", flows.mode), ("protocol", flows.protocol), ("status", flows.status)):
        expected = [str(one.fields[key]) if one.fields.get(key) else None for one in records]
        assert [column[place] for place in range(len(flows))] == expected
        assert {*column.values} == {*expected}
    levels = [_level(snapshot, one.fields.get("data_objects", ())) for one in records]
    assert flows.level.tolist() == levels
    assert len({*levels}) > 2
    assert [-1 if one.level is None else one.level for one in flows] == levels
    hubs = [tuple(sorted(_named(snapshot, Kind.SYSTEM, one.fields.get("through")))) for one in records]
    assert flows.hubs == {place: found for place, found in enumerate(hubs) if found}
    order = sorted(range(len(records)), key=lambda place: records[place].id)
    assert [flows.rank[place] for place in order] == list(range(len(records)))


def test_every_thing_is_found_by_all_that_it_is_called(nation: Snapshot) -> None:
    called: dict[str, set[int]] = {}
    for thing in range(len(nation)):
        for words in words_of(nation.record(thing)):
            called.setdefault(words.casefold(), set()).add(thing)
    found = nation.lookup._called
    assert all(found.by(words.upper()) == tuple(sorted(things)) for words, things in list(called.items())[::17])
    assert found.by("no such words") == ()
    with pytest.raises(UnknownThing):
        nation.find("system:no such words")


def test_the_form_offers_national_systems_and_those_at_hand_and_says_of_how_many(nation: Snapshot) -> None:
    def page(*parameters: tuple[str, str]) -> str:
        frame = Frame(Language.EN, "/paths", parameters, "", date=nation.date, revision=nation.revision)
        return PAGES.paths_form(frame, nation)

    start = "system:m0001.bygg"
    bare, chosen = page(), page(("from", start))
    offered = bare.partition('<datalist id="systems">')[2].partition("</datalist>")[0]
    assert "system:m0" not in offered
    assert f"suggest {offered.count('<option')} of " in bare
    assert f'value="{start}"' in chosen.partition("<datalist")[2]
    assert 'value="system:m0002.' not in chosen.partition("<datalist")[2].partition("</datalist>")[0]
    assert len(chosen.encode()) < 300_000
