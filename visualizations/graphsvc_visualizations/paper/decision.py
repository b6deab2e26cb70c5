"""A decision as a document for the municipality's archive: what was decided, on which basis, and how to check it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from graphsvc.metamodel import shown_name
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.assessment import Assessment
from graphsvc_visualizations.explorer.documents import document_page
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.paper.memo import check_format, labels, on_paper
from graphsvc_visualizations.paper.sheet import sheet
from graphsvc_visualizations.paper.typesetting import ARCHIVAL, typeset
from graphsvc_visualizations.paper.words import Words

__all__ = ["decision_document"]

_LABELS = (
    "reasons", "internal_note", "conditions", "condition", "owner", "due", "fulfilled", "no_conditions", "documents",
    "document", "digest", "chain", "metadata", "metadata_attached", "memos",
)  # fmt: skip
_TEXT = 20_000


def decision_document(
    snapshot: Snapshot, result: Mapping[str, Any], /, *, language: Language, format: str = "pdf"
) -> bytes:
    """Make the document of a decision: self-contained, with its metadata inside.

    Parameters
    ----------
    snapshot
        The map on which it was decided.
    result
        ``metadata`` as ``graphsvc decision export`` writes it (in the public edition without what is not for
        everybody), and ``assessments``: those of its proposals on that map, whose memos are put behind.
    language
        Of all words.
    format
        ``pdf`` (PDF/A-3 level A and PDF/UA-1, with ``decision.json`` attached) or ``html`` (one file, loads nothing,
        with the same JSON at its end).

    Raises
    ------
    UsageError
        When the format is another.

    Notes
    -----
    O(words), and the cost of the memos.
    """
    check_format(format)
    words, metadata = Words(language), result["metadata"]
    public = metadata.get("edition") == "public"
    assessments: Iterable[Assessment] = result.get("assessments", ())
    sheets = [sheet(snapshot, one, language, redacted=public) for one in assessments]
    values = _values(words, snapshot, metadata, public=public)
    attached = _json(metadata)
    if format == "html":
        return document_page("decision.html", language, memos=sheets, attached=attached, **values)
    more = {"language": language.value, "memos": [on_paper(one, words) for one in sheets]}
    return typeset("decision", {**values, **more}, date=snapshot.date, standards=ARCHIVAL, attached=attached)


def _json(metadata: Mapping[str, Any]) -> str:
    """Write the metadata; what no encoding can hold (half a letter) becomes an escape, so that nothing is lost."""
    written = json.dumps(metadata, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    if any("\ud800" <= letter <= "\udfff" for letter in written):
        return json.dumps(metadata, indent=1, sort_keys=True, default=str)
    return written


def _values(words: Words, snapshot: Snapshot, metadata: Mapping[str, Any], *, public: bool) -> dict[str, Any]:
    decision = metadata["decision"]
    organisation = str(metadata.get("organisation") or "")
    chain = metadata.get("chain") or {}
    return {
        "author": clean(organisation) or words.say("explorer.product"),
        "title": words.say("papers.decision_title", id=decision["id"], title=words.cut(_title(decision), 160)),
        "head": " · ".join(
            one for one in (words.cut(organisation, 80), words.say("forum"), words.say("papers.decision_kind")) if one
        ),
        "edition": words.say(f"papers.edition_{'public' if public else 'internal'}"),
        "facts": _facts(words, snapshot, decision),
        "reasons": words.cut(str(decision.get("reasons") or words.say("papers.unknown")), _TEXT),
        "internal_note": words.cut(str(decision.get("internal_note") or ""), _TEXT),
        "conditions": [_condition(words, snapshot, one) for one in decision.get("conditions") or ()],
        "documents": [_document(words, one) for one in metadata.get("documents") or ()],
        "chain": [
            words.say("papers.revision", n=chain.get("revision", "–")) + f": {chain.get('revision_digest', '–')}",
            words.say("papers.head", n=chain.get("head", "–")) + f": {chain.get('head_digest', '–')}",
            words.say("papers.check", command=chain.get("check", "–")),
        ],
        "words": {**labels(words), **{key: words.say(f"papers.{key}") for key in _LABELS}},
        "foot": _foot(words, metadata),
    }


def _title(decision: Mapping[str, Any]) -> str:
    return " ".join(str(decision[one]) for one in ("proposal", "proposal_title") if decision.get(one))


def _facts(words: Words, snapshot: Snapshot, decision: Mapping[str, Any]) -> list[list[str]]:
    roles, meetings = (_names(words, snapshot, kind) for kind in (Kind.ROLE, Kind.MEETING))
    map_ = words.say(
        "papers.map_value", revision=decision.get("map_revision", "–"), date=words.day(decision.get("map_date"))
    )
    participants = [roles.get(one, one) for one in _listed(decision.get("participants"))]
    told = {
        "outcome": str(decision.get("outcome_label") or decision.get("outcome") or ""),
        "meeting": "; ".join(f"{one} {meetings.get(one, '')}".strip() for one in _listed(decision.get("meeting"))),
        "decided_on": words.day(decision.get("decided_on")),
        "participants": "; ".join(words.cut(one, 80) for one in participants),
        "map": map_,
        "replaces": ", ".join(_listed(decision.get("replaces"))),
        "replaced_by": ", ".join(_listed(decision.get("replaced_by"))),
    }
    return [[words.say(f"papers.{name}"), words.cut(value, 600)] for name, value in told.items() if value]


def _names(words: Words, snapshot: Snapshot, kind: Kind) -> dict[str, str]:
    found = snapshot.forum(kind).items()
    return {name: shown_name(fact.record.fields, name, words.language).words for name, fact in found}


def _listed(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one.get("id", one)) if isinstance(one, Mapping) else str(one) for one in value]
    return [str(value)] if value else []


def _condition(words: Words, snapshot: Snapshot, one: Mapping[str, Any]) -> dict[str, str]:
    return {
        "text": words.cut(str(one.get("text") or ""), 2_000),
        "owner": "; ".join(_owner(words, snapshot, owner) for owner in _listed(one.get("owner"))),
        "due": words.day(one["due"]) if one.get("due") else "",
        "fulfilled": words.day(one["fulfilled_on"]) if one.get("fulfilled_on") else "",
    }


def _owner(words: Words, snapshot: Snapshot, owner: str) -> str:
    unit = owner if ":" in owner else f"unit:{owner}"
    if unit in snapshot:
        return words.cut(snapshot.name(snapshot.index(unit), words.language).words, 80)
    return words.cut(_names(words, snapshot, Kind.ROLE).get(owner.removeprefix("role:"), owner), 80)


def _document(words: Words, one: Mapping[str, Any]) -> dict[str, str]:
    note = f" ({words.say('papers.withheld')})" if one.get("withheld") else ""
    return {"name": words.cut(str(one.get("name")), 120) + note, "digest": str(one.get("digest"))}


def _foot(words: Words, metadata: Mapping[str, Any]) -> str:
    revision = metadata["decision"].get("map_revision", "–")
    made = words.say("made", product=words.say("explorer.product"), revision=revision)
    return f"{made} {words.say('synthetic')}" if metadata.get("synthetic") else made
