"""Whatever is loaded, edited and undone, the register is a plain dictionary with a memory."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.errors import DataError
from graphsvc.model import Kind
from graphsvc.records import ClaimChange, Cover, Operation, Reading, ThingRecord
from graphsvc.register import Register
from graphsvc.register.claims import record_of, store
from graphsvc.snapshot import Facts
from tests.engines import Places
from tests.registers import load, told

KINDS = [Kind.SYSTEM, Kind.UNIT]
FIELDS = ["vendor", "product"]
VALUES = st.one_of(st.none(), st.text(max_size=3), st.integers(2, 5), st.booleans(), st.just(("a", "b")))

#: What the register should hold: source -> (kind, id) -> fields.
State = dict[str, dict[tuple[Kind, str], dict[str, object]]]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Draw a small reading of one of two sources, with whole or partial cover."""
    things = st.tuples(st.sampled_from(KINDS), st.sampled_from("xyz"))
    chosen = draw(st.lists(things, max_size=5, unique=True))
    columns = draw(st.sampled_from([None, frozenset({"vendor"}), frozenset(FIELDS)]))
    known = FIELDS if columns is None else sorted(columns)
    records = [ThingRecord(k, i, draw(st.dictionaries(st.sampled_from(known), VALUES))) for k, i in chosen]
    covered = draw(st.sets(st.sampled_from(KINDS)))
    return told(draw(st.sampled_from(["a", "b"])), *records, covers=[Cover(kind, columns) for kind in sorted(covered)])


def expected(state: State, reading: Reading) -> State:
    """Load a reading the slow and obvious way."""
    mine = dict(state.get(reading.name, {}))
    covers = {cover.subject: cover.fields for cover in reading.coverage}
    for kind, identifier in [key for key in mine if key[0] in covers]:
        if not any((record.kind, record.id) == (kind, identifier) for record in reading.records):
            del mine[kind, identifier]
    for record in reading.records:
        assert isinstance(record, ThingRecord)
        old = mine.get((record.kind, record.id), {})
        covered = covers.get(record.kind, frozenset())
        kept = {} if covered is None else {name: value for name, value in old.items() if name not in covered}
        mine[record.kind, record.id] = {**kept, **record.fields}
    return {**state, reading.name: mine}


def merged(state: State, order: list[str]) -> dict[tuple[str, str], dict[str, object]]:
    """Merge the slow and obvious way."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for source in reversed(order):
        for (kind, identifier), fields in state.get(source, {}).items():
            found[kind.value, identifier] = {**found.get((kind.value, identifier), {}), **fields}
    return found


def shown(facts: Facts) -> dict[tuple[str, str], dict[str, object]]:
    return {(fact.record.subject.value, fact.record.id): dict(fact.record.fields) for fact in facts.things}


def applied(records: dict[str, set[str]], change: ClaimChange, source: str) -> None:
    """Walk the told changes of one revision."""
    mine = records.setdefault(source, set())
    if change.before is not None:
        mine.remove(store(change.before).content)
    if change.after is not None:
        mine.add(store(change.after).content)
    assert (change.operation is Operation.ADD) == (change.before is None)


@settings(max_examples=60)
@given(st.lists(st.one_of(readings(), st.integers(1, 8)), min_size=1, max_size=8))
def test_the_register_shows_what_a_dictionary_would_at_every_revision(
    places: Places, steps: list[Reading | int]
) -> None:
    with places() as where, Register.create(where) as register:
        states: list[State] = [{}]
        order: list[str] = []
        for step in steps:
            if isinstance(step, int):
                _undo(register, step, states)
            else:
                before = register.head
                made = load(register, step)
                assert register.plan(step, None).is_empty
                after = expected(states[-1], step)
                assert made == before + (after != states[-1] and after[step.name] != states[-1].get(step.name, {}))
                if made > before:
                    states.append(after)
                    order = order if step.name in order else [step.name, *order]
        _compare(register, states, order)


def _undo(register: Register, number: int, states: list[State]) -> None:
    if number > register.head:
        return
    wanted = undone(states, number)
    if wanted is None:
        with pytest.raises(DataError):
            register.undo(number, who="ola")
    else:
        assert register.undo(number, who="ola") == len(states)
        states.append(wanted)


def undone(states: list[State], number: int) -> State | None:
    """Undo the slow and obvious way; None where a claim has changed since."""
    before, after, now = states[number - 1], states[number], states[-1]
    result = {source: dict(claims) for source, claims in now.items()}
    for source in after:
        old, new = before.get(source, {}), after[source]
        for key in (key for key in {*old, *new} if old.get(key) != new.get(key)):
            if result[source].pop(key, None) != new.get(key):
                return None
            if key in old:
                result[source][key] = old[key]
    return result


def _compare(register: Register, states: list[State], order: list[str]) -> None:
    assert register.verify().ok
    assert register.head == len(states) - 1
    walked: dict[str, set[str]] = {}
    for number, state in enumerate(states):
        facts = register.facts(number)
        assert shown(facts) == merged(state, order)
        if number:
            revision = next(one for one in register.revisions() if one.number == number)
            for change in register.changes(number):
                applied(walked, change, revision.source)
            told_of = {source: len(claims) for source, claims in walked.items() if claims}
            assert told_of == {source: len(claims) for source, claims in state.items() if claims}


@given(
    st.sampled_from(KINDS),
    st.text(min_size=1, max_size=5).filter(lambda text: "\0" not in text),
    st.dictionaries(st.sampled_from(FIELDS), VALUES),
)
def test_a_record_comes_back_as_it_was_stored(kind: Kind, identifier: str, fields: dict[str, object]) -> None:
    record = ThingRecord(kind, identifier, fields)  # type: ignore[arg-type]
    assert record_of(store(record)) == record


@settings(max_examples=40)
@given(readings(), st.randoms())
def test_the_order_of_records_never_matters(places: Places, reading: Reading, chance: object) -> None:
    from dataclasses import replace

    shuffled = list(reading.records)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    digests = []
    for one in (reading, replace(reading, records=tuple(shuffled))):
        with places() as where, Register.create(where) as register:
            load(register, one)
            digests.append([(made.content_digest, made.state_digest) for made in register.revisions()])
    assert digests[0] == digests[1]
