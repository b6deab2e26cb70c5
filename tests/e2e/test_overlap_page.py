"""Do we already have this? The page as a person meets it: asks, reads why, judges pairs; also without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, follow, serve

pytestmark = pytest.mark.e2e

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: A judgement also builds the graph database; other work shares the two cores.
SLOW = 60_000
FIRST = "ol.candidates > li:nth-child(1)"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo of its own: what people say of pairs stays."""
    yield from serve(tmp_path_factory.mktemp("pairs") / "home", "demo", "--no-browser")


def harmless(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


def names(page: Page) -> list[str]:
    return page.locator("ol.candidates h3 a").all_inner_texts()


def test_the_sms_proposal_is_answered_with_reasons_that_add_up(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo)
    follow(page.get_by_role("link", name=re.compile("har vi dette.*P8")))
    expect(page.locator(".verdict")).to_contain_text("Ja, trolig. 6 systemer dekker hele behovet på papiret.")
    expect(page.locator(".verdict")).to_contain_text("Kontakt- og reservasjonsregisteret")
    assert names(page)[:2] == ["SMS- og varslingstjeneste – felles", "SMS-varsling – vann og avløp"]
    expect(page.locator(FIRST).first).to_contain_text("150 000 kr/år")
    expect(page.locator("ol.candidates > li").nth(1)).to_contain_text("forslaget vil erstatte dette")
    expect(page.locator("ol.candidates > li").nth(1)).to_contain_text("! avtale til 30.4.2027")
    for row in page.locator("ol.candidates > li").all():
        shares = [float(one.replace(",", ".")) for one in row.locator(".shares b").all_inner_texts()]
        score = float(row.locator(".score b").inner_text().replace(",", "."))
        assert round(sum(shares), 1) == score
    # What must be kept apart comes last, under a heading that says why.
    expect(page.locator(".apart-title")).to_contain_text("foreslås aldri slått sammen")
    expect(page.locator("ol.candidates").last).to_contain_text("Pasientvarsling – sykehjem")


def test_two_that_cover_the_need_together_are_named_with_their_places(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/overlap?proposal=P1&limit=20")
    expect(page.locator(".verdict")).to_contain_text("Delvis. Ingen enkelt dekker alle 3 behov")
    told = page.locator(".verdict").inner_text()
    found = re.search(r"Sammen dekker «(.+)» \((\d+)\) og «(.+)» \((\d+)\) hele behovet", told)
    assert found is not None
    assert [names(page)[int(found[place]) - 1] for place in (2, 4)] == [found[1], found[3]]


def test_the_answer_follows_what_is_typed_and_the_address_too(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/overlap")
    entries = page.evaluate("history.length")
    field = page.get_by_label("Fritekst")
    field.focus()
    page.keyboard.type("booking av møterom", delay=20)
    expect(page.locator(FIRST).first).to_contain_text("Booking – møterom")
    expect(page.locator("[data-live-status]")).to_contain_text("Svaret er oppdatert: Ja, trolig.")
    assert parse_qs(urlsplit(page.url).query)["text"] == ["booking av møterom"]
    assert page.evaluate("history.length") == entries
    assert page.evaluate("document.activeElement.name") == "text"
    field.fill("drone til hekker")
    expect(page.locator(".verdict")).to_contain_text("Nei, ikke i registeret")
    page.reload()
    expect(page.locator(".verdict")).to_contain_text("Nei, ikke i registeret")


def test_a_choice_is_added_and_taken_away_by_a_click(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/overlap")
    choose = page.locator("select[name=capability]")
    with page.expect_navigation():
        choose.select_option(label="Sensorinnsamling (IoT)")
    expect(page.locator(".verdict")).to_contain_text("Ja, trolig. 6 systemer")
    with page.expect_navigation():
        choose.select_option(label="Betaling")
    expect(page.locator(".chips .chip")).to_have_count(2)
    page.get_by_role("link", name="Fjern Betaling").click()
    expect(page.locator(".chips .chip")).to_have_count(1)
    assert parse_qs(urlsplit(page.url).query)["capability"] == ["capability:iot"]


def test_without_scripts_the_form_asks_and_a_wrong_word_keeps_it(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/overlap", allow=(404,), java_script_enabled=False)
    page.get_by_label("Fritekst").fill("sms til innbyggere")
    page.locator("select[name=capability]").select_option(label="Elektronisk skjema")
    page.get_by_role("button", name="Spør").click()
    expect(page.locator(".verdict")).to_be_visible()
    assert page.get_by_label("Fritekst").input_value() == "sms til innbyggere"
    page.goto(f"{demo}/overlap?capability=finnes-ikke&text=sms")
    expect(page.get_by_role("alert")).to_contain_text("finnes-ikke")
    assert page.get_by_label("Fritekst").input_value() == "sms"


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_pair_is_confirmed_shown_and_taken_back_by_clicks(own: str, open_page: OpenPage, script: bool) -> None:
    page = open_page(f"{own}/overlap?pairs=open&thing=smsa", java_script_enabled=script)
    page.set_default_timeout(SLOW)
    row = page.locator("li.candidate.pair", has_text="SMS-tjeneste – skole").first
    row.locator("summary").click()
    row.get_by_label("Hvorfor?").fill("Samme produkt, samme behov")
    row.get_by_label("Hvem vurderer?").fill("DigiForum")
    follow(row.get_by_role("button", name="Bekreft overlapp"))
    expect(page.get_by_role("status").first).to_contain_text("SMS-tjeneste – skole er bekreftet.", timeout=SLOW)
    assert parse_qs(urlsplit(page.url).query)["pairs"] == ["open"], "the same pairs are shown again"
    with page.expect_navigation():
        page.get_by_label("Vurdering").select_option("confirmed")
        if not script:
            page.get_by_role("button", name="Oppdater").click()
    row = page.locator("li.candidate.pair")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("✓ bekreftet")
    expect(row).to_contain_text("av DigiForum 1.12.2026")
    expect(row).to_contain_text("Samme produkt, samme behov")
    row.locator("summary").click()
    row.get_by_role("button", name="Ta tilbake").click()
    expect(page.get_by_role("status").first).to_contain_text("er åpent igjen.", timeout=SLOW)
    page.get_by_role("link", name=re.compile("eller angre den")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Revisjon")


def test_a_pair_is_dismissed_with_the_keyboard_alone(own: str, open_page: OpenPage) -> None:
    page = open_page(f"{own}/overlap?pairs=open&thing=laema")
    summary = page.locator("li.candidate.pair summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Ulike fag")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "dismissed"
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("er avvist.", timeout=SLOW)


def test_a_word_that_somebody_said_meanwhile_is_told_and_not_overruled(own: str, open_page: OpenPage) -> None:
    address = f"{own}/overlap?pairs=open&thing=lmsa"
    one, other = open_page(address, allow=(409,)), open_page(address, allow=(409,))
    for page, why, button in ((one, "En er nok", "Bekreft overlapp"), (other, "Ulike skoler", "Avvis")):
        page.set_default_timeout(SLOW)
        row = page.locator("li.candidate.pair").first
        row.locator("summary").click()
        row.get_by_label("Hvorfor?").fill(why)
        row.get_by_role("button", name=button).click()
    expect(other.get_by_role("alert")).to_contain_text("ble i mellomtiden bekreftet av", timeout=SLOW)
    expect(other.get_by_role("alert")).to_contain_text("En er nok")
    harmless(other)


def test_a_reason_is_required_before_anything_is_sent(own: str, open_page: OpenPage) -> None:
    page = open_page(f"{own}/overlap?pairs=open")
    row = page.locator("li.candidate.pair").first
    row.locator("summary").click()
    row.get_by_role("button", name="Bekreft overlapp").click()
    assert page.evaluate("document.querySelector('.candidate.pair textarea').validity.valueMissing")
    assert "done" not in page.url


def test_on_a_phone_everything_is_large_enough_for_a_finger(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/overlap?pairs=all", viewport={"width": 390, "height": 844})
    small = page.evaluate(
        "[...document.querySelectorAll('main button, main select, main input[type=search]')]"
        ".map((one) => one.getBoundingClientRect()).filter((box) => box.height && box.height < 44).length"
    )
    assert small == 0


def test_the_page_prints_its_answer_and_not_its_form(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/overlap?pairs=all")
    page.emulate_media(media="print")
    assert not page.locator("form.ctl").is_visible()
    assert not page.locator("li.candidate summary").first.is_visible()
    assert page.locator("svg.contracts").is_visible()


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".svg", ""])
def test_every_file_of_the_answer_is_saved(demo: str, open_page: OpenPage, tmp_path: Path, ending: str) -> None:
    for address in ("/overlap?proposal=P8", "/overlap?pairs=open&sector=A3"):
        page = open_page(demo + address)
        page.locator("details.drop summary", has_text="Lagre").click()
        with page.expect_download() as download:
            page.locator(f"a[download='overlap{ending or '.json'}']").click()
        target = tmp_path / "file"
        download.value.save_as(target)
        assert target.stat().st_size > 500
