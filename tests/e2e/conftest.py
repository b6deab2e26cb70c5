"""A real server, started as a person starts it, and a real browser that notes whatever goes wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect, sync_playwright

from graphsvc.service.demo import open_demo
from graphsvc.settings import Settings
from tests.forum_routes import filled

PROGRAM = Path(sys.executable).with_name("graphsvc")
#: What a window prepares for people (side panels, translation, casting): a third of what a new window costs.
_UNUSED = "PreloadTopChromeWebUI,Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,HttpsUpgrades"
FLAGS = [
    f"--disable-features={_UNUSED}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Reports of the content policy reach a test through this name, set before any script of the page runs.
_LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
"""

#: Under ``--slow-network``: milliseconds before an answer begins, and bytes a second of it.
SLOW = {"offline": False, "latency": 200, "downloadThroughput": 60_000, "uploadThroughput": -1}

#: Milliseconds that a click, and what is expected of a page, waits: machines differ, and some are shared.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


def serve(home: Path, *words: str) -> Iterator[str]:
    """Start the program, give its address, and stop it again."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
    command = [str(PROGRAM), *words, "--home", str(home), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=home.parent) as process:
        assert process.stderr is not None
        said: list[str] = []
        reading: threading.Thread | None = None
        try:
            for line in process.stderr:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    reading = threading.Thread(
                        target=process.stderr.read
                    )  # a log that nobody reads holds its writer up
                    reading.start()
                    yield found[0].rstrip("/")
                    break
            else:
                pytest.fail(f"{command} did not serve:\n{''.join(said)}")
        finally:
            process.terminate()
            process.wait(20)
            if reading:
                reading.join(20)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the demo, as ``graphsvc demo`` serves it."""
    yield from serve(tmp_path_factory.mktemp("demo") / "home", "demo", "--no-browser")


@pytest.fixture(scope="session")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a demo whose forum has met and decided; nobody writes to it."""
    home = tmp_path_factory.mktemp("screens") / "home"
    with open_demo(Settings(home=home, graph="none"))[0] as workspace:
        filled(workspace)
    yield from serve(home, "serve")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless browser; a thread has one at a time.

    Chromium without a window system where it is installed: the same engine, and a fifth quicker to start and to draw.
    """
    with sync_playwright() as play:
        path = os.environ.get("CHROMIUM") or which("chromium-headless-shell") or "/usr/bin/chromium"
        started = play.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """What pages that only read share: a window that keeps the style sheets and modules that it has loaded."""
    with _context(browser) as context:
        yield context


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open a page of a server; the test fails on a console error, a script error, a policy violation, another host."""
    with ExitStack() as contexts:

        def fresh(**options: object) -> BrowserContext:
            return contexts.enter_context(_context(browser, **options))

        yield from _watched(fresh, request.config.getoption("--slow-network"))


@pytest.fixture
def read_page(reader: BrowserContext, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open a page as `open_page` does, in the window that tests share; nothing that a test leaves is left."""
    yield from _watched(lambda: reader, request.config.getoption("--slow-network"))
    reader.clear_cookies()


def follow(what: Locator) -> None:
    """Click on what leads to another page, and wait until that page is whole."""
    with what.page.expect_navigation():
        what.click()


@contextmanager
def _context(browser: Browser, **options: object) -> Iterator[BrowserContext]:
    defaults: dict[str, object] = {"locale": "nb-NO", "viewport": {"width": 1280, "height": 800}}
    with browser.new_context(**{**defaults, **options}) as context:  # type: ignore[arg-type]
        context.add_init_script(_LISTEN)
        yield context


def _watched(context: Callable[..., BrowserContext], slow: bool) -> Iterator[OpenPage]:
    complaints: list[str] = []
    pages: list[Page] = []

    def watched(address: str, *, allow: tuple[int, ...] = (), near: bool = False, **options: object) -> Page:
        page = context(**options).new_page()
        page.set_default_timeout(PATIENCE)
        host = urlsplit(address).netloc
        page.on("console", lambda message: _console(complaints, message.type, message.text, allow))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("request", lambda request: _request(complaints, request.url, host))
        page.on("dialog", lambda dialog: _dialog(complaints, dialog))
        pages.append(page)
        if slow and not near:
            _far_away(page)
        page.goto(address)
        return page

    yield watched
    for page in pages:
        complaints += [f"policy: {one}" for one in page.evaluate("window.violations ?? []")]
        page.close()
    assert complaints == []


def _far_away(page: Page) -> None:
    """Let answers come late and bit by bit: who does not wait for a page reads the one before, or half of it."""
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)


def _console(complaints: list[str], kind: str, text: str, allow: tuple[int, ...]) -> None:
    if kind in {"error", "warning"} and not any(f"status of {status}" in text for status in allow):
        complaints.append(f"console: {text}")


def _dialog(complaints: list[str], dialog: Dialog) -> None:
    complaints.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _request(complaints: list[str], url: str, host: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob", "about"} and parts.netloc != host:
        complaints.append(f"request to {url}")
