"""Three questions of a new user, from the start page: how many clicks and searches docs/tasks.md promises them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e

TASKS = Path(__file__).resolve().parents[2] / "docs" / "tasks.md"
MOST_CLICKS, MOST_SEARCHES = 5, 1


@dataclass
class Person:
    """Somebody who clicks and searches, and counts."""

    page: Page
    clicks: int = 0
    searches: int = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def search(self, words: str, hit: str) -> None:
        """Write into the search field and choose a hit by a click."""
        self.searches += 1
        self.page.get_by_role("combobox").first.fill(words)
        self.click(self.page.get_by_role("option").filter(has_text=hit).first)

    def link(self, name: str | re.Pattern[str]) -> None:
        self.click(self.page.get_by_role("link", name=name).first)

    def keeps(self, task: int) -> None:
        """Compare with what the page of documentation says of this task."""
        told = re.findall(r"^\| (\d)\. .*\| (\d) \| (\d) \|$", TASKS.read_text(encoding="utf-8"), re.MULTILINE)
        assert [(int(clicks), int(searches)) for number, clicks, searches in told if int(number) == task] == [
            (self.clicks, self.searches)
        ]
        assert self.clicks <= MOST_CLICKS
        assert self.searches <= MOST_SEARCHES


def test_does_retiring_the_records_system_touch_the_fire_service_and_why(demo: str, open_page: OpenPage) -> None:
    person = Person(open_page(demo))
    person.search("journal pleie", "Journal pleie og omsorg")
    person.link("Hva berøres av en endring?")
    expect(person.page.get_by_role("heading", level=1)).to_have_text(
        "Hva berøres når Journal pleie og omsorg avvikles?"
    )
    person.click(person.page.locator("#picture [data-thing='unit:U43']"))
    expect(person.page.locator("#why-title")).to_have_text("Hvorfor blir Brann og forebygging berørt?")
    expect(person.page.locator("#why ol")).to_contain_text("«Bekymringsmelding om brannsikkerhet»")
    person.keeps(1)


def test_which_systems_could_be_shared_instead_of_buying_a_sensor_platform(demo: str, open_page: OpenPage) -> None:
    person = Person(open_page(demo))
    row = person.page.locator("tr", has_text="Digital vannkvalitetsmåling i ledningsnettet")
    with person.page.expect_navigation():
        person.click(row.get_by_role("link", name="har vi dette?"))
    names = person.page.locator("li.candidate, tr.candidate, .candidate").locator("a").all_inner_texts()
    assert "Sensorplattform – inneklima" in names
    assert names.index("Sensorplattform – overvann (pilot)") < names.index("Energioppfølging")
    first = person.page.locator(".candidate", has_text="Sensorplattform – inneklima")
    expect(first).to_contain_text("Eiendomsforvaltning")
    expect(first).to_contain_text("Sensorinnsamling (IoT)")
    expect(person.page.locator("main")).to_contain_text("u41@eksempelvik.example")
    person.keeps(2)


def test_the_best_path_for_building_cases_and_what_stops_when_the_hub_is_down(demo: str, open_page: OpenPage) -> None:
    person = Person(open_page(demo))
    person.search("byggesak", "eByggesak")
    person.link("Veier herfra")
    person.link("Matrikkelen")
    expect(person.page.locator(".way.on .told")).to_contain_text("eByggesak sender matrikkelføringsgrunnlag")
    expect(person.page.locator(".way.on .told")).to_contain_text(
        "Matrikkelklient sender matrikkelføring til Matrikkelen"
    )
    person.link("hva stopper uten Fiks IO?")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Hva berøres når Fiks IO faller ut?")
    expect(person.page.locator(".lead")).to_contain_text("4 av 4 sektorer: 30 tjenester")
    person.keeps(3)
