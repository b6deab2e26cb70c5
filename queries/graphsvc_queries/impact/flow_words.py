"""The words of one flow: its data, and how it runs."""

from __future__ import annotations

from functools import lru_cache

from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import DataTo, Kind, Relation
from graphsvc.rules import ASSUMED, BY_DATA, SHARED, THROUGH, Rule
from graphsvc.snapshot import Fact
from graphsvc.text import Text
from graphsvc_queries.impact.compiled import LANGUAGES, Compiled

__all__ = ["data_words", "flow_wording", "how_words"]

_DATA = Text.same("data")


def flow_wording(rule: Rule, fact: Fact, *, through: bool) -> Text:
    """Choose the sentence of a flow: through a hub, by which way the data moves, or the rule's own."""
    if through:
        return THROUGH
    data_to = fact.record.fields.get("data_to")
    if "{how}" in rule.sentence.nb and data_to:
        return BY_DATA[DataTo(str(data_to))]
    return rule.sentence


def data_words(compiled: Compiled, fact: Fact) -> Text:
    """Name what a flow carries: its data objects, else its own words, else just data."""
    told = fact.record.fields.get("data_objects")
    found = [compiled.named(one, Kind.DATA_OBJECT) for one in told] if isinstance(told, tuple) else []
    names = [compiled.name(thing) for thing in found if thing is not None]
    if names:
        return Text(*(", ".join(_small(name.in_(language)) for name in names) for language in LANGUAGES))
    words = fact.record.fields.get("data")
    return Text.same(_small(str(words))) if words else _DATA


def how_words(fact: Fact, k: int) -> Text:
    """Tell protocol, mode and among how many the weight is shared."""
    fields = fact.record.fields
    protocol, mode = fields.get("protocol"), fields.get("mode")
    return _how(str(protocol) if protocol else "", str(mode) if mode else "", k)


@lru_cache(maxsize=4096)
def _how(protocol: str, mode: str, k: int) -> Text:
    parts = [Text.same(protocol)] if protocol else []
    parts.append(value_label(fields_of(Relation.FLOW)["mode"], mode) if mode else ASSUMED)
    if k > 1:
        parts.append(SHARED.format(k=k))
    return Text(*(", ".join(part.in_(language) for part in parts) for language in LANGUAGES))


def _small(words: str) -> str:
    # A name within a sentence starts small, unless it is written like an abbreviation.
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
