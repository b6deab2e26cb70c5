"""A gate that lets everything through guards nothing: each one refuses a page with the fault that it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import gates

pytestmark = pytest.mark.e2e

SOUND = """<!doctype html><html lang="nb"><head><title>Kart</title><style>
:focus-visible{outline:3px solid #0b57d0} body{background:#fff;color:#000}
.ln{fill:#fff} .e{stroke:#333} button{min-height:30px} @media print{.top nav,button{display:none}}
</style></head><body><header class="top"><nav aria-label="Valg"><a href="#b">Hjem</a></nav></header>
<main id="b"><h1>Kart</h1><h2>Bilde</h2><div id="picture"><svg role="img" aria-label="Bilde" width="90" height="9">
<path class="ln" d="M0 0H9V9z"/><path class="e" d="M0 0H9"/></svg></div><p>Tekst <button>Vis</button></p></main>
</body></html>"""
#: Gate -> what of the sound page is exchanged for what, and a word of the complaint.
FAULTS: list[tuple[Callable[[Page], list[str]], str, str, str]] = [
    (gates.rules, "<p>Tekst", '<p><img src="data:,"> Tekst', "image-alt"),
    (gates.rules, "color:#000}", "color:#aaa}", "color-contrast"),
    (gates.rules, ' lang="nb"', "", "html-has-lang"),
    (gates.headings, "<h1>Kart</h1>", "", "headings start with"),
    (gates.headings, "<h2>Bilde</h2>", "<h3>Bilde</h3>", "of level 3 follows one of 1"),
    (gates.headings, "<h2>Bilde</h2>", "<h1>Bilde</h1>", "headings start with"),
    (gates.lines, ".e{stroke:#333}", ".e{stroke:#ddd}", "has a contrast of"),
    (gates.lines, ".ln{fill:#fff}", ".ln{fill:#444}", "has a contrast of"),
    (gates.drawn, "</svg>", '<g data-thing="a"/>' * 1001 + "</svg>", "1001 things are drawn"),
    (gates.narrow, "<p>Tekst", '<p style="width:500px">Tekst', "px too wide at 390 px"),
    (gates.narrow, "<h2>", '<h2 style="width:9px;overflow:hidden;display:block">', "is cut off"),
    (gates.narrow, "button{min-height:30px}", "button{height:12px;padding:0}", "is too small for a finger"),
    (gates.stillness, "<h2>", '<h2 style="transition:color 2s">', "H2. moves"),
    (gates.stillness, ".e{", "@keyframes a{to{opacity:0}} h2{animation:a 2s} .e{", "H2. moves"),
    (gates.paper, "@media print{.top nav,", "@media print{", "nav is printed"),
    (gates.paper, "nav,button{display:none}", "nav{display:none}", "button is printed"),
    (gates.paper, "@media print{", "@media print{h1{display:none}", "the title is not printed"),
    (gates.paper, "@media print{", "@media print{body{background:#222}", "the paper is coloured"),
    (gates.paper, "<p>Tekst", '<p style="width:1200px">Tekst', "P Tekst Vis goes beyond the paper"),
    (gates.walk, ":focus-visible{outline:3px solid #0b57d0}", "*{outline:none!important}", "shows no focus"),
    (gates.walk, "<button>", '<button style="position:fixed;left:-900px">', "has the focus unseen"),
    (gates.walk, "<p>Tekst", '<p><button onkeydown="event.preventDefault()">Felle</button>', "the tab key reaches"),
]


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        yield context.new_page()


@pytest.mark.parametrize("gate", gates.ALL, ids=lambda gate: gate.__name__)
def test_a_sound_page_passes(blank: Page, gate: Callable[[Page], list[str]]) -> None:
    blank.goto("about:blank")
    blank.set_content(SOUND)
    assert gate(blank) == []


@pytest.mark.parametrize(("gate", "old", "new", "complaint"), FAULTS, ids=[each[3] for each in FAULTS])
def test_a_gate_refuses_a_page_with_its_fault(
    blank: Page, gate: Callable[[Page], list[str]], old: str, new: str, complaint: str
) -> None:
    assert SOUND.count(old) == 1
    blank.goto("about:blank")
    blank.set_content(SOUND.replace(old, new))
    found = gate(blank)
    assert any(complaint in one for one in found), found


def test_every_gate_is_among_those_that_are_seen_to_refuse() -> None:
    assert {gate for gate, *_ in FAULTS} == set(gates.ALL)


def test_what_only_a_browser_without_scripts_shows_is_judged(browser: Browser, screens: str) -> None:
    faults = '<noscript><img src="/nothing.png"><button style="outline:none">Vis</button></noscript>'
    ours = "<script>document.querySelector('button').remove(); document.title = ''</script>"
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.route("**/help", lambda route: route.fulfill(body=SOUND.replace("<p>Tekst", f"<p>{faults}{ours}")))
        page.goto(f"{screens}/help")
        with gates.without_scripts(page) as twin:
            assert twin.title() == "Kart"
            assert any("image-alt" in one for one in gates.rules(twin))
            assert any("shows no focus" in one for one in gates.walk(twin))
