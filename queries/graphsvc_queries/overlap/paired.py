"""What overlap answers about a register: pairs, each with shares that add up to its score and people's word on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.judgement import Judgement, State
from graphsvc.text import Language, Text
from graphsvc_queries.overlap.result import Named, Reason, bare, listed, points_of, sentences

__all__ = ["OverlapPairs", "Pair", "Side"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one wants to know of each system of a pair: who has it, until when, at what cost.

    Parameters
    ----------
    contract_end
        As it is written, None = unknown.
    notice
        The last day to give notice, None = unknown.
    yearly_cost
        In thousand kroner, None = unknown.
    """

    owners: tuple[Named, ...]
    contract_end: str | None
    notice: str | None
    disposition: str | None
    scope: str | None
    yearly_cost: float | None

    def document(self, language: Language) -> dict[str, object]:
        """Return owners, contract, disposition, scope and cost."""
        return {
            "owners": listed(self.owners, language),
            "contract_end": self.contract_end,
            "notice": self.notice,
            "disposition": self.disposition,
            "scope": self.scope,
            "yearly_cost": self.yearly_cost,
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two systems that overlap, and what people have said of it.

    ``merge`` is false for a pair to keep apart and for one that was dismissed: it is never proposed for merging.
    ``sides`` tells of a, then of b.
    """

    a: Named
    b: Named
    sides: tuple[Side, Side]
    score: float
    reasons: tuple[Reason, ...]
    keep_apart: Text | None
    judged: Judgement

    @property
    def merge(self) -> bool:
        """Whether the two may be proposed for merging."""
        return self.keep_apart is None and self.judged.state is not State.DISMISSED

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised row."""
        return {
            "a": bare(self.a.thing),
            "b": bare(self.b.thing),
            "a_name": self.a.name.in_(language),
            "b_name": self.b.name.in_(language),
            "score": self.score,
            "reasons": [reason.document(language) for reason in self.reasons],
            "state": self.judged.state.value,
            "who": self.judged.who,
            "on": self.judged.on,
            "why": self.judged.why,
            "keep_apart": self.keep_apart.in_(language) if self.keep_apart else None,
            "merge": self.merge,
            "sides": [side.document(language) for side in self.sides],
        }

    def row(self, number: int, language: Language) -> dict[str, object]:
        """Return the pair as one row of a table."""
        document = self.document(language)
        told = {name: document[name] for name in ("a", "a_name", "b", "b_name", "score")}
        rest = {name: document[name] for name in ("state", "who", "on", "why", "keep_apart", "merge")}
        sides = {
            f"{letter}_{name}": value
            for letter, side in zip("ab", self.sides, strict=True)
            for name, value in side.document(language).items()
        }
        return {
            "number": number,
            **told,
            **points_of(self.reasons),
            "because": sentences(self.reasons, language),
            **rest,
            **sides,
        }


@dataclass(frozen=True, slots=True)
class OverlapPairs:
    """Overlapping pairs in the whole register.

    Parameters
    ----------
    found
        How many pairs reach the minimum and are what is asked for.
    states
        How many there are by what people have said of them, whichever state is asked for.
    compared, exist
        How many pairs were scored, of how many there are: in a large register only those that share something rare.
    """

    revision: int
    as_of: dt.date
    min_score: float
    pairs: tuple[Pair, ...]
    found: int
    states: Mapping[State, int]
    compared: int
    exist: int

    @property
    def truncated(self) -> bool:
        """Whether there are more pairs than are shown."""
        return self.found > len(self.pairs)

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised document."""
        return {
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "min_score": self.min_score,
            "pairs": [one.document(language) for one in self.pairs],
            "found": self.found,
            "truncated": self.truncated,
            "states": {state.value: count for state, count in self.states.items()},
            "compared": self.compared,
            "exist": self.exist,
        }

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return one row a pair, as a spreadsheet wants it."""
        return [one.row(number, language) for number, one in enumerate(self.pairs, 1)]
