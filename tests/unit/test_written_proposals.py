"""A proposal with a written change set touches what the change set says, not what its older fields said."""

from __future__ import annotations

import datetime as dt

import pytest

from graphsvc.errors import QuestionError
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import impact
from graphsvc_queries.scenario.effective import as_told_by_changes
from tests.forum import MAP
from tests.registers import thing

WRITTEN = """
[[add.system]]
id = "ny"
name_nb = "Nytt"

[[add.replaces]]
from = "system:ny"
to = "system:old"

[[add.supports]]
from = "system:ny"
to = "service:T2"
strength = "required"

[[add.uses]]
from = "unit:A1"
to = "system:ny"

[[add.flow]]
from = "system:krr"
to = "system:ny"

[[add.flow]]
from = "system:kart"
to = "system:arkiv"
"""


def snapshot(**fields: object) -> Snapshot:
    told = thing("proposal:P", name_nb="Forslag", **fields)
    return Snapshot(
        Facts(
            1,
            tuple(Fact(one) for one in (*MAP, told) if hasattr(one, "kind")),
            tuple(Fact(one) for one in MAP if hasattr(one, "start")),
        ),
        dt.date(2026, 12, 1),
    )


def fields(written: str, **more: object) -> dict[str, object]:
    made = snapshot(change_set=written, **more)
    return dict(as_told_by_changes(made, made.proposals["P"].record).fields)  # type: ignore[arg-type]


def test_a_change_set_says_what_happens_to_which_system() -> None:
    told = fields(WRITTEN, retires_systems=("kart",), affected_services=("T1",))
    assert told["replaces_systems"] == ("system:old",)
    assert told["affected_services"] == ("T2",)
    assert told["affected_units"] == ("A1",)
    assert told["national_components"] == ("system:krr",)
    assert told["integrates_systems"] == ("system:arkiv", "system:kart")
    assert "retires_systems" not in told


@pytest.mark.parametrize(
    ("written", "field", "things"),
    [
        ('[[end.system]]\nid = "old"', "retires_systems", ("system:old",)),
        ('[[change.system]]\nid = "old"\nvendor = "A"', "extends_systems", ("system:old",)),
        ('[[add.provides]]\nfrom = "system:kart"\nto = "capability:varsling"', "extends_systems", ("system:kart",)),
    ],
)
def test_ending_changing_and_extending(written: str, field: str, things: tuple[str, ...]) -> None:
    told = fields(written, affected_services=("T1",))
    assert told[field] == things
    assert "affected_services" not in told  # nothing new serves anybody


def test_a_new_system_of_which_little_is_said_serves_whom_the_proposal_names() -> None:
    told = fields('[[add.system]]\nid = "ny"\nname_nb = "Nytt"', affected_services=("T1",))
    assert told["affected_services"] == ("T1",)


def test_impact_follows_the_change_set() -> None:
    retired = impact(snapshot(change_set='[[end.system]]\nid = "old"'), proposal="P")
    assert [(change.thing, change.kind) for change in retired.changes] == [("system:old", "retire")]
    assert "T1" in {str(touched["id"]) for touched in retired.document(Language.NB)["touched"]}
    written = impact(snapshot(change_set=WRITTEN), proposal="P")
    assert {"replace", "introduce", "integrate"} == {change.kind for change in written.changes}


def test_a_change_set_that_the_map_has_left_behind_is_a_question_that_cannot_be_answered() -> None:
    with pytest.raises(QuestionError) as refused:
        impact(snapshot(change_set='[[end.system]]\nid = "borte"'), proposal="P")
    assert refused.value.problems
