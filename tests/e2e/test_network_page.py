"""The network for notebooks in a real browser, from a file: it draws, and labels that attack run nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from graphsvc.model import Value
from graphsvc.service.exports import Edition
from graphsvc.service.exports.network import write_pyvis
from graphsvc.snapshot import About, Facts, Snapshot
from graphsvc.text import Language
from tests.demo_facts import imported_snapshot
from tests.e2e.conftest import OpenPage
from tests.e2e.test_hostile_labels import LABELS
from tests.graphs import Tie, graph

pytestmark = pytest.mark.e2e

#: How many colours the canvas has.
COLOURS = """() => {
  const canvas = document.querySelector('#network canvas'), pen = canvas.getContext('2d');
  return new Set(new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
}"""


def hostile() -> Snapshot:
    """Every sector, unit, system and id is an attack, and so is the register's own title."""
    things: dict[str, dict[str, Value]] = {}
    ties: list[Tie] = []
    systems = [f"system:{label}" for label in LABELS.values()]
    for place, label in enumerate(LABELS.values()):
        things |= {
            f"unit:S{label}": {"level": "sector", "name_nb": label, "order": place},
            f"unit:u{label}": {"name_nb": label},
            systems[place]: {"name_nb": label},
        }
        ties += [
            ("part_of", f"unit:u{label}", f"unit:S{label}"),
            ("owns", f"unit:u{label}", systems[place]),
            ("flow", systems[place], systems[(place + 1) % len(systems)], {"mode": "sync", "data": label}),
        ]
    snapshot = graph(things, ties)
    about = About(title=f"{LABELS['script']} {LABELS['template']} {{{{library}}}} {LABELS['quotes']}")
    return Snapshot(Facts(1, snapshot.facts.things, snapshot.facts.relations, about=about), snapshot.date)


def opened(open_page: OpenPage, snapshot: Snapshot, path: Path, requests: list[str]) -> Page:
    write_pyvis(Edition(snapshot, Language.NB), path)
    page = open_page("about:blank")
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector("#network[data-ready]")
    return page


def test_labels_that_attack_are_drawn_as_text_and_nothing_goes_out(open_page: OpenPage, tmp_path: Path) -> None:
    requests: list[str] = []
    page = opened(open_page, hostile(), tmp_path / "x.html", requests)
    assert requests == [(tmp_path / "x.html").as_uri()]
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("window.violations") == []
    assert LABELS["script"] in page.title()
    assert "{{library}}" in page.locator("h1").inner_text()
    assert page.locator("script").count() == 3
    assert page.locator("img, svg, iframe, link, style").count() == 1
    box = page.locator("#network").bounding_box()
    assert box
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):  # what hovering shows is text too
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + 60)
        page.wait_for_timeout(300)
        assert page.locator(".vis-tooltip *").count() == 0
    assert page.evaluate("window.hacked") is None


def test_the_policy_lets_no_other_script_run(open_page: OpenPage, browser: Browser, tmp_path: Path) -> None:
    write_pyvis(Edition(hostile(), Language.NB), tmp_path / "x.html")
    page = browser.new_page()
    page.goto((tmp_path / "x.html").as_uri())
    page.wait_for_selector("#network[data-ready]")
    ran = page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.hacked = 1';
          document.body.append(script);
          const image = document.createElement('img');
          image.src = 'https://evil.example/x.png';
          document.body.append(image);
          return window.hacked ?? null;
        }"""
    )
    page.close()
    assert ran is None


def test_the_demo_is_drawn(demo_source: Path, open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(open_page, imported_snapshot(demo_source), tmp_path / "x.html", [])
    assert page.evaluate(COLOURS) > 50
    assert page.locator("#network").get_attribute("aria-label") == "Eksempelvik"
    assert page.evaluate("window.violations") == []
