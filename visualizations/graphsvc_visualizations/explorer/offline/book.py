"""What the offline file's script is given: words that occur often are written once, and so are hops of paths."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.path import Hop
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.lists import confirmation
from graphsvc_visualizations.explorer.reasons import hop_note
from graphsvc_visualizations.explorer.templating import PLACED
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.marks import Mark, mark_of

__all__ = ["Book", "inert", "packed"]

#: What could end the element that holds the data, begin a comment in it, or end a line of a script.
_INERT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_STATES = {"fresh": 0, "stale": 1, "never": 2}


class Book:
    """Collects words, hops and marks; everything else names them by their place.

    Parameters
    ----------
    frame
        Says in which language.
    snapshot
        Whose things are numbered.
    """

    def __init__(self, frame: Frame, snapshot: Snapshot) -> None:
        self.frame, self.snapshot = frame, snapshot
        self.size = 0
        self._words: dict[str, int] = {}
        self._hops: dict[Hop, int] = {}
        self._marks: dict[Mark, int] = {}
        self.hops: list[list[object]] = []

    @property
    def words(self) -> list[str]:
        """All words, in the order of their places."""
        return list(self._words)

    @property
    def marks(self) -> list[Mark]:
        """The marks of sectors that occur, in the order of their places."""
        return list(self._marks)

    def word(self, words: str | None) -> int:
        """Return the place of some words; -1 for none."""
        if words is None:
            return -1
        shown = clean(words)
        if shown not in self._words:
            self._words[shown] = len(self._words)
            self.size += len(shown.encode()) + 3
        return self._words[shown]

    def mark(self, mark: Mark) -> int:
        """Return the place of a sector's mark."""
        return self._marks.setdefault(mark, len(self._marks))

    def mark_of(self, thing: int) -> int:
        """Return the place of the mark of a thing's sector; -1 for kinds that stand in none."""
        return self.mark(mark_of(self.snapshot, thing)) if self.snapshot.kind(thing) in PLACED else -1

    def number(self, reference: str) -> int:
        """Return the number of a thing, -1 when it is not there."""
        return self.snapshot.index(reference) if reference in self.snapshot else -1

    def name(self, thing: int) -> str:
        """Return a thing's name in the file's language."""
        return clean(self.snapshot.name(thing, self.frame.language).words)

    def state(self, day: object) -> int:
        """Return how fresh a fact is: 0 within twelve months, 1 before, 2 never."""
        return _STATES[confirmation(day, self.snapshot.date)]

    def day(self, day: object) -> int:
        """Return the place of a date as people write it; -1 for none."""
        return self.word(self.frame.day(str(day))) if day else -1

    def hop(self, hop: Hop) -> int:
        """Return the place of a step of a path: its sentence, where it comes from, and its two ends."""
        if hop not in self._hops:
            self._hops[hop] = len(self.hops)
            told = [self.word(hop.in_(self.frame.language)), self.word(hop_note(self.frame, self.snapshot, hop))]
            self.keep(self.hops, [*told, self.number(hop.start), self.number(hop.end)])
        return self._hops[hop]

    def keep(self, rows: list[Any], row: Any) -> None:
        """Add a row to a list, and its length to what the book weighs."""
        rows.append(row)
        self.size += len(packed(row)) + 1

    def counted(self, amount: int, kind: Kind) -> str:
        """Count things of a kind with the right form of the word."""
        return self.frame.counted(amount, kind)


def packed(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """Write a value as JSON without a letter too many; the same value gives the same letters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def inert(written: str) -> str:
    r"""Make JSON fit to stand between the tags of a script: no letter of it can end the element or open a comment.

    Examples
    --------
    >>> inert(packed(["</script><!--"]))
    '["\\u003c/script\\u003e\\u003c!--"]'
    """
    return written.translate(_INERT)
