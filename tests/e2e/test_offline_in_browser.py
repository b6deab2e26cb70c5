"""The offline file, opened from a folder by a browser without a network: found, read, understood; by keyboard alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts, Origin, Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.explorer.offline import offline
from tests.demo_facts import DEMO_DATE
from tests.e2e.conftest import PROGRAM
from tests.e2e.gates import RULES
from tests.e2e.test_hostile_labels import IDS, LABELS, WRONGS, _records

pytestmark = pytest.mark.e2e

LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
"""
#: What a page must not have; this one has its style and two scripts inside, its icon as data, and links to itself.
WRONG_HERE = (
    WRONGS.replace('head > script[type=module][src^="/static/"]', "body > script")
    .replace("/^(", "/^(data:image\\/svg|")
    .replace("embed, style, base", "embed, style + style, base")
    .replace("document.body.innerHTML", "document.getElementById('content').innerHTML")
)
OpenFile = Callable[..., Page]
EPJ, WHY = "#impact/system/epj/retire", "/unit/U11/effect"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of the demo as the installed program writes them."""
    made = tmp_path_factory.mktemp("offline")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}

    def run(*words: str) -> None:
        subprocess.run([PROGRAM, *words, "--home", made / "home"], check=True, env=environment, capture_output=True)

    run("demo", "--no-serve")
    for language in ("nb", "en"):
        run("export", "--format", "html", "--lang", language, "-o", str(made / f"{language}.html"))
    return made


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which every label attacks."""
    origins = (Origin(LABELS["script"], LABELS["image"]),)
    facts = [Fact(record, origins) for record in _records()]
    things = tuple(fact for fact in facts if isinstance(fact.record, ThingRecord))
    relations = tuple(fact for fact in facts if isinstance(fact.record, RelationRecord))
    made = tmp_path_factory.mktemp("hostile") / "a b#c.html"
    made.write_bytes(offline(Snapshot(Facts(1, things, relations), DEMO_DATE), language=Language.NB))
    return made


@pytest.fixture
def open_file(browser: Browser) -> Iterator[OpenFile]:
    """Open a file with no network; the test fails on any error, policy violation, or request beside the file itself."""
    complaints: list[str] = []
    pages: list[Page] = []

    def opened(path: Path, hash_: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"locale": "nb-NO", "viewport": {"width": 1280, "height": 800}, **options})
        context.set_offline(True)
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        allowed = {path.as_uri()}
        page.on("request", lambda asked: complaints.append(asked.url) if _plain(asked.url) not in allowed else None)
        pages.append(page)
        page.goto(f"{path.as_uri()}{hash_}")
        return page

    yield opened
    for page in pages:
        complaints += [f"policy: {one}" for one in page.evaluate("window.violations ?? []")]
        page.context.close()
    assert complaints == []


def _plain(url: str) -> str:
    return url.split("#", maxsplit=1)[0]


def _violations(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{one['id']}: {node['target']} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"][:5]
    ]


def _search(page: Page, words: str) -> list[str]:
    page.get_by_role("combobox").fill(words)
    return page.get_by_role("option").all_inner_texts()


def test_search_forgives_a_typing_error_and_finds_part_of_a_compound(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "nb.html")
    assert any("Byggesak" in hit for hit in _search(page, "bygesak"))
    assert _search(page, "jornal")[0].startswith("Journal")
    assert any("Hjemmesykepleie" in hit for hit in _search(page, "sykepleie"))
    assert _search(page, "epj")[0].startswith("Journal pleie og omsorg")
    status = page.locator("#found")
    expect(status).to_have_text("1 treff. Bruk piltastene." if len(_search(page, "U43")) == 1 else status.inner_text())
    assert _search(page, "qqqqqqq") == []
    expect(status).to_have_text("Ingen treff")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_a_name_in_another_language_and_a_vendor_are_found(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "en.html")
    assert any("epj" in hit for hit in _search(page, "Journal pleie"))
    assert len(_search(page, "leverandør zulu")) >= 1


