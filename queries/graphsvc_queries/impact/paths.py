"""From labels to paths that people read: sentences, sources and how well confirmed they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from graphsvc.model import Reference, Relation, Way
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Fact
from graphsvc.text import Text
from graphsvc_queries.impact.compiled import Compiled
from graphsvc_queries.impact.flow_words import data_words, flow_wording, how_words
from graphsvc_queries.impact.path import Confidence, Hop
from graphsvc_queries.impact.starts import Starts
from graphsvc_queries.impact.ways import Steps

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
    """Puts paths in words; makes each hop once, since paths share their beginnings.

    Notes
    -----
    O(hops) in all; what is made is kept as long as this is.
    """

    def __init__(self, compiled: Compiled, starts: Starts) -> None:
        self._compiled, self._starts, self._labels = compiled, starts, starts.labels
        date = compiled.snapshot.date
        self._since, self._until = a_year_before(date).isoformat(), date.isoformat()
        self._made: dict[int, tuple[tuple[Hop, ...], int]] = {}
        self._from: dict[tuple[int, int], Steps] = {}

    def hops(self, row: int) -> tuple[Hop, ...]:
        """Return the path of a row in words."""
        return self._path(row)[0]

    def confidence(self, row: int) -> Confidence:
        """Count the confirmed things and relations after the change."""
        hops, confirmed = self._path(row)
        return Confidence(confirmed, 2 * len(hops))

    def last_sentence(self, row: int) -> Text:
        """Return the last step of a path in words, in every language; only a flow's relation is read for it."""
        label = self._labels.told(row)
        before, rule = self._labels.told(int(label["before"])), self._labels.ways.rules[int(label["rule"])]
        if rule.way is Way.EFFECT and rule.relation is Relation.FLOW:
            return self._hop(label, before).sentence
        begun = self._starts.begun.get(int(label["before"]))
        wording = rule.sentence if begun is None else rule.by_kind.get(begun, rule.sentence)
        cause, touched = self.name(int(before["thing"])), self.name(int(label["thing"]))
        return wording.format(cause=cause, touched=touched, provider="", how="", data="")

    def reference(self, thing: int) -> Reference:
        """Return what a thing is called for programs; -1 is the proposal that paths begin with."""
        return self._compiled.snapshot.references[thing] if thing >= 0 else self._starts.changes[0].thing

    def name(self, thing: int) -> Text:
        """Return what a thing, or the proposal, is called."""
        return self._compiled.name(thing) if thing >= 0 else self._starts.changes[0].name

    def _path(self, row: int) -> tuple[tuple[Hop, ...], int]:
        hops, confirmed = tuple[Hop, ...](), 0
        for one in self._labels.along(row)[1:]:  # not by recursion: a path may be longer than the stack is deep
            if one not in self._made:
                label = self._labels.told(one)
                hop = self._hop(label, self._labels.told(int(label["before"])))
                fresh = self._is_fresh(hop.confirmed_on) + self._is_fresh(
                    self._compiled.confirmed_on(int(label["thing"]))
                )
                self._made[one] = (*hops, hop), confirmed + fresh
            hops, confirmed = self._made[one]
        return hops, confirmed

    def _hop(self, label: Any, before: Any) -> Hop:
        number, place, provider = int(label["rule"]), int(label["place"]), int(label["provider"])
        rule, k, end = self._labels.ways.rules[number], int(label["k"]), int(label["thing"])
        fact = self._labels.ways.fact(number, place) if place >= 0 else None
        wording, data, how = rule.sentence, None, None
        begun = self._starts.begun.get(int(label["before"]))
        if fact and rule.way is Way.EFFECT and rule.relation is Relation.FLOW:
            wording, data = flow_wording(rule, fact, through=provider >= 0), data_words(self._compiled, fact)
            how = how_words(fact, k)
        elif begun is not None:
            wording = rule.by_kind.get(begun, wording)
        fields = fact.record.fields if fact else {}
        via = fields.get("via")
        origin = fact.origins[0] if fact and fact.origins else None
        certainty = fields.get("certainty")
        return Hop(
            start=self.reference(int(before["thing"])),
            end=self.reference(end),
            relation=rule.relation,
            rule=rule.name,
            weight=float(label["weight"]),
            step=rule.step,
            wording=wording,
            cause=self.name(int(before["thing"])),
            touched=self.name(end),
            provider=None if provider < 0 else self._compiled.name(provider),
            data=data,
            how=how,
            k=k,
            assumed=rule.name == "flow.unknown",
            relation_id=(fact.record.id if fact else "") or None,
            parallel=self._parallel(int(before["thing"]), label) if fact else (),
            source=origin.source if origin else None,
            place=origin.place if origin else None,
            confirmed_on=self._confirmed(fact) if fact else None,
            certainty=str(certainty) if certainty else None,
            via=via if isinstance(via, tuple) else (),
        )

    def _parallel(self, start: int, label: Any) -> tuple[str, ...]:
        """Return the ids of the other relations that could have carried the change."""
        ways, rule, own = self._labels.ways, int(label["rule"]), int(label["place"])
        places = ways.beside(rule, own)
        if places is None or (ways.rules[rule].relation is Relation.FLOW and ways.is_hub(start)):
            places = self._places(rule, start, int(label["thing"]))
        ids = {ways.id(rule, place) for place in places if place != own}
        return tuple(sorted(ids - {ways.id(rule, own)})) if ids else ()

    def _places(self, rule: int, start: int, end: int) -> list[int]:
        """Return the relations between two things where they are not all alike: flows both ways or through systems."""
        ways = self._labels.ways
        if (rule, start) not in self._from:
            steps = ways.all_from(rule, start)
            self._from[rule, start] = steps[np.argsort(steps["target"], kind="stable")]
        steps = self._from[rule, start]
        begin, after = (int(np.searchsorted(steps["target"], end, side=side)) for side in ("left", "right"))
        return [int(place) for place in steps["place"][begin:after].tolist()]

    def _confirmed(self, fact: Fact) -> str | None:
        record = fact.record
        told = record.fields.get("confirmed_on")
        if told or not isinstance(record, RelationRecord) or record.relation not in _OF_THE_SYSTEM:
            return str(told) if told else None
        return self._compiled.confirmed_on(self._compiled.snapshot.index(record.end))

    def _is_fresh(self, day: str | None) -> int:
        return int(day is not None and self._since <= day <= self._until)
