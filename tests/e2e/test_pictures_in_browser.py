"""Pictures in a real browser: text fits as measured, both themes work, nothing hinders those who listen."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from graphsvc.model import ChangeKind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import impact
from graphsvc_visualizations.lettering import width
from graphsvc_visualizations.lifecycle import lifecycle
from graphsvc_visualizations.neighbourhood import neighbourhood
from graphsvc_visualizations.swimlane import swimlane
from tests.demo_facts import demo_snapshot

pytestmark = pytest.mark.e2e

#: Every text with its real width, and whether it stands on its card clear of the signs at its right end.
MEASURE = """() => [...document.querySelectorAll('svg text')].map(text => {
  const style = getComputedStyle(text);
  return [text.textContent, parseFloat(style.fontSize), style.fontWeight >= 600, text.getComputedTextLength()];
})"""
CROWDED = """() => [...document.querySelectorAll('[data-way=effect]')].filter(card => {
  const end = Math.max(...[...card.querySelectorAll('text')].map(text => text.getBoundingClientRect().right));
  const signs = [...card.querySelectorAll('rect:not(.cd), .ic')].map(sign => sign.getBoundingClientRect().left);
  return end > Math.min(...signs);
}).map(card => card.getAttribute('aria-label'))"""


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1300, "height": 900})
    yield made
    made.close()


def _on_a_page(*pictures: str, theme: str = "light") -> str:
    folder = resources.files("graphsvc_visualizations").joinpath("explorer", "static")
    sheets = "".join(folder.joinpath(name).read_text("utf-8") for name in ("tokens.css", "picture.css"))
    body = "<main><h1>Bilder</h1>" + "".join(pictures) + "</main>"
    return (
        f'<!doctype html><html lang="nb" data-theme="{theme}"><title>Bilder</title>'
        f"<style>{sheets} body{{background:var(--bg);color:var(--fg)}}</style>{body}</html>"
    )


def _pictures(demo: Snapshot, language: Language) -> list[str]:
    result = impact(demo, things=("system:epj",), change=ChangeKind.RETIRE)
    lanes = swimlane(
        demo, result, language=language, standalone=False, selected="unit:U10", address=[("thing", "system:epj")]
    )
    near = neighbourhood(
        demo, "system:bygg", language=language, standalone=False, address=[("view", "near")], target="/things/{thing}"
    )
    return [lanes, near, lifecycle(demo, "system:bygg", language=language, standalone=False)]


@pytest.mark.parametrize("language", list(Language))
def test_no_text_is_wider_in_the_browser_than_the_server_measured(
    demo: Snapshot, page: Page, language: Language
) -> None:
    page.set_content(_on_a_page(*_pictures(demo, language)))
    found = page.evaluate(MEASURE)
    assert len(found) > 120
    wider = [
        (words, real, width(words, size, bold=bold))
        for words, size, bold, real in found
        if real > width(words, size, bold=bold) + 0.5
    ]
    assert wider == []


def test_no_name_runs_into_the_signs_of_its_card(demo: Snapshot, page: Page) -> None:
    page.set_content(_on_a_page(*_pictures(demo, Language.NB)))
    assert page.evaluate(CROWDED) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong(demo: Snapshot, page: Page, theme: str) -> None:
    page.set_content(_on_a_page(*_pictures(demo, Language.NB), theme=theme))
    found = Axe().run(page)
    assert found.response["violations"] == []


def test_the_theme_follows_the_attribute_and_paper_is_always_light(demo: Snapshot, page: Page) -> None:
    card = "() => getComputedStyle(document.querySelector('svg .cd')).fill"
    page.emulate_media(media="screen", color_scheme="light")
    page.set_content(_on_a_page(*_pictures(demo, Language.NB), theme="dark"))
    assert page.evaluate(card) == "rgb(26, 35, 43)"
    page.emulate_media(media="print")
    assert page.evaluate(card) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")


def test_a_file_follows_the_system_and_needs_no_other_file(demo: Snapshot, page: Page, tmp_path: Path) -> None:
    result = impact(demo, things=("system:bygg",), change=ChangeKind.RETIRE)
    path = tmp_path / "picture.svg"
    path.write_text(swimlane(demo, result, language=Language.NB), encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for scheme, fill in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(26, 35, 43)")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(path.as_uri())
        assert page.evaluate("() => getComputedStyle(document.querySelector('.cd')).fill") == fill
    assert set(asked) == {path.as_uri()}


def test_every_card_can_be_reached_by_tab_and_shows_it(demo: Snapshot, page: Page) -> None:
    page.goto("about:blank")
    page.set_content(_on_a_page(_pictures(demo, Language.NB)[0]))
    cards = page.evaluate("() => document.querySelectorAll('svg a, svg [tabindex]').length")
    reached = set()
    for _ in range(cards):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("() => document.activeElement.getAttribute('aria-label')"))
    assert None not in reached
    assert len(reached) > 40
    outline = "() => getComputedStyle(document.activeElement.querySelector('.cd')).strokeWidth"
    assert page.evaluate(outline) == "3.4px"
