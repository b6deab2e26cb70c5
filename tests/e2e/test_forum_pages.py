"""The forum as people meet it in a browser: propose, edit at the same time, meet, decide, carry out, step back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import gates
from tests.e2e.conftest import OpenPage, serve

pytestmark = pytest.mark.e2e


@pytest.fixture
def forum(tmp_path: Path) -> Iterator[str]:
    """Address of a demo of this test's own."""
    yield from serve(tmp_path / "home", "demo", "--no-browser")


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_proposal_goes_from_idea_to_the_map_and_back(
    forum: str, open_page: OpenPage, tmp_path: Path, script: bool
) -> None:
    page = open_page(f"{forum}/proposals", java_script_enabled=script, allow=(409, 422))
    page.get_by_role("link", name="Nytt forslag").first.click()
    page.get_by_label("Hva foreslås?").fill("Felles nøkkelskap")
    page.get_by_label("Hvilket behov gjelder det?").fill("Nøkler til hjemmetjenesten, SMS når de mangler")
    page.get_by_label("Foreslått av").select_option(label="Velferdsteknologi og responssenter")
    page.get_by_role("button", name="Send inn forslaget").click()
    heading(page, "P9 Felles nøkkelskap")
    page.get_by_role("link", name="Rediger", exact=True).click()
    page.get_by_label("Erstatter systemer").fill("smsb")
    page.get_by_label("Investering (1000 kr)", exact=True).fill("450")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator(".facts")).to_contain_text("450\xa0000 kr")
    page.get_by_role("button", name="Flytt til fasen Konsept").click()
    expect(page.locator("[aria-current=step]")).to_have_text("Konsept")
    page.set_input_files("#f-file", {"name": "tilbud.html", "mimeType": "text/html", "buffer": b"<script>1</script>"})
    page.get_by_role("button", name="Legg ved", exact=True).click()
    page.get_by_role("link", name="tilbud.html").wait_for()
    page.locator("summary", has_text="Skriv en beslutning").click()
    page.get_by_label("Utfall").select_option("approve_with_conditions")
    page.get_by_label("Begrunnelse").fill("Godt og billig")
    page.get_by_label("Vilkår 1").fill("Bruk det vi har")
    page.get_by_label("Frist").first.fill("2027-03-01")
    page.get_by_label("Leder: kommunalsjef administrasjon og støtte").check()
    page.get_by_role("button", name="Beslutt", exact=True).click()
    page.get_by_role("link", name="D1", exact=True).click()
    heading(page, "Felles nøkkelskap")
    page.locator("summary", has_text="Meld som oppfylt").click()
    page.get_by_label("Hva er gjort?").fill("Avtale inngått")
    page.get_by_role("button", name="Meld som oppfylt", exact=True).click()
    expect(page.locator("main")).to_contain_text("oppfylt 1.12.2026")
    page.get_by_role("link", name="P9 Felles nøkkelskap").click()
    page.get_by_role("link", name="Gjennomfør i kartet").click()
    expect(page.locator("table")).to_contain_text("SMS-varsling – vann og avløp")
    page.get_by_role("button", name="Skriv til kartet").click()
    expect(page.locator("main")).to_contain_text("Gjennomført i kartet 1.12.2026")
    page.goto(f"{forum}/thing/system/P9")
    heading(page, "Felles nøkkelskap")


def test_two_people_edit_at_once_and_the_later_one_sees_both_versions(forum: str, open_page: OpenPage) -> None:
    first = open_page(f"{forum}/proposals/P1/edit", allow=(409,))
    second = open_page(f"{forum}/proposals/P1/edit", allow=(409,))
    for page, amount in ((first, "2500"), (second, "2600")):
        page.get_by_label("Investering (1000 kr)", exact=True).fill(amount)
        page.get_by_role("button", name="Lagre").click()
    second.get_by_role("heading", name="Begge versjonene").wait_for()
    row = second.get_by_role("row", name="Investering").inner_text()
    assert ("2600" in row, "2500" in row) == (True, True)
    assert gates.rules(second) == []
    second.get_by_role("button", name="Lagre").click()
    expect(second.locator(".facts")).to_contain_text("2\xa0600\xa0000 kr")


def test_a_meeting_is_planned_ordered_and_minuted(forum: str, open_page: OpenPage) -> None:
    page = open_page(f"{forum}/meetings")
    page.get_by_label("Forslag", exact=True).fill("Møte 1")
    page.get_by_label("Dato").fill("2026-12-15")
    for words in ("P8 Ny SMS-varsling for brøyting og vann", "P1 Digital vannkvalitetsmåling i ledningsnettet"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="Planlegg").click()
    page.get_by_role("button", name="Flytt opp P8").click()
    expect(page.locator(".agenda li p a")).to_have_text([re.compile("^P8"), re.compile("^P1")])  # waits for the page
    page.get_by_role("textbox", name="Referat").fill("Vi møttes.\n<b>Og gikk.</b>")
    page.get_by_label("Referatet er godkjent og skal ikke endres mer").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator("main .told")).to_contain_text("<b>Og gikk.</b>")
    expect(page.get_by_text("Skriv referatet")).to_have_count(0)


def test_what_we_have_already_is_shown_while_the_need_is_written(forum: str, open_page: OpenPage) -> None:
    page = open_page(f"{forum}/proposals/new")
    page.get_by_label("Hva foreslås?").fill("SMS-varsling ved brøyting")
    page.locator("[data-answer] li").first.wait_for()
    expect(page.locator("[data-answer]")).to_contain_text("SMS")
