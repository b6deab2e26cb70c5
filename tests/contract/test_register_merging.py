"""What is shown is the merge of all sources, per field (model.md section 3)."""

from __future__ import annotations

import datetime as dt

import pytest

from graphsvc.errors import ConfirmationNeeded, QuestionError, UsageError
from graphsvc.model import Kind, Reference
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.register import FORUM, PEOPLE, Register
from graphsvc.snapshot import Conflict, Origin
from tests.registers import fields_of, linked, load, shown, thing, told


def edit(register: Register, record, before=None, source=PEOPLE) -> int:
    return register.commit_changes(ChangeSet(source, [ClaimChange(before, record)]), who="ola", message="edit")


def names(register: Register) -> list[str]:
    names = [one.name for one in register.sources()]
    assert register.source_names() == names
    return names


def test_the_newest_source_is_heard_first_and_loading_again_keeps_the_order(register: Register):
    load(register, told("old", thing("system:x", vendor="A", users=5)))
    load(register, told("new", thing("system:x", vendor="B")))
    assert fields_of(register.facts(), "system:x") == {"vendor": "B", "users": 5}
    load(register, told("old", thing("system:x", vendor="C", users=5)))
    assert fields_of(register.facts(), "system:x") == {"vendor": "B", "users": 5}
    assert names(register) == ["new", "old"]


def test_people_and_the_forum_are_heard_before_every_file(register: Register):
    load(register, told("file", thing("system:x", vendor="A", product="P")))
    edit(register, thing("system:x", vendor="B"), source=FORUM)
    edit(register, thing("system:x", vendor="C"))
    load(register, told("newer", thing("system:x", vendor="D")))
    assert fields_of(register.facts(), "system:x") == {"vendor": "C", "product": "P"}
    assert names(register) == ["people", "forum", "newer", "file"]


def test_unknown_never_overrides_but_a_claim_that_there_is_none_does(register: Register):
    load(register, told("old", thing("system:x", vendor="A", product="P")))
    load(register, told("new", thing("system:x", product=None)))
    facts = register.facts()
    assert fields_of(facts, "system:x") == {"vendor": "A", "product": None}
    assert facts.conflicts == (Conflict(Reference("system:x"), "product", (("new", None), ("old", "P"))),)


def test_every_fact_says_who_claims_it_and_which_field_is_whose(register: Register):
    load(register, told("old", thing("system:x", line=2, vendor="A", users=5)))
    load(register, told("new", thing("system:x", line=9, vendor="A")))
    fact = register.facts().things[0]
    assert fact.origins == (Origin("new", "system.csv:9"), Origin("old", "system.csv:2"))
    assert fact.origin_of("vendor") == Origin("new", "system.csv:9")
    assert fact.origin_of("users") == Origin("old", "system.csv:2")
    assert register.facts().conflicts == ()


def test_ends_of_a_relation_come_from_the_first_source_and_a_difference_is_a_conflict(register: Register):
    things = [thing(f"system:{name}") for name in "abc"]
    load(register, told("old", *things, linked("flow", "system:a", "system:b", "f", mode="sync")))
    load(register, told("new", linked("flow", "system:a", "system:c", "f")))
    fact = register.facts().relations[0]
    assert (fact.record.start, fact.record.end, fact.record.fields) == ("system:a", "system:c", {"mode": "sync"})
    assert register.facts().conflicts == (
        Conflict(Reference("relation:f"), "to", (("new", "system:c"), ("old", "system:b"))),
    )


def test_properties_are_merged_one_by_one(register: Register):
    load(register, told("old", thing("system:x", properties={"colour": "red", "size": "5"})))
    load(register, told("new", thing("system:x", properties={"colour": "blue", "shape": "round"})))
    facts = register.facts()
    assert fields_of(facts, "system:x")["properties"] == {"colour": "blue", "shape": "round", "size": "5"}
    assert facts.conflicts == (Conflict(Reference("system:x"), "properties.colour", (("new", "blue"), ("old", "red"))),)


def test_the_order_can_be_chosen_and_choosing_is_a_revision(register: Register):
    for name, vendor in (("a", "A"), ("b", "B"), ("c", "C")):
        load(register, told(name, thing("system:x", vendor=vendor)))
    assert register.set_precedence(["a", "b"], who="kari") == 4
    assert fields_of(register.facts(), "system:x") == {"vendor": "A"}
    assert fields_of(register.facts(3), "system:x") == {"vendor": "C"}
    assert names(register) == ["a", "b", "c"]
    load(register, told("d", thing("system:y")))
    assert names(register) == ["d", "a", "b", "c"]
    register.undo(4, who="kari")
    assert names(register) == ["d", "c", "b", "a"]
    assert register.set_precedence(["d", "c"], who="kari") == register.head == 6


def test_an_unknown_source_in_the_order_is_refused_with_the_nearest(register: Register):
    load(register, told("gemma", thing("system:x")))
    with pytest.raises(QuestionError, match="Did you mean gemma"):
        register.set_precedence(["gema"], who="kari")
    with pytest.raises(QuestionError, match="twice"):
        register.set_precedence(["gemma", "gemma"], who="kari")
    assert register.head == 1


