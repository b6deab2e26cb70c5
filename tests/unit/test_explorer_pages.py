"""Pages without a server: what they count, why they say what they say, and that nothing of a language is missing."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest

from graphsvc.i18n import catalogue
from graphsvc.model import ChangeKind, Kind, Way
from graphsvc.records import ThingRecord
from graphsvc.snapshot import About, Fact, Facts, Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact
from graphsvc_queries.matrix import MatrixBy, matrix
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.grid import colours
from graphsvc_visualizations.explorer.impact import Asked
from graphsvc_visualizations.explorer.lists import LISTS, Lists, confirmation
from graphsvc_visualizations.explorer.reasons import reason
from graphsvc_visualizations.explorer.sectors import lanes_of
from tests.demo_facts import demo_snapshot

TEMPLATES = Path(__file__).parents[2] / "visualizations/graphsvc_visualizations/explorer/templates"


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.fixture(scope="module")
def retired(demo: Snapshot) -> Impact:
    return impact(demo, things=("system:epj",))


def _frame(language: Language = Language.NB, path: str = "/", **parameters: str) -> Frame:
    pairs = tuple((name.replace("_", "-"), value) for name, value in parameters.items())
    return Frame(language, path, pairs, "/static/x", about=About(synthetic=True), date=dt.date(2026, 12, 1), revision=1)


def test_the_lists_of_the_demo_are_as_long_as_the_municipality_says(demo: Snapshot) -> None:
    lists = Lists(demo)
    counts = {name: lists.count(name) for name in LISTS}
    assert (counts["systems-local"], counts["systems-national"]) == (118, 19)
    assert (counts["services"], counts["units"], counts["flows"]) == (155, 44, 329)
    assert (counts["flows-within"], counts["flows-across"], counts["flows-national"]) == (126, 98, 105)
    assert (counts["systems-never"], counts["systems-stale"]) == (13, 15)
    assert (counts["flows-never"], counts["flows-stale"]) == (123, 73)
    assert (counts["systems-unused"], counts["services-unknown"], counts["flows-manual"]) == (6, 2, 35)


def test_flows_are_within_across_national_or_ownerless_and_nothing_else(demo: Snapshot) -> None:
    lists = Lists(demo)
    parts = ("flows-within", "flows-across", "flows-national", "flows-ownerless")
    assert sum(lists.count(name) for name in parts) == lists.count("flows")


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-12-01", "fresh"),
        ("2025-11-30", "stale"),
        ("2026-12-01", "fresh"),
        ("2026-12-02", "stale"),
        (None, "never"),
    ],
)
def test_a_fact_is_fresh_for_twelve_months(day: str | None, state: str) -> None:
    assert confirmation(day, dt.date(2026, 12, 1)) == state


def test_the_leap_day_has_a_day_a_year_before() -> None:
    assert confirmation("2027-02-28", dt.date(2028, 2, 29)) == "fresh"


def test_a_touched_thing_is_told_why_with_its_path(demo: Snapshot, retired: Impact) -> None:
    why = reason(demo, retired, selected="unit:U43", way=None, beyond=None)
    assert (why.state, why.touched and why.touched.way) == ("touched", Way.EFFECT)
    assert why.touched is not None
    assert why.touched.path[-1].end == "unit:U43"


def test_a_thing_touched_in_both_ways_names_the_other_way(demo: Snapshot, retired: Impact) -> None:
    owner = next(one.thing for one in retired.by_way(Way.WORK) if retired.find(one.thing, Way.EFFECT))
    assert reason(demo, retired, selected=owner, way=None, beyond=None).other is Way.WORK
    assert reason(demo, retired, selected=owner, way=Way.WORK, beyond=None).other is Way.EFFECT


def test_why_not_tells_weak_from_unknown_from_untouched(demo: Snapshot) -> None:
    within = impact(demo, things=("system:sfo",))
    beyond = impact(demo, things=("system:sfo",), min_strength=0.01, max_steps=12)
    weak = next(one.thing for one in beyond.touched if not any(within.find(one.thing, way) for way in Way))
    untouched = next(
        unit
        for unit in (demo.references[int(one)] for one in demo.of_kind(Kind.UNIT))
        if not any(beyond.find(unit, way) for way in Way)
    )
    states = {
        thing: reason(demo, within, selected=thing, way=None, beyond=beyond).state
        for thing in (weak, untouched, "service:T134", "system:sfo")
    }
    assert states == {weak: "weak", untouched: "untouched", "service:T134": "unknown", "system:sfo": "change"}


def test_every_touched_thing_stands_once_in_the_list_for_narrow_screens(demo: Snapshot, retired: Impact) -> None:
    lists = lanes_of(demo, retired)
    told = [(one.thing, one.way) for part in lists for one in (*part.effect, *part.work)]
    assert sorted(told) == sorted((one.thing, one.way) for one in retired.touched)
    assert {f"unit:A{number}" for number in range(1, 5)} <= {part.key for part in lists}


def test_the_diagonal_has_no_colour_and_the_largest_number_the_strongest(demo: Snapshot) -> None:
    result = matrix(demo)
    looks = colours(result)
    assert [row[place] for place, row in enumerate(looks)] == ["self"] * len(looks)
    most = max(
        (cell.total, row, column)
        for row, cells in enumerate(result.cells)
        for column, cell in enumerate(cells)
        if row != column
    )
    assert looks[most[1]][most[2]] == "q5"


@pytest.mark.parametrize("language", list(Language))
def test_every_page_can_be_made_in_every_language(demo: Snapshot, retired: Impact, language: Language) -> None:
    frame = _frame(language, "/impact", thing="system:epj")
    pages = [
        PAGES.start(_frame(language), demo, matrix=matrix(demo), touched={"P1": ["unit:A1"]}),
        PAGES.search(_frame(language), demo, words="x", hits=[], limit=100),
        PAGES.matrix(_frame(language, "/matrix"), demo, result=matrix(demo, by=MatrixBy.UNIT)),
        PAGES.impact_form(_frame(language, "/impact"), demo, often=[]),
        PAGES.error(_frame(language), title="t", detail="d", status=404),
        *(PAGES.listing(_frame(language), demo, name=name, start=0) for name in LISTS),
        *(PAGES.impact(frame, demo, retired, Asked(("system:epj",), view=view)) for view in ("", "picture", "table")),
    ]
    for page in pages:
        assert f'<html lang="{language.value}"' in page
        assert " style=" not in page
        assert catalogue()["explorer.synthetic_line"].in_(language) in page


def test_one_thing_of_every_kind_has_a_page(demo: Snapshot) -> None:
    for kind in Kind:
        for number in demo.of_kind(kind)[:1].tolist():
            page = PAGES.thing(_frame(path="/thing"), demo, number=number)
            assert demo.references[number] in page


def test_every_change_of_every_kind_has_a_page(demo: Snapshot) -> None:
    for change in ChangeKind:
        thing = "data_object:D001" if change is ChangeKind.DATA else "system:epj"
        result = impact(demo, things=(thing,), change=change)
        page = PAGES.impact(_frame(path="/impact", thing=thing), demo, result, Asked((thing,)))
        assert result.summary.nb in page


def test_an_empty_register_shows_three_steps() -> None:
    empty = Snapshot(Facts(0, (), ()), dt.date(2026, 12, 1))
    page = PAGES.start(_frame(), empty, matrix=matrix(empty), touched={})
    assert page.count("<li>") == 3
    assert "/import/template.xlsx" in page


def test_an_address_names_things_safely() -> None:
    frame = _frame(path="/impact", thing="system:a", as_of="2025-01-01", unfolded="x")
    assert frame.thing("system:a/b?c#d") == "/thing/system/a%2Fb%3Fc%23d?as-of=2025-01-01"
    assert frame.same(unfolded=None, lang="en") == "/impact?thing=system%3Aa&as-of=2025-01-01&lang=en"
    assert frame.to("/matrix", by="unit") == "/matrix?by=unit&as-of=2025-01-01"


def test_a_name_that_falls_back_is_marked_and_explained() -> None:
    facts = Facts(1, (Fact(ThingRecord(Kind.SYSTEM, "a", {"name_nb": "Navnet"})),), ())
    snapshot = Snapshot(facts, dt.date(2026, 12, 1))
    note = catalogue()["explorer.fallen_back_note"]
    assert '<bdi lang="nb" class="fb">Navnet</bdi>' in PAGES.thing(_frame(Language.NN), snapshot, number=0)
    assert note.nn in PAGES.thing(_frame(Language.NN), snapshot, number=0)
    assert note.nb not in PAGES.thing(_frame(Language.NB), snapshot, number=0)


def test_every_message_that_a_template_names_is_in_the_catalogue() -> None:
    named = {
        key
        for path in TEMPLATES.glob("*.html")
        for key in re.findall(r"\bsay\(\"([a-z_0-9.]+)\"[,)]", path.read_text(encoding="utf-8"))
    }
    known = set(catalogue())
    assert len(named) > 80
    assert sorted(key for key in named if (key if "." in key else f"explorer.{key}") not in known) == []


def test_no_template_holds_words_of_its_own() -> None:
    for path in sorted(TEMPLATES.glob("*.html")):
        words = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>|&\w+;", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.findall(r"[A-Za-zÆØÅæøå]{3,}", words) == [], path.name


def test_static_files_are_small_and_fetch_nothing_from_elsewhere() -> None:
    scripts = {name: content.decode() for name, (content, _) in PAGES.static.items() if name.endswith(".js")}
    assert sum(text.count("\n") for text in scripts.values()) < 1_800
    assert sum(len(gzip.compress(text.encode())) for text in scripts.values()) < 30_000
    for name, (content, _) in PAGES.static.items():
        text = content.decode()
        assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text), name
        assert "@import" not in text, name
        assert "innerHTML" not in text, name


def test_a_page_names_every_module_that_its_script_imports() -> None:
    scripts = {name: content.decode() for name, (content, _) in PAGES.static.items() if name.endswith(".js")}
    needed, waiting = set(), ["explorer.js"]
    while waiting:
        new = set(re.findall(r"from\s+[\"']\./([^\"']+)[\"']", scripts[waiting.pop()])) - needed
        needed |= new
        waiting += new
    assert len(needed) > 8
    page = PAGES.error(Frame(Language.NB, "/", (), "/static/0"), title="", detail="", status=404)
    named = re.findall(r'<link rel="modulepreload" href="/static/0/([^"]+)">', page)
    assert sorted(named) == sorted(needed)
