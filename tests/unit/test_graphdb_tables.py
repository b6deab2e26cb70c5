"""Facts as typed tables, and the digest that is the same before loading and after reading back."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.graphdb.digest import digest_of_table
from graphsvc.graphdb.rows import GRAPH_KINDS, column_types, pair_of, pairs_of, placed, row_of, table_name
from graphsvc.graphdb.tables import arrow_schema, tables_of
from graphsvc.metamodel import RELATIONS, fields_of
from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts
from tests.graphs import facts

COLUMNS = {
    "id": pa.string(),
    "words": pa.string(),
    "n": pa.int64(),
    "x": pa.float64(),
    "yes": pa.bool_(),
    "day": pa.date32(),
    "many": pa.list_(pa.string()),
}
CELLS = st.fixed_dictionaries(
    {
        "words": st.none() | st.text(max_size=5),
        "n": st.none() | st.integers(-(2**63), 2**63 - 1),
        "x": st.none() | st.floats(allow_nan=False),
        "yes": st.none() | st.booleans(),
        "day": st.none() | st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
        "many": st.none() | st.lists(st.text(max_size=3), max_size=3),
    }
)
ROWS = st.lists(CELLS, max_size=6)


def table(rows: list[dict[str, object]]) -> pa.Table:
    """A table of every type, its rows numbered."""
    numbered = [{"id": f"r{number}", **row} for number, row in enumerate(rows)]
    return pa.Table.from_pylist(numbered, pa.schema(COLUMNS))


@given(ROWS, st.randoms())
def test_the_digest_does_not_depend_on_order_or_layout(rows: list[dict[str, object]], chance: object) -> None:
    made = table(rows)
    order = list(range(len(rows)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    turned = made.take(pa.array(order, pa.int64()))
    pieces = pa.concat_tables([turned.slice(number, 1) for number in range(len(rows))]) if rows else turned
    wide = pieces.cast(pa.schema({**COLUMNS, "words": pa.large_string(), "many": pa.large_list(pa.string())}))
    assert digest_of_table(made) == digest_of_table(turned) == digest_of_table(pieces) == digest_of_table(wide)


@given(ROWS, ROWS)
def test_tables_have_the_same_digest_exactly_when_they_hold_the_same(
    one: list[dict[str, object]], other: list[dict[str, object]]
) -> None:
    # repr tells 0.0 from -0.0, as the digest does; the order of a row's cells means nothing
    ours, theirs = ([repr(sorted(row.items())) for row in rows] for rows in (one, other))
    assert (digest_of_table(table(one)) == digest_of_table(table(other))) == (ours == theirs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"words": None}, {"words": ""}),
        ({"many": None}, {"many": []}),
        ({"many": ["ab"]}, {"many": ["a", "b"]}),
        ({"many": [""]}, {"many": []}),
        ({"n": None}, {"n": 0}),
        ({"yes": None}, {"yes": False}),
        ({"words": "ab", "many": ["c"]}, {"words": "a", "many": ["bc"]}),
    ],
)
def test_likely_confusions_have_different_digests(one: dict[str, object], other: dict[str, object]) -> None:
    blank = dict.fromkeys([name for name in COLUMNS if name != "id"])
    assert digest_of_table(table([{**blank, **one}])) != digest_of_table(table([{**blank, **other}]))


@pytest.mark.parametrize("kind", GRAPH_KINDS)
def test_columns_are_the_fields_of_the_metamodel(kind: Kind) -> None:
    assert list(column_types(kind)) == ["id", "caption", *fields_of(kind)]


@pytest.mark.parametrize("relation", list(Relation))
def test_a_relation_may_join_what_the_metamodel_allows_and_its_table_can_be_named(relation: Relation) -> None:
    pairs = pairs_of(relation)
    assert pairs
    assert all(RELATIONS[relation].allows(start, end) for _, start, end in pairs)
    assert [pair_of(table_name(pair)) for pair in pairs] == pairs
    assert arrow_schema(relation).names[:3] == ["from", "to", "id"]


def test_a_proposal_is_no_node_and_what_hangs_on_it_is_counted() -> None:
    made = tables_of(facts(["proposal:p"], [("related", "system:a", "proposal:p")]))
    assert Kind.PROPOSAL not in made.nodes
    assert made.left_out == {"missing end": 1}


def test_losing_a_relation_loses_those_that_hang_on_it() -> None:
    ties = [
        ("flow", "system:a", "element:gone", {"id": "f"}),
        ("related", "relation:f", "system:a", {"id": "on"}),
        ("related", "relation:on", "system:a", {"id": "on on"}),
        ("flow", "system:a", "system:b", {"id": "derived", "derived": True, "via": ("on on",)}),
        ("flow", "system:a", "system:b", {"id": "kept", "via": ("on on",)}),
    ]
    whole = facts(["system:a", "system:b"], ties)  # type: ignore[arg-type]
    without = tuple(fact for fact in whole.things if fact.record.id != "gone")
    made = tables_of(type(whole)(1, without, whole.relations))
    assert made.relations[Relation.FLOW, Kind.SYSTEM, Kind.SYSTEM]["id"].to_pylist() == ["kept"]
    assert made.left_out == {"missing end": 4}


@pytest.mark.parametrize(
    ("name", "value", "column"),
    [
        ("criticality", 3, 3),
        ("criticality", 3.0, 3),
        ("criticality", 3.5, None),
        ("criticality", True, None),
        ("criticality", float("inf"), None),
        ("criticality", float("nan"), None),
        ("criticality", 2**63, None),
        ("yearly_cost", 12, 12.0),
        ("platform", "yes", None),
        ("in_use_from", "2026-02-30", None),
        ("in_use_from", "20260201", None),
        ("in_use_from", "2026-02-01", dt.date(2026, 2, 1)),
        ("protocols", "REST", ["REST"]),
        ("vendor", ("a", "b"), None),
        ("scope", "elsewhere", "elsewhere"),
    ],
)
def test_a_value_stands_in_its_column_or_in_properties_and_is_never_lost(
    name: str, value: Value, column: object
) -> None:
    row = tables_of(facts({"system:a": {name: value}})).nodes[Kind.SYSTEM].to_pylist()[0]
    assert row[name] == column
    assert (row["properties"] is None) == (column is not None)


class Made(Sequence[Fact]):
    """Facts that are made when they are looked at, as those of a file are; each is large."""

    def __init__(self, make: Callable[[int], Record], count: int) -> None:
        self.make, self.count = make, count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place: Any) -> Any:
        if not 0 <= place < self.count:
            raise IndexError(place)
        return Fact(self.make(place))


def test_placing_keeps_names_and_no_records() -> None:
    """A nation's records would take gigabytes: 2,000 of 20 kB here, of which no 4 MB may be held at once."""
    things = Made(lambda n: ThingRecord(Kind.SYSTEM, f"s{n}", {"description": f"{n}" * 5_000}), 1_000)
    flows = Made(
        lambda n: RelationRecord(
            Relation.FLOW, f"f{n}", Reference(f"system:s{n}"), Reference("system:s0"), {"notes": f"{n}" * 5_000}
        ),
        1_000,
    )
    tracemalloc.start()
    try:
        found = placed(Facts(1, things, flows))
        assert sum(len(row_of(record)) for records in found.relations.values() for record in records) > 0
        assert sum(len(row_of(record)) for records in found.things.values() for record in records) > 0
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
    (pair,) = found.relations
    assert [one.id for one in found.relations[pair][998:]] == ["f998", "f999"]
    assert found.relations[pair][-1].id == "f999"
