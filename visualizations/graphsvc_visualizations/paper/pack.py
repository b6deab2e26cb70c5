"""The memo pack of a meeting: the agenda with page numbers, then the memo of each proposal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.agenda import Agenda, Item
from graphsvc_queries.assessment import Status
from graphsvc_visualizations.explorer.documents import document_page
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.paper.memo import check_format, labels, on_paper
from graphsvc_visualizations.paper.sheet import sheet
from graphsvc_visualizations.paper.typesetting import typeset
from graphsvc_visualizations.paper.words import Words

__all__ = ["memo_pack"]

_LABELS = ("agenda", "item", "proposal", "answered", "on_page", "decided", "nothing")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the agenda; ``mark`` names the memo's place in the pack, empty when there is none."""

    number: str
    proposal: str
    verdict: str
    answered: str
    decided: str
    mark: str


def memo_pack(
    snapshot: Snapshot, result: Agenda, /, *, language: Language, format: str = "pdf", redacted: bool = False
) -> bytes:
    """Make one document of a meeting: agenda with page numbers, and all memos.

    Parameters
    ----------
    snapshot, result
        The map, and the meeting's agenda.
    language
        Of all words.
    format
        ``pdf`` (PDF/UA-1) or ``html`` (one file, loads nothing).
    redacted
        Leave out what is not for everybody.

    Raises
    ------
    UsageError
        When the format is another.

    Notes
    -----
    The cost of one memo for each item.
    """
    check_format(format)
    words = Words(language)
    sheets = [sheet(snapshot, one.assessment, language, redacted=redacted) for one in result.items if one.assessment]
    title = words.cut(result.meeting.name.in_(language), 160)
    values: dict[str, Any] = {
        "author": clean(snapshot.about.title) or words.say("explorer.product"),
        "title": words.say("papers.pack_title", title=title),
        "heading": title,
        "head": " · ".join(one for one in (words.cut(snapshot.about.title, 80), words.say("forum")) if one),
        "stamp": words.say("stamp", date=words.day(result.as_of.isoformat()), revision=result.revision),
        "facts": _facts(words, result),
        "lines": [_line(words, number, one) for number, one in enumerate(result.items, 1)],
        "words": {**labels(words), **{key: words.say(f"papers.{key}") for key in _LABELS}},
        "foot": _foot(words, snapshot, result),
    }
    if format == "html":
        return document_page("pack.html", language, memos=sheets, **values)
    lines = [{name: getattr(one, name) for name in _Line.__slots__} for one in values["lines"]]
    memos = [on_paper(one, words) for one in sheets]
    return typeset("pack", {**values, "language": language.value, "lines": lines, "memos": memos}, date=snapshot.date)


def _facts(words: Words, result: Agenda) -> list[list[str]]:
    facts = [[words.say("papers.date"), words.day(result.date)]]
    if result.place:
        facts.append([words.say("papers.place"), words.cut(result.place, 200)])
    if result.participants:
        told = "; ".join(words.cut(one.in_(words.language), 80) for one in result.participants[:20])
        facts.append([words.say("papers.participants"), told])
    return facts


def _line(words: Words, number: int, item: Item) -> _Line:
    found = item.assessment
    outcomes = fields_of(Kind.DECISION)["outcome"]
    return _Line(
        number=str(number),
        proposal=words.cut(f"{item.proposal.id} {item.proposal.name.in_(words.language)}", 120),
        verdict=found.overlap.summary.in_(words.language) if found else words.say("papers.absent"),
        answered=words.say("papers.of_questions", n=found.count(Status.ANSWERED)) if found else "",
        decided=", ".join(value_label(outcomes, one).in_(words.language) for one in item.decided),
        mark=f"memo-{number}" if found else "",
    )


def _foot(words: Words, snapshot: Snapshot, result: Agenda) -> str:
    parts = [words.say("made", product=words.say("explorer.product"), revision=result.revision)]
    return " ".join([*parts, words.say("synthetic")] if snapshot.about.synthetic else parts)
