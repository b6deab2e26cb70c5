"""Impact, roll-up: rows by sector, whom to consult, what is unknown, ties, the document."""

from __future__ import annotations

import gc
import json
import weakref

from graphsvc.model import ChangeKind, Value, Way
from graphsvc.text import Language
from graphsvc_queries.impact import SectorRow, impact
from tests.graphs import Tie, graph

UNITS: dict[str, dict[str, Value]] = {
    "unit:A": {"level": "sector"},
    "unit:B": {"level": "sector"},
    "unit:C": {"level": "sector"},
    "unit:a": {"level": "unit", "contact": "a@x.example"},
    "unit:b": {"level": "unit"},
    "unit:ab": {"level": "team"},
    "unit:free": {"level": "unit"},
}
TREE: list[Tie] = [
    ("part_of", "unit:a", "unit:A"),
    ("part_of", "unit:b", "unit:B"),
    ("part_of", "unit:ab", "unit:a"),
    ("part_of", "unit:ab", "unit:b"),
]
REQUIRED: dict[str, Value] = {"strength": "required"}
LEAD: dict[str, Value] = {"role": "lead"}


def rows(ties: list[Tie], **question: object) -> dict[str, SectorRow]:
    answer = impact(graph(UNITS, [*TREE, *ties]), things=("x",), **question)  # type: ignore[arg-type]
    return {row.id: row for row in answer.sectors}


def test_a_unit_counts_in_the_nearest_sectors_above_it() -> None:
    found = rows([("uses", "unit:ab", "system:x")])
    assert [(name, row.effect.units, row.effect.users) for name, row in found.items()] == [
        ("A", 1, 1),
        ("B", 1, 1),
        ("C", 0, 0),
    ]


def test_a_sector_is_its_own_row_and_units_without_one_stand_outside_last() -> None:
    found = rows([("uses", "unit:C", "system:x"), ("uses", "unit:free", "system:x")])
    assert list(found) == ["C", "A", "B", "outside"]
    assert found["outside"].effect.units == 1


def test_a_service_counts_where_its_strength_times_the_role_reaches_the_limit() -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:s", {"strength": "supporting"}),
        ("delivers", "unit:a", "service:s", LEAD),
        ("delivers", "unit:b", "service:s", {"role": "contributor"}),
    ]
    found = rows(ties, min_strength=0.4)
    assert (found["A"].effect.services, found["B"].effect.services) == (1, 0)
    assert (found["B"].effect.units, found["B"].effect.below) == (0, True)


def test_a_service_counts_in_a_sector_whatever_path_its_unit_shows() -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:s", {"strength": "supporting"}),
        ("delivers", "unit:a", "service:s", LEAD),
        ("uses", "unit:a", "system:x"),
    ]
    row = rows(ties)["A"].effect
    assert (row.services, row.units, row.users, row.deliverers, row.strength) == (1, 1, 1, 1, 0.7)


def test_a_system_alone_does_not_touch_its_owner_s_sector() -> None:
    ties: list[Tie] = [("flow", "system:x", "system:y", {"mode": "sync"}), ("owns", "unit:a", "system:y")]
    row = rows(ties, change=ChangeKind.OUTAGE)["A"]
    assert (row.effect.systems, row.effect.units, row.effect.strength) == (1, 0, 0.0)


def test_ownerless_systems_have_a_row_and_go_to_the_it_unit() -> None:
    ties: list[Tie] = [*TREE, ("flow", "system:x", "system:y", {"mode": "async"})]
    answer = impact(graph(UNITS, ties, it_unit="unit:a"), things=("x",))
    assert [(row.id, row.effect.systems, row.work.systems) for row in answer.sectors][-1] == ("without_owner", 1, 1)
    (asked,) = answer.consult
    assert (asked.unit, asked.contact, asked.strength) == ("a", "a@x.example", 0.6)
    assert asked.because[0].sentence.nb == "a svarer for system uten eier: y."


def test_sectors_are_sorted_by_effect_then_services_then_work_then_id() -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:s", REQUIRED),
        ("delivers", "unit:b", "service:s", LEAD),
        ("uses", "unit:a", "system:x"),
        ("owns", "unit:C", "system:x"),
    ]
    assert list(rows(ties)) == ["B", "A", "C"]


def test_direct_counts_distinct_things_of_both_ways() -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:s", REQUIRED),
        ("delivers", "unit:a", "service:s", LEAD),
        ("owns", "unit:a", "system:x"),
        ("flow", "system:x", "system:y", {"mode": "sync"}),
        ("owns", "unit:a", "system:y"),
    ]
    assert rows(ties)["A"].direct == 3


