"""What every screen must keep: each gate returns what is wrong in words, so that a failing screen tells all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

__all__ = [
    "ALL",
    "NEED_SCRIPTS",
    "drawn",
    "headings",
    "lines",
    "narrow",
    "paper",
    "rules",
    "stillness",
    "walk",
    "without_scripts",
]

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Style sheets are not fetched a second time: only rules on trial, which are off, would read them.
RULES = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"], "preload": False}
_AXE = Axe()
MOST_DRAWN = 1_000
#: Ratio of every line's colour to every ground that it may cross.
_CONTRASTS = """() => {
  const part = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => part(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [most, least] = [light(one), light(other)].sort((x, y) => y - x);
    return (most + 0.05) / (least + 0.05);
  };
  const grounds = [...document.querySelectorAll('#picture .ln')].map((one) => getComputedStyle(one).fill);
  grounds.push(getComputedStyle(document.body).backgroundColor);
  const found = {};
  for (const line of document.querySelectorAll('#picture .e, #picture .cd')) {
    const stroke = getComputedStyle(line).stroke;
    if (!/\\d/.test(stroke)) continue;
    for (const ground of grounds) found[stroke + ' on ' + ground] = ratio(stroke, ground);
  }
  return found;
}"""
#: What the tab key must reach: of a group of radio buttons one, and nothing that is not shown.
_STOPS = """() => {
  const groups = new Set();
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  return [...document.querySelectorAll(kinds)]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest('[inert]'))
    .filter((one) => one.type !== 'radio' || (!groups.has(one.name) && groups.add(one.name))).length;
}"""
#: A page may have put the focus into its form already; the walk begins where the page does.
_FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  scrollTo(0, 0);
}"""
#: Before each further stroke of the tab key: what has the focus, whether it had it before, what hinders one from
#: seeing it. The page notes it itself, so that a walk is not two messages a stop.
_WATCH = """() => {
  const been = new Set();
  window.walked = [];
  addEventListener('keydown', () => {
    const one = document.activeElement;
    if (!one || one === document.body) return void window.walked.push(null);
    const style = getComputedStyle(one);
    const card = one.querySelector?.('.cd, .field');
    const frame = card ? parseFloat(getComputedStyle(card).strokeWidth) : 0;
    const outlined = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
    const box = one.getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
    const name = one.tagName + ' ' + (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40);
    const wrong = [...(outlined || frame >= 2 ? [] : ['shows no focus']), ...(seen ? [] : ['has the focus unseen'])];
    window.walked.push({ name, again: been.has(one), wrong });
    been.add(one);
  }, { capture: true });
}"""
_MOVING = """() => [...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  const lasts = (value) => value.split(',').some((part) => parseFloat(part) > 0.01);
  const animated = style.animationName !== 'none' && lasts(style.animationDuration);
  return animated || (style.transitionProperty !== 'none' && lasts(style.transitionDuration));
}).map((one) => one.tagName + '.' + one.className)"""
_ON_PAPER = """() => ['.top nav', 'form.ctl', 'dialog', '.skip', 'button', '.drop'].flatMap((selector) =>
  [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
    .map(() => selector + ' is printed'))"""
#: What stands beyond the right edge of the paper, of what says something; and what the paper is coloured with.
_BESIDE_PAPER = """() => [...document.querySelectorAll('main :is(h1, h2, p, li, td, th, svg.pic)')]
  .filter((one) => one.checkVisibility() && !one.closest('.quiet'))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.tagName + ' ' + one.textContent.trim().slice(0, 40))"""
_GROUND = "getComputedStyle(document.body).backgroundColor"
#: A sheet that stands and one that lies, in CSS pixels within their margins.
SHEETS = {"auto": {"width": 703, "height": 1032}, "wide": {"width": 1047, "height": 718}}
#: Targets of less than 24 px that do not stand in a line of text.
_SMALL = """() => [...document.querySelectorAll('main button, main summary, main .btn')].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.height && Math.min(box.height, box.width) < 24;
}).map((one) => one.tagName + ' ' + one.textContent.trim().slice(0, 40))"""
_CUT = """() => [...document.querySelectorAll('h1, h2, .lead, .btn, button, label')]
  .filter((one) => one.offsetParent && !one.closest('.quiet') && !one.classList.contains('quiet'))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
  .map((one) => one.textContent.trim().slice(0, 60))"""
_DRAWN = "document.querySelectorAll('svg [data-thing]').length"


def rules(page: Page) -> list[str]:
    """Return what breaks a rule of WCAG 2.2 AA that a machine can check."""
    found: dict[str, Any] = _AXE.run(page, options=RULES).response
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"][:5]
    ]


def headings(page: Page) -> list[str]:
    """Return how the headings fail to start with one of the first level and to go down a level at a time."""
    levels = page.locator("h1, h2, h3, h4").evaluate_all(
        "all => all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
    )
    wrong = [] if levels[:1] == [1] and levels.count(1) == 1 else [f"headings start with {levels[:3]}"]
    return wrong + [
        f"a heading of level {low} follows one of {high}" for high, low in pairwise(levels) if low > high + 1
    ]


