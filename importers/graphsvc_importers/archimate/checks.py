"""What must hold in a model before it is interpreted: every fault said at once, with its line."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graphsvc.text import Text
from graphsvc_importers.archimate.findings import Findings
from graphsvc_importers.archimate.source import Element, Model, Relationship
from graphsvc_importers.archimate.vocabulary import ELEMENTS, RELATIONSHIPS
from graphsvc_importers.limits import Limits

__all__ = ["checked"]

PREFIX = "id-"
#: How much of an identifier must be alike for it to be offered as the nearest.
PART = 4
FIELDS = {
    "name": Text("navnet", "namnet", "name"),
    "description": Text("beskrivelsen", "skildringa", "description"),
    "property": Text("en egenskap", "ein eigenskap", "property"),
}


def checked(model: Model, limits: Limits, findings: Findings) -> Model:
    """Normalise identifiers, say every fault, and index what is sound.

    Notes
    -----
    O(n).
    """
    model = _renamed(model)
    _unique([*model.elements, *model.relationships], findings)
    for element in model.elements:
        _known(element, ELEMENTS, "element", findings)
        _fitting(element, limits, findings)
    for relationship in model.relationships:
        _known(relationship, RELATIONSHIPS, "related", findings)
        _fitting(relationship, limits, findings)
    model.by_id = {element.id: element for element in model.elements}
    model.relationship_by_id = {relationship.id: relationship for relationship in model.relationships}
    _joined(model, findings)
    _told(model, findings)
    return model


def _renamed(model: Model) -> Model:
    """Trim and normalise identifiers, and take off the prefix that the exchange format puts before digits.

    Archi writes some native identifiers with the prefix themselves, so it is taken off in both formats: that is
    what gives both files of one model the same identities. Where two identifiers would become one, it stays.
    """
    items: list[Element | Relationship] = [*model.elements, *model.relationships]
    trimmed = {one.id: unicodedata.normalize("NFC", one.id.strip()) for one in items}
    bare = {old: new.removeprefix(PREFIX) or new for old, new in trimmed.items()}
    taken = Counter(bare[old] for old in {new: old for old, new in trimmed.items()}.values())
    names = {old: bare[old] if taken[bare[old]] == 1 else new for old, new in trimmed.items()}

    def named(identifier: str) -> str:
        plain = unicodedata.normalize("NFC", identifier.strip())
        return names.get(identifier) or names.get(plain) or plain

    return replace(
        model,
        id=model.id.strip().removeprefix(PREFIX),
        elements=[replace(one, id=named(one.id)) for one in model.elements],
        relationships=[
            replace(one, id=named(one.id), source=named(one.source), target=named(one.target))
            for one in model.relationships
        ],
    )


def _unique(items: Iterable[Element | Relationship], findings: Findings) -> None:
    seen: dict[str, int | None] = {}
    for one in items:
        if not one.id:
            findings.say("missing-id", line=one.line, type=one.type)
        elif one.id in seen:
            findings.say("duplicate-id", line=one.line, value=one.original_id, first=seen[one.id] or 0)
        else:
            seen[one.id] = one.line


def _known(one: Element | Relationship, types: Iterable[str], kept: str, findings: Findings) -> None:
    if one.type not in types:
        findings.say(
            "unknown-type",
            line=one.line,
            value=one.type or "?",
            pointer=one.original_id,
            id=one.original_id,
            near=findings.near(one.type, types),
            kept=kept,
        )


def _fitting(one: Element | Relationship, limits: Limits, findings: Findings) -> None:
    texts = [("name", words, limits.name_characters) for _, words in one.names]
    texts += [("description", words, limits.text_characters) for _, words in one.descriptions]
    texts += [("property", value, limits.text_characters) for _, value in one.properties]
    for field, words, limit in texts:
        if len(words) > limit:
            findings.say(
                "text-too-long",
                line=one.line,
                pointer=one.original_id,
                field=FIELDS[field],
                id=one.original_id,
                size=len(words),
                limit=limit,
            )


def _joined(model: Model, findings: Findings) -> None:
    known = {**dict.fromkeys(model.by_id), **dict.fromkeys(model.relationship_by_id)}
    alike: _Alike | None = None
    for one in model.relationships:
        for end in (one.source, one.target):
            if end == one.id:
                findings.say("circle-of-relations", line=one.line, pointer=one.original_id, id=one.original_id)
            elif end not in known:
                alike = alike or _Alike(known)
                findings.say(
                    "missing-end",
                    line=one.line,
                    value=end or "?",
                    pointer=one.original_id,
                    id=one.original_id,
                    near=findings.near(end, alike.to(end)),
                )


class _Alike:
    """Identifiers by how they begin and end: comparing with all of them takes seconds in a large model."""

    def __init__(self, identifiers: Iterable[str]) -> None:
        self._by_part: dict[str, list[str]] = {}
        for one in identifiers:
            for part in (one[:PART], "…" + one[-PART:]):
                self._by_part.setdefault(part, []).append(one)

    def to(self, identifier: str) -> set[str]:
        """Return identifiers that begin or end alike, a hundred of each at most."""
        first, last = self._by_part.get(identifier[:PART], ()), self._by_part.get("…" + identifier[-PART:], ())
        return {*first[:100], *last[:100]}


def _told(model: Model, findings: Findings) -> None:
    if not model.elements:
        findings.say("empty-model")
    if model.views:
        findings.say("views", count=model.views)
    if model.texts:
        findings.say("model-text", count=model.texts)
