"""Editing as people meet it in a browser, with scripts and without: change, see, step back, keep the view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.forum import small
from tests.web import serving

pytestmark = pytest.mark.e2e


@pytest.fixture
def town(tmp_path: Path) -> Iterator[str]:
    """Address of a small register of this test's own."""
    with small(tmp_path / "home") as workspace, serving(workspace) as web:
        yield f"http://127.0.0.1:{web.port}"


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_fact_and_a_flow_are_written_seen_and_taken_back_by_keyboard(
    town: str, open_page: OpenPage, script: bool
) -> None:
    page = open_page(f"{town}/thing/system/old?left=5", java_script_enabled=script, allow=(422,))
    page.get_by_role("link", name="Lagre visningen").click()
    page.get_by_label("Navn", exact=True).fill("Det gamle systemet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("«Det gamle systemet» er lagret")
    page.goto(f"{town}/thing/system/old")

    page.get_by_role("link", name="Endre Årlig kostnad").focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Årlig kostnad")
    expect(box).to_be_visible()
    if not script:
        page.keyboard.press("Tab")  # the address leads to the form, and its first field comes next
    expect(box).to_be_focused()
    box.fill("mye")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("skriv et tall")
    expect(box).to_have_value("mye")
    box.fill("120")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Årlig kostnad: 120 kNOK")
    expect(page.get_by_role("row", name="Årlig kostnad")).to_contain_text("hr sier 100\xa0000 kr.")

    page.get_by_role("link", name="Dette leverer til …").click()
    other = page.locator("#f-other")
    expect(other).to_be_focused()
    other.fill("system:arkiv")
    page.get_by_label("Måte").select_option("batch")
    page.get_by_role("button", name="Se hva som endres").click()
    expect(page.get_by_role("status").first).to_contain_text("Ny kobling: Gammelt leverer til Arkiv")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator("#flows-title")).to_contain_text("(2)")

    page.goto(f"{town}/views")
    expect(page.locator(".views li")).to_contain_text("Kartet er endret siden (revisjon 2 → 4). 2 ting på kartet")
    page.get_by_role("link", name="Det gamle systemet").click()
    expect(page.get_by_role("status")).to_contain_text("2 ting i bildet er endret")
    page.get_by_role("link", name="Vis som nå").click()

    page.goto(f"{town}/thing/system/old?done=4")
    page.get_by_role("link", name="Angre").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Angre").click()
    page.goto(f"{town}/thing/system/old")
    expect(page.locator("#flows-title")).to_contain_text("(1)")
