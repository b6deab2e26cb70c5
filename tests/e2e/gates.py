"""What every screen must keep: each gate returns what is wrong in words, so that a failing screen tells all at once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

__all__ = ["ALL", "drawn", "headings", "lines", "narrow", "paper", "rules", "stillness", "walk"]

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
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
#: What has the focus, whether it was there before, and what hinders one from seeing it.
_FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  window.walked ??= new Set();
  const style = getComputedStyle(one);
  const card = one.querySelector?.('.cd, .field');
  const frame = card ? parseFloat(getComputedStyle(card).strokeWidth) : 0;
  const outlined = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
  const box = one.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
  const name = one.tagName + ' ' + (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40);
  const again = window.walked.has(one);
  window.walked.add(one);
  const wrong = [...(outlined || frame >= 2 ? [] : ['shows no focus']), ...(seen ? [] : ['has the focus unseen'])];
  return { name, again, wrong };
}"""
_MOVING = """() => [...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  const lasts = (value) => value.split(',').some((part) => parseFloat(part) > 0.01);
  const animated = style.animationName !== 'none' && lasts(style.animationDuration);
  return animated || (style.transitionProperty !== 'none' && lasts(style.transitionDuration));
}).map((one) => one.tagName + '.' + one.className)"""
_ON_PAPER = """() => ['.top nav', 'form.ctl', 'dialog', '.skip'].flatMap((selector) =>
  [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
    .map(() => selector + ' is printed'))"""
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
    found: dict[str, Any] = Axe().run(page, options=RULES).response
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
    stops, reached, wrong, last = page.evaluate(_STOPS), 0, [], ""
    for _ in range(3 * stops):
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUSED)
        if found is None:
            break
        if found["again"]:  # a field of a date has three stops of its own; anything else that comes back is the end
            if found["name"] != last:
                break
            continue
        reached, last = reached + 1, found["name"]
        wrong += [f"{found['name']}: {one}" for one in found["wrong"]]
    return wrong[:10] + ([] if reached >= stops else [f"the tab key reaches {reached} of {stops} stops"])


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
