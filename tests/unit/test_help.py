"""The help page: questions that work, no word missing, and a page for a register that holds nothing."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from graphsvc.service.asking import ask
from graphsvc.snapshot import Facts, Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.helping import beginnings
from tests.demo_facts import imported_snapshot
from tests.graphs import graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def _frame(language: Language = Language.NB) -> Frame:
    return Frame(language, "/help", (), "/static/x", date=dt.date(2026, 12, 1), revision=1)


def test_the_first_questions_have_answers_that_show_something(demo: Snapshot) -> None:
    asked = {}
    for one in beginnings(_frame(), demo):
        split = urlsplit(one.address)
        asked[split.path] = ask(demo, f"{split.path.strip('/')}?{split.query}")
        assert set(parse_qs(split.query)) <= {"thing", "capability", "from", "to"}
    assert set(asked) == {"/impact", "/overlap", "/paths"}
    assert asked["/impact"].touched
    assert asked["/overlap"].candidates
    assert asked["/paths"].paths


@pytest.mark.parametrize("language", list(Language))
def test_help_speaks_every_language_and_lacks_no_word(demo: Snapshot, language: Language) -> None:
    html = PAGES.help(_frame(language), demo)
    words = re.sub(r"<[^>]+>", " ", html)
    assert not re.search(r"\bhelp\.[a-z_]+|\{[a-z_]+\}", words)
    assert html.count("<h1") == 1


def test_an_empty_register_has_help_without_questions() -> None:
    html = PAGES.help(_frame(), Snapshot(Facts(0, (), ()), dt.date(2026, 12, 1)))
    assert 'id="begin"' not in html
    assert 'id="words"' in html


def test_questions_need_what_they_ask_about() -> None:
    lone = graph({"system:a": {}, "system:b": {}}, [("flow", "system:a", "system:b")])
    assert beginnings(_frame(), lone) == []
