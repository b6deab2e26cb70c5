"""The 15 questions about small proposals: what makes a status, what people answer, and what nobody says."""

from __future__ import annotations

import datetime as dt

import pytest

from graphsvc.errors import UnknownThing
from graphsvc.service.asking import ask
from graphsvc.text import Language
from graphsvc_queries.assessment import Assessment, Status
from tests.graphs import DATE, graph

HOSTILE = '</script><img src=x onerror=alert(1)>{0}{need} "#$\\@ \u202e' + "x" * 250
WHOLE = {
    "need_nb": "Måle vann",
    "proposer_unit": ("u",),
    "needed_capabilities": ("c",),
    "affected_services": ("t",),
    "affected_units": ("u",),
    "replaces_systems": ("old",),
    "shared_data_nb": "Måledata",
    "legal_basis": "Loven",
    "personal_data_level": 0,
    "investment": 100,
    "yearly_cost": 20,
    "yearly_benefit": 45,
    "benefit_owner": "u",
    "benefit_from": "2028",
    "it_person_weeks": 3,
}
THINGS = {
    "unit:a": {"level": "sector", "name_nb": "Område"},
    "unit:u": {"contact": "u@example.org"},
    "unit:v": {},
    "service:t": {"name_nb": "Vann"},
    "capability:c": {"name_nb": "Måling"},
    "data_object:d": {"name_nb": "Måledata", "personal_data": "none"},
    "system:old": {
        "name_nb": "Gammel",
        "scope": "local",
        "contract_end": "2027-02-28",
        "notice_months": 3,
        "yearly_cost": 12,
        "disposition": "eliminate",
        "confirmed_on": "2026-05-01",
    },
    "system:other": {"name_nb": "Annen", "scope": "local", "confirmed_on": "2020-01-01"},
    # Without a third system that cannot do it, being able to do it would be worth nothing.
    "system:third": {"name_nb": "Lønn", "scope": "local"},
}
TIES = [
    ("part_of", "unit:u", "unit:a"),
    ("part_of", "unit:v", "unit:a"),
    ("delivers", "unit:u", "service:t", {"role": "lead"}),
    ("delivers", "unit:v", "service:t", {"role": "contributor"}),
    ("supports", "system:old", "service:t", {"strength": "required"}),
    ("owns", "unit:u", "system:old"),
    ("provides", "system:old", "capability:c"),
    ("provides", "system:other", "capability:c"),
    ("owns", "unit:v", "system:other"),
    ("holds", "system:old", "data_object:d", {"role": "master"}),
    ("flow", "system:old", "system:other", {"mode": "manual", "data_objects": ("d",), "data_to": "provider"}),
]  # fmt: skip


def assessed(fields: dict, more: dict | None = None, ties: list = TIES, date: dt.date = DATE) -> Assessment:
    things = {**THINGS, "proposal:P": fields, **(more or {})}
    return ask(graph(things, ties, date=date), "assessment?proposal=P")


def statuses(found: Assessment) -> dict[str, str]:
    return {one.id: one.status.value for one in found.answers}


def test_a_proposal_that_says_everything_is_answered_but_for_what_only_people_know() -> None:
    found = assessed(WHOLE)
    left = {name: status for name, status in statuses(found).items() if status != "answered"}
    assert left == {"Q04": "missing", "Q08": "partly", "Q12": "partly", "Q13": "missing", "Q14": "missing"}
    assert [one.nb for one in found.answer("Q08").lacks] == ["Avtalens slutt er ukjent for Annen."]
    assert (found.money.net, found.money.payback, found.money.saved) == (25, 4.0, 12)
    assert [(one.unit.id, one.involved) for one in found.needs] == [("v", True)]
    assert [one.nb for one in found.needs[0].because] == ["Leverer «Vann».", "Eier Annen (Måling)."]
    # The data goes to the provider: the transfer is told along the data.
    assert [(one.start.id, one.end.id, [d.id for d in one.data]) for one in found.transfers] == [
        ("other", "old", ["d"])
    ]
    assert [(one.data.id, one.category, [m.id for m in one.masters]) for one in found.data] == [("d", "none", ["old"])]
    unknown = [one.nb for one in found.unknown]
    assert "Kontaktpunkt mangler for 1 av 2 enheter som berøres: v." in unknown
    assert "Av 2 systemer som endres eller likner er 1 ikke bekreftet siste år: Annen." in unknown


@pytest.mark.parametrize(
    ("gone", "question", "status"),
    [
        (("need_nb",), "Q01", "partly"),
        (("need_nb", "affected_services"), "Q01", "missing"),
        (("needed_capabilities",), "Q02", "partly"),
        (("needed_capabilities",), "Q03", "partly"),
        (("needed_capabilities",), "Q05", "missing"),
        (("shared_data_nb",), "Q07", "missing"),
        (("legal_basis",), "Q09", "partly"),
        (("legal_basis", "personal_data_level"), "Q09", "missing"),
        (("investment",), "Q10", "partly"),
        (("investment", "yearly_cost"), "Q10", "missing"),
        (("benefit_owner",), "Q11", "partly"),
        (("benefit_from",), "Q11", "partly"),
        (("yearly_benefit",), "Q11", "partly"),
        (("yearly_benefit", "benefit_owner", "benefit_from"), "Q11", "missing"),
        (("it_person_weeks",), "Q12", "missing"),
        (("replaces_systems",), "Q15", "partly"),
    ],
)  # fmt: skip
def test_what_is_left_out_shows_in_the_status_of_its_question(
    gone: tuple[str, ...], question: str, status: str
) -> None:
    found = assessed({name: value for name, value in WHOLE.items() if name not in gone})
    assert found.answer(question).status.value == status


