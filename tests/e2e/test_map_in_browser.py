"""The map in a browser: dragged, enlarged, chosen from with pointer and keyboard, and whole without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e


def middle(page: Page, key: str) -> tuple[float, float]:
    """Where a box stands on the page, at first sight."""
    layout = page.evaluate("fetch('/map/layout.json' + location.search).then((answer) => answer.json())")
    box = next(one for one in layout["boxes"] if one["key"] == key)
    place = page.locator("canvas").bounding_box()
    assert place is not None
    scale = float(page.locator("[data-zoom-level]").inner_text().split()[0]) / 100
    return place["x"] + 2 + (box["x"] + 40) * scale, place["y"] + 2 + (box["y"] + 14) * scale


def test_a_click_on_a_unit_selects_it_and_a_second_one_opens_it(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    page.mouse.click(*middle(page, "unit:U35"))
    page.get_by_role("heading", name="Byggesak").wait_for()
    assert "selected=unit%3AU35" in page.url
    page.mouse.click(*middle(page, "unit:U35"))
    page.wait_for_url("**open=unit%3AU35**")


def test_the_list_drives_the_map_by_keyboard_and_keeps_the_focus(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    link = page.locator('#map-side a[data-thing="unit:U24"]')
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Barneskoler").wait_for()
    page.wait_for_function("document.activeElement.dataset.thing === 'unit:U24'")


def test_buttons_and_dragging_move_the_view_and_not_the_page(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    before = page.locator("[data-zoom-level]").inner_text()
    page.get_by_role("button", name="Større").click()
    page.wait_for_function("(before) => document.querySelector('[data-zoom-level]').textContent !== before", arg=before)
    picture = page.locator("canvas").screenshot()
    place = page.locator("canvas").bounding_box()
    assert place is not None
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 40, steps=4)
    page.mouse.up()
    assert page.locator("canvas").screenshot() != picture
    assert "selected" not in page.url, "dragging is no click"


def test_the_list_can_be_filtered(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    page.get_by_label("Filtrer listen").fill("sykehjem")
    assert page.locator(".rows > :visible").count() == 2


def test_without_scripts_the_map_is_links(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map", java_script_enabled=False)
    page.locator('svg.map a[data-thing="unit:U35"]').click()
    page.wait_for_url("**selected=unit%3AU35**")
    assert "17 flyter" in page.locator("#map-side").inner_text()


def test_modules_come_once_and_in_one_round(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/map")
    page.locator("canvas").wait_for()
    asked: list[tuple[str, str]] = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => [new URL(one.name).pathname, one.initiatorType])"
    )
    modules = {path.rsplit("/", 1)[1]: initiator for path, initiator in asked if path.endswith(".js")}
    assert len(modules) == sum(path.endswith(".js") for path, _ in asked) > 8, "each module comes once"
    by_script = [name for name, initiator in modules.items() if initiator == "script"]
    assert by_script == ["explorer.js"], "the page names the others, so that none waits for another"
    assert [path for path, _ in asked].count("/map/layout.json") == 1
