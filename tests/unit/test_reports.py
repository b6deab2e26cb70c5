"""The pages of findings: what they say of the demo, of nothing, and in every language."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from graphsvc.api.report_pages import QUESTIONS as ROUTED
from graphsvc.service.asking import ask
from graphsvc.snapshot import Facts, Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from tests.demo_facts import imported_snapshot
from tests.graphs import graph

QUESTIONS = {
    "weak-spots": "weak_spots",
    "structure": "structure",
    "privacy": "privacy",
    "journey": "journey?thing=J2",
    "completeness": "completeness",
    "learning": "learning?capability=iot",
    "scenario": "scenario?proposal=P3&analysis=weak-spots",
    "diff": "diff?from=2026-12-01&to=2027-07-01&analysis=structure",
}


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def _page(snapshot: Snapshot, question: str, result: Any, language: Language = Language.NB, **given: str) -> str:
    pairs = tuple(given.items())
    frame = Frame(language, f"/{question}", pairs, "/static/x", date=snapshot.date, revision=1)
    return PAGES.report(frame, snapshot, question=question, result=result)


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_every_report_is_asked_here() -> None:
    assert set(PAGES.reports) == set(QUESTIONS)
    assert PAGES.reports == ROUTED  # the server knows them without loading the pages


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_report_speaks_every_language_and_lacks_no_word(demo: Snapshot, question: str, language: Language) -> None:
    html = _page(demo, question, ask(demo, QUESTIONS[question]), language)
    assert not re.search(r"\b(reports|insight|paths)\.[a-z_]+|\{[a-z_]+\}", _words(html))
    assert html.count("<h1") == 1
    assert ('<svg xmlns="http://www.w3.org/2000/svg"' in html) == (question not in {"scenario", "diff"})


def test_the_worst_weak_spot_is_told_first_with_its_reason_a_link_away(demo: Snapshot) -> None:
    html = _page(demo, "weak-spots", ask(demo, "weak_spots"))
    words = _words(html)
    assert "121 systemer kan alene stoppe tjenester" in words
    assert "Katalog og pålogging for ansatte: 128 tjenester i 4 sektorer" in words
    assert "/impact?thing=system%3Aentra&amp;change=outage" in html
    assert "Viser 15 av 121" in words


def test_all_rows_are_shown_when_the_address_asks_for_them(demo: Snapshot) -> None:
    html = _page(demo, "weak-spots", ask(demo, "weak_spots"), all="single-points")
    table = html[html.index('id="single-points"') : html.index('id="cycles"')]
    assert table.count("<tr>") == 1 + 121
    assert "Viser 15 av 121" not in _words(table)


def test_an_answer_that_was_cut_says_how_many_there_are_and_not_how_many_it_lists(demo: Snapshot) -> None:
    whole, cut = ask(demo, "weak_spots"), ask(demo, "weak_spots?limit=2")
    assert whole.counts == cut.counts
    told = [re.findall(r"<h2[^>]*>(.*?)</h2>", _page(demo, "weak-spots", one)) for one in (whole, cut)]
    assert len(told[0]) > 8
    assert told[0] == told[1]
    words = _words(_page(demo, "weak-spots", cut))
    assert "121 systemer kan alene stoppe tjenester" in words
    assert words.count("Viser 2 av 121") == 2  # the picture and the table


def test_a_circle_of_very_many_systems_is_counted_and_its_first_ones_are_named() -> None:
    names = [f"s{number:03}" for number in range(75)]
    ties = [("flow", f"system:{one}", f"system:{names[place - 1]}") for place, one in enumerate(names)]
    ties.append(("flow", "system:s000", "system:s001"))
    snapshot = graph({f"system:{name}": {"name_nb": name} for name in names}, ties)
    html = _page(snapshot, "weak-spots", ask(snapshot, "weak_spots"))
    row = html[html.index('id="cycles"') : html.index('id="articulation-points"')].partition("<tbody>")[2]
    assert next(_words(one).strip() for one in re.findall(r"<td.*?</td>", row)) == "75"
    assert row.partition("</th>")[2].count("<a ") == 60
    assert "og 15 til" in _words(row)


def test_a_journey_says_where_it_breaks_before_anything_else(demo: Snapshot) -> None:
    html = _page(demo, "journey", ask(demo, "journey?thing=J2"))
    words = _words(html)
    assert "8 tjenester i 3 sektorer" in words
    assert "Steder det brister: 4" in words
    assert words.index("4 av 8 steg stopper uten Sak- og arkivsystem.") < words.index("Stegene (8)")


def test_what_a_proposal_would_do_is_told_with_signs_and_words(demo: Snapshot) -> None:
    words = _words(_page(demo, "scenario", ask(demo, "scenario?proposal=P3&analysis=weak-spots"), proposal="P3"))
    assert "Dette er et tenkt tilfelle: ingenting er lagret." in words
    assert "Faller bort: 2 systemer" in words
    assert "Antatt: Antatt" not in words
    assert "Helhetlig digital byggesaksbehandling (P3) + kommer til" in words
    assert "− faller bort" in words


def test_questions_stand_above_their_answers_as_people_ask_them(demo: Snapshot) -> None:
    words = _words(_page(demo, "scenario", ask(demo, "scenario?proposal=P3"), proposal="P3"))
    assert "Hvem avhenger av Historisk Noark 5-kjerne?" in words
    assert "Hvem avhenger av Helhetlig digital byggesaksbehandling?" in words, "it is there only afterwards"
    assert "impact?thing" not in words


def test_what_ends_between_two_dates_is_told(demo: Snapshot) -> None:
    html = _page(demo, "diff", ask(demo, "diff?from=2026-12-01&to=2027-07-02"))
    assert "Historisk Noark 5-kjerne" in html
    assert "− faller bort" in html


def test_questions_that_lack_words_are_forms(demo: Snapshot) -> None:
    asked = {
        "journey": "Velg en livshendelse",
        "learning": "Skriv en funksjon",
        "scenario": "Velg et forslag",
        "diff": "Skriv to revisjoner",
    }
    for question, told in asked.items():
        html = _page(demo, question, None)
        assert told in _words(html)
        assert "/api/v1/" not in html, "there is nothing to save yet"


def test_one_kind_of_information_is_drawn_hop_by_hop_and_many_as_bars(demo: Snapshot) -> None:
    one = _page(demo, "privacy", ask(demo, "privacy?thing=D004"), thing="D004")
    many = _page(demo, "privacy", ask(demo, "privacy"))
    assert "Her oppstår den" in _words(one)
    assert "Her oppstår den" not in _words(many)
    assert "Viser 12 av 91" in _words(many)


def test_answers_can_be_saved_with_what_was_asked(demo: Snapshot) -> None:
    html = _page(demo, "journey", ask(demo, "journey?thing=J2"), thing="J2")
    assert "/api/v1/journey.xlsx?thing=J2&amp;lang=nb" in html


def test_what_is_missing_is_a_dotted_box_and_never_a_gap(demo: Snapshot) -> None:
    html = _page(demo, "completeness", ask(demo, "completeness"))
    assert "0 av 155 (0 %)" in _words(html)
    assert html.count('class="unk"') >= 5


def test_the_list_to_work_off_leads_to_the_forms_where_they_can_be_used(demo: Snapshot) -> None:
    result = ask(demo, "completeness")
    frame = Frame(Language.NB, "/completeness", (), "/static/x", date=demo.date, revision=1, writes=True)
    links = re.findall(r'href="(/thing/\w+/\w+\?edit=\w+#edit|/edit/relation\?thing=[^"]+)"', PAGES.report(
        frame, demo, question="completeness", result=result
    ))  # fmt: skip
    assert len(links) == 15, "one for each line that is shown"
    assert "edit=" not in _page(demo, "completeness", result)


@pytest.mark.parametrize("question", ["weak-spots", "structure", "privacy", "completeness"])
def test_an_empty_register_has_reports_without_findings(question: str) -> None:
    empty = Snapshot(Facts(0, (), ()), dt.date(2026, 12, 1))
    html = _page(empty, question, ask(empty, QUESTIONS[question]))
    assert "Ingen." in _words(html)


def test_a_journey_without_services_or_known_units_is_still_a_page() -> None:
    bare = graph({"journey:j": {"name_nb": "Tom reise"}, "service:t": {}, "unit:S": {"level": "sector"}}, [])
    assert "Tom reise" in _words(_page(bare, "journey", ask(bare, "journey?thing=j")))
    lone = graph({"journey:j": {"name_nb": "Reise"}, "service:t": {}}, [("contains", "journey:j", "service:t")])
    assert "Ingen kjent enhet" in _words(_page(lone, "journey", ask(lone, "journey?thing=j")))
