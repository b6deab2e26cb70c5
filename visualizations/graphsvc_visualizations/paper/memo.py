"""The memo: what the forum reads about a proposal before it decides, on paper or as a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from graphsvc.errors import UsageError
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.assessment import Assessment
from graphsvc_visualizations.explorer.documents import document_page
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.paper.sheet import Sheet, sheet
from graphsvc_visualizations.paper.tables import Candidate, Sector
from graphsvc_visualizations.paper.typesetting import typeset
from graphsvc_visualizations.paper.words import Words

__all__ = ["LABELS", "check_format", "labels", "measured", "memo", "on_paper"]

FORMATS = ("pdf", "html")
#: How much is left of a text, and of a name, in a memo that fits no page otherwise.
_BEGINNING, _NAME = 220, 36
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
#: The headings of a memo, by their key in the catalogue.
LABELS = (
    "advice", "need", "benefit_risk", "risk", "money", "have", "system", "score", "covers", "owner", "contract",
    "touched", "sector", "services", "units", "work", "law", "unknown", "unknown_nothing", "questions", "status",
    "question", "decision", "conditions", "picture", "page",
)  # fmt: skip


def memo(
    snapshot: Snapshot, result: Assessment, /, *, language: Language, format: str = "pdf", redacted: bool = False
) -> bytes:
    """Make the memo of a proposal.

    Parameters
    ----------
    snapshot
        The map that was asked.
    result
        The assessment of the proposal.
    language
        Of all words.
    format
        ``pdf`` (PDF/UA-1: tagged, with headings, title and language; two pages at most, the second with the picture) or
        ``html`` (one file, loads nothing).
    redacted
        Leave out what is not for everybody.

    Returns
    -------
    bytes
        The file. The same map and language give the same bytes; its date is that of the map.

    Raises
    ------
    UsageError
        When the format is another.

    Notes
    -----
    O(touched + candidates) and the typesetting, about 0.2 s.
    """
    check_format(format)
    made = sheet(snapshot, result, language, redacted=redacted)
    words = Words(language)
    if format == "html":
        return document_page("memo.html", language, title=f"{made.id} {made.title}", memos=[made], words=labels(words))
    author = clean(snapshot.about.title) or words.say("explorer.product")
    values = {"language": language.value, "author": author, "memo": on_paper(made, words)}
    return typeset("single", values, date=snapshot.date)


def check_format(format: str) -> None:
    """Refuse a format that no document has.

    Raises
    ------
    UsageError
        Naming those there are.
    """
    if format not in FORMATS:
        listed = ", ".join(FORMATS)
        raise UsageError(
            Text(
                f"Kan ikke lage «{format[:20]}»; velg {listed}",
                f"Kan ikkje lage «{format[:20]}»; vel {listed}",
                f"Cannot make '{format[:20]}'; choose {listed}",
            )
        )


def labels(words: Words) -> Mapping[str, str]:
    """Return the headings of a memo."""
    return {key: words.say(key, n="{n}", of="{of}") if key == "page" else words.say(key) for key in LABELS}


def on_paper(made: Sheet, words: Words) -> dict[str, Any]:
    """Return a memo as the template takes it: its words, its headings, and how large the picture is."""
    paper = {"words": dict(labels(words)), **measured(made.picture)}
    return {**asdict(made), **paper, "short": _short(made, words)}


def measured(picture: str) -> dict[str, float]:
    """Return how large a picture is, in its own pixels."""
    size = _SIZE.search(picture)
    width, height = (float(size[1]), float(size[2])) if size else (1.0, 1.0)
    return {"picture_width": width, "picture_height": height}


def _short(made: Sheet, words: Words) -> dict[str, Any]:
    """Return the beginnings of long texts, for a memo that fits no page otherwise; nothing unknown is left out."""
    texts = {name: words.cut(getattr(made, name), _BEGINNING) for name in ("advice", "need", "benefit", "risk")}
    listed = {name: [words.cut(one, _BEGINNING) for one in getattr(made, name)] for name in ("law", "unknown")}
    noted = {name: words.cut(getattr(made, name), _BEGINNING // 2) for name in ("title", "nationals", "sectors_note")}
    rows = {name: [_cut(one, words) for one in getattr(made, name)] for name in ("candidates", "sectors")}
    return {**texts, **listed, **noted, **rows}


def _cut(row: Candidate | Sector, words: Words) -> dict[str, Any]:
    return {
        name: words.cut(value, _NAME) if isinstance(value, str) and name != "glyph" else value
        for name, value in asdict(row).items()
    }