def test_a_proposal_with_a_title_only_is_assessed_and_nearly_all_is_missing() -> None:
    found = assessed({"name_nb": "Noe nytt"}, ties=[])
    assert found.count(Status.ANSWERED) == 0
    assert {one for one, status in statuses(found).items() if status == "partly"} <= {"Q02"}
    assert found.money.document() == dict.fromkeys(
        ("investment", "yearly_cost", "yearly_benefit", "net", "payback_years", "saved")
    )
    assert found.answer("Q08").lacks[0].nb == "Ingen systemer i registeret er knyttet til forslaget."
    assert ask(graph({"proposal:P": {}}), "assessment?proposal=P").count(Status.ANSWERED) == 0


def test_sensitive_data_needs_an_impact_assessment_that_a_person_confirms() -> None:
    fields = {**WHOLE, "personal_data_level": 2}
    assert assessed(fields).answer("Q09").status is Status.PARTLY
    said = {
        "assessment:P:Q09": {"answer": "DPIA godkjent", "answered_by": "Personvernombud", "answered_on": "2026-11-02"}
    }
    answer = assessed(fields, said).answer("Q09")
    assert answer.status is Status.ANSWERED
    assert answer.human is not None
    assert answer.human.document() == {"answer": "DPIA godkjent", "by": "Personvernombud", "on": "2026-11-02"}
    # What the map says stays beside it.
    assert answer.lacks
    assert answer.sentences


def test_a_level_below_that_of_the_shared_data_is_told() -> None:
    more = {"data_object:d": {"name_nb": "Måledata", "personal_data": "special"}}
    answer = assessed({**WHOLE, "personal_data_level": 1}, more).answer("Q09")
    assert answer.status is Status.PARTLY
    assert answer.lacks[0].nb == "Forslaget oppgir nivå 1, men deler Måledata, som har særlige kategorier."


def test_another_proposals_answers_are_not_this_ones() -> None:
    more = {"assessment:PP:Q13": {"answer": "Ja"}, "proposal:PP": {}, "assessment:P:Q13": {"answer": ""}}
    assert assessed(WHOLE, more).answer("Q13").status is Status.MISSING


def test_what_the_proposal_names_and_is_not_there_is_a_gap() -> None:
    found = assessed({**WHOLE, "replaces_systems": ("old", "ghost")})
    assert found.answer("Q06").status is Status.PARTLY
    assert [one.nb for one in found.answer("Q06").lacks] == [
        "Forslaget nevner noe som ikke finnes på denne datoen: ghost."
    ]
    assert found.answer("Q06").lacks[0] in found.unknown


def test_a_contract_that_is_over_and_a_notice_that_has_passed_are_said_so() -> None:
    later = assessed(WHOLE, date=dt.date(2027, 6, 1)).answer("Q08").sentences[0]
    assert later.nb == "Gammel: avtalen gikk ut 28.2.2027. Fristen for å si opp var 28.11.2026."
    assert later.en == "Gammel: the contract ended 28 Feb 2027. Notice was due by 28 Nov 2026."
    before = assessed(WHOLE, date=dt.date(2026, 11, 28)).answer("Q08").sentences[0]
    assert before.nn == "Gammel: avtalen går ut 28.2.2027. Siste frist for å seie opp: 28.11.2026."


def test_a_national_solution_that_the_proposal_does_not_mention_is_pointed_at() -> None:
    more = {"system:n": {"scope": "national", "name_nb": "Felles måling"}}
    ties = [*TIES, ("provides", "system:n", "capability:c")]
    answer = assessed(WHOLE, more, ties).answer("Q05")
    assert answer.status is Status.PARTLY
    assert [one.nb for one in answer.sentences] == ["Felles måling kan Måling, og forslaget nevner den ikke."]
    considered = assessed({**WHOLE, "national_components": ("n",)}, more, ties).answer("Q05")
    assert considered.status is Status.ANSWERED


def test_hostile_words_pass_through_as_they_are() -> None:
    found = assessed({**WHOLE, "name_nb": HOSTILE, "need_nb": HOSTILE, "legal_basis": HOSTILE})
    assert found.answer("Q01").sentences[0].nb == HOSTILE.strip()
    assert found.proposal.name.nb == HOSTILE
    assert found.answer("Q09").document(Language.EN)["sentences"][0] == f"Legal basis: {HOSTILE}."


def test_an_unknown_proposal_names_those_there_are() -> None:
    with pytest.raises(UnknownThing, match=r"No proposal 'nope'. Proposals: P"):
        ask(graph({"proposal:P": {}}), "assessment?proposal=nope")
