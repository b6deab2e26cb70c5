"""Completeness on the demo, and what counts as known, confirmed and tied."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graphsvc.errors import QuestionError
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.completeness import completeness
from graphsvc_queries.completeness.result import Confirmation, Share
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def test_the_two_services_of_the_demo_without_support_are_its_only_orphans(demo: Snapshot) -> None:
    assert [(one.one.id, one.what) for one in completeness(demo).orphans] == [
        ("T134", "without_support"),
        ("T146", "without_support"),
    ]


def test_the_demo_knows_everything_expected_of_systems_but_twenty_contracts(demo: Snapshot) -> None:
    shares = {(one.subject, one.field): one.count for one in completeness(demo).fields}
    assert shares["system", "contract_end"] == Share(137, 117)  # 19 national ones and one local have no contract
    assert shares["system", "confirmed_on"] == Share(137, 124)
    assert {shares["system", name].share for name in ("vendor", "criticality", "personal_data_level")} == {1.0}
    # Its services say nothing of law or criticality, and the four sectors have no contact.
    assert shares["service", "legal_basis"] == Share(155, 0)
    assert shares["unit", "contact"] == Share(48, 44)


def test_blank_and_stale_confirmations_of_the_demo_are_told_apart(demo: Snapshot) -> None:
    rows = [demo.record(int(one)).fields.get("confirmed_on") for one in demo.of_kind(demo.kind(demo.find("epj")))]
    stale = sum(bool(day) and str(day) < "2025-12-01" for day in rows)
    assert rows.count(None) == 13
    found = completeness(demo).confirmed["things"]
    assert found == {
        Confirmation.FRESH: 137 - 13 - stale,
        Confirmation.STALE: stale,
        Confirmation.NEVER: 527 - 137 + 13,
        Confirmation.AHEAD: 0,
    }


def test_the_list_starts_with_what_is_critical_and_can_be_asked_for_by_unit(demo: Snapshot) -> None:
    whole = completeness(demo)
    critical = [task.criticality or 0 for task in whole.work]
    assert critical == sorted(critical, reverse=True)
    assert (len(whole.work), whole.document(Language.NB)["truncated"]) == (100, True)
    mine = completeness(demo, unit="U09", limit=1000)
    assert mine.work_count == len(mine.work) < whole.work_count
    first = mine.work[0].document(Language.NB)
    assert (first["id"], first["sentence"], first["contacts"]) == (
        "befvars",
        "Aldri bekreftet.",
        ["u09@eksempelvik.example"],
    )
    assert first["place"] == "systems.csv:42"
    assert mine.things == whole.things


def test_a_claim_that_there_is_none_is_knowledge_and_an_empty_text_is_not() -> None:
    things = {"system:none": {"vendor": None}, "system:empty": {"vendor": ""}, "system:absent": {}}
    shares = {one.field: one.count for one in completeness(graph(things)).fields}
    assert shares["vendor"] == Share(3, 1)


def test_an_owner_claimed_to_be_none_is_not_missing_and_national_systems_need_none() -> None:
    things = {
        "system:claimed": {"claimed_none": ("owns",)},
        "system:national": {"scope": "national"},
        "system:open": {},
    }
    flows: list[Tie] = [("flow", "system:claimed", f"system:{one}") for one in ("national", "open")]
    assert [(one.one.id, one.why.en) for one in completeness(graph(things, flows)).orphans] == [
        ("open", "No owner is known."),
    ]


def test_a_thing_tied_only_to_itself_is_alone_and_a_hub_is_not() -> None:
    ties: list[Tie] = [
        ("flow", "system:self", "system:self"),
        ("flow", "system:a", "system:b", {"through": ("hub",)}),
        *(("owns", "unit:u", f"system:{one}") for one in "ab"),
    ]
    found = completeness(graph({"system:hub": {}}, ties)).orphans
    assert [(one.one.id, one.what) for one in found] == [("hub", "without_owner"), ("self", "alone")]


def test_confirmation_is_fresh_for_twelve_months_and_not_before_its_day() -> None:
    days = {"2027-02-27": "stale", "2027-02-28": "fresh", "2028-02-29": "fresh", "2028-03-01": "ahead"}
    things = {f"capability:{day}": {"confirmed_on": day} for day in days}
    found = completeness(graph(things, date=dt.date(2028, 2, 29)))
    assert {task.one.id: task.confirmation.value for task in found.work} == days
    ahead = next(task for task in found.work if task.confirmation is Confirmation.AHEAD)
    assert ahead.sentence.nb.endswith("Bekreftet 1.3.2028, som er etter datoen det spørres om.")


def test_owns_is_as_fresh_as_the_systems_row() -> None:
    things = {"system:s": {"confirmed_on": "2026-11-01"}}
    found = completeness(graph(things, [("owns", "unit:u", "system:s"), ("flow", "system:s", "system:t")]))
    assert found.confirmed["relations"] == {
        Confirmation.FRESH: 1,
        Confirmation.STALE: 0,
        Confirmation.NEVER: 1,
        Confirmation.AHEAD: 0,
    }


def test_a_unit_that_is_none_and_a_limit_below_nothing_are_refused() -> None:
    with pytest.raises(QuestionError, match="system:s is of kind system, no unit"):
        completeness(graph(["system:s"]), unit="s")
    with pytest.raises(QuestionError, match="choose 0 or more"):
        completeness(graph(), limit=-1)


def test_the_table_of_an_answer_is_the_list_to_work_off(demo: Snapshot) -> None:
    found = completeness(demo, limit=3)
    assert found.table(Language.EN) == found.document(Language.EN)["work"]
    assert completeness(graph()).document(Language.EN)["share"] is None
