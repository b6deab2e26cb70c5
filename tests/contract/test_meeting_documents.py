"""The memo pack of a meeting and the document of a decision: whole, readable by everybody, public without secrets."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from graphsvc.service import Workspace
from graphsvc.service.documents import pack_file
from graphsvc.service.forum.archiving import decision_metadata, decision_package
from graphsvc.service.forum.meetings import add_meeting
from graphsvc.service.forum.printing import printed_decision
from graphsvc.text import Language
from tests.contract.test_documents import tags, words
from tests.forum_routes import filled
from tests.graphs import graph
from tests.installations import demo_at

SECRET = "Pris under forhandling"


@pytest.fixture(scope="module")
def forum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = demo_at(tmp_path_factory.mktemp("forum") / "home")
    with workspace:
        filled(workspace)
        yield workspace


def decision(forum: Workspace, ending: str, language: Language = Language.NB, *, public: bool = False) -> bytes:
    return printed_decision(forum, decision_metadata(forum, "D1", language, public=public), ending, language)


@pytest.mark.parametrize("language", list(Language))
def test_a_memo_pack_has_an_agenda_whose_page_numbers_are_true(forum: Workspace, language: Language) -> None:
    reader = PdfReader(io.BytesIO(pack_file(forum, forum.snapshot(), "M1", ".pdf", language)))
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
    assert len(pages) == 5
    # Each line of the agenda ends with the page on which its memo begins.
    numbers = [
        int(one)
        for one in re.findall(r"(?:godkjent med vilkår|approved with conditions|\d+ (?:av|of) 15) (\d)\b", pages[0])
    ]
    assert numbers == [2, 4]
    for number, proposal in zip(numbers, ("P8", "P1"), strict=True):
        assert f" {proposal} " in pages[number - 1][:200]
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith(language.value)
    assert [role for role, _ in tags(reader)].count("/H1") == 3
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert "Møte 3" in reader.metadata.title
    # What the meeting decided stands beside the item.
    approved = {"nb": "godkjent med vilkår", "nn": "godkjent med vilkår", "en": "approved with conditions"}
    assert approved[language.value] in pages[0]


def test_an_empty_agenda_and_a_proposal_that_is_gone_are_said_so(forum: Workspace) -> None:
    add_meeting(forum, {"title": "Tomt møte", "date": "2027-01-01"}, Language.NB)
    said = words(PdfReader(io.BytesIO(pack_file(forum, forum.snapshot(), "M2", ".pdf", Language.EN))))
    assert "The agenda is empty." in said
    from graphsvc.registry import view
    from graphsvc.service.asking import ask

    snapshot = graph({"meeting:M": {"agenda": ("gone",), "date": "2027-01-01"}})
    for sort in ("pdf", "html"):
        made = view("memo_pack")(snapshot, ask(snapshot, "agenda?meeting=M"), language=Language.NB, format=sort)
        told = words(PdfReader(io.BytesIO(made))) if sort == "pdf" else made.decode()
        assert "finnes ikke i registeret" in told


def test_the_page_of_a_pack_leads_to_each_memo(forum: Workspace) -> None:
    page = pack_file(forum, forum.snapshot(), "M1", ".html", Language.NB).decode()
    marks = re.findall(r'href="#(memo-\d)"', page)
    assert marks == ["memo-1", "memo-2"]
    assert re.findall(r'<article class="sheet" lang="nb" id="(memo-\d)"', page) == marks
    assert not re.findall(r'(?:src|href)="(?!#)', page)


def test_a_decision_is_a_pdf_for_the_archive_with_its_metadata_inside(forum: Workspace) -> None:
    reader = PdfReader(io.BytesIO(decision(forum, ".pdf")))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part(=\"|>)3", metadata)
    assert re.search(r"pdfaid:conformance(=\"|>)A", metadata)
    assert re.search(r"pdfuaid:part(=\"|>)1", metadata)
    attached = json.loads(reader.attachments["decision.json"][0])
    assert attached["decision"]["id"] == "D1"
    assert attached["decision"]["internal_note"] == SECRET
    assert attached["chain"]["head_digest"]
    said = words(reader)
    for word in (
        "Beslutning D1: P8 Ny SMS-varsling",
        "godkjent med vilkår",
        "Vi prøver",
        "Bruk smsa",
        "1.3.2027",
        SECRET,
    ):
        assert word in said
    assert "Dokumentsenter og arkiv" in said  # the condition's owner by name
    assert "Leder: kommunalsjef administrasjon og støtte" in said  # who took part, as roles
    # The memo as it was, on the map on which it was decided.
    assert "P8 Ny SMS-varsling for brøyting og vann" in said
    assert f"revisjon {attached['decision']['map_revision']}" in said
    assert "Spart ved utfasing, per år 130" in said


@pytest.mark.parametrize("ending", [".pdf", ".html"])
def test_a_public_decision_holds_nothing_that_is_not_for_everybody(forum: Workspace, ending: str) -> None:
    made = decision(forum, ending, public=True)
    if ending == ".pdf":
        reader = PdfReader(io.BytesIO(made))
        told = words(reader) + reader.attachments["decision.json"][0].decode()
    else:
        told = made.decode()
    assert SECRET not in told
    assert "Offentlig utgave" in told
    assert "utelatt" in told  # what the retired system costs
    assert "holdt tilbake" in told
    assert "Vi prøver" in told


def test_the_page_of_a_decision_carries_the_same_metadata(forum: Workspace) -> None:
    from html import unescape

    page = decision(forum, ".html").decode()
    found = re.search(r'<pre[^>]*id="metadata">(.*?)</pre>', page, re.DOTALL)
    assert found is not None
    assert json.loads(unescape(found[1])) == json.loads(
        json.dumps(decision_metadata(forum, "D1", Language.NB), default=str)
    )
    assert "<script" not in page


@pytest.mark.parametrize("ending", [".pdf", ".html"])
def test_the_same_decision_gives_the_same_bytes(forum: Workspace, ending: str) -> None:
    assert decision(forum, ending) == decision(forum, ending)


def test_the_package_for_the_archive_holds_the_decision_to_read(forum: Workspace, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(decision_package(forum, "D1", Language.NB, public=True))) as archive:
        names = archive.namelist()
        assert {"decision.json", "decision.pdf", "decision.html"} <= set(names)
        assert archive.read("decision.pdf").startswith(b"%PDF")
        assert SECRET not in archive.read("decision.html").decode()


def test_hostile_words_in_a_decision_are_words() -> None:
    from graphsvc.registry import view
    from tests.contract.test_views import HOSTILE

    for words_ in [*HOSTILE, '#eval("1") $x$ @a \\', "x" * 5000]:
        condition = {"text": words_, "owner": [words_], "due": words_}
        told = {
            "id": words_,
            "proposal": words_,
            "outcome": words_,
            "reasons": words_,
            "map_revision": 1,
            "conditions": [condition],
        }
        metadata = {"decision": told, "documents": [{"name": words_, "digest": words_}], "organisation": words_}
        for sort in ("pdf", "html"):
            made = view("decision_document")(graph(), {"metadata": metadata}, language=Language.NN, format=sort)
            assert made.startswith(b"%PDF" if sort == "pdf" else b"<!doctype html>")
            assert b"<script" not in made
