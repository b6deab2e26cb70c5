"""No page breaks a rule of WCAG 2.2 AA that a machine can check; pictures keep their lines visible."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e

PAGES = {
    "start": "/",
    "search": "/search?q=bygg",
    "list of things": "/search?list=systems-never",
    "list of flows": "/search?list=flows-manual",
    "system": "/thing/system/bygg",
    "editing a fact": "/thing/system/bygg?edit=vendor",
    "editing names": "/thing/system/bygg?edit=names",
    "confirming": "/thing/system/bygg?edit=confirm",
    "a new thing": "/edit/new?kind=system",
    "relations to add": "/edit/relation?thing=system:bygg",
    "a new flow": "/edit/relation?thing=system:bygg&join=flow",
    "a relation": "/edit/relation?relation=flow:I053",
    "service": "/thing/service/T001",
    "unit": "/thing/unit/U43",
    "capability": "/thing/capability/saksbehandling",
    "crowded system": "/thing/system/entra?left=10&right=15",
    "matrix": "/matrix?row=A1&column=A4",
    "matrix of units": "/matrix?by=unit",
    "question": "/impact",
    "impact": "/impact?thing=system:epj&selected=unit:U43",
    "impact as a table": "/impact?thing=system:epj&view=table",
    "impact compared": "/impact?thing=system:epj&change=retire&compare=P6",
    "why not": "/impact?thing=system:sfo&selected=unit:U43",
    "proposal": "/impact?proposal=P3",
    "map": "/map?selected=unit:U35",
    "map of systems": "/map?show=systems",
    "map as a table": "/map?view=table",
    "weak spots": "/weak-spots",
    "structure": "/structure",
    "portfolio": "/portfolio?budget=7000&capacity=150",
    "portfolio suggested": "/portfolio",
    "portfolio as tables": "/portfolio?budget=7000&view=table",
    "portfolio impossible": "/portfolio?budget=1000&must=P2&floor=A3%3D2000",
    "privacy": "/privacy",
    "privacy of one": "/privacy?thing=data_object:D004",
    "journeys": "/journey",
    "journey": "/journey?thing=J2",
    "completeness": "/completeness?unit=U24",
    "learning asked": "/learning",
    "learning": "/learning?capability=iot",
    "what if": "/scenario?proposal=P3&analysis=weak-spots",
    "what if asked": "/scenario",
    "compare": "/diff?from=2026-12-01&to=2027-07-02",
    "help": "/help",
    "overlap": "/overlap",
    "overlap of a proposal": "/overlap?proposal=P8",
    "overlap as a table": "/overlap?proposal=P1&limit=20&view=table",
    "overlap in words": "/overlap?text=booking",
    "pairs": "/overlap?pairs=all",
    "pairs as a table": "/overlap?pairs=open&view=table",
    "paths": "/paths?from=iplan&to=minside",
    "paths as a table": "/paths?from=iplan&to=minside&view=table",
    "no path": "/paths?from=scada&to=bi&mode=sync&mode=batch&avoid=oko",
    "question of paths": "/paths?from=iplan",
    "unknown ends of paths": "/paths?from=iplann&to=minsid",
    "assessment asked": "/assessment",
    "assessment": "/assessment?proposal=P6",
    "memo": "/api/v1/memo/P6.html",
    "administration": "/administration",
    "saved views": "/views",
    "saving a view": "/views/new?address=/map",
    "import": "/import",
    "history": "/history",
    "error": "/thing/system/nothing",
}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}}
#: Ratio of every line's colour to every ground that it may cross.
CONTRASTS = """() => {
  const part = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => part(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [most, least] = [light(one), light(other)].sort((x, y) => y - x);
    return (most + 0.05) / (least + 0.05);
  };
  const grounds = [...document.querySelectorAll('#picture .ln')].map((one) => getComputedStyle(one).fill);
  grounds.push(getComputedStyle(document.body).backgroundColor);
  const found = {};
  for (const line of document.querySelectorAll('#picture .e, #picture .cd')) {
    const stroke = getComputedStyle(line).stroke;
    for (const ground of grounds) found[stroke + ' on ' + ground] = ratio(stroke, ground);
  }
  return found;
}"""
#: What has the focus, and whether one sees it: an outline, or a strong frame on a card.
FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const card = one.querySelector?.('.cd, .field');
  const frame = card ? parseFloat(getComputedStyle(card).strokeWidth) : 0;
  const outlined = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
  return [one.tagName + '.' + (one.className.baseVal ?? one.className), outlined || frame >= 2];
}"""


def _violations(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"][:5]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_in_bokmaal_and_light(demo: str, open_page: OpenPage, name: str) -> None:
    page = open_page(demo + PAGES[name], allow=(404,))
    assert _violations(page) == []


@pytest.mark.parametrize(
    ("name", "language", "scheme", "width"),
    [
        ("impact", "nb", "dark", 1280),
        ("start", "nn", "dark", 1280),
        ("impact", "nn", "light", 1280),
        ("system", "en", "dark", 1280),
        ("impact", "en", "light", 390),
        ("editing a fact", "nn", "dark", 390),
        ("a relation", "en", "dark", 1280),
        ("start", "nb", "light", 390),
        ("matrix of units", "nb", "dark", 1280),
        ("impact as a table", "en", "dark", 640),
        ("overlap of a proposal", "nn", "dark", 1280),
        ("overlap of a proposal", "en", "light", 390),
        ("pairs", "en", "dark", 1280),
        ("pairs", "nn", "light", 390),
        ("paths", "nn", "dark", 1280),
        ("paths", "en", "light", 390),
        ("no path", "en", "dark", 390),
        ("portfolio", "nn", "dark", 1280),
        ("portfolio", "en", "light", 390),
        ("portfolio impossible", "nn", "dark", 390),
    ],
)
def test_a_page_breaks_no_rule_in_other_colours_languages_and_sizes(
    demo: str, open_page: OpenPage, name: str, language: str, scheme: str, width: int
) -> None:
    page = open_page(demo, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(f"{demo}{PAGES[name]}{'&' if '?' in PAGES[name] else '?'}lang={language}")
    assert _violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_have_a_contrast_of_three_to_one_to_every_ground(demo: str, open_page: OpenPage, scheme: str) -> None:
    page = open_page(demo + PAGES["impact"], color_scheme=scheme)
    contrasts: dict[str, float] = page.evaluate(CONTRASTS)
    assert len(contrasts) > 10
    assert {pair: ratio for pair, ratio in contrasts.items() if ratio < 3} == {}


def test_the_first_stop_of_the_tab_key_leads_past_the_navigation(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + PAGES["impact"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_everything_that_takes_the_focus_shows_it(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + PAGES["impact"])
    bare = []
    for _ in range(60):
        page.keyboard.press("Tab")
        look = page.evaluate(FOCUSED)
        if not look[1] and look[0] != "BODY.":
            bare.append(look[0])
    assert bare == []


def test_headings_go_down_one_level_at_a_time(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo, allow=(404,))
    for path in PAGES.values():
        if path == PAGES["error"]:
            continue
        page.goto(demo + path)
        levels = page.locator("h1, h2, h3, h4").evaluate_all(
            "all => all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
        )
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_print_leaves_out_what_paper_cannot_do(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + PAGES["impact"])
    page.emulate_media(media="print")
    assert not page.locator(".top nav").is_visible()
    assert not page.locator("#controls").is_visible()
    assert page.locator("#picture svg.pic").is_visible()
    assert page.locator("#why ol").is_visible()
