"""The page of paths without a server: what it says, where its links lead, and that every answer has one."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import UnknownThing
from graphsvc.snapshot import About, Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.paths import FlowMode, paths
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def frame(language: Language = Language.NB, *pairs: tuple[str, str]) -> Frame:
    about = About(synthetic=True)
    return Frame(language, "/paths", pairs, "/static/x", about=about, date=dt.date(2026, 12, 1), revision=1)


def page(
    snapshot: Snapshot,
    *pairs: tuple[str, str],
    language: Language = Language.NB,
    view: str = "",
    **asked: Any,
) -> str:
    given: dict[str, list[str]] = {}
    for name, words in pairs:
        given.setdefault(name, []).append(words)
    found = paths(snapshot, from_=given["from"][0], to=given["to"][0], **asked)
    return str(PAGES.paths(frame(language, *pairs), snapshot, found, given=given, view=view))


def flow(start: str, end: str, **fields: Any) -> Tie:
    return ("flow", f"system:{start}", f"system:{end}", {"data_to": "dependent", **fields})


ENDS = (("from", "iplan"), ("to", "minside"))


def test_the_verdict_comes_first_and_each_alternative_tells_what_it_is_like(demo: Snapshot) -> None:
    made = page(demo, *ENDS)
    assert "Fra Individuell plan til Min side: 6 veier med høyst 4 ledd. Viser 5, billigste først." in made
    assert made.count('<li class="way') == 5
    assert made.count('<li class="way on"') == 1
    assert made.count("<b>1 manuelt ledd</b>") == 5
    for words in (
        "✓ billigst",
        "+100 i kostnad",
        "krysser 2 sektorgrenser",
        "Tegnet 5 av 6 veier",
        "Kostnad: 100 per ledd",
    ):
        assert words in made


def test_the_selected_alternative_is_told_in_sentences_with_flow_and_source(demo: Snapshot) -> None:
    made = page(demo, *ENDS, ("selected", "3"))
    told = made[made.index('<ol class="told">') :]
    assert "Journal pleie og omsorg sender journalpost og saksmappe til Sak- og arkivsystem" in told
    assert "<bdi>I191</bdi>" in told
    assert "integrations.csv" in told
    assert made.index('id="path-3"') < made.index('<ol class="told">') < made.index('id="path-4"')


def test_an_alternative_that_does_not_exist_selects_nothing(demo: Snapshot) -> None:
    for words in ("99", "x", "-1"):
        assert '<ol class="told">' not in page(demo, *ENDS, ("selected", words))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("view", ["", "table"])
def test_answers_and_none_have_pages_in_every_language(demo: Snapshot, language: Language, view: str) -> None:
    none = (("from", "scada"), ("to", "bi"), ("mode", "sync"))
    for made in (
        page(demo, *ENDS, language=language, view=view),
        page(demo, *none, language=language, view=view, mode=(FlowMode.SYNC,)),
        str(PAGES.paths_form(frame(language), demo)),
    ):
        assert f'<html lang="{language.value}"' in made
        assert " style=" not in made
        assert "path_pages." not in made


def test_no_path_says_what_was_filtered_away_and_links_to_the_smallest_relaxation(demo: Snapshot) -> None:
    modes = tuple(("mode", mode) for mode in ("sync", "async", "batch"))
    asked = tuple(FlowMode(mode) for _, mode in modes)
    made = page(demo, ("from", "scada"), ("to", "bi"), *modes, mode=asked)
    for words in (
        "Ingen vei funnet",
        "<bdi>I104</bdi>",
        "Tillat måten manuell. Da finnes 2 veier.",
        "1 ledd unna · 40 flyter",
    ):
        assert words in made
    address = unescape(re.findall(r'href="(/paths[^"]*)">Løs på filteret', made)[0])
    assert address == "/paths?from=scada&to=bi&mode=sync&mode=async&mode=batch&mode=manual"


@pytest.mark.parametrize(
    ("ties", "pairs", "asked", "address"),
    [
        ([flow("a", "b", mode="login")], [], {}, "from=a&to=b&login=true"),
        ([flow("a", "c"), flow("c", "b")], [("avoid", "c")], {"avoid": ("c",)}, "from=a&to=b"),
        ([flow("a", "b"), flow("c", "d")], [("via", "c")], {"via": ("c",)}, "from=a&to=b"),
        ([flow("a", "c"), flow("c", "b")], [("max-steps", "1")], {"max_steps": 1}, "from=a&to=b&max-steps=2"),
        ([flow("a", "b")], [("max-personal-data", "0")], {"max_personal_data": 0}, "from=a&to=b"),
        (
            [flow("a", "b")],
            [("protocol", "REST")],
            {"protocol": ("REST",)},
            "from=a&to=b&protocol=REST&protocol=unknown",
        ),
    ],
)
def test_relaxing_a_filter_leads_to_a_question_that_has_a_path(
    ties: list[Tie], pairs: list[tuple[str, str]], asked: dict[str, Any], address: str
) -> None:
    made = page(graph([], ties), ("from", "a"), ("to", "b"), *pairs, **asked)
    assert unescape(re.findall(r'href="/paths\?([^"]*)">Løs på filteret', made)[0]) == address


def test_an_end_of_which_nothing_is_known_is_told_as_unknown() -> None:
    made = page(graph(["system:lonely"], [flow("a", "b")]), ("from", "a"), ("to", "lonely"))
    assert "Registeret kjenner ingen flyt til eller fra lonely." in made
    assert "Registeret kjenner ingen flyt til eller fra a." not in made


def test_an_answer_that_is_cut_short_or_hides_paths_says_so() -> None:
    ties = [flow("a", one) for one in "bcde"] + [flow(one, "z") for one in "bcde"]
    ends = (("from", "a"), ("to", "z"))
    assert "Svaret er avkortet" in page(graph([], ties), *ends, all=True, limit=3)
    assert "Svaret er avkortet" not in page(graph([], ties), *ends)
    assert "3 veier er funnet, men vises ikke" in page(graph([], ties), *ends, ("show", "b"), show=("b",))


def test_the_table_lists_every_flow_and_what_is_not_known_of_it() -> None:
    ties = [flow("a", "b", id="one", mode="sync"), ("flow", "system:a", "system:b", {"id": "two"})]
    made = page(graph([], ties), ("from", "a"), ("to", "b"), view="table")
    assert "Alle flyter på veiene (2)" in made
    for words in ("<bdi>one</bdi>", "<bdi>two</bdi>", "ved siden av", "antatt retning", "ukjent protokoll"):
        assert words in made


def test_files_are_asked_for_by_reference_and_with_the_same_filters(demo: Snapshot) -> None:
    made = page(demo, ("from", "Individuell plan"), ("to", "minside"), ("avoid", "ppt"), ("as-of", "2026-12-01"))
    links = [unescape(link) for link in re.findall(r'href="(/api/v1/paths[^"]*)"', made)]
    assert [link.partition("?")[0] for link in links] == [
        f"/api/v1/paths{end}" for end in (".svg", ".csv", ".xlsx", "")
    ]
    for link in links:
        assert "from=system%3Aiplan&to=system%3Aminside&avoid=ppt" in link
        assert "as-of=2026-12-01" in link


def test_swapping_and_choosing_keep_the_rest_of_the_question(demo: Snapshot) -> None:
    made = unescape(page(demo, *ENDS, ("max-steps", "3"), ("selected", "2"), max_steps=3))
    assert 'href="/paths?max-steps=3&from=system%3Aminside&to=system%3Aiplan"' in made
    assert 'href="/paths?from=iplan&to=minside&max-steps=3&selected=1#path-1"' in made


def test_fields_show_names_where_a_name_is_enough(demo: Snapshot) -> None:
    twins = graph({"system:a": {"name_nb": "Tvilling"}, "system:b": {"name_nb": "Tvilling"}}, [flow("a", "b")])
    assert 'name="from" value="Individuell plan"' in page(demo, *ENDS)
    made = page(twins, ("from", "a"), ("to", "b"))
    assert 'name="from" value="system:a"' in made
    assert 'name="to" value="system:b"' in made


def test_a_register_without_two_systems_leads_to_the_import() -> None:
    for things, words in (([], "ingen systemer"), (["system:a"], "bare ett system")):
        made = str(PAGES.paths_form(frame(), graph(things)))
        assert words in made
        assert 'href="/import"' in made


def test_words_that_fit_no_system_come_back_with_those_that_come_near(demo: Snapshot) -> None:
    error = UnknownThing(Text("Fant ikke «iplann»", "Fann ikkje «iplann»", "No thing 'iplann'"))
    doubts = [("from", "iplann", ["system:iplan"])]
    made = str(PAGES.paths_form(frame(Language.NB, ("from", "iplann"), ("to", "bi")), demo, error=error, doubts=doubts))
    assert 'role="alert"' in made
    assert 'value="iplann"' in made
    assert 'href="/paths?to=bi&amp;from=system%3Aiplan"' in made