def test_owners_of_touched_systems_are_asked_and_touched_units_first_by_strength() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"mode": "sync"}),
        ("owns", "unit:a", "system:y"),
        ("uses", "unit:b", "system:x"),
    ]
    answer = impact(graph(UNITS, [*TREE, *ties]), things=("x",))
    assert [(one.unit, round(one.strength, 6)) for one in answer.consult] == [("a", 0.9), ("b", 0.7)]
    assert [reason.way for reason in answer.consult[0].because] == [Way.WORK]


def test_what_no_rule_can_reach_is_unknown() -> None:
    things: dict[str, dict[str, Value]] = {
        **UNITS,
        "service:none": {},
        "system:lonely": {},
        "system:hub": {},
        "system:data": {},
    }
    ties: list[Tie] = [
        *TREE,
        ("flow", "system:x", "system:y", {"through": ("hub",)}),
        ("holds", "system:data", "data_object:d"),
        ("requires", "service:r", "service:q", REQUIRED),
        ("uses", "unit:a", "system:x"),
        ("delivers", "unit:b", "service:q"),
    ]
    answer = impact(graph(things, ties), things=("x",))
    assert [one.thing for one in answer.unknown] == [
        "service:none",
        "service:q",
        "system:lonely",
        "unit:ab",
        "unit:free",
    ]


def test_ties_are_all_that_alone_carry_the_limit() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"mode": "sync"}),
        ("flow", "system:x", "system:z", {"mode": "sync"}),
        ("flow", "system:y", "system:z", {"mode": "sync"}),
        ("flow", "system:z", "system:y", {"criticality": "none"}),
        ("supports", "system:y", "service:s", REQUIRED),
        ("supports", "system:z", "service:s", {"strength": "supporting"}),
    ]
    answer = impact(graph({}, ties), things=("x",), min_strength=0.5, change=ChangeKind.OUTAGE)
    assert [(tie.start, tie.end, round(tie.strength, 6)) for tie in answer.ties] == [
        ("system:x", "system:y", 0.9),
        ("system:x", "system:z", 0.9),
        ("system:y", "service:s", 0.9),
        ("system:y", "system:z", 0.81),
    ]
    assert answer.degrees["system:y"] == 3  # type: ignore[index]


def test_nothing_touched_is_said_with_every_sector_at_zero() -> None:
    answer = impact(graph(UNITS, [*TREE, ("related", "system:x", "system:y")]), things=("x",))
    assert answer.summary.nb == "Ingen kjent virkning med styrke 0,20 eller mer. Ingen må gjøre noe."
    assert answer.summary.en == "No known effect of strength 0.20 or more. Nobody has to act."
    assert [row.effect.strength for row in answer.sectors] == [0.0, 0.0, 0.0]


def test_the_document_is_json_with_the_promised_fields() -> None:
    ties: list[Tie] = [*TREE, ("uses", "unit:a", "system:x"), ("owns", "unit:a", "system:x")]
    answer = impact(graph(UNITS, ties), things=("x",))
    document = json.loads(json.dumps(answer.document(Language.NB)))
    assert {
        "revision",
        "as_of",
        "changes",
        "min_strength",
        "max_steps",
        "summary",
        "sectors",
        "touched",
        "platforms",
        "unknown",
        "consult",
        "below",
        "truncated",
        "drawn",
    } <= document.keys()
    touched = document["touched"][0]
    assert {
        "id",
        "kind",
        "name",
        "sector",
        "unit",
        "way",
        "strength",
        "steps",
        "direct",
        "confidence",
        "path",
    } <= touched.keys()
    assert {"from", "to", "relation", "weight", "sentence", "source", "confirmed_on"} <= touched["path"][0].keys()
    assert document["drawn"] == {"effect": {"ties": 1, "exist": 1}, "work": {"ties": 0, "exist": 0}}
    effect = document["sectors"][0]["effect"].keys()
    assert effect >= {"strength", "services", "units", "systems", "users", "deliverers"}


def test_what_is_kept_for_a_snapshot_goes_away_with_it() -> None:
    snapshot = graph(UNITS, [*TREE, ("uses", "unit:a", "system:x")])
    impact(snapshot, things=("x",))
    alive = weakref.ref(snapshot)
    del snapshot
    gc.collect()
    assert alive() is None
