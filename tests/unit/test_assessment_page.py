"""The page of an assessment: every question with its status, evidence and sources; nothing of it can run."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.explorer import PAGES
from tests.demo_facts import imported_snapshot
from tests.graphs import graph

WORDS = {Language.NB: "besvart", Language.NN: "svart på", Language.EN: "answered"}


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def shown(snapshot: Snapshot, proposal: str, language: Language = Language.NB, **carried: str) -> str:
    parameters = (("proposal", proposal), *carried.items())
    frame = PAGES.frame(language, "/assessment", parameters, "/static/x", snapshot.about, snapshot.date, 1, 1)
    return PAGES.assessment(frame, snapshot, ask(snapshot, f"assessment?proposal={proposal}"))


@pytest.mark.parametrize("language", list(Language))
def test_every_question_stands_there_with_its_status_and_where_it_comes_from(
    demo: Snapshot, language: Language
) -> None:
    page, found = shown(demo, "P6", language), ask(demo, "assessment?proposal=P6")
    parts = re.findall(r'<li id="(Q\d\d)" class="q (\w+)">(.*?)\n  </li>', page, re.DOTALL)
    assert [(one, status) for one, status, _ in parts] == [(one.id, one.status.value) for one in found.answers]
    for answer, (_, _, part) in zip(found.answers, parts, strict=True):
        plain = unescape(part)
        assert answer.question.words.in_(language) in plain
        for sentence in (*answer.sentences, *answer.lacks):
            assert sentence.in_(language) in plain
        assert all(f"/thing/{one.kind.value}/{one.id}" in plain for one in answer.evidence[:12])
        asked = re.findall(r'href="/(overlap|impact|learning|privacy|scenario)\?', plain)
        assert len(asked) == len(answer.sources)
    for one in found.unknown:
        assert one.in_(language) in unescape(page)
    assert WORDS[language] in page
    assert f"/api/v1/memo/P6.pdf?lang={language.value}" in page


def test_the_view_of_time_goes_along_to_evidence_sources_and_memo(demo: Snapshot) -> None:
    page = unescape(shown(demo, "P8", **{"as-of": "2026-12-01"}))
    assert "/api/v1/memo/P8.pdf?lang=nb&as-of=2026-12-01" in page
    assert "/overlap?proposal=P8&limit=50&as-of=2026-12-01" in page or "/overlap?proposal=P8&as-of=2026-12-01" in page
    assert "/thing/system/smsa?as-of=2026-12-01" in page


def test_what_a_person_answered_and_advised_is_shown_as_words() -> None:
    attack = "<script>alert(1)</script>"
    things = {
        "proposal:P": {"name_nb": attack, "need_nb": attack, "advice": attack},
        "assessment:P:Q13": {"answer": attack, "answered_by": attack, "answered_on": "2026-11-02"},
    }
    page = shown(graph(things), "P")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5
    assert "2.11.2026" in page
    assert '<li id="Q13" class="q answered">' in page


def test_a_proposal_with_a_title_only_has_a_page_and_the_empty_register_has_a_form() -> None:
    snapshot = graph({"proposal:P": {"name_nb": "Noe"}})
    page = shown(snapshot, "P")
    assert page.count('class="q missing"') >= 12
    frame = PAGES.frame(Language.NB, "/assessment", (), "/static/x")
    assert "Registeret har ingen forslag." in PAGES.assessment_form(frame, graph())
    assert "/assessment?proposal=P" in PAGES.assessment_form(frame, snapshot)
