"""The offline file: small, the same each time, in one language, and nothing in a name can break out of its place."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from graphsvc.i18n import catalogue
from graphsvc.model import Kind
from graphsvc.records import ThingRecord
from graphsvc.service.exports import Edition
from graphsvc.snapshot import Fact, Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.explorer.offline import offline
from graphsvc_visualizations.explorer.offline.answers import CHANGES, askable
from graphsvc_visualizations.explorer.offline.book import inert, packed
from graphsvc_visualizations.explorer.offline.words import SCRIPT_WORDS
from tests.attacked import attacked_graph
from tests.contract.test_views import HOSTILE
from tests.demo_facts import imported_snapshot
from tests.offline_files import data_of

FOLDER = Path(__file__).parents[2] / "visualizations/graphsvc_visualizations/explorer/offline"
SCRIPTS = sorted(FOLDER.glob("*.js"))


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


@pytest.fixture(scope="module")
def page(demo: Snapshot) -> bytes:
    return offline(demo, language=Language.NB)


def small(snapshot: Snapshot, language: Language = Language.NB, **wanted: bool) -> bytes:
    return offline(snapshot, language=language, room=20_000, picture_room=0, **wanted)


def test_the_file_of_the_demo_is_under_five_megabytes_and_holds_all_of_it(demo: Snapshot, page: bytes) -> None:
    assert 1_000_000 < len(page) < 5_000_000
    data = data_of(page)
    assert [f"{data['kinds'][one['kind']][0]}:{one['id']}" for one in data["things"]] == list(demo.references)
    assert len(data["relations"]["rows"]) == sum(demo.counts()[1].values())
    wanted = sum(len(CHANGES[demo.kind(thing)]) for thing in askable(demo))
    assert len(data["answers"]) == wanted == 392
    assert data["computed"] == [255, 255]


def test_the_most_connected_systems_have_pictures(demo: Snapshot, page: bytes) -> None:
    data = data_of(page)
    drawn = {one["thing"] for one in data["answers"] if "drawn" in one and one["change"] == "retire"}
    systems = [thing for thing in askable(demo) if demo.kind(thing) is Kind.SYSTEM]
    touching = {one["thing"] for one in data["answers"] if one["touched"]}
    assert [thing for thing in systems[:20] if thing in touching and thing not in drawn] == []
    assert page.count(b'<template id="picture-') == len(drawn) >= 20


def test_the_same_map_gives_the_same_bytes(demo: Snapshot, page: bytes) -> None:
    assert offline(Snapshot(demo.facts, demo.date), language=Language.NB) == page


def test_another_room_gives_fewer_answers_and_says_so(demo: Snapshot) -> None:
    made = small(demo)
    data = data_of(made)
    there, exist = data["computed"]
    assert 0 < there < exist == 255
    first = {demo.references[thing] for thing in askable(demo)[:there]}
    assert {demo.references[one["thing"]] for one in data["answers"]} == first
    assert f"regnet ut for {there} av 255" in made.decode()
    assert "0 av" in re.findall(r"<p class=\"sm\">([^<]*bilde[^<]*)</p>", made.decode())[-1]


@pytest.mark.parametrize("language", Language)
def test_every_word_of_the_file_is_of_its_language(demo: Snapshot, language: Language) -> None:
    made = small(demo, language)
    data = data_of(made)
    assert f'<html lang="{language.value}">'.encode() in made
    for name, key in SCRIPT_WORDS.items():
        words = catalogue()[key if "." in key else f"explorer.{key}"]
        assert data["say"][name] == words.in_(language)
    titles = {Language.NB: "Tjenestekart uten nett", Language.NN: "Tenestekart utan nett", Language.EN: "offline"}
    assert titles[language] in made.decode()


def test_the_script_asks_for_every_word_that_it_is_given_and_for_no_other() -> None:
    script = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    asked = set(re.findall(r'(?:say|short)\("(\w+)"', script))
    named = {word for word in re.findall(r'"(\w+)"', script) if word in SCRIPT_WORDS}
    assert asked - set(SCRIPT_WORDS) == set()
    built = {"strength_1", "strength_2", "strength_3", "services_long", "units_long", "systems_long"}
    assert set(SCRIPT_WORDS) - named - asked - built == set()


def test_the_scripts_are_small_write_text_only_and_fetch_nothing() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert text.count("\n") < 660
    for unwanted in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "fetch(", "XMLHttp", "//e"):
        assert unwanted not in text, unwanted
    assert "</" not in text
    assert re.findall(r"https?:", text) == []


def test_its_policy_allows_what_is_in_it_and_nothing_else(page: bytes) -> None:
    written = page.decode()
    policy = html.unescape(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', written)[0])
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.keys() == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert {rules[one] for one in ("default-src", "base-uri", "form-action")} == {"'none'"}
    assert rules["img-src"] == "data:"
    for tag, rule in (('<script type="module">', "script-src"), ("<style>", "style-src")):
        (inside,) = re.findall(re.escape(tag) + "(.*?)</", written, re.DOTALL)
        assert rules[rule] == f"'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'"
    assert written.index("Content-Security-Policy") < written.index("<style>")
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', written) == []


def test_data_cannot_end_the_element_that_holds_it() -> None:
    told = inert(packed(["</script>", "<!--", "\u2028\u2029", "&lt;", "]]>"]))
    assert re.findall("[<>&\u2028\u2029]", told) == []
    assert told.count("\\u003c") == 2


class _Read(HTMLParser):
    """Reads a page as browsers do, and notes what only an attack can have put there."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.wrong = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if tag in {"img", "iframe", "object", "base"}:
            self.wrong.append(tag)
        self.wrong += [name for name, _ in attrs if name.startswith("on") or name == "style"]


def test_words_that_attack_are_words() -> None:
    made = offline(attacked_graph(), language=Language.EN)
    data, written = data_of(made), made.decode()
    assert set(HOSTILE[:4]) <= set(data["words"])
    assert len(re.findall(r"<script", written)) == 2
    assert len(re.findall(r"</script>", written)) == 2
    read = _Read()
    read.feed(written)
    assert read.wrong == []
    assert read.tags > 500
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", written)


def _with_secret(snapshot: Snapshot) -> Snapshot:
    """Plant a cost, and a note of the forum, that nobody outside may see."""
    things = []
    for fact in snapshot.facts.things:
        record = fact.record
        if record.reference == "system:epj":
            record = replace(record, fields={**record.fields, "yearly_cost": 987654})
        things.append(replace(fact, record=record))
    note = ThingRecord(Kind.DECISION, "D9", {"internal_note": "Hemmelig merknad"})
    return Snapshot(replace(snapshot.facts, things=(*things, Fact(note))), snapshot.date)


def test_the_public_edition_holds_nothing_that_the_public_map_does_not(demo: Snapshot) -> None:
    secret = _with_secret(demo)
    told = small(secret).decode()
    public = small(Edition(secret, Language.NB, public=True).snapshot, public=True).decode()
    assert "987 654 000 kr" in told
    assert "Årlig kostnad" in told
    for words in ("987", "Årlig kostnad", "Hemmelig"):
        assert [word for word in data_of(public.encode())["words"] if words in word] == [], words
    assert "Offentlig utgave" in public
    assert "Intern utgave" not in public
    assert "Intern utgave" in told


def test_an_empty_map_makes_a_file_too() -> None:
    made = offline(
        Snapshot(replace(attacked_graph().facts, things=(), relations=()), attacked_graph().date), language=Language.NB
    )
    assert data_of(made)["things"] == []
