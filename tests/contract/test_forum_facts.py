"""Facts made from older ones are exactly those merged as a whole, and never hide damage."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from graphsvc.errors import DataError, RegisterDamaged
from graphsvc.model import Kind, Reference
from graphsvc.records import ChangeSet, ClaimChange, ThingRecord
from graphsvc.register import FORUM, PEOPLE, Register, RevisionKind
from graphsvc.register.engine import Where
from graphsvc.service import Workspace
from graphsvc.snapshot import Facts, Snapshot
from tests.engines import alter
from tests.installations import settings_at
from tests.registers import linked, load, thing, told

SEED = 20261126


@pytest.fixture
def home(place: Where) -> Where:
    with Register.create(place) as made:
        map_ = (thing("system:x", vendor="A"), thing("unit:u"), linked("owns", "unit:u", "system:x"))
        cases = (thing("proposal:P1", name_nb="Fra fil", phase="idea"), thing("role:F1", name_nb="L"))
        load(made, told("hr", *map_, *cases))
        said(made, FORUM, "note:N0", text="først")
        said(made, PEOPLE, "note:N0", text="folk")
    return place


@pytest.fixture
def register(home: Where):
    with Register.open(home, write=True) as opened:
        yield opened


def said(register: Register, source: str, name: str, **fields: object) -> int:
    kind, _, identifier = name.partition(":")
    before = register.claims(Reference(name)).get(source)
    after = ThingRecord(Kind(kind), identifier, fields) if fields else None
    changes = ChangeSet(source, (ClaimChange(before, after),))
    kind_of = RevisionKind.FORUM if source == FORUM else RevisionKind.EDIT
    return register.commit_changes(changes, who="kari", message="", kind=kind_of)


def same(register: Register, older: Facts) -> Facts:
    made, whole = register.archive.patched(older), register.facts()
    assert made == whole
    return whole


def test_what_the_forum_and_people_say_of_its_cases_is_merged_as_the_whole_is(register: Register):
    chance = random.Random(SEED)
    known = register.facts()
    for number in range(40):
        source = chance.choice([FORUM, PEOPLE])
        name = chance.choice(["proposal:P1", "proposal:P2", "meeting:M1", "note:N0", "role:F1"])
        fields = {"name_nb": str(number)} if chance.random() < 0.7 else {"note": "x", "name_en": "e"}
        if chance.random() < 0.2 and source in register.claims(Reference(name)):
            fields = {}
        said(register, source, name, **fields)
        if chance.random() < 0.6:
            known = same(register, known)
    assert register.archive.patched(register.facts()) is None  # nothing has come since


def test_decisions_come_on_top(register: Register):
    known = register.facts()
    for number in range(1, 4):
        said(register, FORUM, f"decision:D{number}", reasons=str(number))
    assert {"D1", "D2", "D3"} == set(Snapshot(same(register, known), dt.date(2026, 12, 1)).forum(Kind.DECISION))


def test_a_change_of_the_map_the_settings_or_an_alias_reads_the_whole(register: Register):
    known = register.facts()
    said(register, PEOPLE, "system:x", vendor="B")
    assert register.archive.patched(known) is None
    known = register.facts()
    register.set_about(who="kari", title="Ny")
    assert register.archive.patched(known) is None
    register.add_alias("hr", Kind.PROPOSAL, "P1", Reference("proposal:P9"), who="kari")
    known = register.facts()
    said(register, FORUM, "proposal:P9", note="x")
    assert register.archive.patched(known) is None


def test_an_older_head_is_not_patched_backwards(register: Register):
    newest = register.facts()
    assert register.archive.patched(newest) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim SET content = replace(content, 'riktig', 'galt') WHERE subject = 'note'",
        "UPDATE change SET after = replace(after, 'riktig', 'galt') WHERE subject = 'note'",
        "UPDATE revision SET who = 'ola' WHERE number = (SELECT max(number) FROM revision)",
        "UPDATE claim SET content = replace(content, 'Fra fil', 'Fra meg') WHERE source = 'hr'",
    ],
)
def test_damage_is_refused_not_patched(home: Where, register: Register, statement: str):
    known = register.facts()
    said(register, FORUM, "note:N1", text="riktig")
    said(register, FORUM, "proposal:P1", note="riktig")
    alter(home, statement)
    with pytest.raises(RegisterDamaged):
        register.archive.patched(known)


def test_a_workspace_shows_the_forums_newest_word_over_the_same_graph(tmp_path: Path):
    with Workspace.create(settings_at(tmp_path)) as workspace:
        load(workspace.register, told("hr", thing("system:x"), thing("proposal:P1", name_nb="Fra fil")))
        said(workspace.register, FORUM, "note:N0", text="først")
        before = workspace.snapshot()
        said(workspace.register, FORUM, "proposal:P1", name_nb="Fra forumet")
        after = workspace.snapshot()
        assert after.things is before.things
        assert (before.revision, after.revision) == (2, 3)
        names = [one.proposals["P1"].record.fields["name_nb"] for one in (before, after)]
        assert names == ["Fra fil", "Fra forumet"]
        said(workspace.register, PEOPLE, "system:x", vendor="B")
        assert workspace.snapshot().record(0).fields["vendor"] == "B"
        assert workspace.map_snapshot().revision == 4


def test_only_the_forum_decides_also_here(register: Register):
    with pytest.raises(DataError):
        said(register, PEOPLE, "decision:D1", reasons="x")
