"""Revisions never change; undo is a new one; any of them can be shown again."""

from __future__ import annotations

import pytest

from graphsvc.errors import DataError, EngineError, QuestionError
from graphsvc.model import Kind, Reference, Relation
from graphsvc.records import ChangeSet, ClaimChange, Cover, Operation
from graphsvc.register import PEOPLE, Register
from tests.registers import fields_of, linked, load, shown, thing, told

X = Reference("system:x")


def test_every_revision_names_the_one_before(register: Register):
    load(register, told("hr", thing("system:x")))
    load(register, told("hr", thing("system:x", vendor="A")))
    second, first = register.revisions()
    assert (first.number, second.number, first.previous, second.previous) == (1, 2, "", first.digest)
    assert (second.who, second.source, second.message, second.kind) == ("kari", "hr", "load hr", "import")
    assert second.counts == {"added": 0, "changed": 1, "withdrawn": 0}
    assert second.time.endswith("Z")
    assert register.revisions(limit=1) == [second]
    found = register.verify()
    assert (found.ok, found.revisions, found.chain_ok, found.digest) == (True, 2, True, second.digest)


def test_the_same_content_has_the_same_digest_in_whatever_order_it_was_read(register: Register):
    rows = [thing("system:a"), thing("unit:u"), linked("owns", "unit:u", "system:a")]
    load(register, told("hr", *rows))
    register.undo(1, who="kari")
    load(register, told("hr", *reversed(rows)))
    last, _, first = register.revisions()
    assert first.state_digest == last.state_digest
    assert register.facts(1).digest == register.facts().digest


def test_every_revision_can_be_shown_again_from_either_end(register: Register):
    for number in range(1, 13):
        load(register, told("hr", *(thing(f"system:s{n}", users=number) for n in range(number % 5 + 1))))
    for number in range(1, 13):
        facts = register.facts(number)
        assert facts.revision == number
        assert shown(facts) >= {f"system:s{n}" for n in range(number % 5 + 1)}
        assert fields_of(facts, "system:s0") == {"users": number}
    assert register.facts(0).things == ()
    assert register.snapshot().at(3).revision == 3


@pytest.mark.parametrize("number", [-1, 2, 99])
def test_a_revision_that_is_not_there_is_said_so(register: Register, number: int):
    load(register, told("hr", thing("system:x")))
    for ask in (register.facts, register.changes, lambda n: register.undo(n, who="kari")):
        with pytest.raises(QuestionError, match="revisions 1 to 1"):
            ask(number)
    with pytest.raises(QuestionError):
        register.undo(0, who="kari")


def test_undo_restores_what_was_added_changed_and_withdrawn(register: Register):
    load(register, told("hr", thing("system:a", vendor="A"), thing("system:b")))
    before = register.facts().digest
    load(register, told("hr", thing("system:a", vendor="B"), thing("system:c"), covers=[Cover(Kind.SYSTEM)]))
    assert register.undo(2, who="ola") == 3
    assert register.facts().digest == before
    undone = register.revisions(limit=1)[0]
    assert (undone.kind, undone.undoes, undone.who, undone.source) == ("undo", 2, "ola", "hr")
    assert [change.operation for change in register.changes(3)] == [
        Operation.CHANGE,
        Operation.ADD,
        Operation.WITHDRAW,
    ]
    assert register.undo(3, who="ola") == 4
    assert shown(register.facts()) == {"system:a", "system:c"}


def test_undo_of_a_load_keeps_the_source_and_its_place_in_the_order(register: Register):
    load(register, told("a", thing("system:x", vendor="A")))
    load(register, told("b", thing("system:x", vendor="B")))
    register.undo(1, who="kari")
    assert [(one.name, one.claims, one.first_revision, one.last_revision) for one in register.sources()] == [
        ("b", 1, 2, 2),
        ("a", 0, 1, 3),
    ]
    load(register, told("a", thing("system:x", vendor="A")))
    assert fields_of(register.facts(), "system:x") == {"vendor": "B"}


