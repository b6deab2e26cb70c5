"""What every document of the forum must be: a PDF for everybody, two pages at most, the same bytes for the same map."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from graphsvc.model import Value
from graphsvc.registry import view
from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.assessment import Assessment
from graphsvc_visualizations.paper.letters import PLAIN, SHOWN, legible
from graphsvc_visualizations.paper.typesetting import typeset
from tests.contract.test_views import HOSTILE
from tests.demo_facts import imported_snapshot
from tests.graphs import DATE, Tie, graph

PROPOSALS = [f"P{number}" for number in range(1, 9)]
LANGUAGES = list(Language)
HEADINGS = {
    Language.NB: ("Behovet", "Økonomi, 1000 kr", "Har vi dette allerede?", "Hvem blir berørt?", "Hjemmel og personvern",
                  "Dette vet vi ikke", "Forumets 15 spørsmål", "Hva forslaget berører, og hvorfor"),
    Language.NN: ("Behovet", "Økonomi, 1000 kr", "Har vi dette allereie?", "Kven blir råka?", "Heimel og personvern",
                  "Dette veit vi ikkje", "Dei 15 spørsmåla til forumet", "Kva forslaget rører ved, og kvifor"),
    Language.EN: ("The need", "Economy, NOK 1,000", "Do we already have this?", "Who is touched?", "Law and privacy",
                  "What we do not know", "The forum's 15 questions", "What the proposal touches, and why"),
}  # fmt: skip
SEEDED = """
import hashlib, sys
sys.path[:0] = {paths!r}
from pathlib import Path
from tests.contract.test_documents import made
from tests.demo_facts import imported_snapshot
snapshot = imported_snapshot(Path({demo!r}))
print([hashlib.sha256(made(snapshot, "P6", "nn", sort)).hexdigest() for sort in ("pdf", "html")])
"""


def made(snapshot: Snapshot, proposal: str, language: str, format: str = "pdf") -> bytes:
    found = ask(snapshot, f"assessment?proposal={proposal}")
    document: bytes = view("memo")(snapshot, found, language=Language(language), format=format)
    return document


def tags(reader: PdfReader) -> list[tuple[str, Any]]:
    """Return the structure elements of a PDF in reading order: role and the element."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), node))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def words(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def squeezed(said: str) -> str:
    """Return words without the spaces and hyphens that a line's end may add."""
    return re.sub(r"[\s\u00ad-]", "", said)


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("proposal", PROPOSALS)
def test_the_memo_of_a_demo_proposal_is_two_pages_that_everybody_can_read(
    demo: Snapshot, proposal: str, language: Language
) -> None:
    reader = PdfReader(io.BytesIO(made(demo, proposal, language)))
    root = reader.trailer["/Root"]
    found = ask(demo, f"assessment?proposal={proposal}")
    title = f"{proposal} {found.proposal.name.in_(language)}"
    assert len(reader.pages) == 2
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).split("-")[0] == language.value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert reader.metadata.author == "Eksempelvik"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data() or b"<pdfuaid:part>1<" in root["/Metadata"].get_data()
    # Headings: one of the first level, then those of the second; tables with heads; the picture with its words.
    roles = [role for role, _ in tags(reader)]
    assert [role for role in roles if role in {"/H1", "/H2", "/H3"}] == ["/H1", *["/H2"] * 9]
    assert roles.count("/Table") == 5
    assert {"/TH", "/TD", "/TR", "/L", "/LI"} <= set(roles)
    figures = [node for role, node in tags(reader) if role == "/Figure"]
    assert len(figures) == 1
    assert found.impact.summary.in_(language) in str(figures[0]["/Alt"])
    said = words(reader)
    for heading in (title, *HEADINGS[language]):
        assert heading in said
    # Nothing that is unknown is left out, and no letter of a Norwegian word is lost.
    for sentence in found.unknown:
        assert squeezed(sentence.in_(language)) in squeezed(said)
    for one in found.answers:
        assert squeezed(one.question.words.in_(language)) in squeezed(said)
    assert "\ufffd" not in said
    # Only fonts that come with the typesetter, each inside the file.
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[1]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith(("LibertinusSerif", "NewCM", "DejaVuSansMono")) for name in fonts)


