"""Finds the thing that a person means, or says which ones come near."""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from graphsvc.errors import AmbiguousThing, UnknownThing
from graphsvc.model import Kind, Reference
from graphsvc.records import Record
from graphsvc.search import suggestions
from graphsvc.snapshot.called import Called, words_of
from graphsvc.snapshot.facts import validity
from graphsvc.snapshot.texts import of_kind
from graphsvc.text import Text

if TYPE_CHECKING:
    from graphsvc.snapshot.snapshot import Snapshot

__all__ = ["Lookup"]

_SHOWN = 8


class Lookup:
    """Finds things by reference, id or name; names and ids are compared without regard to case."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._called = Called(snapshot)

    def find(self, words: str, kind: Kind | None = None) -> int:
        """Return the number of the one thing that fits: reference first, then id, then name.

        Of several that fit, the only one of the kind is meant, where a kind is given.

        Raises
        ------
        UnknownThing
            With the nearest things by name.
        AmbiguousThing
            With those that fit.
        """
        words = unicodedata.normalize("NFC", words.strip())
        if words in self._snapshot:
            return self._snapshot.index(words)
        for index in (self._with_id, self._called.by):
            fitting = index(words)
            alike = [thing for thing in fitting if self._snapshot.kind(thing) is kind]
            if len(fitting) == 1 or len(alike) == 1:
                return (alike or fitting)[0]
            if fitting:
                raise AmbiguousThing(_several(words, [self._title(thing) for thing in fitting]))
        elsewhen = self._at_another_date(words)
        if elsewhen is not None:
            raise UnknownThing(elsewhen)
        raise UnknownThing(_none(words, [self._title(thing) for thing in self.near(words)]))

    def _at_another_date(self, words: str) -> Text | None:
        """Say so when the register knows the thing and it is only not valid at this date."""
        record = self._elsewhen.get(words.casefold())
        if record is None:
            return None
        return _not_valid(str(record.reference), self._snapshot.date.isoformat(), *validity(record))

    def near(self, words: str, count: int = 3) -> list[int]:
        """Return things that search finds for the words, or for words that come near, best first."""
        index = self._snapshot.search
        asked, among = of_kind(self._snapshot, words)
        found = index.search(asked, limit=count, among=among)
        for other in () if found else suggestions(index, asked, among=among):
            found += index.search(other, limit=count, among=among)
        return list(dict.fromkeys(hit.thing for hit in found))[:count]

    @cached_property
    def _elsewhen(self) -> dict[str, Record]:
        """What the register knows and this date does not: few things, by id, reference and names."""
        found: dict[str, Record] = {}
        for fact in self._snapshot.elsewhen():
            for name in words_of(fact.record):
                found.setdefault(name.casefold(), fact.record)
        return found

    def _with_id(self, words: str) -> tuple[int, ...]:
        found = (f"{kind.value}:{words}" for kind in Kind)
        return tuple(sorted(self._snapshot.index(name) for name in found if name in self._snapshot))

    def _title(self, thing: int) -> str:
        reference: Reference = self._snapshot.references[thing]
        return f"{reference} ({self._snapshot.name(thing).words})"


def _several(words: str, titles: list[str]) -> Text:
    more = len(titles) - _SHOWN
    listed = ", ".join(titles[:_SHOWN])
    return Text(
        f"«{words}» kan være flere: {listed}{f' og {more} til' if more > 0 else ''}. Skriv type:id",
        f"«{words}» kan vere fleire: {listed}{f' og {more} til' if more > 0 else ''}. Skriv type:id",
        f"'{words}' may be several things: {listed}{f' and {more} more' if more > 0 else ''}. Write kind:id",
    )


def _not_valid(reference: str, day: str, start: str, end: str) -> Text:
    since, until = start or "…", "…" if end.startswith("9999") else end
    return Text(
        f"{reference} finnes, men gjelder ikke per {day} (gjelder fra {since} til {until}). Velg en annen dato",
        f"{reference} finst, men gjeld ikkje per {day} (gjeld frå {since} til {until}). Vel ein annan dato",
        f"{reference} exists, but is not valid at {day} (valid from {since} to {until}). Choose another date",
    )


def _none(words: str, titles: list[str]) -> Text:
    listed = ", ".join(titles)
    if not titles:
        return Text(
            f"Fant ikke «{words}». Søk med: graphsvc search",
            f"Fann ikkje «{words}». Søk med: graphsvc search",
            f"No thing '{words}'. Look for it with: graphsvc search",
        )
    return Text(
        f"Fant ikke «{words}». Mente du {listed}?",
        f"Fann ikkje «{words}». Meinte du {listed}?",
        f"No thing '{words}'. Did you mean {listed}?",
    )
