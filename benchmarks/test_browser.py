"""In a real browser, beside pyvis: the first page, a click until it is drawn, a map of a thousand things.

As many things as a picture may hold are drawn. Panning is measured by the browser's own frames while the mouse
drags the picture about; drawing is in software, as on a machine without a graphics card.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_benchmark.fixture import BenchmarkFixture
from pyvis.network import Network  # type: ignore[import-untyped]

from benchmarks.town import SYSTEMS, THINGS, UNITS, make_town, ties
from tests.e2e.conftest import chromium, serve

#: How long a frame of panning may take, for 95 of 100 (explorer.md), in milliseconds.
FRAME = 33.0
#: How long a peer may take, in milliseconds.
PATIENCE = 600_000
EPJ = "/impact?thing=system:epj&change=retire"
#: Notes every frame from now on, and when asked the time between each and the next.
_WATCH = """() => {
  window.frames_seen = [];
  const note = (now) => { window.frames_seen.push(now); window.frames_on = requestAnimationFrame(note); };
  window.frames_on = requestAnimationFrame(note);
}"""
#: Whether the library of pyvis has a place for everything.
_PLACED = """() => typeof network !== 'undefined' && network?.physics
  && (network.physics.ready || !network.physics.physicsEnabled)"""
_SEEN = """() => {
  cancelAnimationFrame(window.frames_on);
  return window.frames_seen.slice(1).map((now, place) => now - window.frames_seen[place]);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this module's own: it is closed before a test of the pages starts the next."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the demo's server."""
    yield from serve(tmp_path_factory.mktemp("browser") / "home", "demo", "--no-browser")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the map of a thousand things."""
    home = tmp_path_factory.mktemp("town") / "home"
    make_town(home)
    for address in serve(home, "serve", "--no-browser"):
        yield f"{address}/map?show=systems"


@pytest.fixture(scope="module")
def pyvis_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the same things and flows in files of pyvis, scripts inside: as it comes, and standing still.

    As it comes, physics looks for places; the still one has them given, as our map has.
    """
    folder, addresses = tmp_path_factory.mktemp("pyvis"), {}
    for name, still in (("as it comes", False), ("still", True)):
        network = Network(height="700px", width="100%", directed=True, cdn_resources="in_line")
        network.toggle_physics(not still)
        for number in range(UNITS + SYSTEMS):
            known = f"U{number}" if number < UNITS else f"s{number - UNITS}"
            place = {"x": number % 32 * 120, "y": number // 32 * 60} if still else {}
            network.add_node(known, label=known, physics=not still, **place)
        network.add_edges([(f"U{one % UNITS}", f"s{one}") for one in range(SYSTEMS)])
        network.add_edges([(f"s{start}", f"s{end}") for start, end in ties()])
        file = folder / f"{name}.html"
        file.write_text(network.generate_html(), encoding="utf-8")
        addresses[name] = file.as_uri()
    return addresses


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with nothing kept from before."""
    context = browser.new_context(locale="nb-NO", viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def fresh(browser: Browser, visit: Callable[[Page], None]) -> None:
    """Visit with nothing kept from before, as somebody does who comes for the first time."""
    context = browser.new_context(locale="nb-NO", viewport={"width": 1280, "height": 800})
    visit(context.new_page())
    context.close()


def measure(benchmark: BenchmarkFixture, work: Callable[[], object], **options: Any) -> None:
    """Time some rounds of it; the fixture has no types of its own."""
    benchmark.pedantic(work, **options)  # type: ignore[no-untyped-call]


def test_the_first_page_is_usable(demo: str, browser: Browser, benchmark: BenchmarkFixture) -> None:
    benchmark.group, benchmark.extra_info["engine"] = "browser, demo: first page, until one can search", "graphsvc"

    def visit(page: Page) -> None:
        page.goto(demo, wait_until="domcontentloaded")
        page.locator("[role=combobox]").wait_for()

    measure(benchmark, lambda: fresh(browser, visit), rounds=10, warmup_rounds=1)


def test_impact_from_click_to_drawn(demo: str, page: Page, benchmark: BenchmarkFixture) -> None:
    benchmark.group, benchmark.extra_info["engine"] = (
        "browser, demo: impact, from the click until it is drawn",
        "graphsvc",
    )

    def start() -> None:
        page.goto(f"{demo}/thing/system/epj")

    def click() -> None:
        page.get_by_role("link", name="Hva berøres av en endring?").click(no_wait_after=True)
        page.locator("#picture svg.pic [data-thing]").first.wait_for()
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    measure(benchmark, click, setup=start, rounds=10, warmup_rounds=1)


def test_another_path_from_click_to_drawn(demo: str, page: Page, benchmark: BenchmarkFixture) -> None:
    benchmark.group, benchmark.extra_info["engine"] = (
        "browser, demo: another card, from the click until it is drawn",
        "graphsvc",
    )
    page.goto(demo + EPJ)
    wanted = ["unit:U43", "unit:U10"] * 10

    def click() -> None:
        thing = wanted.pop()
        page.locator(f"#picture a[data-thing='{thing}'][data-way=effect]").click(no_wait_after=True)
        page.locator(f"#picture .sel[data-thing='{thing}']").wait_for()

    measure(benchmark, click, rounds=10, warmup_rounds=1)


def drawn_by_us(page: Page, address: str) -> None:
    page.goto(address, wait_until="domcontentloaded")
    page.locator(".map-canvas").wait_for()
    page.wait_for_function("document.querySelector('[data-zoom-level]').textContent.includes('%')")


def drawn_by_pyvis(page: Page, address: str) -> None:
    """Open the file; the first picture is shown when the library has placed everything by its physics."""
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.goto(address, wait_until="domcontentloaded", timeout=PATIENCE)
    page.wait_for_function(_PLACED, timeout=PATIENCE)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.large
@pytest.mark.parametrize("engine", ["graphsvc", "pyvis"])
def test_a_thousand_things_from_address_to_drawn(
    town: str, pyvis_files: dict[str, str], browser: Browser, benchmark: BenchmarkFixture, engine: str
) -> None:
    benchmark.group = f"browser, {THINGS:,} things: from the address until they are drawn"
    benchmark.extra_info["engine"] = engine
    address, drawn = {"graphsvc": (town, drawn_by_us), "pyvis": (pyvis_files["as it comes"], drawn_by_pyvis)}[engine]
    rounds = 5 if engine == "graphsvc" else 1
    measure(benchmark, lambda: fresh(browser, lambda page: drawn(page, address)), rounds=rounds)


def pan(page: Page, where: str) -> list[float]:
    """Drag the picture about for some seconds; return the time between frames, in milliseconds."""
    place = page.locator(where).first.bounding_box()
    assert place is not None
    x, y = place["x"] + place["width"] / 2, place["y"] + min(place["height"], 600) / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_WATCH)
    for turn in range(4):
        side = 150 if turn % 2 else -150
        page.mouse.move(x + side, y + side / 2, steps=40)
    frames: list[float] = page.evaluate(_SEEN)
    page.mouse.up()
    return frames


@pytest.mark.large
@pytest.mark.parametrize("engine", ["graphsvc", "pyvis"])
def test_frames_while_panning_a_thousand_things(
    town: str, pyvis_files: dict[str, str], page: Page, benchmark: BenchmarkFixture, engine: str
) -> None:
    address, drawn, where = {
        "graphsvc": (town, drawn_by_us, ".map-canvas"),
        "pyvis": (pyvis_files["still"], drawn_by_pyvis, "canvas"),
    }[engine]
    drawn(page, address)
    if engine == "graphsvc":
        layout = page.evaluate("fetch('/map/layout.json' + location.search).then((answer) => answer.json())")
        assert len(layout["boxes"]) >= THINGS
    frames: list[float] = []
    benchmark.group = f"browser, {THINGS:,} things: 95 of 100 frames while dragging take at most"
    benchmark.extra_info["engine"] = engine
    measure(benchmark, lambda: frames.extend(pan(page, where)), rounds=3)
    slow = statistics.quantiles(frames, n=20)[-1]
    benchmark.extra_info["seconds"] = slow / 1000
    if engine == "graphsvc":
        assert slow < FRAME
