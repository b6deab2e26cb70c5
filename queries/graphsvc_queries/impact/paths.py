"""From labels to paths that people read: sentences, sources and how well confirmed they are."""

from __future__ import annotations

import datetime as dt

import numpy as np

from graphsvc.model import Reference, Relation, Way
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Fact
from graphsvc.text import Text
from graphsvc_queries.impact.compiled import Compiled
from graphsvc_queries.impact.flow_words import data_words, flow_wording, how_words
from graphsvc_queries.impact.labels import Line
from graphsvc_queries.impact.path import Confidence, Hop
from graphsvc_queries.impact.starts import Starts
from graphsvc_queries.impact.ways import Numbers, Steps

__all__ = ["ASSUMED", "OF_THE_SYSTEM", "Paths", "a_year_before"]

#: Relations that are a column of the system's row, and are as well confirmed as it is.
OF_THE_SYSTEM = (Relation.OWNS, Relation.USES)
#: The rule that is followed where nobody knows how a flow runs.
ASSUMED = "flow.unknown"
_NOTHING: Numbers = np.empty(0, dtype=np.int32)


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

    Parameters
    ----------
    rows
        The paths that will be asked for.

    Notes
    -----
    O(hops) in all; what is made is kept as long as this is.
    """

    def __init__(self, compiled: Compiled, starts: Starts, rows: Numbers = _NOTHING) -> None:
        self._compiled, self._starts, self._ways = compiled, starts, starts.labels.ways
        date = compiled.snapshot.date
        self._since, self._until = a_year_before(date).isoformat(), date.isoformat()
        self._lines = starts.labels.lines(rows)
        self._made: dict[int, tuple[tuple[Hop, ...], int]] = {}
        self._from: dict[tuple[int, int], Steps] = {}

    def line(self, row: int) -> Line:
        """Return a path's own numbers."""
        return self._lines[row]

    def path(self, row: int) -> tuple[tuple[Hop, ...], Confidence]:
        """Return a path in words, and how many things and relations after the change are confirmed."""
        if row not in self._made:
            self._make(row)
        hops, confirmed = self._made[row]
        return hops, Confidence(confirmed, 2 * len(hops))

    def last_sentence(self, row: int) -> Text:
        """Return the last step of a path in words, in every language; only a flow's relation is read for it."""
        line = self._lines[row]
        before, rule = self._lines[line.before], self._ways.rules[line.rule]
        if rule.way is Way.EFFECT and rule.relation is Relation.FLOW:
            return self._hop(line, before).sentence
        begun = self._starts.begun.get(line.before)
        wording = rule.sentence if begun is None else rule.by_kind.get(begun, rule.sentence)
        cause, touched = self.name(before.thing), self.name(line.thing)
        return wording.format(cause=cause, touched=touched, provider="", how="", data="")

    def ties(self, row: int) -> int:
        """Return by how many relations the first step of a path could have been taken; no relation is read for it."""
        line = self._lines[row]
        if line.before < 0:
            return 0
        while (before := self._lines[line.before]).before >= 0:
            line = before
        return 1 + (len(self._parallel(before.thing, line)) if line.place >= 0 else 0)

    def reference(self, thing: int) -> Reference:
        """Return what a thing is called for programs; -1 is the proposal that paths begin with."""
        return self._compiled.snapshot.references[thing] if thing >= 0 else self._starts.changes[0].thing

    def name(self, thing: int) -> Text:
        """Return what a thing, or the proposal, is called."""
        return self._compiled.name(thing) if thing >= 0 else self._starts.changes[0].name

    def _make(self, row: int) -> None:
        lines, along = self._lines, [row]
        while (before := lines[along[-1]].before) >= 0 and before not in self._made:
            along.append(before)  # not by recursion: a path may be longer than the stack is deep
        for one in reversed(along):
            line = lines[one]
            if line.before < 0:
                self._made[one] = (), 0
                continue
            hops, confirmed = self._made[line.before]
            hop = self._hop(line, lines[line.before])
            fresh = self._is_fresh(hop.confirmed_on) + self._is_fresh(self._compiled.confirmed_on(line.thing))
            self._made[one] = (*hops, hop), confirmed + fresh

    def _hop(self, line: Line, before: Line) -> Hop:
        rule, k, end, provider = self._ways.rules[line.rule], line.k, line.thing, line.provider
        fact = self._ways.fact(line.rule, line.place) if line.place >= 0 else None
        wording, data, how = rule.sentence, None, None
        begun = self._starts.begun.get(line.before)
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
            start=self.reference(before.thing),
            end=self.reference(end),
            relation=rule.relation,
            rule=rule.name,
            weight=line.weight,
            step=rule.step,
            wording=wording,
            cause=self.name(before.thing),
            touched=self.name(end),
            provider=None if provider < 0 else self._compiled.name(provider),
            data=data,
            how=how,
            k=k,
            assumed=rule.name == ASSUMED,
            relation_id=(fact.record.id if fact else "") or None,
            parallel=self._parallel(before.thing, line) if fact else (),
            source=origin.source if origin else None,
            place=origin.place if origin else None,
            confirmed_on=self._confirmed(fact) if fact else None,
            certainty=str(certainty) if certainty else None,
            via=via if isinstance(via, tuple) else (),
        )

    def _parallel(self, start: int, line: Line) -> tuple[str, ...]:
        """Return the ids of the other relations that could have carried the change."""
        ways, rule, own = self._ways, line.rule, line.place
        places = ways.beside(rule, own)
        if places is None or (ways.rules[rule].relation is Relation.FLOW and ways.is_hub(start)):
            places = self._places(rule, start, line.thing)
        ids = {ways.id(rule, place) for place in places if place != own}
        return tuple(sorted(ids - {ways.id(rule, own)})) if ids else ()

    def _places(self, rule: int, start: int, end: int) -> list[int]:
        """Return the relations between two things where they are not all alike: flows both ways or through systems."""
        if (rule, start) not in self._from:
            steps = self._ways.all_from(rule, start)
            self._from[rule, start] = steps[np.argsort(steps["target"], kind="stable")]
        steps = self._from[rule, start]
        begin, after = (int(np.searchsorted(steps["target"], end, side=side)) for side in ("left", "right"))
        return [int(place) for place in steps["place"][begin:after].tolist()]

    def _confirmed(self, fact: Fact) -> str | None:
        record = fact.record
        told = record.fields.get("confirmed_on")
        if told or not isinstance(record, RelationRecord) or record.relation not in OF_THE_SYSTEM:
            return str(told) if told else None
        return self._compiled.confirmed_on(self._compiled.snapshot.index(record.end))

    def _is_fresh(self, day: str | None) -> int:
        return int(day is not None and self._since <= day <= self._until)