def test_the_numbers_and_names_on_the_memo_are_those_of_the_demo(demo: Snapshot) -> None:
    said = words(PdfReader(io.BytesIO(made(demo, "P8", "nb"))))
    assert "Ja, trolig. 6 systemer dekker hele behovet på papiret." in said
    for word in (
        "Investering 350",
        "Drift per år 160",
        "Gevinst per år 60",
        "Netto per år −100",
        "betales ikke tilbake",
    ):
        assert word in said
    for word in ("SMS- og varslingstjeneste", "31.1.2029", "30.4.2027", "31.7.2027", "holdes adskilt", "Viser 5 av 5."):
        assert word in said
    assert "Laget av Tjenestekartet fra revisjon 1. Syntetiske demodata." in said
    assert "side 1 av 2" in said
    assert "side 2 av 2" in said
    english = words(PdfReader(io.BytesIO(made(demo, "P2", "en"))))
    assert "Investment 3,100" in english
    assert "Paid back after 1.9 years" in english


@pytest.mark.parametrize("format", ["pdf", "html"])
def test_the_same_map_gives_the_same_bytes(demo: Snapshot, format: str) -> None:
    assert made(demo, "P6", "nn", format) == made(demo, "P6", "nn", format)


def test_the_seed_of_hashing_changes_nothing(demo_source: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    paths = [str(root), *(str(root / folder) for folder in ("importers", "queries", "visualizations"))]
    script = SEEDED.format(paths=paths, demo=str(demo_source))
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def hostile(words: str, count: int = 14, text: str | None = None) -> Snapshot:
    """Make a municipality in which everything is called the same, and much is touched."""
    text = words if text is None else text
    things: dict[str, dict[str, Value]] = {
        "system:old": {"name_nb": words, "scope": "local", "contract_end": "2027-01-01", "yearly_cost": 5},
        "capability:c": {"name_nb": words},
        "proposal:P": {
            **dict.fromkeys(("need_nb", "other_benefit_nb", "main_risk_nb", "legal_basis", "shared_data_nb"), text),
            **dict.fromkeys(("advice", "benefit_owner", "benefit_from", "note"), text),
            "name_nb": words,
            "needed_capabilities": ("c", words[:20]),
            "affected_services": tuple(f"t{one}" for one in range(count)),
            "affected_units": tuple(f"u{one}" for one in range(count)),
            "proposer_unit": ("u0", "u1"),
            "replaces_systems": ("old", "gone"),
            "personal_data_level": 2,
            "investment": 10**9,
            "phase": "idea",
        },
    }
    ties: list[Tie] = [("provides", "system:old", "capability:c")]
    for one in range(count):
        things[f"unit:S{one % 5}"] = {"level": "sector", "order": one % 5, "name_nb": words}
        things[f"unit:u{one}"] = {"name_nb": f"{one} {words}"}
        things[f"service:t{one}"] = {"name_nb": f"{one} {words}"}
        things[f"system:s{one}"] = {"name_nb": f"{one} {words}", "scope": "local"}
        ties += [
            ("part_of", f"unit:u{one}", f"unit:S{one % 5}"),
            ("owns", f"unit:u{one}", f"system:s{one}"),
            ("delivers", f"unit:u{one}", f"service:t{one}", {"role": "lead"}),
            ("supports", "system:old", f"service:t{one}", {"strength": "required"}),
            ("flow", "system:old", f"system:s{one}", {"mode": "manual"}),
        ]
        if one < 6:
            ties.append(("provides", f"system:s{one}", "capability:c"))
    return graph(things, ties)


@pytest.mark.parametrize(
    "name",
    [
        *HOSTILE,
        '#import "x" #eval("1") $x^2$ @ref <label> \\ *b* _i_ `r` // /* [x] {y} = h',
        "#" * 300,
        "漢字" * 100,
        "مرحبا بالعالم " * 20,
        "नमस्ते" * 40,
        "é" * 300,
        "",
    ],
)
def test_no_name_breaks_a_memo(name: str) -> None:
    snapshot = hostile(name)
    reader = PdfReader(io.BytesIO(made(snapshot, "P", "nb")))
    assert 1 <= len(reader.pages) <= 2
    plain = squeezed(legible(name))[:20]
    if plain.isascii():
        assert plain in squeezed(words(reader))
    page = made(snapshot, "P", "nb", "html").decode()
    assert "<script" not in page.lower()
    assert "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", page)
    assert page.count("<img") == 0


