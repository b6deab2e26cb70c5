"""A picture becomes a PNG in the browser: of the right size, not blank, with where it comes from."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e

#: Page with a picture -> the address of its SVG file begins so; empty where the picture is only on the page.
FILED = {
    "/impact?thing=system:epj&change=retire": "/api/v1/impact.svg",
    "/paths?from=system:bygg&to=system:epj": "/api/v1/paths.svg",
    "/overlap?proposal=P2": "/api/v1/overlap.svg",
    "/portfolio?budget=7000": "/api/v1/portfolio.svg",
    "/weak-spots": "/api/v1/weak-spots.svg",
}
SHOWN = ("/map", "/thing/system/epj")
#: How many colours a picture has, and how much of it is ground.
LOOK = """async (written) => {
  const image = await createImageBitmap(await (await fetch(written)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  const seen = new Map();
  for (const pixel of pixels) seen.set(pixel, (seen.get(pixel) ?? 0) + 1);
  const band = (from, to) => new Set(pixels.slice(from * image.width, to * image.width)).size;
  return [seen.size, Math.max(...seen.values()) / pixels.length, band(image.height - 60, image.height)];
}"""


def made(page: Page, folder: Path) -> bytes:
    page.evaluate("for (const one of document.querySelectorAll('details.drop')) one.open = true")
    with page.expect_download() as download:
        page.locator("button[data-png]").first.click()
    assert download.value.suggested_filename.endswith(".png")
    download.value.save_as(folder / "x.png")
    return (folder / "x.png").read_bytes()


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def drawn(browser: Browser, png: bytes) -> tuple[int, float, int]:
    page = browser.new_page()
    colours, ground, band = page.evaluate(LOOK, "data:image/png;base64," + base64.b64encode(png).decode())
    page.close()
    return int(colours), float(ground), int(band)


@pytest.mark.parametrize("address", FILED)
def test_the_file_beside_the_button_becomes_a_png_of_twice_its_size(
    demo: str, open_page: OpenPage, browser: Browser, tmp_path: Path, address: str
) -> None:
    page = open_page(demo + address)
    button = page.locator("button[data-png]").first
    filed = button.get_attribute("data-address") or ""
    assert filed.startswith(FILED[address])
    wide, high = page.evaluate(
        """async (address) => {
          const picture = await (await fetch(address)).text();
          return [/ width="([\\d.]+)"/, / height="([\\d.]+)"/].map((wanted) => Number(wanted.exec(picture)[1]));
        }""",
        filed,
    )
    png = made(page, tmp_path)
    width, height = size(png)
    assert width == pytest.approx(2 * (wide + 32), abs=1)
    assert 2 * high < height < 2 * (high + 160)
    colours, ground, band = drawn(browser, png)
    assert colours > 30
    assert ground < 0.995
    assert band > 3  # the line that says where it comes from
    assert page.evaluate("window.violations") == []


@pytest.mark.parametrize("address", SHOWN)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_on_the_page_brings_its_style_along(
    demo: str, open_page: OpenPage, browser: Browser, tmp_path: Path, address: str, theme: str
) -> None:
    page = open_page(f"{demo}{address}?theme={theme}")
    png = made(page, tmp_path)
    shown = page.evaluate(
        "(() => { const p = document.querySelector('.picture svg'); return Number(p.getAttribute('width')); })()"
    )
    assert size(png)[0] == pytest.approx(2 * (shown + 32), abs=2)
    colours, ground, _ = drawn(browser, png)
    assert colours > 30
    assert ground < 0.98
    assert page.evaluate("window.violations") == []


def test_without_scripts_there_is_no_button(demo: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo}/thing/system/epj")
    assert page.locator("button[data-png]").count() > 0
    assert not page.locator("button[data-png]").first.is_visible()
    context.close()


def test_where_the_picture_cannot_be_made_the_button_says_so(demo: str, open_page: OpenPage) -> None:
    page = open_page(f"{demo}/impact?thing=system:epj&change=retire&lang=en", allow=(404,))
    page.evaluate("document.querySelector('button[data-png]').dataset.address = '/api/v1/nothing.svg'")
    page.evaluate("for (const one of document.querySelectorAll('details.drop')) one.open = true")
    page.locator("button[data-png]").first.click()
    page.get_by_role("button", name="Use SVG instead").wait_for()
