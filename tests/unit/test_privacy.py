"""Privacy on the demo, the rules on small registers, and the draft for article 30."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from graphsvc.errors import QuestionError
from graphsvc.model import Value
from graphsvc.service.picturing import write_answer
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.privacy import Category, privacy
from graphsvc_queries.privacy.record import HEADINGS
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph

DATA = {"data_object:d": {"personal_data": "special"}}


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def test_substitutes_hours_reach_payroll_over_two_flows(demo: Snapshot) -> None:
    found = privacy(demo, things=("D006",))
    routes = {place.system.id: place.stays[0].route for place in found.systems}
    # From the schools' rostering by an old file transfer of the administration to payroll.
    assert routes == {"turnusb": (), "filover": ("I006",), "lonn": ("I006", "I007")}
    assert [(flow.id, flow.crosses) for flow in found.flows] == [("I006", True), ("I007", False)]
    assert list(found.sectors) == ["A1", "A3"]
    assert found.hosting == {"saas": 2, "onprem": 1}


def test_a_report_of_concern_passes_the_hub_and_comes_from_three_systems(demo: Snapshot) -> None:
    found = privacy(demo, things=("D060",))
    (data,) = found.data
    assert data.origins == ("system:barnev", "system:hsta", "system:skole")  # the master, and two that only send it
    stays = {place.system.id: (place.stays[0].role, place.stays[0].hops) for place in found.systems}
    assert stays == {
        "barnev": ("master", 0),
        "hsta": ("sends", 0),
        "skole": ("sends", 0),
        "fiksio": ("passes", 1),
        "fiksbek": ("copy", 1),
    }
    # It is of a special category, and the national hub's own level says ordinary.
    assert [place.system.id for place in found.systems if place.level_too_low] == ["fiksbek"]


def test_all_personal_data_of_the_demo_is_two_categories(demo: Snapshot) -> None:
    every, special = privacy(demo), privacy(demo, category=Category.SPECIAL)
    ordinary = privacy(demo, category=Category.ORDINARY)
    assert (len(every.data), len(special.data), len(ordinary.data)) == (91, 22, 69)
    assert set(special.sectors) == {"A1", "A2", "A3", "national"}  # the technical sector holds none
    assert (
        every.summary.en == "91 data objects in or passing 125 systems over 280 flows; 280 flows without a legal basis."
    )
    assert privacy(demo, things=("D040",)).summary.nb.startswith(
        "1 informasjonsobjekt finnes i eller passerer 2 systemer"
    )


def test_the_draft_says_what_it_builds_on_and_what_must_be_filled_in(demo: Snapshot) -> None:
    row = next(one for one in privacy(demo).records if one.service.id == "T006").row(Language.NB)
    assert row["Behandling"] == "Digitalt tilsyn på sykehjem (T006)"
    assert row["Behandlingsansvarlig"] == "Eksempelvik kommune"
    assert row["Ansvarlig enhet"] == "Solbakken sykehjem"
    assert "Tilsynshendelse" in str(row["Særlige kategorier"])
    assert row["Bygger på"] == "utledet av hva de nødvendige systemene har, må bekreftes"
    assert row["Må fylles ut"] == "Rettslig grunnlag; Overføring til tredjeland; Slettefrister; Sikkerhetstiltak"


def test_the_draft_is_written_as_a_workbook_with_headings_in_the_language(demo: Snapshot, tmp_path: Path) -> None:
    found = privacy(demo, category=Category.SPECIAL)
    path = tmp_path / "record.xlsx"
    write_answer("privacy", demo, found, path, Language.NN)
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [heading.nn for heading in HEADINGS.values()]
    assert len(rows) == 1 + len(found.records) == 71
    assert rows[1][0] == "Søknad om hjemmesykepleie (T001)"


def test_stated_handling_counts_before_what_systems_hold() -> None:
    things = {**DATA, "data_object:e": {"personal_data": "ordinary"}}
    ties: list[Tie] = [
        ("supports", "system:s", "service:t", {"strength": "required"}),
        ("holds", "system:s", "data_object:d"),
        ("handles", "service:t", "data_object:e"),
    ]
    (row,) = privacy(graph(things, ties)).records
    assert ([one.id for one in row.data], row.evidence) == (["e"], "handles")
    (row,) = privacy(graph(things, ties[:2])).records
    assert ([one.id for one in row.data], row.evidence) == (["d"], "systems")
    assert row.missing == (
        "controller",
        "unit",
        "contact",
        "legal_basis",
        "subjects",
        "third_countries",
        "erasure",
        "security",
    )


def test_processors_are_vendors_that_run_a_system_for_the_municipality() -> None:
    things = {
        **DATA,
        "system:saas": {"vendor": "Alfa", "hosting": "saas"},
        "system:own": {"vendor": "Beta", "hosting": "onprem"},
        "system:state": {"vendor": "Staten", "scope": "national"},
    }
    names = ("saas", "own", "state")
    ties: list[Tie] = [("supports", f"system:{one}", "service:t", {"strength": "required"}) for one in names]
    (row,) = privacy(graph(things, [*ties, ("holds", "system:own", "data_object:d")])).records
    assert row.processors == ("Alfa",)


def test_data_follows_the_data_and_not_the_dependence() -> None:
    held: Tie = ("holds", "system:a", "data_object:d", {"role": "master"})
    carried: dict[str, Value] = {"data_objects": ("d",), "data_to": "provider"}
    found = privacy(graph(DATA, [held, ("flow", "system:b", "system:a", carried)]))
    assert [(flow.start.id, flow.end.id) for flow in found.flows] == [("a", "b")]
    unknown: dict[str, Value] = {"data_objects": ("d",)}
    both = privacy(graph(DATA, [held, ("flow", "system:b", "system:a", unknown)]))
    assert [(flow.start.id, flow.end.id, flow.assumed) for flow in both.flows] == [("a", "b", True), ("b", "a", True)]


def test_flows_of_unknown_content_are_listed_and_not_followed_and_ended_ones_carry_nothing() -> None:
    ties: list[Tie] = [
        ("holds", "system:a", "data_object:d", {"role": "master"}),
        ("flow", "system:a", "system:b", {"id": "unknown", "data_to": "dependent"}),
        ("flow", "system:a", "system:c", {"id": "login", "data_to": "dependent", "mode": "login"}),
        ("flow", "system:a", "system:e", {"id": "over", "data_objects": ("d",), "status": "ended"}),
    ]
    found = privacy(graph(DATA, ties))
    assert [place.system.id for place in found.systems] == ["a"]
    assert found.unknown_flows == ("unknown",)


def test_a_claim_that_no_data_moves_or_that_nothing_is_carried_is_knowledge() -> None:
    ties: list[Tie] = [
        ("holds", "system:a", "data_object:d", {"role": "master"}),
        ("flow", "system:a", "system:b", {"id": "still", "data_objects": ("d",), "data_to": None}),
        ("flow", "system:a", "system:c", {"id": "empty", "data_objects": None, "data_to": "dependent"}),
    ]
    found = privacy(graph(DATA, ties))
    assert [place.system.id for place in found.systems] == ["a"]
    assert (found.flows, found.unknown_flows) == ((), ())


def test_a_copy_that_no_known_flow_brings_has_no_hops() -> None:
    ties: list[Tie] = [
        ("holds", "system:a", "data_object:d", {"role": "master"}),
        ("holds", "system:b", "data_object:d", {"role": "copy"}),
    ]
    stays = {place.system.id: place.stays[0] for place in privacy(graph(DATA, ties)).systems}
    assert (stays["b"].role, stays["b"].hops) == ("copy", None)


def test_questions_that_do_not_fit_are_refused() -> None:
    snapshot = graph(DATA, [("holds", "system:s", "data_object:d")])
    with pytest.raises(QuestionError, match="system:s is of kind system, no data object"):
        privacy(snapshot, things=("s",))
    with pytest.raises(QuestionError, match="not both"):
        privacy(snapshot, things=("d",), category=Category.SPECIAL)
