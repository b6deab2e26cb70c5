"""The page of paths as a person uses it: by keyboard, without scripts, on a narrow screen, and with no path at all."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e
ASKED = "/paths?from=iplan&to=minside"


def _asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_person_finds_paths_by_keyboard_alone(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/thing/system/iplan")
    page.get_by_role("link", name="Veier herfra").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/paths?*")
    expect(page.locator("#from")).to_have_value("Individuell plan")
    page.locator("#to").focus()
    page.keyboard.type("min side")
    expect(page.locator(".hits li").first).to_contain_text("Min side")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#to")).to_have_value("system:minside")
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_have_text(
        "Fra Individuell plan til Min side: 6 veier med høyst 4 ledd. Viser 5, billigste først."
    )
    expect(page.locator(".way")).to_have_count(5)

    page.get_by_role("link", name="Vei 3").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#path-3 .told li")).to_have_count(3)
    assert _asked(page)["selected"] == ["3"]
    assert page.evaluate("document.activeElement.textContent") == "Vei 3"
    page.keyboard.press("Escape")
    expect(page.locator("#path-1 .told li")).to_have_count(2)
    assert "selected" not in _asked(page)


def test_only_systems_are_offered_in_the_fields(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/paths")
    page.locator("#from").fill("byggesak")
    expect(page.locator(".hits li").first).to_be_visible()
    told = page.locator("#from-hits li span").all_inner_texts()
    assert told
    assert all(words.startswith("system · ") for words in told)


def test_choosing_an_alternative_and_a_filter_make_no_entry_in_the_history(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{ASKED}")
    entries = page.evaluate("history.length")
    page.get_by_role("link", name="Vei 2").click()
    expect(page.locator("#path-2 .told")).to_be_visible()
    page.get_by_label("Flest ledd").select_option("2")
    page.wait_for_url("**max-steps=2*")
    expect(page.locator(".way")).to_have_count(1)
    assert page.evaluate("history.length") == entries


def test_the_page_works_without_scripts(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/paths", java_script_enabled=False)
    page.locator("#from").fill("iplan")
    page.locator("#to").fill("minside")
    page.locator("summary", has_text="Protokoll").click()
    page.get_by_role("checkbox", name="CSV").check()
    page.get_by_role("button", name="Finn veier").click()
    expect(page.get_by_role("heading", name="Ingen vei funnet")).to_be_visible()
    page.get_by_role("link", name="Løs på filter").first.click()
    expect(page.locator(".way").first).to_be_visible()
    page.get_by_role("link", name="Vei 1").click()
    expect(page.locator("#path-1 .told")).to_be_visible()
    page.get_by_role("link", name="Bytt").click()
    assert _asked(page)["from"] == ["system:minside"]


def test_no_path_says_what_would_help_and_leads_there(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/paths?from=scada&to=bi&mode=sync&mode=async&mode=batch")
    expect(page.locator("#none-title")).to_have_text("Ingen vei funnet")
    expect(page.locator("main")).to_contain_text("I104 Driftskontroll vann og avløp sender prosessverdier")
    page.get_by_role("link", name="Løs på filteret").click()
    expect(page.locator(".way")).to_have_count(2)
    expect(page.locator(".lead")).to_contain_text("2 veier")


def test_further_filters_are_open_while_one_is_in_use(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{ASKED}")
    page.locator("summary", has_text="Flere filtre").click()
    page.locator("#avoid").fill("ppt")
    page.get_by_role("button", name="Finn veier").click()
    expect(page.locator("summary", has_text="Flere filtre (1 i bruk)")).to_be_visible()
    expect(page.locator(".further .chip")).to_contain_text("PPT-fagsystem")
    expect(page.locator(".way")).to_have_count(5)
    page.locator(".further .chip input").uncheck()
    page.get_by_role("button", name="Finn veier").click()
    expect(page.locator(".further .chip")).to_have_count(0)


def test_unknown_and_shared_names_come_back_with_systems_to_choose(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/paths?from=iplann&to=minside", allow=(404, 422))
    expect(page.get_by_role("alert")).to_contain_text("Fant ikke «iplann»")
    page.get_by_role("alert").get_by_role("link", name="Individuell plan").click()
    expect(page.locator(".way")).to_have_count(5)
    page.goto(f"{demo}/paths?from=iplan&to=iplan")
    expect(page.get_by_role("alert")).to_contain_text("Fra og til er samme system")
    expect(page.locator("#from")).to_have_value("Individuell plan")


def test_a_narrow_screen_gets_the_steps_as_a_list(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{ASKED}", viewport={"width": 390, "height": 844})
    expect(page.locator("#path-2 .picture")).to_be_hidden()
    expect(page.locator("#path-2 .hops li").first).to_contain_text("CSV · manuell · Tiltak og mål")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Endre").click()
    expect(page.locator("#from")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Veier fra Individuell plan"), ("nn", "Vegar frå Individuell plan"), ("en", "Paths from Individual plan")],
)
def test_the_page_speaks_three_languages(demo: str, open_page: OpenPage, language: str, words: str) -> None:
    page = open_page(f"{demo}{ASKED}&lang={language}")
    assert page.title().startswith(words)
    assert page.locator("html").get_attribute("lang") == language


def test_the_answer_can_be_saved_and_the_table_is_at_the_same_address(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{ASKED}&selected=2")
    page.get_by_role("link", name="Tabell", exact=True).click()
    assert _asked(page) == {"from": ["iplan"], "to": ["minside"], "selected": ["2"], "view": ["table"]}
    expect(page.locator("#table tbody tr")).to_have_count(14)
    page.get_by_text("Lagre, del").click()
    for ending, start in ((".svg", b"<svg"), (".csv", b"\xef\xbb\xbfwhat;path;"), (".xlsx", b"PK"), (".json", b"{")):
        with page.expect_download() as caught:
            page.locator(f".drop a[download='paths{ending}']").click()
        assert caught.value.path().read_bytes().startswith(start), ending


def test_paper_gets_the_strips_and_no_form(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{ASKED}")
    page.emulate_media(media="print")
    expect(page.locator("#controls")).to_be_hidden()
    expect(page.locator("#path-1 svg.pic")).to_be_visible()
