"""The walk: from the start page to which sectors a change touches and why, by search, click and keyboard."""

from __future__ import annotations

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, follow

pytestmark = pytest.mark.e2e
EPJ = "/impact?thing=system%3Aepj"
#: How long it takes from a click to a drawn path, in milliseconds.
TIMED = """() => { window.drawn = new Promise((done) => {
  document.addEventListener('click', () => {
    const start = performance.now();
    const watched = new MutationObserver(() => {
      if (!document.querySelector('#picture .sel')) return;
      watched.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
    });
    watched.observe(document.getElementById('impact'), { childList: true });
  }, { capture: true, once: true });
}); }"""
CARD = "#picture a[data-thing='{}'][data-way='effect']"


def _asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_person_finds_out_by_search_and_keyboard_alone_why_the_fire_service_is_touched(
    demo: str, open_page: OpenPage
) -> None:
    page = open_page(demo)
    expect(page.locator(".banner").first).to_contain_text("Syntetiske demodata")
    page.get_by_role("combobox").focus()
    page.keyboard.type("pleie og omsorg")
    expect(page.get_by_role("option").first).to_contain_text("Journal pleie og omsorg")
    hit = page.get_by_role("option").first
    expect(hit).to_contain_text("system · epj · Helse, omsorg og velferd · Tjenestekontoret")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thing/system/epj")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Journal pleie og omsorg")

    page.get_by_role("link", name="Hva berøres av en endring?").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/impact?*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva berøres når Journal pleie og omsorg avvikles?")
    expect(page.locator(".lead")).to_contain_text("4 av 4 sektorer: 32 tjenester, 21 av 44 enheter og 5 systemer")
    assert page.locator(CARD.format("unit:U43")).count() == 1

    page.locator(CARD.format("unit:U43")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#why-title")).to_have_text("Hvorfor blir Brann og forebygging berørt?")
    steps = page.locator("#why ol li")
    expect(steps.first).to_contain_text("omsorg støtter tjenesten «Bekymringsmelding om brannsikkerhet».")
    expect(steps.last).to_contain_text("Brann og forebygging har ansvaret for tjenesten")
    expect(steps.first).to_contain_text("Kilde: service_systems.csv")
    assert _asked(page)["selected"] == ["unit:U43"]
    assert page.locator("#picture .sel[data-thing='unit:U43']").count() == 1
    assert page.evaluate("document.activeElement.dataset.thing") == "unit:U43"


def test_it_says_why_not_for_a_unit_that_is_not_touched(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/impact?thing=system:sfo")
    page.get_by_label("Velg en enhet").select_option("unit:U43")
    page.get_by_role("button", name="Vis hvorfor").click()
    expect(page.locator("#why-title")).to_have_text(re.compile("ikke berørt|under grensen"))


def test_the_page_works_without_scripts(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo, java_script_enabled=False)
    page.get_by_role("searchbox").fill("epj")
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("link", name="Journal pleie og omsorg").first.click()
    page.get_by_role("link", name="Hva berøres av en endring?").click()
    page.locator(CARD.format("unit:U43")).click()
    expect(page.locator("#why-title")).to_have_text("Hvorfor blir Brann og forebygging berørt?")
    page.locator("#picture .fold").first.click()
    assert "unfolded" in _asked(page)


def test_arrow_keys_go_from_card_to_card_and_escape_returns(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{EPJ}")
    first = page.locator("#picture a[data-way='effect']").first
    first.focus()
    start = first.get_attribute("data-thing")
    page.keyboard.press("ArrowRight")
    right = page.evaluate("document.activeElement.dataset.thing")
    assert right not in {None, start}
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.pic') !== null")
    page.keyboard.press("Enter")
    expect(page.locator("#why ol li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#why ol li")).to_have_count(0)
    assert "selected" not in _asked(page)


def test_a_new_thing_is_a_new_entry_in_the_history_and_a_filter_replaces_it(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/thing/system/epj")
    page.get_by_role("link", name="Hva berøres av en endring?").click()
    page.wait_for_url("**/impact?*")
    entries = page.evaluate("history.length")
    page.get_by_label("Minste styrke").select_option("0.5")
    page.wait_for_url("**min-strength=0.5*")
    page.locator("#picture a[data-way='effect']").first.click()
    expect(page.locator("#why ol li").first).to_be_visible()
    assert page.evaluate("history.length") == entries
    page.go_back()
    assert page.url.endswith("/thing/system/epj")


def test_a_click_on_a_card_is_drawn_within_300_milliseconds(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{EPJ}", near=True)
    page.evaluate(TIMED)
    page.locator(CARD.format("unit:U43")).click()
    assert page.evaluate("window.drawn") < 300 * 3  # other work shares the two cores; alone it takes about a fifth


def test_the_first_page_is_usable_within_a_second(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo, near=True)
    start = time.perf_counter()
    page.reload(wait_until="load")
    assert time.perf_counter() - start < 3  # the target of one second is for a machine with nothing else to do


@pytest.mark.parametrize(
    ("language", "asked", "why"),
    [
        ("nb", "Hva berøres når Journal pleie og omsorg avvikles?", "Hvorfor blir Brann og forebygging berørt?"),
        ("nn", "Kva blir råka når Journal pleie og omsorg blir avvikla?", "Kvifor blir Brann og forebygging råka?"),
        ("en", "What is touched when EHR – care services is retired?", "Why is Fire and prevention touched?"),
    ],
)
def test_the_answer_is_given_in_three_languages(
    demo: str, open_page: OpenPage, language: str, asked: str, why: str
) -> None:
    page = open_page(f"{demo}{EPJ}&selected=unit:U43&lang={language}")
    expect(page.get_by_role("heading", level=1)).to_have_text(asked)
    expect(page.locator("#why-title")).to_have_text(why)
    assert page.locator("html").get_attribute("lang") == language
    page.goto(demo)
    assert page.locator("html").get_attribute("lang") == language, "the choice is remembered"


def test_colours_can_be_chosen_and_are_remembered(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/matrix?by=unit")
    page.locator("details.view summary").click()
    page.get_by_role("link", name="mørk").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.url.endswith("/matrix?by=unit"), "colours are the reader's, not a part of the address"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(demo)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.locator("details.view summary").click()
    page.get_by_role("link", name="auto").click()
    assert page.locator("html").get_attribute("data-theme") is None


def test_a_narrow_screen_gets_a_list_and_the_picture_on_request(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{EPJ}&selected=unit:U43", viewport={"width": 390, "height": 844})
    expect(page.locator("#picture")).to_be_hidden()
    expect(page.locator("#narrow li.on")).to_contain_text("Brann og forebygging")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="vis likevel").click()
    expect(page.locator("#picture svg.pic")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "the picture scrolls inside its own box"


def test_the_picture_can_be_saved_and_is_the_drawing_of_the_command_line(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{EPJ}")
    page.get_by_text("Lagre, del").click()
    for ending, start in ((".svg", b"<svg"), (".csv", b"\xef\xbb\xbfid;"), (".xlsx", b"PK"), (".json", b"{")):
        with page.expect_download() as caught:
            page.locator(f".drop a[download='impact{ending}']").click()
        assert caught.value.path().read_bytes().startswith(start), ending


def test_every_number_on_the_start_page_is_the_length_of_the_list_it_leads_to(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo)
    links = page.locator(".kf a, .pl a").evaluate_all("all => all.map((one) => one.href)")
    said = page.locator(".kf a").all_inner_texts() + [
        re.sub(r"\D", "", words) for words in page.locator(".side-part .pl .tag").all_inner_texts()
    ]
    assert len(links) == len(said) >= 12
    for link, number in zip(links, said, strict=True):
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"({number})")


def test_a_cell_of_the_matrix_leads_to_as_many_ties_as_it_says(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo)
    cell = page.locator(".mx tbody tr").nth(0).locator("td").nth(1).get_by_role("link")
    assert cell.locator("b").inner_text() == "42"
    cell.click()
    expect(page.locator("#ties-title")).to_contain_text("(42)")
    expect(page.locator("#ties tbody tr")).to_have_count(42)


def test_unfolding_adds_cards_and_keeps_those_that_are_there(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{EPJ}")
    before = set(page.locator("#picture a[data-thing]").evaluate_all("all => all.map((one) => one.dataset.thing)"))
    page.locator("#picture .fold").first.click()
    page.wait_for_url("**unfolded=*")
    expect(page.locator("#picture a[data-thing]")).not_to_have_count(len(before))
    after = set(page.locator("#picture a[data-thing]").evaluate_all("all => all.map((one) => one.dataset.thing)"))
    assert before < after


def test_a_filter_hides_sectors_and_says_how_much_it_hides(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{EPJ}")
    lanes = page.locator("#picture .ln").count()
    page.locator("summary", has_text="Sektorer").click()
    page.get_by_role("checkbox", name="Samfunn og teknikk").check()
    follow(page.get_by_role("button", name="Oppdater"))
    expect(page.locator("main")).to_contain_text("av 84 berørte; de er med i svaret og summene")
    assert page.locator("#picture .ln").count() < lanes
    expect(page.locator(".lead")).to_contain_text("4 av 4 sektorer")
    page.get_by_role("link", name="Vis alle sektorer").click()
    expect(page.locator("#picture .ln")).to_have_count(lanes)


def test_several_things_can_change_at_once(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}{EPJ}")
    page.get_by_text("+ legg til").click()
    page.get_by_label("Legg til et system").fill("eByggesak")
    page.get_by_role("button", name="legg til").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Hva berøres når Journal pleie og omsorg avvikles og eByggesak avvikles?"
    )
    page.get_by_role("link", name="Ta bort eByggesak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva berøres når Journal pleie og omsorg avvikles?")


def test_the_view_of_time_goes_along_from_page_to_page(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/?as-of=2025-01-01")
    expect(page.locator(".banner.past")).to_contain_text("1.1.2025")
    follow(page.get_by_role("link", name="Konsekvens"))
    assert _asked(page)["as-of"] == ["2025-01-01"]
    follow(page.get_by_role("link", name="Vis nå"))
    assert "as-of" not in _asked(page)


def test_a_mistake_in_the_address_is_named_with_what_would_work(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/impact?thing=system:epjx", allow=(400, 404, 409, 422))
    expect(page.get_by_role("alert")).to_contain_text("system:epj")
    for address, word in (
        ("/impact?thing=system:epj&min-strengt=0.2", "min-strength"),
        ("/impact?thing=epj&change=explode", "retire"),
        ("/impact?thing=epj&min-strength=7", "0.2"),
        ("/?as-of=tomorrow", "2026-12-01"),
        ("/nowhere", "finnes ikke"),
        ("/matrix?row=A1&column=A9", "A2"),
        ("/search?list=x", "systems-local"),
        ("/impact?thing=epj&view=x", "table"),
    ):
        page.goto(demo + address)
        expect(page.get_by_role("alert")).to_contain_text(word)
        assert "Traceback" not in page.content()


def test_the_other_end_of_a_new_flow_is_looked_up_among_systems_only(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/edit/relation?thing=system:epj&join=flow&side=to")
    other = page.get_by_role("combobox", name="Trenger (system)")
    expect(other).to_be_focused()
    page.keyboard.type("økonomi")
    expect(page.get_by_role("option").first).to_contain_text("system · oko")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(other).to_have_value("system:oko")


def test_what_was_looked_at_last_is_remembered_by_the_browser_until_it_forgets(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo)
    recent = page.locator("[data-recent]").last
    expect(recent).to_be_hidden()
    page.goto(f"{demo}/matrix?by=unit")
    page.goto(demo)
    expect(recent.get_by_role("link")).to_have_attribute("href", "/matrix?by=unit")
    page.get_by_role("button", name="Glem listen").click()
    expect(recent).to_be_hidden()
