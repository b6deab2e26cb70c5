"""What a person can meet or set is written down in docs/; each test lists what is missing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from graphsvc.errors import GraphsvcError
from graphsvc.settings import Settings
from tests.house.tree import ROOT, files, relative

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
ENTRY_POINTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")


def _named_in(page: str) -> set[str]:
    """Return the words that a page of the reference sets in code type, none where the page is missing."""
    path = REFERENCE / page
    return set(re.findall(r"`([^`\n]+)`", path.read_text(encoding="utf-8"))) if path.is_file() else set()


def _error_classes(root: type[GraphsvcError] = GraphsvcError) -> Iterator[type[GraphsvcError]]:
    yield root
    for child in root.__subclasses__():
        yield from _error_classes(child)


def test_every_error_code_is_documented() -> None:
    codes = {error.code for error in _error_classes() if error.__module__.startswith("graphsvc.")}
    assert sorted(codes - _named_in("errors.md")) == [], "missing in docs/reference/errors.md"


def test_every_setting_is_documented() -> None:
    assert sorted(set(Settings.model_fields) - _named_in("settings.md")) == [], "missing in docs/reference/settings.md"


def test_every_query_has_a_page() -> None:
    wanted = {f"docs/analyses/{name}.md" for name in ENTRY_POINTS["graphsvc.queries"]}
    assert sorted(page for page in wanted if not (ROOT / page).is_file()) == []


def test_no_link_of_a_document_leads_nowhere() -> None:
    pages = [*files(".md", under=DOCS), *ROOT.glob("*.md"), *(ROOT / relative(p) for p in files("README.md"))]
    broken = {
        f"{relative(page)} -> {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    }
    assert sorted(broken) == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 8
