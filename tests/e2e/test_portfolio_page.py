"""The portfolio's page as a person meets it: by keyboard, without scripts, on a narrow screen, in files."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PROGRAM, OpenPage, follow, serve

pytestmark = pytest.mark.e2e

ASKED = "/portfolio?budget=7000"


def outcomes(page: Page) -> dict[str, str]:
    rows = page.locator("table.pf tbody tr").all()
    return {row.locator("th b").inner_text(): row.locator("td").first.inner_text() for row in rows}


def test_a_person_changes_the_budget_by_keyboard_and_sees_who_comes_in(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + ASKED)
    assert [one for one, told in outcomes(page).items() if "ikke" not in told] == ["P2", "P3", "P4", "P7", "P8"]
    field = page.get_by_label("Ramme, 1000 kr")
    field.focus()
    field.fill("9000")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("6 av 8 forslag for 8\u00a0100 av 9\u00a0000")
    assert "budget=9000" in page.url


def test_without_a_budget_one_is_suggested_and_said_to_be(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + "/portfolio")
    expect(page.locator("#answer")).to_contain_text("Rammen er bare et forslag")
    assert page.get_by_label("Ramme, 1000 kr").input_value() == "6000"


def test_other_weights_and_demands_are_asked_without_scripts(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + ASKED, java_script_enabled=False)
    page.get_by_text("Vekter:").click()
    page.locator("select[name=weight]").first.select_option("money=4")
    page.get_by_text("Flere krav").click()
    page.get_by_role("group", name="Hold utenfor").get_by_label("P8").check()
    follow(page.get_by_role("button", name="Regn ut"))
    found = outcomes(page)
    assert found["P5"] == "✓ valgt"
    assert found["P8"] == "– ikke valgt"
    row = page.locator("table.pf tbody tr").filter(has=page.locator("b", has_text="P8"))
    expect(row.locator(".why-cell")).to_contain_text("Holdt utenfor; ellers ville det vært valgt.")


def test_demands_that_clash_are_named_and_the_grid_shows_which_budget_would_do(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + "/portfolio?budget=1000&must=P2")
    told = page.locator("#conflict li").all_inner_texts()
    assert told == ["Rammen er 1\u00a0000 tusen kroner.", "P2 er obligatorisk."]
    follow(page.get_by_role("link", name=re.compile(r"ramme 4\s000")))
    expect(page.locator("#conflict")).to_have_count(0)
    assert outcomes(page)["P2"] == "✓ valgt"


def test_the_grid_ticks_what_the_table_beside_it_lists(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + ASKED)
    ticks = page.locator("svg.sweep text", has_text="✓").count()
    page.get_by_text("Vis som tabell").click()
    cells = page.locator("details table tbody tr td:last-child").all_inner_texts()
    assert ticks == sum(len(cell.split(", ")) for cell in cells if cell != "–")
    assert page.locator("svg.sweep .es").count() == 1


def test_a_narrow_screen_has_the_reasons_beneath_the_names_and_nothing_is_too_wide(
    demo: str, open_page: OpenPage
) -> None:
    page = open_page(demo + ASKED, viewport={"width": 390, "height": 844})
    expect(page.locator(".why-line").first).to_be_visible()
    expect(page.locator("td.why-cell").first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("language", "words"),
    [("nn", "5 av 8 forslag for 6\u00a0900 av 7\u00a0000"), ("en", "5 of 8 proposals for 6,900 of 7,000")],
)
def test_the_page_answers_in_the_other_languages(demo: str, open_page: OpenPage, language: str, words: str) -> None:
    page = open_page(f"{demo}{ASKED}&lang={language}")
    expect(page.locator("#answer")).to_contain_text(words)


def test_mistakes_in_the_address_are_said_with_what_would_work(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo, allow=(400, 404, 422))
    for query, words in (
        ("budget=-5", "et helt tall fra 0"),
        ("budget=much", "et helt tall"),
        ("budget=7000&floor=B9%3D5", "B9"),
        ("budget=7000&weight=money", "money=8"),
        ("budget=7000&must=P99", "P1, P2"),
        ("budget=7000&budjet=1", "budget"),
    ):
        page.goto(f"{demo}/portfolio?{query}")
        expect(page.locator("main")).to_contain_text(words)


def test_the_table_can_be_saved_and_holds_what_the_page_shows(demo: str, open_page: OpenPage) -> None:
    page = open_page(demo + ASKED)
    page.locator(".drop summary").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("CSV")).click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert [row["id"] for row in rows] == list(outcomes(page))


def test_what_is_written_in_the_proposals_form_counts_in_the_portfolio(tmp_path: Path, open_page: OpenPage) -> None:
    for address in serve(tmp_path / "home", "demo", "--no-browser"):
        page = open_page(f"{address}/proposals/P5/edit")
        page.locator("[name=mandatory]").select_option("true")
        page.locator("[name=mandatory_because]").fill("Vedtatt av kommunestyret.")
        page.locator("[name=excludes_proposals]").fill("P3")
        page.locator("[name=excludes_by]").fill("DigiForum")
        page.locator("[name=scores]").fill("quality=5; risk=5")
        follow(page.get_by_role("button", name="Lagre"))
        page.goto(address + ASKED)
        found = outcomes(page)
        assert (found["P5"], found["P3"]) == ("✓ valgt", "– ikke valgt")
        expect(page.locator("main")).to_contain_text("P5 og P3 utelukker hverandre (bekreftet av DigiForum).")
        follow(page.get_by_role("link", name="Felles bookingløsning"))
        assert page.url.endswith("/proposals/P5")


def test_the_command_answers_while_the_page_is_served(tmp_path: Path) -> None:
    home = tmp_path / "home"
    subprocess.run([PROGRAM, "demo", "--no-serve", "--home", home], check=True, capture_output=True)
    asked = [PROGRAM, "portfolio", "--home", home, "--budget", "7000"]
    told = subprocess.run([*asked, "--sweep"], check=True, capture_output=True, text=True).stdout
    assert "✓ P2: Det beste utvalget uten dette gir 8,8 poeng mindre." in told
    subprocess.run([*asked, "-o", tmp_path / "p.svg"], check=True, capture_output=True)
    assert (tmp_path / "p.svg").read_text(encoding="utf-8").startswith("<svg")
    missing = subprocess.run([PROGRAM, "portfolio", "--home", home], check=False, capture_output=True, text=True)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "--budget" in missing.stderr
