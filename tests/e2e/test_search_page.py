"""The search page and the live search: one sees what was found by, and what to try when nothing was."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import gates
from tests.e2e.conftest import OpenPage


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_marks_what_was_asked_for_and_says_where(
    demo: str, open_page: OpenPage, width: int, scheme: str
) -> None:
    page = open_page(
        f"{demo}/search?q=payroll%20kilo&lang=nb", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    row = page.locator("tbody tr").first
    expect(row.locator("th a")).to_have_text("Lønnssystem")
    expect(row.locator("th small")).to_have_text("Navn (engelsk): Payroll system")
    assert row.locator("mark").all_inner_texts() == ["Payroll", "Kilo"]
    assert gates.rules(page) + gates.headings(page) == []


def test_what_is_only_alike_is_told_so(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/search?q=trygghetsalram&lang=nb")
    expect(page.locator("main > p[role=status]")).to_contain_text("Ingenting har «trygghetsalram» akkurat slik")
    expect(page.locator("tbody mark").first).to_have_text("Trygghetsalarmer")
    assert gates.rules(page) + gates.headings(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_where_nothing_is_found_the_page_helps_on(demo: str, open_page: OpenPage, width: int) -> None:
    page = open_page(
        f"{demo}/search?q=barneverntilsyn&lang=nb&as-of=2026-12-01", viewport={"width": width, "height": 800}
    )
    expect(page.get_by_role("heading", name="Slik søker du")).to_be_visible()
    assert gates.rules(page) + gates.headings(page) == []
    page.get_by_role("link", name="barnevernstiltak").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    assert "as-of=2026-12-01" in page.url


def test_live_search_marks_letters_and_says_what_to_try(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/?lang=nb")
    field = page.get_by_role("combobox")
    field.fill("payrol")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Navn (engelsk): Payroll system")
    assert option.locator("mark").all_inner_texts() == ["Payrol"]
    field.fill("førerkort")
    said = page.locator(".hits.none")
    expect(said).to_have_text("Ingen treff. Prøv heller: lånerkort")
    expect(said).to_be_visible()
    field.press("Escape")
    field.blur()
    expect(said).not_to_be_visible()


def test_a_field_for_systems_is_offered_systems_only(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/paths?lang=nb")
    page.locator("#from").fill("lønn")
    options = page.locator("#from-hits [role=option]")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("system · lonn")