def test_keyboard_alone_leads_from_search_to_why(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "nb.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    while not page.evaluate("document.activeElement.id === 'q'"):
        page.keyboard.press("Tab")
    page.keyboard.type("jornal pleie")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**#thing/system/epj")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".asks a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{EPJ}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva berøres når Journal pleie og omsorg avvikles?")
    card = page.locator("#picture [data-thing='unit:U11'][data-way=effect]")
    card.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#why ol li").first).to_contain_text("Journal pleie og omsorg er nødvendig for")
    expect(page.locator("#why-title")).to_be_focused()
    assert page.locator("#picture .e.es").count() >= 1
    page.keyboard.press("Escape")
    expect(page.locator("#why ol")).to_have_count(0)
    assert page.url.endswith(EPJ)
    page.keyboard.press("Escape")
    page.wait_for_url("**#thing/system/epj")
    page.keyboard.press("Escape")
    expect(page.locator("#home")).to_be_visible()


def test_back_and_forward_show_what_was_there(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "nb.html", "#thing/system/epj")
    page.locator(".asks a").first.click()
    page.wait_for_url(f"**{EPJ}")
    page.locator("#all tbody a").first.click()
    expect(page.locator("#why h2")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Journal pleie og omsorg")
    assert page.title().startswith("Journal pleie og omsorg")
    page.go_forward()
    expect(page.locator("#why h2")).to_be_visible()


def test_the_page_of_a_thing_tells_facts_neighbours_and_what_touches_it(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "nb.html", "#thing/unit/U20")
    facts = page.locator(".facts")
    expect(facts).to_contain_text("Kontaktpunkt")
    expect(page.get_by_role("heading", name="Systemer enheten eier")).to_be_visible()
    touching = page.get_by_role("heading", name="Endringer som berører denne")
    expect(touching).to_be_visible()
    touching.locator("..").get_by_role("link").first.click()
    expect(page.locator("#why h2")).to_contain_text("Velferdsteknologi")
    expect(page.locator("#why ol li")).not_to_have_count(0)


def test_every_sector_stands_in_the_sums_also_with_nothing(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "nb.html", "#impact/system/sfo/retire")
    rows = page.locator(".sums tbody tr")
    expect(rows).to_have_count(5)  # four sectors, and what has no owner
    expect(rows.filter(has_text="Helse, omsorg og velferd")).to_contain_text("under minste styrke")
    assert rows.filter(has_text="Helse, omsorg og velferd").locator("td").all_inner_texts()[1:5] == ["0"] * 4
    expect(page.get_by_role("heading", name="Dette vet vi ikke")).to_be_visible()
    expect(page.get_by_role("heading", name="Hvem bør høres")).to_be_visible()


def test_a_cell_of_the_matrix_leads_to_its_ties_and_back(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "nb.html")
    cell = page.locator('.mx a[href="#cell/A1/A2"]')
    number = int(cell.locator("b").inner_text())
    cell.focus()
    page.keyboard.press("Enter")
    ties = page.locator('[id="cell/A1/A2"]')
    expect(ties).to_be_focused()
    assert ties.locator("li").count() == number
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()


def test_an_address_that_the_file_does_not_have_is_said_to_be_so(folder: Path, open_file: OpenFile) -> None:
    for wrong in ("#thing/system/nothing", "#impact/system/epj/outage", "#%E0%A4%A", "#nonsense"):
        page = open_file(folder / "nb.html", wrong)
        expect(page.locator("#view")).to_contain_text("Filen har ikke noe på denne adressen")
        page.locator("#view a").click()
        expect(page.locator("#home")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "scheme", "width"),
    [
        ("", "light", 1280),
        ("", "dark", 390),
        ("#thing/system/epj", "dark", 1280),
        ("#thing/unit/U20", "light", 390),
        (f"{EPJ}{WHY}", "light", 1280),
        (f"{EPJ}{WHY}", "dark", 1280),
        (f"{EPJ}{WHY}", "light", 390),
        ("#cell/A1/A2", "dark", 390),
    ],
)
def test_no_page_of_the_file_breaks_a_rule(
    folder: Path, open_file: OpenFile, address: str, scheme: str, width: int
) -> None:
    page = open_file(folder / "nb.html", address, color_scheme=scheme, viewport={"width": width, "height": 800})
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_open_list_of_hits_breaks_no_rule(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "en.html")
    assert len(_search(page, "journal")) > 1
    page.keyboard.press("ArrowDown")
    assert _violations(page) == []


def test_without_scripts_the_matrix_and_the_list_are_there(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "nb.html", java_script_enabled=False)
    expect(page.locator("noscript .warn-edge")).to_contain_text("kjører ikke skript")
    expect(page.get_by_role("table").first).to_contain_text("Helse, omsorg og velferd")
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.locator("summary", has_text="137 systemer").click()
    expect(page.get_by_role("link", name="Journal pleie og omsorg").last).to_be_visible()
    page.locator('.mx a[href="#cell/A1/A2"]').click()
    expect(page.locator('[id="cell/A1/A2"] li').first).to_be_visible()
    expect(page.locator('[id="cell/A1/A3"] li').first).to_be_hidden()


def test_hostile_labels_are_text_in_the_file_too(hostile: Path, open_file: OpenFile) -> None:
    places = ["", "#cell/S0/S1"]
    for one in IDS:
        name = quote(one, safe="")
        places += [f"#thing/{kind}/{name}" for kind in ("system", "unit", "service", "data_object")]
        places += [f"#impact/system/{name}/retire", f"#impact/system/{name}/upgrade"]
    page = open_file(hostile)
    for place in places:
        page.goto(f"{hostile.as_uri()}{place}")
        page.evaluate("document.body.offsetHeight")
        assert page.evaluate(WRONG_HERE) == [], place
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place
        expect(page.locator("#view")).not_to_contain_text("Filen har ikke noe på denne adressen")
    page.goto(f"{hostile.as_uri()}#thing/system/{quote(IDS[0], safe='')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("</script><script>window.hacked=1;alert(1)</script>")
    assert "</script><script>" in _search(page, "</script")[0]
    assert page.evaluate(WRONG_HERE) == []


def test_on_paper_the_answer_stands_without_its_frame(folder: Path, open_file: OpenFile) -> None:
    page = open_file(folder / "nb.html", f"{EPJ}{WHY}")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#find")).to_be_hidden()
    expect(page.locator("#picture svg")).to_be_visible()
