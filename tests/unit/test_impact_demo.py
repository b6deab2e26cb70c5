"""Impact on the demo municipality: the numbers that the model and the pictures promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.model import Kind, Way
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact import Impact, impact
from tests.demo_facts import BOTH_READINGS


@pytest.fixture(scope="module", params=BOTH_READINGS)
def demo(request: pytest.FixtureRequest, demo_source: Path) -> Snapshot:
    read: Callable[[Path], Snapshot] = request.param
    return read(demo_source)


@pytest.fixture(scope="module")
def retired(demo: Snapshot) -> list[Impact]:
    systems = [demo.references[number] for number in demo.of_kind(Kind.SYSTEM)]
    local = [name for name in systems if demo.record(demo.index(name)).fields["scope"] == "local"]
    return [impact(demo, things=(name,)) for name in local]


def sectors(answer: Impact, *ways: Way) -> int:
    return sum(
        (Way.EFFECT in ways and row.effect.units > 0) or (Way.WORK in ways and row.work.units > 0)
        for row in answer.sectors
        if row.id.startswith("A")
    )


def test_retiring_each_local_system_touches_as_many_sectors_as_the_model_says(retired: list[Impact]) -> None:
    assert len(retired) == 118
    assert Counter(sectors(answer, Way.EFFECT, Way.WORK) for answer in retired) == {1: 23, 2: 45, 3: 13, 4: 37}
    assert Counter(sectors(answer, Way.EFFECT) for answer in retired) == {1: 43, 2: 33, 3: 10, 4: 32}


def test_the_weights_of_every_path_multiply_to_its_strength(retired: list[Impact]) -> None:
    for answer in retired:
        for one in answer.touched:
            product = 1.0
            for hop in one.path:
                product *= hop.weight
            assert product == pytest.approx(one.strength)
            assert one.path[-1].end == one.thing
            assert one.path[0].start == answer.changes[0].thing


def test_retiring_the_patient_record_system_is_as_in_the_picture(demo: Snapshot) -> None:
    answer = impact(demo, things=("epj",))
    assert answer.summary.nb == (
        "Virkning i 4 av 4 sektorer: 32 tjenester, 21 av 44 enheter og 5 systemer. "
        "Arbeid for 7 enheter med 17 systemer. Livshendelser: «Bo trygt hjemme», «Barn med sammensatte behov»."
    )
    assert (answer.exist(Way.EFFECT), answer.exist(Way.WORK)) == (146, 17)
    assert len(answer.consult) == 24
    why = answer.find("unit:U28", Way.EFFECT)
    assert why is not None
    assert [hop.sentence.nb for hop in why.path] == [
        "Journal pleie og omsorg er nødvendig for tjenesten «Individuell plan og koordinator».",
        "Barneverntjenesten er med på å levere tjenesten «Individuell plan og koordinator».",
    ]
    assert answer.find("unit:U43", Way.EFFECT) is not None


def test_retiring_the_building_permit_system_is_as_in_the_picture(demo: Snapshot) -> None:
    answer = impact(demo, things=("bygg",))
    assert answer.summary.nb == (
        "Virkning i 2 av 4 sektorer: 14 tjenester, 9 av 44 enheter og 2 systemer. "
        "Arbeid for 7 enheter med 14 systemer. Livshendelse: «Bygge hus»."
    )
    assert answer.exist(Way.EFFECT) == 45
    assert [row.id for row in answer.sectors] == ["A4", "A1", "A2", "A3", "without_owner"]
    assert [row.effect.below for row in answer.sectors] == [False, False, True, True, False]
    why = answer.find("unit:U07", Way.EFFECT)
    assert why is not None
    assert why.strength == pytest.approx(0.42)
    assert why.path[0].sentence.nb == (
        "Matrikkelklient får matrikkelføringsgrunnlag fra eByggesak (Fiks matrikkelføring, asynkron)."
    )


def test_services_without_known_support_are_unknown(demo: Snapshot) -> None:
    assert [one.thing for one in impact(demo, things=("epj",)).unknown] == ["service:T134", "service:T146"]


def test_every_proposal_can_be_asked_about(demo: Snapshot) -> None:
    answers = {proposal: impact(demo, proposal=proposal) for proposal in demo.proposals}
    assert len(answers) == 8
    assert all(answer.touched for answer in answers.values())
    assert [change.thing for change in answers["P8"].changes] == ["proposal:P8", "system:smsb"]
