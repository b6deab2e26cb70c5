"""Labels that attack: they are shown as text on every page and in every file, and run nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.records import ChangeSet, ClaimChange, Record, RelationRecord, ThingRecord
from graphsvc.register import FORUM, Document, Register
from tests.e2e.conftest import OpenPage, serve
from tests.e2e.screens import unseen

pytestmark = pytest.mark.e2e

LABELS = {
    "script": "</script><script>window.hacked=1;alert(1)</script>",
    "image": '<img src=x onerror="window.hacked=1;alert(1)">',
    "quotes": "\"><svg onload=alert(1)> ' onfocus=alert(1) autofocus tabindex=1 x='",
    "turning": "abc \u202egnp.exe\u202c \u200f\u2067 slutt",
    "long": "Uendeligesystemnavn" * 16,
    "template": "{{7*7}} {% raw %} ${7*7} #{7*7} {thing} %s %7Bthing%7D",
    "address": "javascript:alert(1)",
    "style": "</style><style>*{display:none}</style><!-- --> ]]> &lt;b&gt; &#106;",
    "control": "a\tb\nc\u0085d",
    "formula": '=HYPERLINK("http://evil.example";"x")',
}
#: What a page must not have, whatever it shows.
WRONGS = """() => {
  const wrong = [];
  const count = (selector) => document.querySelectorAll(selector).length;
  const ours = 'head > script[type=module][src^="/static/"]';
  if (window.hacked) wrong.push('something ran');
  for (const one of document.querySelectorAll('*')) {
    for (const { name, value } of one.attributes) {
      if (name.startsWith('on') || name === 'style') wrong.push(`${one.tagName} has ${name}`);
      const leads = ['href', 'src', 'action', 'xlink:href'].includes(name);
      if (leads && !/^(\\/(?!\\/)|\\?|#|$)/.test(value)) wrong.push(`${name}=${value.slice(0, 60)}`);
    }
  }
  if (count('script') !== count(ours)) wrong.push('a script too many');
  if (count('img, iframe, object, embed, style, base')) wrong.push('a foreign element');
  const written = document.body.innerHTML.replace(/value="[^"]*"/g, '');
  if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(written)) wrong.push('a direction override');
  const read = document.body.innerText;
  if (!read.trim()) wrong.push('nothing is shown');
  return wrong;
}"""
#: Ids that an address must be careful with.
IDS = ["a/b", "a?b=c&d", "a#b", "a:b", "a b", "a%2Fb", "æøå", "<b>", "\"'", "+1"]


def _records() -> Iterator[Record]:
    names = list(LABELS.values())
    for number in range(2):
        yield _thing(Kind.UNIT, f"S{number}", names[number], level="sector", order=number)
    for number, (identifier, name) in enumerate(zip(IDS, names, strict=True)):
        fields: dict[str, Value] = {
            "vendor": name,
            "product": name,
            "url": "javascript:alert(1)",
            "note": name,
            "description_nb": name,
            "protocols": tuple(names),
            "properties": {name: name},
        }
        yield _thing(Kind.SYSTEM, identifier, name, **fields)
        yield _thing(Kind.UNIT, identifier, name, contact=name, level="unit")
        yield _thing(Kind.SERVICE, identifier, name, legal_basis=name)
        yield _thing(Kind.CAPABILITY, identifier, name)
        yield _thing(Kind.DATA_OBJECT, identifier, name)
        yield _tie(Relation.PART_OF, f"unit:{identifier}", f"unit:S{number % 2}")
        yield _tie(Relation.OWNS, f"unit:{identifier}", f"system:{identifier}")
        yield _tie(Relation.USES, f"unit:{identifier}", f"system:{IDS[0]}", purpose=name)
        yield _tie(Relation.DELIVERS, f"unit:{identifier}", f"service:{identifier}", role="lead")
        yield _tie(Relation.SUPPORTS, f"system:{identifier}", f"service:{identifier}", strength="required")
        yield _tie(Relation.PROVIDES, f"system:{identifier}", f"capability:{identifier}", maturity=name)
        yield _tie(Relation.HOLDS, f"system:{identifier}", f"data_object:{identifier}", role="master")
        if number:
            yield _tie(
                Relation.FLOW,
                f"system:{IDS[0]}",
                f"system:{identifier}",
                mode="sync",
                protocol=name,
                data=name,
                data_to="dependent",
            )
    yield _thing(
        Kind.PROPOSAL,
        "P<1>",
        LABELS["image"],
        phase="idea",
        replaces_systems=(IDS[0],),
        affected_units=(IDS[1],),
        proposer_unit=(IDS[2],),
        need_nb=LABELS["script"],
        legal_basis=LABELS["quotes"],
        advice=LABELS["image"],
    )


def _cases() -> Iterator[ThingRecord]:
    """What the forum wrote: every text of it is hostile."""
    script, image, quotes = LABELS["script"], LABELS["image"], LABELS["quotes"]
    paper = Document.of(b"<script>alert(1)</script>", "text/html", "notat <b>.html")
    yield _thing(Kind.ROLE, "R<1>", image, role_kind="competence_group", sector=("S0",), knows=(IDS[0],))
    yield _thing(
        Kind.MEETING,
        "M<1>",
        script,
        date="2026-12-01",
        place=image,
        agenda=("P<1>",),
        participants=("R<1>",),
        minutes=f"{script}\n{image}",
        state="held",
    )
    yield _thing(Kind.NOTE, "N<1>", quotes, text=script, about=(IDS[0], "proposal:P<1>"), group=("R<1>",))
    yield ThingRecord(Kind.STATEMENT, "S1", {"name_nb": image, "text": script, "stated_on": "2026-12-01"})
    decided: dict[str, Value] = {
        "proposal": ("P<1>",),
        "outcome": "approve_with_conditions",
        "reasons": script,
        "internal_note": image,
        "conditions": (quotes,),
        "meeting": ("M<1>",),
        "decided_on": "2026-12-01",
        "participants": ("R<1>",),
        "map_revision": 1,
        "map_date": "2026-12-01",
        "documents": (str(paper),),
    }
    yield ThingRecord(Kind.DECISION, "D1", decided)
    yield ThingRecord(Kind.CONDITION, "D1:1", {"decision": ("D1",), "text": quotes, "owner": (IDS[1],), "note": image})
    answered: dict[str, Value] = {"proposal": ("P<1>",), "question": "Q04", "answer": script, "answered_by": image}
    yield ThingRecord(Kind.ASSESSMENT, "P<1>:Q04", {**answered, "answered_on": "2026-12-01"})


def _thing(kind: Kind, identifier: str, name: str, **fields: Value) -> ThingRecord:
    return ThingRecord(kind, identifier, {"name_nb": name, **fields})


def _tie(relation: Relation, start: str, end: str, **fields: Value) -> RelationRecord:
    return RelationRecord(relation, f"{start}>{end}", Reference(start), Reference(end), fields)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("hostile") / "home"
    Register.create(home).close()
    with Register.open(home, write=True) as register:
        changes = ChangeSet(LABELS["script"], tuple(ClaimChange(None, record) for record in _records()))
        register.commit_changes(changes, who=LABELS["image"], message=LABELS["quotes"])
        cases = ChangeSet(FORUM, tuple(ClaimChange(None, record) for record in _cases()))
        contents = [b"<script>alert(1)</script>"]
        register.commit_changes(cases, who=LABELS["image"], message=LABELS["quotes"], kind="forum", contents=contents)
        register.set_about(who="test", title=LABELS["script"])
    yield from serve(home, "serve", "--no-browser")


def _paths() -> list[str]:
    first = quote(f"system:{IDS[0]}", safe="")
    pages = ["/", "/matrix", "/matrix?by=unit", "/matrix?row=S0&column=S1", "/impact", "/import", "/history"]
    pages += ["/overlap", "/overlap?pairs=all&min-score=0", "/overlap?pairs=all&view=table&min-score=0"]
    pages += [f"/overlap?text={quote(label[:150])}" for label in LABELS.values()]
    pages += [f"/overlap?proposal={quote('P<1>')}{rest}" for rest in ("", "&view=table", "&lang=nn")]
    pages += [f"/overlap?thing={first}", f"/overlap?capability={quote(IDS[7], safe='')}&data-object={quote(IDS[3])}"]
    pages += [f"/thing/{kind}/{quote(one, safe='')}" for one in IDS for kind in ("system", "unit", "service")]
    pages += [f"/search?q={quote(label[:150])}" for label in LABELS.values()]
    pages += [f"/search?list={name}" for name in ("systems-local", "flows", "services", "units")]
    pages += [
        f"/impact?thing={first}{rest}"
        for rest in ("", "&view=table", f"&selected={quote('unit:' + IDS[7], safe='')}", "&lang=en", "&min-strength=0")
    ]
    pages += ["/map", "/map?show=systems", "/map?view=table", "/map?closed=unit:S0&open=unit:S1"]
    pages += ["/weak-spots", "/structure", "/privacy", "/completeness", "/journey", "/learning", "/portfolio"]
    pages += [f"/completeness?unit={quote('unit:' + IDS[0], safe='')}", f"/learning?proposal={quote('P<1>')}"]
    last = quote(f"system:{IDS[4]}", safe="")
    pages += [f"/paths?from={first}&to={last}{rest}" for rest in ("", "&view=table", "&mode=manual", "&lang=en")]
    pages += ["/paths", f"/paths?from={first}&via={last}"]
    proposal, meeting = quote("P<1>", safe=""), quote("M<1>", safe="")
    pages += ["/proposals", "/proposals/new", "/decisions", "/decisions/D1", "/meetings", "/learning-arena"]
    pages += [f"/proposals/{proposal}{rest}" for rest in ("", "/edit", "/carry-out", "?lang=en")]
    pages += [f"/meetings/{meeting}", f"/decisions?q={quote(LABELS['script'][:150])}"]
    pages += ["/assessment", *(f"/assessment?proposal={quote('P<1>')}{rest}" for rest in ("", "&lang=en"))]
    pages += ["/help", "/history/1", "/diff?from=1&to=2", "/administration", "/views", "/views/new?address=/map"]
    pages += [f"/scenario?proposal={quote('P<1>')}", f"/scenario?proposal={quote('P<1>')}&analysis=weak-spots"]
    pages += ["/edit/new?kind=system", f"/edit/relation?thing={first}", f"/edit/relation?thing={first}&join=flow"]
    pages += [f"/thing/system/{quote(IDS[0], safe='')}?edit={one}" for one in ("vendor", "names", "confirm")]
    pages += [f"/{one}?compare={quote('P<1>')}" for one in ("map", "matrix")]
    pages += [f"/impact?thing={first}&compare={quote('P<1>')}"]
    return [*pages, f"/impact?proposal={quote('P<1>')}", f"/thing/data_object/{quote(IDS[3])}", "/search?q=%00%ff"]


def test_every_page_of_the_program_is_shown_with_hostile_labels() -> None:
    assert unseen(_paths()) == []


def _wrongs(page: Page) -> list[str]:
    found: list[str] = page.evaluate(WRONGS)
    return found


def test_hostile_labels_are_text_on_every_page(hostile: str, open_page: OpenPage) -> None:
    page = open_page(hostile, allow=(400, 404, 422))
    for path in _paths():
        answer = page.goto(hostile + path)
        assert answer is not None
        assert answer.status == 200, path
        assert _wrongs(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} is too wide"


def test_templates_are_not_run_a_second_time(hostile: str, open_page: OpenPage) -> None:
    page = open_page(f"{hostile}/thing/system/{quote(IDS[5], safe='')}")
    assert LABELS["template"] in page.get_by_role("heading", level=1).inner_text()


def test_live_search_and_cards_show_hostile_names_as_text(hostile: str, open_page: OpenPage) -> None:
    page = open_page(hostile)
    page.get_by_role("combobox").fill("</script")
    page.get_by_role("option").first.wait_for()
    assert "</script><script>" in page.get_by_role("option").first.inner_text()
    assert _wrongs(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thing/**")
    assert LABELS["script"] in page.get_by_role("heading", level=1).inner_text()
    page.goto(f"{hostile}/impact?thing={quote(f'system:{IDS[0]}', safe='')}")
    for card in ("first", "last"):
        getattr(page.locator("#picture a[data-thing][data-way=effect]"), card).click()
        page.locator("#why ol li").first.wait_for()
        assert _wrongs(page) == []


def test_every_id_leads_to_its_own_page(hostile: str, open_page: OpenPage) -> None:
    page = open_page(f"{hostile}/search?list=systems-local")
    links = page.locator("tbody th a").evaluate_all("all => all.map((one) => one.href)")
    assert len(links) == len(IDS)
    seen = set()
    for link in links:
        page.goto(link)
        seen.add(page.locator(".crumbs bdi").last.inner_text())
    assert seen == {f"system:{identifier}" for identifier in IDS}


def test_hostile_words_in_an_address_are_refused_as_text(hostile: str, open_page: OpenPage) -> None:
    page = open_page(hostile, allow=(400, 404, 409, 422))
    for label in LABELS.values():
        word = quote(label[:100], safe="")
        for path in (
            f"/impact?thing={word}",
            f"/impact?{word}=1",
            f"/thing/{word}",
            f"/?as-of={word}",
            f"/?revision={word}",
            f"/matrix?row={word}&column={word}",
            f"/search?list={word}",
            f"/{word}",
            f"/?lang={word}",
            f"/?theme={word}",
            f"/impact?thing=a%2Fb&unfolded={word}",
            f"/impact?proposal={word}",
            f"/overlap?proposal={word}",
            f"/overlap?capability={word}&data-object={word}&thing={word}",
            f"/overlap?pairs={word}",
            f"/overlap?pairs=all&sector={word}",
            f"/overlap?pairs=all&done={word}",
            f"/paths?from={word}&to={word}",
            f"/paths?from=a%2Fb&to=a%3Ab&protocol={word}&via={word}&selected={word}",
            f"/paths?from=a%2Fb&to=a%3Ab&mode={word}",
        ):
            answer = page.goto(hostile + path)
            assert answer is not None
            assert answer.status < 500, path
            assert _wrongs(page) == [], path


def test_files_hold_hostile_names_as_text(hostile: str, open_page: OpenPage) -> None:
    page = open_page(hostile)
    address = f"{hostile}/api/v1/impact{{}}?things={quote(f'system:{IDS[0]}', safe='')}"
    picture = page.request.get(address.format(".svg")).text()
    assert "<script" not in picture
    assert "<img" not in picture
    table = page.request.get(address.format(".csv")).body().decode("utf-8-sig")
    cells = [cell for line in table.splitlines() for cell in line.split(";")]
    assert [cell for cell in cells if cell.startswith(("=", '"=', "+", "@"))] == []


def test_a_folder_of_static_files_gives_nothing_else(demo: str, open_page: OpenPage, data_folder: Path) -> None:
    page = open_page(demo)
    style = page.locator("link[href$='explorer.css']").get_attribute("href")
    assert style is not None
    folder = style.rsplit("/", 1)[0]
    for name in ("../start.py", "..%2fstart.py", "%2e%2e/start.py", "/etc/passwd", "", ".", "nothing.js"):
        assert page.request.get(f"{demo}{folder}/{name}").status in {404, 405}, name
    assert page.request.get(f"{demo}{style}").headers["cache-control"].endswith("immutable")