def test_undo_is_refused_when_claims_have_changed_since_and_lists_them(register: Register):
    load(register, told("hr", thing("system:x", vendor="A"), thing("system:y")))
    load(register, told("hr", thing("system:x", vendor="B"), thing("system:y")))
    with pytest.raises(DataError, match=r"system:x \(2\)"):
        register.undo(1, who="kari")
    assert register.head == 2
    register.undo(2, who="kari")
    register.undo(1, who="kari")
    assert shown(register.facts()) == set()


def test_an_edit_of_another_source_does_not_stand_in_the_way_of_undo(register: Register):
    load(register, told("hr", thing("system:x", vendor="A")))
    claim = ClaimChange(None, thing("system:x", vendor="B"))
    register.commit_changes(ChangeSet(PEOPLE, [claim]), who="ola", message="mend")
    register.undo(1, who="kari")
    assert fields_of(register.facts(), "system:x") == {"vendor": "B"}


def test_the_history_of_a_thing_tells_every_claim_on_it(register: Register):
    load(register, told("hr", thing("system:x", vendor="A"), thing("system:y")))
    load(register, told("model", thing("system:x", product="P")))
    load(register, told("hr", thing("system:y"), covers=[Cover(Kind.SYSTEM)]))
    told_of = [(one.revision.number, one.source, one.change.operation) for one in register.history(X)]
    assert told_of == [(1, "hr", Operation.ADD), (2, "model", Operation.ADD), (3, "hr", Operation.WITHDRAW)]
    assert [one.number for one in register.revisions(touching=X)] == [3, 2, 1]
    assert [one.number for one in register.revisions(touching=Reference("system:y"))] == [1]


def test_a_relation_has_a_history_too(register: Register):
    flow = linked("flow", "system:a", "system:b", "f")
    load(register, told("hr", flow, linked("owns", "unit:u", "system:a", "o")))
    load(register, told("hr", covers=[Cover(Relation.FLOW)]))
    history = register.history(Reference("relation:f"))
    assert [(one.revision.number, one.change.before, one.change.after) for one in history] == [
        (1, None, flow),
        (2, flow, None),
    ]


def test_a_change_set_may_rename_a_thing(register: Register):
    first, second = thing("system:x", vendor="A"), thing("system:z", vendor="A")
    register.commit_changes(ChangeSet(PEOPLE, [ClaimChange(None, first)]), who="ola", message="")
    register.commit_changes(ChangeSet(PEOPLE, [ClaimChange(first, second)]), who="ola", message="")
    assert shown(register.facts()) == {"system:z"}


def test_a_register_opened_for_reading_writes_nothing_and_sees_what_others_commit(register: Register):
    with Register.open(register.where) as reader:
        assert reader.head == 0
        load(register, told("hr", thing("system:x")))
        assert reader.head == 1
        assert reader.verify().ok
        plan = reader.plan(told("hr", thing("system:z")), None)
        with pytest.raises(EngineError, match="opened for reading only"):
            reader.commit(plan, who="kari", message="")


def test_the_profile_in_force_is_kept_with_the_source(register: Register):
    from dataclasses import replace

    load(register, replace(told("hr", thing("system:x")), profile="columns = 1"))
    assert [(one.name, one.format, one.profile) for one in register.sources()] == [("hr", "tables", "columns = 1")]
    load(register, replace(told("hr", thing("system:x", vendor="A")), profile="columns = 2"))
    assert register.sources()[0].profile == "columns = 2"
    register.undo(2, who="kari")
    assert register.sources()[0].profile == "columns = 1"


def test_a_reader_sees_exactly_one_revision_while_another_thread_writes(register: Register):
    import threading

    seen: list[tuple[int, set[object]]] = []
    done = threading.Event()

    def read() -> None:
        with Register.open(register.where) as reader:
            while not done.is_set():
                facts = reader.facts()
                seen.append((facts.revision, {fact.record.fields["users"] for fact in facts.things}))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for number in range(1, 16):
            load(register, told("hr", *(thing(f"system:s{n}", users=number) for n in range(150))))
    finally:
        done.set()
        thread.join()
    assert seen
    assert all(users == ({number} if number else set()) for number, users in seen)
    assert [number for number, _ in seen] == sorted(number for number, _ in seen)
