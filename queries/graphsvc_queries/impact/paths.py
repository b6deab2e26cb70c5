"""From labels to paths that people read: sentences, sources and how well confirmed they are."""

from __future__ import annotations

import datetime as dt

from graphsvc.model import Reference, Relation, Way
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Fact
from graphsvc.text import Text
from graphsvc_queries.impact.compiled import Compiled
from graphsvc_queries.impact.edges import Edge
from graphsvc_queries.impact.flow_words import data_words, flow_wording, how_words
from graphsvc_queries.impact.labels import Label
from graphsvc_queries.impact.path import Confidence, Hop
from graphsvc_queries.impact.starts import Starts

__all__ = ["Paths", "a_year_before"]

#: Relations that are a column of the system's row, and are as well confirmed as it is.
_OF_THE_SYSTEM = (Relation.OWNS, Relation.USES)


def a_year_before(date: dt.date) -> dt.date:
    """Return the same day twelve months earlier (28 February for 29 February).

    Examples
    --------
    >>> a_year_before(dt.date(2028, 2, 29)).isoformat()
    '2027-02-28'
    """
    if (date.month, date.day) == (2, 29):
        return dt.date(date.year - 1, 2, 28)
    return date.replace(year=date.year - 1)


class Paths:
    """Makes each hop once: paths share their beginnings.

    Notes
    -----
    O(labels) in all.
    """

    def __init__(self, compiled: Compiled, starts: Starts) -> None:
        self._compiled, self._starts = compiled, starts
        date = compiled.snapshot.date
        self._since, self._until = a_year_before(date).isoformat(), date.isoformat()
        self._made: dict[Label, tuple[tuple[Hop, ...], int]] = {}

    def hops(self, label: Label) -> tuple[Hop, ...]:
        """Return the path in words."""
        return self._path(label)[0]

    def confidence(self, label: Label) -> Confidence:
        """Count the confirmed things and relations after the change."""
        hops, confirmed = self._path(label)
        return Confidence(confirmed, 2 * len(hops))

    def reference(self, label: Label) -> Reference:
        """Return the thing at the end of a path, or the proposal that it begins with."""
        return self._compiled.snapshot.references[label.thing] if label.thing >= 0 else self._starts.changes[0].thing

    def name(self, label: Label) -> Text:
        """Return what the thing at the end of a path is called."""
        return self._compiled.name(label.thing) if label.thing >= 0 else self._starts.changes[0].name

    def _path(self, label: Label) -> tuple[tuple[Hop, ...], int]:
        waiting = []
        step: Label | None = label
        while step is not None and step.before is not None and step not in self._made:
            waiting.append(step)
            step = step.before
        for one in reversed(waiting):  # not by recursion: a path may be longer than the stack is deep
            self._made[one] = self._longer(one)
        return self._made.get(label, ((), 0))

    def _longer(self, label: Label) -> tuple[tuple[Hop, ...], int]:
        before, edge = label.before, label.edge
        assert before is not None  # noqa: S101 - only labels after the change are asked for
        assert edge is not None  # noqa: S101 - such a label has the edge that led to it
        hops, confirmed = self._made.get(before, ((), 0))
        hop = self._hop(before, label, edge)
        fresh = self._is_fresh(hop.confirmed_on) + self._is_fresh(self._compiled.confirmed_on(label.thing))
        return (*hops, hop), confirmed + fresh

    def _hop(self, before: Label, label: Label, edge: Edge) -> Hop:
        rule, fact = edge.rule, edge.fact
        wording, data, how = rule.sentence, None, None
        if fact and rule.way is Way.EFFECT and rule.relation is Relation.FLOW:
            wording, data, how = flow_wording(edge, fact), data_words(self._compiled, fact), how_words(edge, fact)
        elif before.kind is not None:
            wording = rule.by_kind.get(before.kind, wording)
        fields = fact.record.fields if fact else {}
        via = fields.get("via")
        origin = fact.origins[0] if fact and fact.origins else None
        certainty = fields.get("certainty")
        return Hop(
            start=self.reference(before),
            end=self.reference(label),
            relation=rule.relation,
            rule=rule.name,
            weight=label.weight,
            step=rule.step,
            wording=wording,
            cause=self.name(before),
            touched=self.name(label),
            provider=None if edge.provider is None else self._compiled.name(edge.provider),
            data=data,
            how=how,
            k=edge.k,
            assumed=rule.name == "flow.unknown",
            relation_id=edge.id or None,
            parallel=edge.parallel,
            source=origin.source if origin else None,
            place=origin.place if origin else None,
            confirmed_on=self._confirmed(fact) if fact else None,
            certainty=str(certainty) if certainty else None,
            via=via if isinstance(via, tuple) else (),
        )

    def _confirmed(self, fact: Fact) -> str | None:
        record = fact.record
        told = record.fields.get("confirmed_on")
        if told or not isinstance(record, RelationRecord) or record.relation not in _OF_THE_SYSTEM:
            return str(told) if told else None
        return self._compiled.confirmed_on(self._compiled.snapshot.index(record.end))

    def _is_fresh(self, day: str | None) -> int:
        return int(day is not None and self._since <= day <= self._until)
