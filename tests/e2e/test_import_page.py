"""The import and history pages as a person meets them: choose, look, say yes, undo; with and without JavaScript."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e import gates
from tests.e2e.conftest import PROGRAM, OpenPage, serve

pytestmark = pytest.mark.e2e

BADINPUTS = Path(__file__).resolve().parents[1] / "data" / "badinputs"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """Address of an empty register."""
    subprocess.run([str(PROGRAM), "init", "--home", str(tmp_path / "home")], check=True, capture_output=True)
    yield from serve(tmp_path / "home", "serve")


def services(folder: Path, *names: str) -> Path:
    rows = [f"svc-{number},{name}" for number, name in enumerate(names)]
    (folder / "services.csv").write_text("\n".join(["id,name", *rows, ""]), encoding="utf-8")
    return folder / "services.csv"


def choose(page: Page, file: Path, *, mapping: str = "neutral", source: str = "") -> None:
    page.set_input_files("#files", str(file))
    page.fill("#source", source)
    page.locator("main summary").click()
    page.select_option("#mapping", mapping)
    page.get_by_role("button", name="Vis hva som vil skje").click()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_file_is_imported_changed_and_undone_by_clicks(
    empty: str, open_page: OpenPage, tmp_path: Path, script: bool
) -> None:
    page = open_page(f"{empty}/import", java_script_enabled=script)
    choose(page, services(tmp_path, "Skole", "Barnehage"), source="Tjenestelisten")
    assert page.get_by_role("heading", level=1).inner_text() == "Dette vil skje"
    page.get_by_role("button", name="Skriv til registeret").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Revisjon 1 er skrevet"
    page.goto(f"{empty}/import")
    choose(page, services(tmp_path, "Skole", "Barnehage og SFO"), source="Tjenestelisten")
    assert "Barnehage → Barnehage og SFO" in page.locator("tbody", has_text="SFO").inner_text()
    page.get_by_role("button", name="Skriv til registeret").click()
    page.get_by_role("link", name="Se revisjonen, eller angre den").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Revisjon 2"
    page.get_by_label("Ja, angre revisjon 2").check()
    page.get_by_role("button", name="Angre").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Revisjon 3"
    page.locator("nav details.more summary").click()
    page.get_by_role("link", name="Historikk", exact=True).click()
    assert "Angret revisjon 2" in page.locator("tbody tr").first.inner_text()


def test_a_file_is_imported_with_the_keyboard_alone(empty: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(f"{empty}/import")
    page.set_input_files("#files", str(services(tmp_path, "Skole")))  # the system's own dialogue is not ours to test
    page.focus("#source")
    page.keyboard.type("Listen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.focus("#mapping")
    page.keyboard.type("neutral")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Vis hva som vil skje").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Skriv til registeret").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Revisjon 1 er skrevet").first.wait_for()


def test_files_may_be_dropped_and_too_large_ones_are_told_before_they_are_sent(empty: str, open_page: OpenPage) -> None:
    page = open_page(f"{empty}/import")
    drop = """size => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(size)], 'a.csv'));
      data.items.add(new File(['id,name'], 'b.csv'));
      document.querySelector('[data-drop]').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true}));
    }"""
    page.evaluate(drop, 10)
    assert page.locator("[data-status]").inner_text() == "Valgt: a.csv, b.csv"
    page.evaluate(drop, 26_000_000)
    assert "Grensen er 25 MB" in page.locator("[data-status]").inner_text()
    page.get_by_role("button", name="Vis hva som vil skje").click()
    assert page.url.endswith("/import")
    assert page.evaluate("document.querySelector('#files').validity.customError")


def test_removals_are_written_only_with_the_box_ticked(empty: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(f"{empty}/import")
    choose(page, services(tmp_path, *(f"Tjeneste {number}" for number in range(30))), source="Listen")
    page.get_by_role("button", name="Skriv til registeret").click()
    page.goto(f"{empty}/import")
    choose(page, services(tmp_path, "Tjeneste 0"), source="Listen")
    assert gates.rules(page) == []
    page.get_by_role("button", name="Skriv til registeret").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Dette vil skje"
    page.get_by_label("Ja, det som blir borte, skal bort").check()
    page.get_by_role("button", name="Skriv til registeret").click()
    page.get_by_text("Revisjon 2 er skrevet").first.wait_for()
    assert gates.rules(page) == []


def test_a_preview_with_many_mistakes_keeps_every_gate(empty: str, open_page: OpenPage) -> None:
    page = open_page(f"{empty}/import")
    page.set_input_files("#files", str(BADINPUTS / "sem_23_too_many_errors.csv"))
    page.locator("main summary").click()
    page.select_option("#mapping", "neutral")
    page.locator("form.loading button").click()
    page.wait_for_url("**/import/*")
    assert [one for gate in gates.ALL for one in gate(page)] == []


def test_the_filled_workbook_and_the_template_are_downloaded(demo: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(f"{demo}/import")
    for words in ("Last ned tom arbeidsbok", "Arbeidsbok (.xlsx)"):
        with page.expect_download() as download:
            page.get_by_role("link", name=words).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        assert target.read_bytes().startswith(b"PK")
    page.set_input_files("#files", str(target))
    page.fill("#source", "eksempelvik")
    page.get_by_role("button", name="Vis hva som vil skje").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ingenting nytt"
    assert gates.rules(page) == []