def test_a_huge_proposal_fits_two_pages_and_tells_what_is_unknown() -> None:
    long = " ".join(f"ord{number}" for number in range(11_000))  # a text may hold 100,000 letters, a name 4,000
    snapshot = hostile(long[:4_000], 60, long[:100_000])
    reader = PdfReader(io.BytesIO(made(snapshot, "P", "nb")))
    assert len(reader.pages) == 2
    said = words(reader)
    assert "Dette vet vi ikke" in said
    assert "Kontaktpunkt mangler for" in said
    assert "60 tjenester" in said or "12 tjenester" in said


@pytest.mark.parametrize("fields", [{"name_nb": "Bare en tittel"}, {}])
def test_a_proposal_with_a_title_only_has_a_memo_of_one_page(fields: dict[str, Value]) -> None:
    snapshot = graph({"proposal:P": fields})
    reader = PdfReader(io.BytesIO(made(snapshot, "P", "en")))
    assert len(reader.pages) == 1
    said = words(reader)
    assert "The need is not described." in said
    assert "Investment unknown" in said
    assert "page 1 of 1" in said
    assert "<svg" not in made(snapshot, "P", "en", "html").decode()


def test_what_a_person_advises_stands_first(demo: Snapshot) -> None:
    snapshot = graph({"proposal:P": {"name_nb": "Noe", "advice": "Avslå: bruk felles tjeneste."}})
    assert "Råd: Avslå: bruk felles tjeneste." in words(PdfReader(io.BytesIO(made(snapshot, "P", "nb"))))
    assert "Råd:" not in words(PdfReader(io.BytesIO(made(demo, "P8", "nb"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_loads_nothing_and_allows_its_own_style_only(demo: Snapshot, language: Language) -> None:
    page = made(demo, "P8", language, "html").decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    allowed = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in allowed
    for style in re.findall(r"<style>(.*?)</style>", page, re.DOTALL):
        assert f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in allowed
    assert " style=" not in page
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', page)
    assert f'<html lang="{language.value}">' in page
    for heading in HEADINGS[language]:
        assert heading.replace("'", "&#39;") in page


def test_every_letter_that_is_said_to_be_held_can_be_set() -> None:
    for runs in (SHOWN, PLAIN):
        letters = [chr(code) for first, last in runs for code in range(first, last + 1)]
        kept = [one for one in letters if legible(f"a{one}").strip("a")]
        made = {"language": "nb", "author": "x", "memo": probe(" ".join(kept))}
        assert typeset("single", made, date=DATE).startswith(b"%PDF")


def probe(need: str) -> dict[str, Any]:
    """Return a memo that holds nothing but some words."""
    from dataclasses import asdict

    from graphsvc_visualizations.paper.memo import on_paper
    from graphsvc_visualizations.paper.sheet import sheet
    from graphsvc_visualizations.paper.words import Words

    snapshot = graph({"proposal:P": {"name_nb": "x"}})
    found: Assessment = ask(snapshot, "assessment?proposal=P")
    shown = sheet(snapshot, found, Language.NB)
    assert asdict(shown)["need"]
    return {**on_paper(shown, Words(Language.NB)), "need": need}
