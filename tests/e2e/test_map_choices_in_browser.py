"""Choosing on the map: several at once, pinned, taken back and done again, by pointer, by keyboard, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e import gates
from tests.e2e.conftest import OpenPage, follow
from tests.e2e.test_map_in_browser import middle

pytestmark = pytest.mark.e2e


def _selected(page: Page) -> list[str]:
    rows = page.locator('.map-list [role=row][aria-selected="true"] a[data-thing]')
    return [str(one.get_attribute("data-thing")) for one in rows.all()]


def _lasso(page: Page, first: str, last: str, *, shift: bool = True) -> None:
    """Drag a frame from just outside one box to just outside another."""
    (x, y), (x2, y2) = middle(page, first), middle(page, last)
    if shift:
        page.keyboard.down("Shift")
    page.mouse.move(x - 45, y - 16)
    page.mouse.down()
    page.mouse.move(x2 + 190, y2 + 16, steps=5)
    page.mouse.up()
    if shift:
        page.keyboard.up("Shift")


def test_a_lasso_selects_what_is_within_and_the_panel_tells_what_they_exchange(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    _lasso(page, "unit:U01", "unit:U03")
    page.get_by_role("heading", name="3 valgt").wait_for()
    assert _selected(page) == ["unit:U01", "unit:U02", "unit:U03"]
    told = page.locator("#map-side .sel-box").inner_text()
    assert "mellom de valgte" in told
    assert "til og fra andre" in told
    page.wait_for_function("document.querySelector('[data-map-said]').textContent.startsWith('3 er valgt')")


def test_a_button_lets_a_finger_choose_several(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    page.get_by_role("button", name="Velg flere").click()
    page.mouse.click(*middle(page, "unit:U01"))
    page.wait_for_url("**selected=unit%3AU01")
    page.mouse.click(*middle(page, "unit:U04"))
    page.get_by_role("heading", name="2 valgt").wait_for()
    page.mouse.click(*middle(page, "unit:U01"))
    page.get_by_role("heading", name="Dokumentsenter").wait_for()
    _lasso(page, "unit:U02", "unit:U03", shift=False)
    page.get_by_role("heading", name="2 valgt").wait_for()


def test_the_list_selects_several_and_pins_by_keyboard_alone(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map?selected=unit:U01")
    page.locator("canvas").wait_for()
    assert page.locator('.map-list a[tabindex="0"]').count() == 1
    page.locator('.map-list a[tabindex="0"]').focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.get_by_role("heading", name="2 valgt").wait_for()
    assert _selected(page) == ["unit:U01", "unit:U03"]
    page.wait_for_function("document.activeElement.dataset.thing === 'unit:U03'")
    page.keyboard.press("p")
    page.get_by_role("heading", name="Festet (1)").wait_for()
    assert "pin=unit%3AU03" in page.url
    page.wait_for_function("document.querySelector('[data-map-said]').textContent.includes('1 er festet')")
    page.wait_for_function("document.activeElement.dataset.thing === 'unit:U03'")
    page.keyboard.press("Space")
    page.get_by_role("heading", name="Digitalisering").wait_for()
    page.keyboard.press("End")
    page.wait_for_function("document.activeElement.dataset.thing === 'unit:U44'")


def test_steps_are_taken_back_and_done_again_with_the_place_one_looked_at(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    undo, redo = page.get_by_role("button", name="Angre"), page.get_by_role("button", name="Gjør om")
    assert undo.get_attribute("aria-disabled") == "true"
    page.mouse.click(*middle(page, "unit:U35"))
    page.get_by_role("heading", name="Byggesak").wait_for()
    page.mouse.click(*middle(page, "unit:U35"))
    page.wait_for_url("**open=unit%3AU35**")
    page.get_by_role("link", name="Fest", exact=True).click()
    page.wait_for_url("**pin=unit%3AU35**")
    page.get_by_label("Filtrer listen").fill("skole")
    page.get_by_label("Filtrer listen").blur()
    page.wait_for_url("**filter=skole**")
    before = page.locator("[data-zoom-level]").inner_text()
    page.get_by_role("button", name="Større").click()
    page.wait_for_function("(before) => document.querySelector('[data-zoom-level]').textContent !== before", arg=before)
    page.keyboard.press("Control+z")
    page.wait_for_function("!location.search.includes('filter') && location.search.includes('pin')")
    page.wait_for_function("(before) => document.querySelector('[data-zoom-level]').textContent === before", arg=before)
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('pin')")
    undo.click()
    page.wait_for_function("!location.search.includes('open')")
    page.keyboard.press("Control+Shift+z")
    page.wait_for_url("**open=unit%3AU35**")
    redo.click()
    page.wait_for_url("**pin=unit%3AU35**")
    page.get_by_role("heading", name="Festet (1)").wait_for()
    assert undo.get_attribute("aria-disabled") == "false"


def test_folding_everything_can_be_taken_back_and_is_offered_only_when_something_is_open(
    demo: str, open_page: OpenPage
) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    assert page.get_by_role("link", name="Fold sammen alt").count() == 0
    page.goto(f"{demo}/map?open=unit:U01&closed=unit:A2")
    page.locator("canvas").wait_for()
    page.get_by_role("link", name="Fold sammen alt").click()
    page.wait_for_function("location.search === ''")
    page.keyboard.press("Escape")
    page.wait_for_function("location.search.includes('open') && location.search.includes('closed')")


def test_two_selected_systems_lead_to_what_they_touch_and_to_the_ways_between_them(
    demo: str, open_page: OpenPage
) -> None:
    page = open_page(f"{demo}/map?selected=system:bygg&selected=system:iplan")
    page.get_by_role("link", name="Veier mellom de to").click()
    page.wait_for_url("**/paths?from=system%3A*to=system%3A*")
    page.go_back()
    page.get_by_role("link", name="Hva berører en endring av disse?").click()
    page.wait_for_url("**/impact?thing=*thing=*")
    assert page.locator("h1").inner_text()


def test_without_scripts_several_are_chosen_and_pinned_by_links(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map?selected=unit:U01", java_script_enabled=False)
    page.get_by_role("link", name="Legg Økonomi og regnskap til de valgte").click()
    page.get_by_role("heading", name="2 valgt").wait_for()
    page.get_by_role("link", name="Fest", exact=True).click()
    page.get_by_role("heading", name="Festet (2)").wait_for()
    assert page.locator("svg.map path.es").count() == 1
    page.get_by_label("Filtrer listen").fill("sykehjem")
    follow(page.get_by_role("button", name="Filtrer"))
    assert page.locator(".rows > :visible").count() == 2
    assert page.get_by_role("heading", name="Festet (2)").count() == 1


def test_a_comparison_stays_while_one_goes_on_choosing(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    page.mouse.click(*middle(page, "unit:U35"))
    page.get_by_role("heading", name="Byggesak").wait_for()
    page.locator("#map-when summary").click()
    page.get_by_label("Sammenlign med").select_option("P6")
    page.locator("#map-when button").click()
    page.wait_for_url("**compare=P6**")
    assert "selected=unit%3AU35" in page.url
    page.get_by_role("heading", name="forslag P6 gjennomført").wait_for()
    page.locator("canvas").wait_for()
    page.mouse.click(*middle(page, "unit:U01"))
    page.get_by_role("heading", name="Digitalisering").wait_for()
    assert "compare=P6" in page.url
    page.get_by_role("link", name="Tabell").click()
    page.wait_for_url("**view=table**")
    page.locator("table b").filter(has_text="+").first.wait_for()


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}],
    ids=["light", "dark", "phone"],
)
def test_chosen_and_pinned_the_map_keeps_every_gate(demo: str, open_page: OpenPage, options: dict[str, object]) -> None:
    pins = "&".join(f"pin={one}" for one in ("unit:U35", "unit:U01", "unit:U24", "system:epj"))
    page = open_page(f"{demo}/map?selected=unit:U01&selected=unit:U35&open=unit:U43&{pins}", **options)
    page.locator("canvas").wait_for()
    assert [f"{gate.__name__}: {one}" for gate in gates.ALL for one in gate(page)] == []