def test_an_alias_joins_two_ids_everywhere_and_undo_parts_them(register: Register):
    load(register, told("hr", thing("system:epj", vendor="A")))
    old = (
        thing("system:EPJ-old", users=5),
        thing("system:b"),
        linked("flow", "system:EPJ-old", "system:b", "f"),
        linked("flow", "system:b", "system:b", "g", through=("EPJ-old",), data_objects=("EPJ-old",)),
    )
    load(register, told("model", *old))
    register.add_alias("model", Kind.SYSTEM, "EPJ-old", Reference("system:epj"), who="kari")
    facts = register.facts()
    assert fields_of(facts, "system:epj") == {"vendor": "A", "users": 5}
    assert shown(facts) == {"system:epj", "system:b", "relation:f", "relation:g"}
    assert facts.relations[0].record.start == "system:epj"
    assert fields_of(facts, "relation:g") == {"through": ("epj",), "data_objects": ("EPJ-old",)}
    assert register.plan(told("model", *old), None).is_empty
    assert [one.number for one in register.revisions(touching=Reference("system:epj"))] == [2, 1]
    register.undo(3, who="kari")
    assert "system:EPJ-old" in shown(register.facts())


def test_an_alias_of_an_unknown_source_or_to_itself_is_refused(register: Register):
    load(register, told("hr", thing("system:epj")))
    for source, means in (("hrr", "system:x"), ("hr", "system:epj"), ("hr", "sytem:x"), ("hr", "x")):
        with pytest.raises(QuestionError):
            register.add_alias(source, Kind.SYSTEM, "epj", Reference(means), who="kari")


def test_people_end_what_a_file_still_claims_and_the_next_load_says_so(register: Register):
    reading = told("file", thing("system:x", line=4, vendor="A"))
    load(register, reading)
    edit(register, thing("system:x", valid_to="2026-06-01"))
    assert "system:x" in register.snapshot(date=dt.date(2026, 5, 31))
    assert "system:x" not in register.snapshot(date=dt.date(2026, 6, 1))
    plan = register.plan(reading, None)
    assert plan.is_empty
    found = plan.ended_elsewhere[0]
    assert (found.reference, found.place, found.ended_by, found.valid_to) == (
        "system:x",
        "system.csv:4",
        "people",
        "2026-06-01",
    )


def test_a_newer_file_ends_what_an_older_one_still_claims_and_loading_the_older_one_says_so(register: Register):
    older, newer = told("older", thing("system:x", line=4)), told("newer", thing("system:x", valid_to="2026-06-01"))
    load(register, older)
    load(register, newer)
    assert [(one.reference, one.ended_by) for one in register.plan(older, "older").ended_elsewhere] == [
        ("system:x", "newer")
    ]
    assert not register.plan(newer, "newer").ended_elsewhere


def test_an_edit_of_something_that_changed_meanwhile_is_refused(register: Register):
    edit(register, thing("system:x", vendor="A"))
    seen = register.claims(Reference("system:x"))["people"]
    edit(register, thing("system:x", vendor="B"), before=seen)
    with pytest.raises(ConfirmationNeeded, match="system:x"):
        edit(register, thing("system:x", vendor="C"), before=seen)
    with pytest.raises(ConfirmationNeeded):
        edit(register, thing("system:x", vendor="C"))
    assert fields_of(register.facts(), "system:x") == {"vendor": "B"}
    now = register.claims(Reference("system:x"))["people"]
    assert edit(register, now, before=now) == register.head == 2


def test_claims_of_all_sources_are_told_the_first_in_precedence_first(register: Register):
    load(register, told("a", thing("system:x", vendor="A")))
    load(register, told("b", thing("system:x", vendor="B")))
    found = register.claims(Reference("system:x"))
    assert [(source, record.fields["vendor"]) for source, record in found.items()] == [("b", "B"), ("a", "A")]


def test_what_the_installation_says_of_itself_is_kept_by_revision(register: Register):
    day = dt.date(2026, 12, 1)
    register.set_about(who="kari", title="Eksempelvik", synthetic=True, it_unit=Reference("unit:U01"), today=day)
    register.set_about(who="kari", weights={"supports.supporting": 0.4})
    about = register.facts().about
    assert (about.title, about.synthetic, about.it_unit, about.today) == ("Eksempelvik", True, "unit:U01", day)
    assert about.rules.weight("supports.supporting") == 0.4
    assert register.facts(1).about.rules.weight("supports.supporting") == 0.5
    assert register.snapshot().date == day
    assert register.set_about(who="kari", title="Eksempelvik") == register.head == 2
    register.set_about(who="kari", today=None, weights={})
    assert (register.facts().about.today, register.facts().about.rules.weight("supports.supporting")) == (None, 0.5)
    assert register.revisions()[0].kind == "settings"
    with pytest.raises(UsageError):
        register.set_about(who="kari", weights={"supports.supporting": 2.0})
