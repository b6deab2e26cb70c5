"""The report of an impact answer: real text with tags as PDF, nothing loaded as a page, and all of the answer."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from graphsvc.errors import UsageError
from graphsvc.i18n import say
from graphsvc.service.picturing import answer_file
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact
from tests.attacked import attacked_graph
from tests.contract.test_documents import squeezed, tags, words
from tests.demo_facts import imported_snapshot

HEADINGS = ("explorer.rollup_title", "report.why", "explorer.unknown_title", "explorer.consult_title")
LANGUAGES = list(Language)


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


@pytest.fixture(scope="module")
def retired(demo: Snapshot) -> Impact:
    return impact(demo, things=("system:epj",))


def made(snapshot: Snapshot, result: Impact, ending: str, language: Language = Language.NB) -> bytes:
    return answer_file("impact", snapshot, result, ending, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_text_with_tags_headings_title_and_language(
    demo: Snapshot, retired: Impact, language: Language
) -> None:
    reader = PdfReader(io.BytesIO(made(demo, retired, ".pdf", language)))
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]).startswith({"nb": "nb", "nn": "nn", "en": "en"}[language.value])
    assert reader.metadata is not None
    assert reader.metadata.title in words(reader)
    told = squeezed(words(reader))
    assert squeezed(retired.summary.in_(language)) in told
    for key in HEADINGS:
        assert squeezed(say(key, language)) in told, key
    roles = [role for role, _ in tags(reader)]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure"} <= set(roles)
    (figure,) = [element for role, element in tags(reader) if role == "/Figure"]
    assert squeezed(retired.summary.in_(language))[:60] in squeezed(str(figure["/Alt"]))


@pytest.mark.parametrize("ending", [".pdf", ".html"])
def test_it_tells_every_sector_every_unit_to_consult_and_the_whole_path(
    demo: Snapshot, retired: Impact, ending: str
) -> None:
    content = made(demo, retired, ending, Language.EN)
    told = words(PdfReader(io.BytesIO(content))) if ending == ".pdf" else re.sub(r"<[^>]+>", " ", content.decode())
    told = squeezed(told)
    for row in retired.sectors:
        assert squeezed(row.name.en) in told
    for one in retired.consult:
        assert squeezed(one.name.en) in told
        assert squeezed(one.contact or "unknown") in told
    unit = next(one for one in retired.touched if one.kind == "unit")
    assert len(unit.path) == 2
    for hop in unit.path:
        assert squeezed(hop.in_(Language.EN)) in told
    for gap in retired.unknown:
        assert squeezed(gap.why.en) in told
    assert squeezed(f"All that is touched ({len(retired.touched)})") in told
    for one in retired.touched:
        assert squeezed(one.name.en) in told


def test_a_sector_with_nothing_touched_stands_there_with_zeros(demo: Snapshot) -> None:
    result = impact(demo, things=("system:sfo",))
    page = made(demo, result, ".html", Language.EN).decode()
    untouched = [row for row in result.sectors if not row.effect.strength and not row.work.strength]
    assert untouched
    for row in untouched:
        (found,) = re.findall(
            rf'<tr class="none"><th scope="row">(?:(?!<tr).)*?{re.escape(row.name.en)}.*?</tr>', page, re.S
        )
        assert re.findall(r'<td class="n">(\d+)</td>', found)[:3] == ["0", "0", "0"]


def test_the_page_loads_nothing_and_runs_nothing(demo: Snapshot, retired: Impact) -> None:
    page = made(demo, retired, ".html").decode()
    assert """content="default-src 'none'; style-src 'sha256-""" in page
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert page.count("<svg") > 1


@pytest.mark.parametrize("ending", [".pdf", ".html"])
def test_the_same_map_gives_the_same_bytes(demo: Snapshot, retired: Impact, ending: str) -> None:
    again = Snapshot(demo.facts, demo.date)
    assert made(again, impact(again, things=("system:epj",)), ending) == made(demo, retired, ending)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_attack_are_words(language: Language) -> None:
    snapshot = attacked_graph()
    result = impact(snapshot, things=("system:x",))
    page = made(snapshot, result, ".html", language).decode()
    assert re.findall(r"<script|<img|<svg onload", page) == []
    reader = PdfReader(io.BytesIO(made(snapshot, result, ".pdf", language)))
    assert "alert(1)" in words(reader)


def test_an_answer_that_touches_nothing_says_so(demo: Snapshot) -> None:
    quiet = next(
        result
        for thing in demo.references
        if thing.startswith("system:") and not (result := impact(demo, things=(thing,), min_strength=1.0)).touched
    )
    reader = PdfReader(io.BytesIO(made(demo, quiet, ".pdf", Language.EN)))
    assert len(reader.pages) == 1
    assert "no tie that can carry an effect" in words(reader)


def test_a_file_of_another_kind_is_refused_with_those_that_there_are(demo: Snapshot, retired: Impact) -> None:
    with pytest.raises(UsageError, match=r"\.pdf, \.html"):
        made(demo, retired, ".docx", Language.EN)
