"""Every gate of quality on the pictures, for everybody: three languages, dark, phone, enlarged, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e import gates
from tests.e2e.conftest import OpenPage
from tests.e2e.screens import PICTURES, SCREENS

pytestmark = pytest.mark.e2e

#: What each of the four kinds of picture, the first word of its screens' names, has in its heading in each language.
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


def wrong(page: Page) -> list[str]:
    return [f"{gate.__name__}: {one}" for gate in gates.ALL for one in gate(page)]


def wrong_without_scripts(page: Page) -> list[str]:
    found = [f"{gate.__name__}: {one}" for gate in gates.ALL if gate not in gates.NEED_SCRIPTS for one in gate(page)]
    with gates.without_scripts(page) as twin:
        return found + [f"{gate.__name__}: {one}" for gate in gates.NEED_SCRIPTS for one in gate(twin)]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_keep_every_gate_in_every_variant(
    screens: str, open_page: OpenPage, name: str, variant: str
) -> None:
    options, language = VARIANTS[variant]
    address = SCREENS[name]
    page = open_page(f"{screens}{address}{'&' if '?' in address else '?'}lang={language}", **options)
    assert page.locator("html").get_attribute("lang") == language
    assert HEADINGS[name.partition(" ")[0]][language] in page.locator("h1").inner_text()
    if variant == "dark":
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert page.locator("main svg, main table, main canvas, main #narrow").filter(visible=True).count()
    assert (wrong_without_scripts if variant == "without JavaScript" else wrong)(page) == []
