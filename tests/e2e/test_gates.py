"""Every gate of quality on every screen; its variants on one screen of each of the four kinds of picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from graphsvc.service.demo import open_demo
from graphsvc.settings import Settings
from tests.e2e import gates
from tests.e2e.conftest import OpenPage, serve
from tests.e2e.screens import FOUR, SCREENS, unseen
from tests.forum_routes import filled

pytestmark = pytest.mark.e2e

#: What each of the four kinds of picture has in its heading in each language.
HEADINGS = {
    "impact": {"nb": "avvikles", "nn": "avvikla", "en": "retired"},
    "paths": {"nb": "Integrasjonsveier", "nn": "Integrasjonsvegar", "en": "Integration paths"},
    "matrix": {"nb": "Avhengigheter", "nn": "Avhengnader", "en": "Dependence"},
    "map": {"nb": "Kart over kommunen", "nn": "Kart over kommunen", "en": "Map of the municipality"},
}
#: Variant -> what the browser is told, and the language that is asked for.
VARIANTS: dict[str, tuple[dict[str, object], str]] = {
    "nynorsk": ({}, "nn"),
    "English": ({}, "en"),
    "dark": ({"color_scheme": "dark"}, "nb"),
    "without JavaScript": ({"java_script_enabled": False}, "nb"),
    "on a phone": ({"viewport": {"width": 390, "height": 844}}, "nb"),
    "at 200 %": ({"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}, "nb"),
}


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a demo whose forum has met and decided."""
    home = tmp_path_factory.mktemp("screens") / "home"
    with open_demo(Settings(home=home, graph="none"))[0] as workspace:
        filled(workspace)
    yield from serve(home, "serve")


def wrong(page: Page, *without: object) -> list[str]:
    return [f"{gate.__name__}: {one}" for gate in gates.ALL if gate not in without for one in gate(page)]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_keeps_every_gate(screens: str, open_page: OpenPage, name: str) -> None:
    page = open_page(screens + SCREENS[name], allow=(404,))
    assert wrong(page) == []
    assert body(page) == body(page), "the same address gives other bytes"


def body(page: Page) -> str:
    """Return the page's bytes, but for the key by which a form that is sent twice is known."""
    return re.sub(r'name="key" value="[^"]*"', "", page.request.get(page.url).text())


def test_every_page_of_the_program_is_among_the_screens() -> None:
    assert unseen(SCREENS.values()) == []


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", FOUR)
def test_the_four_pictures_keep_every_gate_in_every_variant(
    screens: str, open_page: OpenPage, name: str, variant: str
) -> None:
    options, language = VARIANTS[variant]
    page = open_page(screens, **options)
    page.goto(f"{screens}{SCREENS[name]}&lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    assert HEADINGS[name][language] in page.locator("h1").inner_text()
    if variant == "dark":
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert page.locator("main svg, main table, main canvas, main #narrow").filter(visible=True).count()
    # What checks the rules is itself a script that waits, which a page without scripts does not run.
    assert wrong(page, *([gates.rules] if variant == "without JavaScript" else [])) == []


def test_the_first_stop_of_the_tab_key_leads_past_the_navigation(screens: str, open_page: OpenPage) -> None:
    page = open_page(screens + SCREENS["impact"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_paper_gets_the_picture_and_the_reasons(screens: str, open_page: OpenPage) -> None:
    page = open_page(screens + SCREENS["impact"])
    page.emulate_media(media="print")
    assert not page.locator("#controls").is_visible()
    assert page.locator("#picture svg.pic").is_visible()
    assert page.locator("#why ol").is_visible()
