"""Every gate of quality on every screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.e2e import gates
from tests.e2e.conftest import OpenPage
from tests.e2e.screens import SCREENS, unseen

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_keeps_every_gate(screens: str, read_page: OpenPage, name: str) -> None:
    page = read_page(screens + SCREENS[name], allow=(404,))
    assert [f"{gate.__name__}: {one}" for gate in gates.ALL for one in gate(page)] == []
    assert body(page) == body(page), "the same address gives other bytes"


def body(page: Page) -> str:
    """Return the page's bytes, but for the key by which a form that is sent twice is known."""
    return re.sub(r'name="key" value="[^"]*"', "", page.request.get(page.url).text())


def test_every_page_of_the_program_is_among_the_screens() -> None:
    assert unseen(SCREENS.values()) == []


def test_the_first_stop_of_the_tab_key_leads_past_the_navigation(screens: str, read_page: OpenPage) -> None:
    page = read_page(screens + SCREENS["impact"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_paper_gets_the_picture_and_the_reasons(screens: str, read_page: OpenPage) -> None:
    page = read_page(screens + SCREENS["impact"])
    page.emulate_media(media="print")
    assert not page.locator("#controls").is_visible()
    assert page.locator("#picture svg.pic").is_visible()
    assert page.locator("#why ol").is_visible()