def lines(page: Page) -> list[str]:
    """Return the lines of the picture whose contrast to a ground that they may cross is below 3:1."""
    contrasts: dict[str, float] = page.evaluate(_CONTRASTS)
    return [f"{pair} has a contrast of {ratio:.1f}" for pair, ratio in contrasts.items() if ratio < 3]


def walk(page: Page) -> list[str]:
    """Go through the page with the tab key; return what it does not reach, what hides its focus, and where it stays."""
    page.evaluate(_FROM_THE_TOP)
    page.evaluate(_WATCH)
    stops, strokes = page.evaluate(_STOPS), 0
    reached, ended = 0, False
    wrong: list[str] = []
    while not ended and strokes <= 3 * stops:
        for _ in range(stops + 2):
            page.keyboard.down("Tab")  # held down: half the messages, and an end sooner
        page.keyboard.up("Tab")
        strokes += stops + 2
        reached, wrong, ended = _walked(page.evaluate("window.walked.slice(1)"))
    return wrong[:10] + ([] if reached >= stops else [f"the tab key reaches {reached} of {stops} stops"])


def _walked(found: list[dict[str, Any] | None]) -> tuple[int, list[str], bool]:
    """Return how many stops a walk reached, what is wrong with them, and whether it came to an end."""
    reached, last = 0, ""
    wrong: list[str] = []
    for one in found:
        if one is None:
            return reached, wrong, True
        if one["again"]:  # a field of a date has three stops of its own; anything else that comes back is the end
            if one["name"] != last:
                return reached, wrong, True
            continue
        reached, last = reached + 1, one["name"]
        wrong += [f"{last}: {each}" for each in one["wrong"]]
    return reached, wrong, False


def stillness(page: Page) -> list[str]:
    """Return what moves although somebody asked for stillness."""
    page.emulate_media(reduced_motion="reduce")
    moving: list[str] = page.evaluate(_MOVING)
    page.emulate_media(reduced_motion="no-preference")
    return [f"{one} moves" for one in moving[:5]]


def paper(page: Page) -> list[str]:
    """Return what is printed although paper cannot do it, or what paper leaves out."""
    page.emulate_media(media="print")
    wrong: list[str] = page.evaluate(_ON_PAPER)
    if not page.locator("h1").first.is_visible():
        wrong.append("the title is not printed")
    whole = page.viewport_size
    assert whole is not None
    page.set_viewport_size(SHEETS[page.evaluate("getComputedStyle(document.body).page")])  # type: ignore[arg-type]
    wrong += [f"{one} goes beyond the paper" for one in page.evaluate(_BESIDE_PAPER)[:5]]
    if page.evaluate(_GROUND) not in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}:
        wrong.append("the paper is coloured")
    page.set_viewport_size(whole)
    page.emulate_media(media="screen")
    return wrong


def drawn(page: Page) -> list[str]:
    """Return whether more is drawn than a picture may hold."""
    count: int = page.evaluate(_DRAWN)
    return [f"{count} things are drawn"] if count > MOST_DRAWN else []


def narrow(page: Page) -> list[str]:
    """Return what is too wide, cut off or too small for a finger: on the page as it is, at 200 %, and on a phone."""
    whole = page.viewport_size
    assert whole is not None
    wrong = []
    for width, height in ((whole["width"], whole["height"]), (640, 400), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        over: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{over} px too wide at {width} px"] if over > 0 else []
        wrong += [f"{one} is cut off at {width} px" for one in page.evaluate(_CUT)[:5]]
        small: list[str] = page.evaluate(_SMALL)
        wrong += [f"{one} is too small for a finger at {width} px" for one in small[:5]]
    page.set_viewport_size(whole)
    return wrong


#: Every gate, in the order in which a page is put through them: what changes the page's size or media puts it back.
ALL = (rules, headings, lines, drawn, narrow, stillness, paper, walk)
#: Gates that are scripts which listen or wait themselves, and so need a page that may run scripts.
NEED_SCRIPTS = (rules, walk)
#: What stands in for missing scripts is read as text by a browser that runs scripts, and is unwrapped for it.
_UNWRAP = "() => document.querySelectorAll('noscript').forEach((one) => one.replaceWith(...one.childNodes))"

#: The policy stops the page's own scripts and leaves those of the test.
_SCRIPTLESS = {"content-type": "text/html; charset=utf-8", "content-security-policy": "script-src 'none'"}


@contextmanager
def without_scripts(page: Page) -> Iterator[Page]:
    """Give the page as a browser without scripts shows it, in one where a gate may run its own: none of the page's run.

    Parameters
    ----------
    page
        A page whose context has scripts turned off.
    """
    page.evaluate(_UNWRAP)
    shown, address = page.content(), page.url
    browser = page.context.browser
    assert browser is not None
    with browser.new_context(locale="nb-NO", viewport=page.viewport_size) as context:
        twin = context.new_page()
        twin.route(address, lambda route: route.fulfill(headers=_SCRIPTLESS, body=shown))
        twin.goto(address)
        yield twin
