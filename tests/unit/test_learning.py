"""Learning on the demo: whom to ask about sensors, and why; and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import QuestionError, UnknownThing
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.learning import learning
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def test_four_units_own_the_six_systems_of_the_demo_with_sensors(demo: Snapshot) -> None:
    found = learning(demo, capability=("iot",))
    (topic,) = found.topics
    assert len(topic.systems) == 6
    owners = {one.unit.id: [row.system.id for row in one.holdings] for one in found.experience if one.owns}
    assert owners == {
        "U41": ["iotbygg", "sdanl"],
        "U20": ["iothelse"],
        "U37": ["iotva", "vmaler"],
        "U13": ["tilsyn"],
    }
    assert [one.unit.id for one in found.experience][:4] == ["U41", "U20", "U37", "U13"]  # by their first day
    # Schools only use the building's platform: they know it, and the owner is invited.
    assert next(one for one in found.experience if one.unit.id == "U24").since == "2013-09-01"
    assert {one.unit.id for one in found.invite} == set(owners)


def test_supervision_at_home_can_learn_from_four_sectors(demo: Snapshot) -> None:
    found = learning(demo, proposal="P2")
    assert [topic.key for topic in found.topics] == [
        "capability:digitalttilsyn",
        "capability:responssenter",
        "capability:iot",
        "capability:adgang",
        "product:Sensorhub (fiktiv)",  # the product of iothelse, which it replaces: property services run it too
    ]
    invited = {one.unit.id: [reason.nb for reason in one.because] for one in found.invite}
    assert "U20" not in invited  # it proposes this itself
    assert invited["U31"] == ["Biblioteket eier Meråpent bibliotek – adgang og kjenner Adgangskontroll og låser."]
    assert invited["U10"] == ["Forslaget nevner Tjenestekontoret som berørt."]
    assert found.overlap[0].topics == (
        "capability:iot",
        "capability:adgang",
        "product:Sensorhub (fiktiv)",
    )


def test_a_topic_that_nobody_owns_invites_those_that_have_used_it_longest() -> None:
    ties: list[Tie] = [
        ("provides", "system:s", "capability:c"),
        ("uses", "unit:new", "system:s", {"since": "2025-01-01"}),
        ("uses", "unit:old", "system:s", {"since": "2015-01-01"}),
        ("uses", "unit:undated", "system:s"),
    ]
    found = learning(graph([], ties), capability=("c",))
    assert [one.unit.id for one in found.invite] == ["old", "new"]
    assert [reason.en for reason in found.invite[0].because] == ["old uses s and knows c."]


def test_an_unknown_day_stays_unknown_and_the_systems_day_is_told_apart() -> None:
    things = {"system:s": {"in_use_from": "2020-01-01"}, "system:t": {}}
    ties: list[Tie] = [("holds", f"system:{one}", "data_object:d") for one in "st"]
    ties += [("uses", "unit:u", f"system:{one}") for one in "st"]
    (one,) = learning(graph(things, ties), data_object=("d",)).experience
    assert [(row.system.id, row.since, row.since_is_of) for row in one.holdings] == [
        ("s", "2020-01-01", "system"),
        ("t", None, None),
    ]


def test_what_nobody_has_is_listed_as_unknown_with_the_reason() -> None:
    snapshot = graph(["capability:none", "proposal:p"], [("provides", "system:lonely", "capability:lonely")])
    why = {one.topic: one.why.en for one in learning(snapshot, capability=("none", "lonely")).unknown}
    assert why == {
        "capability:none": "No system in the register has this.",
        "capability:lonely": "No unit in the register owns or uses a system with this.",
    }
    gone = graph({"proposal:p": {"needed_capabilities": ("gone",)}})
    (missing,) = learning(gone, proposal="p").unknown
    assert missing.document(Language.EN) == {
        "topic": "capability:gone",
        "name": "gone",
        "why": "The proposal names this, but the register does not have it at this date.",
    }


def test_questions_that_cannot_be_answered_say_what_would_do() -> None:
    snapshot = graph(["system:s", "capability:c", "proposal:p"])
    with pytest.raises(QuestionError, match="Say what you want to learn about"):
        learning(snapshot)
    with pytest.raises(QuestionError, match="ask about the proposal alone"):
        learning(snapshot, proposal="p", capability=("c",))
    with pytest.raises(QuestionError, match="system:s is of kind system; a capability is needed here"):
        learning(snapshot, capability=("s",))
    with pytest.raises(UnknownThing, match="Proposals: p"):
        learning(snapshot, proposal="q")


def test_the_table_has_one_row_a_unit_and_system(demo: Snapshot) -> None:
    rows = learning(demo, capability=("iot",)).table(Language.NB)
    assert [(row["id"], row["system"], row["role"]) for row in rows][:2] == [
        ("U41", "iotbygg", "owner"),
        ("U41", "sdanl", "owner"),
    ]
