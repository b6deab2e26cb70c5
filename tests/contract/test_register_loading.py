"""Loading a source again replaces its claims within what the file covers (model.md section 3)."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from graphsvc.errors import ConfirmationNeeded, DataError
from graphsvc.model import Kind, Reference, Relation, Severity
from graphsvc.records import Cover, Operation, Place, Problem
from graphsvc.register import Register
from graphsvc.text import Text
from tests.registers import fields_of, linked, load, shown, thing, told

SYSTEMS = Cover(Kind.SYSTEM)


@contextmanager
def listening(target: object, name: str, listener: Callable[..., object]) -> Iterator[None]:
    event.listen(target, name, listener)
    try:
        yield
    finally:
        event.remove(target, name, listener)


def many(number: int, kind: str = "system", **fields):
    return [thing(f"{kind}:{kind[0]}{n:03}", **fields) for n in range(number)]


def test_a_first_load_adds_all_and_loading_it_again_changes_nothing(register: Register):
    reading = told("hr", thing("system:a"), thing("unit:u"), linked("owns", "unit:u", "system:a"))
    plan = register.plan(reading, None)
    assert (plan.added, plan.relations.added) == ({"system": 1, "unit": 1}, {"owns": 1})
    assert register.commit(plan, who="kari", message="first") == 1
    again = register.plan(reading, None)
    assert again.is_empty
    assert (again.unchanged, again.relations.unchanged) == ({"system": 1, "unit": 1}, {"owns": 1})
    assert register.commit(again, who="kari", message="again") == 1
    assert register.head == 1


def test_the_order_of_rows_changes_nothing(register: Register):
    rows = [*many(30, vendor="A"), *many(10, "unit")]
    load(register, told("hr", *rows))
    random.Random(7).shuffle(rows)
    assert register.plan(told("hr", *rows), None).is_empty


def test_a_kind_that_the_file_has_no_table_for_is_left_as_it_was(register: Register):
    load(register, told("hr", thing("system:a"), thing("unit:u")))
    load(register, told("hr", thing("system:b"), covers=[SYSTEMS]))
    assert shown(register.facts()) == {"system:b", "unit:u"}


def test_an_empty_cell_withdraws_and_an_absent_column_leaves(register: Register):
    load(register, told("hr", thing("system:a", vendor="A", users=5, product="P")))
    columns = Cover(Kind.SYSTEM, frozenset({"vendor", "product"}))
    load(register, told("hr", thing("system:a", product="Q"), covers=[columns]))
    assert fields_of(register.facts(), "system:a") == {"users": 5, "product": "Q"}


def test_a_cell_that_says_none_is_a_claim_that_there_is_none(register: Register):
    load(register, told("hr", thing("system:a", vendor="A")))
    load(register, told("hr", thing("system:a", vendor=None)))
    assert fields_of(register.facts(), "system:a") == {"vendor": None}


def test_a_cover_of_a_relation_may_be_narrowed_to_kinds_of_ends(register: Register):
    first = told(
        "hr",
        thing("system:a"),
        thing("technology:t"),
        thing("data_object:d"),
        linked("holds", "system:a", "data_object:d"),
        linked("holds", "technology:t", "data_object:d"),
    )
    load(register, first)
    narrow = Cover(Relation.HOLDS, start_kinds=frozenset({Kind.SYSTEM}))
    plan = register.plan(told("hr", covers=[narrow]), None)
    assert plan.relations.removed == {"holds": 1}
    assert [c.record.id for c in plan.change_set.changes] == ["system:a>data_object:d"]


def test_two_tables_of_one_kind_cover_the_columns_of_both(register: Register):
    load(register, told("hr", thing("system:a", vendor="A", users=5, product="P")))
    covers = [Cover(Kind.SYSTEM, frozenset({"vendor"})), Cover(Kind.SYSTEM, frozenset({"users"}))]
    load(register, told("hr", thing("system:a"), covers=covers))
    assert fields_of(register.facts(), "system:a") == {"product": "P"}


def test_a_moved_row_is_no_change_but_its_new_place_comes_with_the_next_real_one(register: Register):
    load(register, told("hr", thing("system:a", line=2)))
    moved = told("hr", thing("system:a", line=3))
    assert register.plan(moved, None).is_empty
    assert load(register, moved) == 1
    assert register.facts().things[0].origins[0].place == "system.csv:2"
    load(register, told("hr", thing("system:a", line=3), thing("system:b", line=2)))
    assert [fact.origins[0].place for fact in register.facts().things] == ["system.csv:3", "system.csv:2"]
    assert register.revisions()[0].counts == {"added": 1, "changed": 0, "withdrawn": 0}
    assert len(register.changes(2)) == 1
    assert register.facts(1).things[0].origins[0].place == "system.csv:2"


def test_an_id_that_comes_back_as_another_kind_is_one_change_where_ids_are_one_space(register: Register):
    load(register, told("model", thing("element:x", name="X"), thing("system:y"), one_id_space=True))
    second = told(
        "model",
        thing("system:x", name="X"),
        thing("system:y"),
        covers=[Cover(kind) for kind in Kind],
        one_id_space=True,
    )
    plan = register.plan(second, None)
    assert (plan.added, plan.changed, plan.removed, plan.unchanged) == ({}, {"system": 1}, {}, {"system": 1})
    load(register, second)
    assert shown(register.facts()) == {"system:x", "system:y"}
    assert [change.operation for change in register.changes(2)] == [Operation.CHANGE]
    assert shown(register.facts(1)) == {"element:x", "system:y"}
    register.undo(2, who="kari")
    assert shown(register.facts()) == {"element:x", "system:y"}


def test_an_id_under_another_kind_is_another_thing_where_ids_are_per_kind(register: Register):
    load(register, told("hr", thing("element:x"), thing("system:y")))
    plan = register.plan(told("hr", thing("system:x"), thing("system:y"), covers=[Cover(kind) for kind in Kind]), None)
    assert (plan.added, plan.removed) == ({"system": 1}, {"element": 1})


def test_derived_relations_change_with_their_source_and_are_counted_apart(register: Register):
    ends = (thing("system:a"), thing("system:b"), thing("service:s"))
    real = linked("flow", "system:a", "system:b", "f1")
    derived = linked("supports", "system:a", "service:s", "derived:2:x", derived=True, via=("f1",), factor=0.9)
    plan = register.plan(told("model", *ends, real, derived), None)
    assert (plan.relations.added, plan.derived.added) == ({"flow": 1}, {"supports": 1})
    register.commit(plan, who="kari", message="")
    assert register.revisions()[0].counts["added"] == 4
    assert register.sources()[0].claims == 4
    covers = [Cover(subject) for subject in (*Kind, *Relation)]
    plan = register.plan(told("model", *ends, real, covers=covers), None)
    assert (plan.relations.removed, plan.derived.removed, plan.needs_confirmation) == ({}, {"supports": 1}, False)


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [(19, 0, False), (20, 18, False), (20, 17, True), (300, 280, False), (300, 279, True), (5, 1, False)],
)
def test_a_person_confirms_when_more_than_a_tenth_or_more_than_twenty_would_go(register, before, after, asks):
    load(register, told("hr", *many(before)))
    plan = register.plan(told("hr", *many(after), covers=[SYSTEMS]), None)
    assert plan.needs_confirmation is asks
    assert plan.removed == ({"system": before - after} if before > after else {})


def test_a_header_without_rows_asks_however_few_would_go(register: Register):
    load(register, told("hr", thing("system:a"), thing("unit:u")))
    empty = told("hr", thing("unit:u"), covers=[Cover(Kind.UNIT), Cover(Kind.SYSTEM, frozenset({"vendor"}))])
    plan = register.plan(empty, None)
    (reason,) = plan.reasons
    assert reason.en == "the table of system has a header but no rows: all 1 of “hr” would go"


def test_a_new_name_for_mostly_known_ids_makes_the_preview_ask(register: Register):
    load(register, told("hr", *many(10)))
    assert register.plan(told("hr-2026", *many(6)), None).same_source_question == "hr"
    assert register.plan(told("hr-2026", *many(5)), None).same_source_question is None
    assert register.plan(told("hr-2026", *many(6)), "hr-2026").same_source_question is None
    assert register.plan(told("hr", *many(6)), None).same_source_question is None


def test_sources_are_kept_apart_and_one_source_never_withdraws_another_ones_claim(register: Register):
    load(register, told("a", thing("system:x", vendor="A")))
    load(register, told("b", thing("system:x", product="P"), thing("system:y")))
    load(register, told("b", thing("system:y"), covers=[SYSTEMS]))
    assert fields_of(register.facts(), "system:x") == {"vendor": "A"}


def test_a_source_name_is_trimmed_and_may_not_be_that_of_people_or_the_forum(register: Register):
    assert register.plan(told("hr", thing("system:a")), "  HR 2026 ").source == "HR 2026"
    for name in ("people", "Forum", " ", "a\nb"):
        with pytest.raises(DataError):
            register.plan(told("hr", thing("system:a")), name)


def test_two_rows_that_say_different_things_of_one_id_are_refused(register: Register):
    with pytest.raises(DataError, match=r"system.csv:2 and system.csv:5"):
        register.plan(told("hr", thing("system:a", 2, vendor="A"), thing("system:a", 5, vendor="B")), None)
    assert register.plan(told("hr", thing("system:a", 2), thing("system:a", 5)), None).added == {"system": 1}


def test_a_reading_with_errors_is_never_written(register: Register):
    problem = Problem("x", Severity.ERROR, Text.same("wrong"))
    reading = dataclasses.replace(told("hr", thing("system:a")), problems=(problem,))
    with pytest.raises(DataError) as caught:
        load(register, reading)
    assert caught.value.problems == (problem,)
    assert register.head == 0


def test_a_plan_is_refused_when_the_register_has_moved_on(register: Register):
    plan = register.plan(told("hr", thing("system:a")), None)
    load(register, told("other", thing("system:b")))
    with pytest.raises(ConfirmationNeeded, match="then revision 0, now 1"):
        register.commit(plan, who="kari", message="late")
    assert shown(register.facts()) == {"system:b"}


def test_relations_without_an_end_are_listed_kept_and_come_back_with_the_end(register: Register):
    load(register, told("a", thing("system:x"), thing("system:y")))
    flow = linked("flow", "system:x", "system:y", "f")
    plan = register.plan(told("b", flow, linked("flow", "system:x", "system:z", "g")), None)
    assert [(one.record.id, one.missing) for one in plan.missing_ends] == [("g", "system:z")]
    register.commit(plan, who="kari", message="")
    assert len(register.snapshot().edges(Relation.FLOW)) == 1
    plan = register.plan(told("a", thing("system:x"), covers=[SYSTEMS]), None)
    assert [(one.source, one.record.id, one.missing) for one in plan.missing_ends] == [("b", "f", "system:y")]
    register.commit(plan, who="kari", message="")
    assert len(register.snapshot().edges(Relation.FLOW)) == 0
    load(register, told("a", thing("system:x"), thing("system:y"), thing("system:z"), covers=[SYSTEMS]))
    assert len(register.snapshot().edges(Relation.FLOW)) == 2


def test_an_end_that_another_source_knows_by_another_name_is_not_missing(register: Register):
    load(register, told("model", thing("system:EPJ-old"), thing("system:x")))
    register.add_alias("model", Kind.SYSTEM, "EPJ-old", Reference("system:epj"), who="kari")
    ends = ("system:epj", "system:EPJ-old", "system:x", "system:\0")
    told_of = told("flows", *(linked("flow", "system:x", end, f"f{n}") for n, end in enumerate(ends)))
    plan = register.plan(told_of, None)
    assert [one.missing for one in plan.missing_ends] == ["system:EPJ-old", "system:\0"]
    register.commit(plan, who="kari", message="")
    register.add_alias("flows", Kind.SYSTEM, "EPJ-old", Reference("system:x"), who="kari")
    assert [one.missing for one in register.plan(told_of, None).missing_ends] == ["system:\0"]
    gone = register.plan(told("model", thing("system:x"), covers=[SYSTEMS]), None)
    assert [(one.record.id, one.missing) for one in gone.missing_ends] == [("f0", "system:epj")]


def test_ends_are_looked_up_many_at_a_time_and_nothing_else_is_read(register: Register):
    """More ends than one statement asks for, half of them there: no statement goes through all that others claim."""
    load(register, told("systems", *(thing(f"system:t{n}") for n in range(1200))))
    flows = [linked("flow", "system:t0", f"system:t{n}", f"f{n}") for n in range(2400)]
    asked: list[str] = []
    with listening(Engine, "before_cursor_execute", lambda *said: asked.append(said[2])):
        plan = register.plan(told("flows", *flows), "flows")
    assert [one.missing for one in plan.missing_ends] == [f"system:t{n}" for n in range(1200, 2400)]
    assert [words for words in asked if "claim" in words and "WHERE" not in words] == []


def test_text_that_cannot_be_stored_is_refused_with_its_place(register: Register):
    for bad in (thing("system:a", line=4, vendor="\ud800"), thing("system:a\0b", line=4)):
        with pytest.raises(DataError, match=r"system.csv:4"):
            register.plan(told("hr", bad), None)
    load(register, told("hr", thing("system:å", vendor='tab\tNUL\0 quote" \\ 𝔘\r\n')))
    assert fields_of(register.facts(), "system:å") == {"vendor": 'tab\tNUL\0 quote" \\ 𝔘\r\n'}


def test_the_place_of_a_claim_is_kept_whole(register: Register):
    record = dataclasses.replace(thing("system:a"), place=Place("f.xlsx", "Systemer", 7, "id-1"))
    load(register, told("hr", record))
    assert register.changes(1)[0].after == record
