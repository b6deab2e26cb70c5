"""Weak spots on small graphs and on the demo, each checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import QuestionError
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.reach import ReachMode, reach
from graphsvc_queries.weak_spots import SinglePoint, WeakSpots, weak_spots
from tests.demo_facts import BOTH_READINGS, imported_snapshot
from tests.graphs import Tie, graph

REQUIRED = {"strength": "required"}


@pytest.fixture(scope="module", params=BOTH_READINGS)
def demo(request: pytest.FixtureRequest, demo_source: Path) -> Snapshot:
    read: Callable[[Path], Snapshot] = request.param
    return read(demo_source)


def points(found: WeakSpots) -> dict[str, SinglePoint]:
    return {one.system.split(":")[1]: one for one in found.single_points}


def test_a_service_with_an_alternative_left_is_not_lost() -> None:
    group = {**REQUIRED, "alternative": "g"}
    ties: list[Tie] = [
        ("supports", "system:a", "service:t", group),
        ("supports", "system:b", "service:t", group),
        ("flow", "system:c", "system:a", {"mode": "sync"}),
        ("flow", "system:c", "system:b", {"mode": "login"}),
    ]
    found = points(weak_spots(graph([], ties)))
    assert list(found) == ["c"], "neither alternative alone, but what both hang on"
    assert (found["c"].services, found["c"].own, found["c"].away) == (("service:t",), (), 3)


def test_what_is_reached_later_than_at_once_stays_up() -> None:
    ties: list[Tie] = [
        ("supports", "system:b", "service:t", REQUIRED),
        ("flow", "system:a", "system:b", {"mode": "batch"}),
    ]
    assert list(points(weak_spots(graph([], ties)))) == ["b"]


def test_parallel_flows_do_not_take_a_bridge_away_but_a_way_round_does() -> None:
    ties: list[Tie] = [("flow", f"system:{a}", f"system:{b}", {}) for a, b in ("ab", "ba", "bc", "cd", "db")]
    found = weak_spots(graph([], ties))
    assert found.bridges == (("system:a", "system:b"),)
    assert found.articulation_points == ("system:b",)
    assert [one.shortest for one in found.cycles] == [("system:a", "system:b")]


def test_a_system_that_ends_before_its_replacement_starts_leaves_a_gap() -> None:
    things: dict[str, dict[str, Any]] = {
        "system:old": {"decommission": "2027-06-01"},
        "system:new": {"in_use_from": "2027-09-01"},
    }
    ties: list[Tie] = [
        ("supports", "system:old", "service:t", REQUIRED),
        ("replaces", "system:new", "system:old"),
    ]
    (gap,) = weak_spots(graph(things, ties)).lifecycle
    assert (gap.kind.value, gap.replaced_by, str(gap.starts), gap.services) == ("gap", "system:new", "2027-09-01", 1)
    assert gap.sentence.en == (
        "old ends on 1 Jun 2027, but new, which replaces it, starts on 1 Sep 2027 only. Required by 1 service."
    )
    in_time = {**things, "system:new": {"in_use_from": "2027-06-01"}}
    assert weak_spots(graph(in_time, ties)).lifecycle == ()


@pytest.mark.parametrize(
    ("end", "kind", "notice", "passed"),
    [
        ("2027-12-01", "contract", "2027-06-01", False),
        ("2027-06-01", "contract", "2026-12-01", False),
        ("2027-01-31", "contract", "2026-07-31", True),
        ("2026-11-30", "contract_over", "2026-05-30", True),
        ("2027-12-02", None, None, None),
    ],
)
def test_contracts_are_told_with_the_last_day_of_notice(
    end: str, kind: str | None, notice: str | None, passed: bool | None
) -> None:
    snapshot = graph({"system:a": {"contract_end": end, "notice_months": 6}})
    told = [(one.kind.value, str(one.notice), one.notice_passed) for one in weak_spots(snapshot, months=12).lifecycle]
    assert told == ([(kind, notice, passed)] if kind else [])


@pytest.mark.parametrize("months", [-1, 100_000])
def test_months_that_lead_nowhere_are_refused(months: int) -> None:
    with pytest.raises(QuestionError):
        weak_spots(graph(), months=months)


# -- the demo ------------------------------------------------------------------------------------------------------
def test_without_the_login_of_employees_most_services_of_all_four_sectors_stop(demo: Snapshot) -> None:
    first = weak_spots(demo).single_points[0]
    assert (first.system, len(first.services), len(first.own), len(first.units), len(first.sectors), first.away) == (
        "system:entra",
        128,
        3,
        44,
        4,
        67,
    )
    assert first.sentence.nb == (
        "Uten Katalog og pålogging for ansatte stopper 128 tjenester, 3 av dem direkte. Andre systemer som faller ut "
        "samtidig: 66."
    )


def test_alternatives_are_all_that_parts_single_points_from_plain_reach(demo: Snapshot) -> None:
    """The demo's three groups are of T027, T107 and T145: just these services survive the loss of a member."""
    found = points(weak_spots(demo))
    spared = set()
    for system in demo.of_kind(Kind.SYSTEM).tolist():
        name = demo.references[system].split(":")[1]
        plain = set(reach(demo, thing=demo.references[system], mode=ReachMode.SYNC).services)
        lost = set(found[name].services) if name in found else set()
        assert lost <= plain
        spared |= plain - lost
    assert spared == {"service:T027", "service:T107", "service:T145"}


def test_the_demo_has_one_circle_of_nineteen_systems(demo: Snapshot) -> None:
    (circle,) = weak_spots(demo).cycles
    assert len(circle.systems) == 19
    assert circle.shortest == ("system:bas", "system:feide", "system:skole")


def test_the_planted_systems_that_no_service_uses_are_found(demo: Snapshot) -> None:
    names = [one.system.split(":")[1] for one in weak_spots(demo).unused]
    assert names == ["arkivkjerne", "bookmote", "filover", "intranett", "ki", "prosjekt"]


def test_two_required_systems_of_the_demo_end_with_no_replacement_known(demo_source: Path) -> None:
    found = weak_spots(imported_snapshot(demo_source), months=13).lifecycle
    ending = [(one.system, str(one.date), one.services) for one in found if one.kind.value == "no_replacement"]
    assert ending == [("system:iotva", "2027-04-01", 1), ("system:smsb", "2027-05-01", 1)]
    contracts = [one for one in found if one.kind.value == "contract" and one.date.year == 2027]
    assert len(contracts) == 53, "planted: 53 contracts end in 2027"
    assert all(one.notice is not None for one in contracts)


def test_the_control_system_of_the_waterworks_hangs_on_one_bridge(demo: Snapshot) -> None:
    assert ("system:lims", "system:scada") in weak_spots(demo).bridges


def test_the_document_of_weak_spots_has_every_promised_field(demo: Snapshot) -> None:
    document: Any = weak_spots(demo).document(Language.NN)
    assert document.keys() >= {
        "single_points",
        "bridges",
        "articulation_points",
        "cycles",
        "lifecycle",
        "without_owner",
        "unused",
        "stale",
    }
    assert document["single_points"][0].keys() >= {"system", "services", "units", "sectors"}
    assert document["cycles"][0].keys() >= {"systems", "shortest_cycle"}
