"""What has changed since an older revision, put in the place of what it was, gives the facts of the newest one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graphsvc.errors import RegisterDamaged
from graphsvc.model import Kind, Reference
from graphsvc.records import ChangeSet, ClaimChange, Cover, Record
from graphsvc.register import FORUM, PEOPLE, Register, RevisionKind
from graphsvc.register.engine import Where
from graphsvc.service.cache import FactsCache
from graphsvc.service.editing import Asked, edit
from graphsvc.snapshot import Facts
from graphsvc.snapshot.stored import splice_store
from graphsvc.text import Language
from tests.cached import caching
from tests.engines import alter
from tests.installations import demo_at
from tests.registers import linked, load, thing, told

SEED = 20261127
SOURCES = ("hr", "gemma", "ea")
#: One id is that of relations of two types.
TIES = [*((one, "unit:u1", "system:s1", "r1") for one in ("owns", "uses")), ("owns", "unit:u0", "system:s2", "r2")]


def drawn(chance: random.Random, source: str) -> list[Record]:
    """Some things and relations as a source may tell them; sources disagree, also on where relations end."""
    names = chance.sample([f"{kind}:{kind[0]}{one}" for kind in ("system", "unit", "proposal") for one in range(4)], 7)
    days = {"confirmed_on": f"2026-0{chance.randrange(1, 9)}-01"} if chance.random() < 0.3 else {}
    records: list[Record] = [thing(one, vendor=chance.choice([source, "A", None]), **days) for one in names]
    return [*records, *(linked(*tie) for tie in TIES if chance.random() < 0.7)]


def said(register: Register, chance: random.Random) -> None:
    """Let people, or the forum, say something of one thing, or take it back."""
    name, source = chance.choice([("system:s1", PEOPLE), ("system:s9", PEOPLE), ("note:N1", FORUM)])
    before = register.claims(Reference(name)).get(source)
    after = thing(name, vendor=str(chance.randrange(3))) if before is None or chance.random() < 0.6 else None
    if before is None or after is None or before.fields != after.fields:
        kind = RevisionKind.FORUM if source == FORUM else RevisionKind.EDIT
        changes = ChangeSet(source, (ClaimChange(before, after),))
        register.commit_changes(changes, who="kari", message="", kind=kind)


def put(register: Register, older: Facts) -> Facts | None:
    """Put what is new in the place of what is older."""
    since = register.archive.since(older.revision)
    if since is None:
        return None
    changed = since.changed
    kept = {Kind: list(older.things), None: list(older.relations)}
    found = {kind: [one for one in facts if one.record.reference not in changed.named] for kind, facts in kept.items()}
    for fact in changed.facts:
        assert fact.record.reference in changed.named
        found[Kind if isinstance(fact.record.subject, Kind) else None].append(fact)
    things, relations = (
        tuple(sorted(found[kind], key=lambda one: (one.record.subject.value, one.record.id))) for kind in (Kind, None)
    )
    conflicts = [one for one in older.conflicts if one.reference not in changed.named] + [*changed.conflicts]
    conflicts.sort(key=lambda one: one.reference)
    return Facts(since.tip.number, things, relations, tuple(conflicts), since.tip.about)


@pytest.mark.parametrize("seed", range(6))
def test_facts_put_in_their_place_are_those_merged_as_a_whole(register: Register, seed: int) -> None:
    chance = random.Random(SEED + seed)
    for source in SOURCES:
        load(register, told(source, *drawn(chance, source)))
    for one in range(40):  # so that little has changed, seen as a whole
        load(register, told(f"far{one}", thing(f"service:far{one}", name_nb="Fjern")))
    known, met = register.facts(), 0
    for _ in range(14):
        if chance.random() < 0.4:
            source = chance.choice(SOURCES)
            covers = [Cover(Kind.SYSTEM), Cover(Kind.UNIT)] if chance.random() < 0.5 else None
            load(register, told(source, *drawn(chance, source)[:6], covers=covers))
        elif chance.random() < 0.2:
            register.undo(register.head, who="kari")
        else:
            said(register, chance)
        whole = register.facts()
        if whole.revision == known.revision or chance.random() < 0.3:
            continue
        if (made := put(register, known)) is not None:
            assert made == whole
            met += 1
        known = whole if chance.random() < 0.6 else known
    assert met >= 4


def test_all_is_merged_when_sources_are_heard_in_another_order_or_go_by_ids_of_their_own(register: Register) -> None:
    for source in SOURCES:
        load(register, told(source, thing("system:s1", vendor=source), *(thing(f"unit:{n}") for n in range(20))))
    known = register.facts()
    load(register, told("later", thing("system:s1", vendor="later")))  # a source more, between the others
    assert put(register, known) == register.facts()
    register.set_about(who="kari", title="Ny")
    assert put(register, known) == register.facts()
    known = register.facts()
    register.set_precedence(["people", "forum", "ea", "hr"], who="kari")
    assert register.archive.since(known.revision) is None
    known = register.facts()
    register.add_alias("hr", Kind.SYSTEM, "s1", Reference("system:other"), who="kari")
    assert register.archive.since(known.revision) is None
    known = register.facts()
    register.undo(known.revision, who="kari")
    assert register.archive.since(known.revision) is None, "the older facts go by another id"


def test_all_is_merged_when_much_has_changed_and_never_backwards(register: Register) -> None:
    load(register, told("hr", *(thing(f"unit:{n}") for n in range(20))))
    known = register.facts()
    assert register.archive.since(known.revision) is None
    load(register, told("hr", *(thing(f"unit:{n}", name_nb="Ny") for n in range(20))))
    assert register.archive.since(known.revision) is None
    assert register.archive.since(register.head + 1) is None
    assert register.archive.since(0) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim SET content = replace(content, 'riktig', 'galt') WHERE subject = 'system'",
        "UPDATE change SET after = replace(after, 'riktig', 'galt') WHERE subject = 'system'",
        "UPDATE revision SET who = 'ola' WHERE number = (SELECT max(number) FROM revision)",
        "UPDATE claim SET content = replace(content, 'Fra fil', 'Fra meg') WHERE source = 'hr'",
        "DELETE FROM claim WHERE source = 'people'",
    ],
)
def test_damage_in_what_has_changed_is_refused(place: Where, statement: str) -> None:
    with Register.create(place) as register:
        load(register, told("hr", thing("system:s1", vendor="Fra fil"), *(thing(f"unit:{n}") for n in range(20))))
        known = register.facts()
        changes = ChangeSet(PEOPLE, (ClaimChange(None, thing("system:s1", vendor="riktig")),))
        register.commit_changes(changes, who="kari", message="", kind=RevisionKind.EDIT)
        assert put(register, known) == register.facts()
        alter(place, statement)
        with pytest.raises(RegisterDamaged):
            register.archive.since(known.revision)


def test_the_file_after_an_edit_is_made_from_the_one_before_and_is_the_same_as_one_of_all_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_at(tmp_path).close()
    spliced: list[Path] = []
    monkeypatch.setattr(
        "graphsvc.service.cache.splice_store",
        lambda path, *words, **options: spliced.append(path) or splice_store(path, *words, **options),
    )
    with caching(tmp_path, write=True) as workspace:
        workspace.snapshot()
        assert spliced == []
        for number in range(3):
            edit(workspace, "system:epj", Asked({"vendor": f"Ny {number}"}), Language.NB)
            assert workspace.snapshot().fields(workspace.snapshot().find("epj"))["vendor"] == f"Ny {number}"
        (file,) = workspace.cache.folder.glob("*.bin")
        assert spliced[-1] == file
        assert len(spliced) == 3
        anew = FactsCache(tmp_path / "anew", workspace.register, pytest.fail, worth=0)
        (tmp_path / "anew").mkdir()
        assert anew.facts(workspace.register.head) is not None
        assert (tmp_path / "anew" / file.name).read_bytes() == file.read_bytes()


def test_a_file_of_an_older_revision_that_is_damaged_is_not_built_on(tmp_path: Path) -> None:
    demo_at(tmp_path).close()
    with caching(tmp_path, write=True) as workspace:
        workspace.snapshot()
        (file,) = workspace.cache.folder.glob("*.bin")
        file.write_bytes(file.read_bytes()[:-1])
        edit(workspace, "system:epj", Asked({"vendor": "Ny"}), Language.NB)
        assert workspace.snapshot().facts.digest == workspace.register.facts().digest
