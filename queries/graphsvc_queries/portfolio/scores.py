"""Scores of proposals from 0 to 5: what people have given, else what the register's own numbers say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from graphsvc.errors import QuestionError
from graphsvc.model import Value
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact import impact
from graphsvc_queries.naming import listed
from graphsvc_queries.portfolio.criteria import Criterion, Source

__all__ = ["HIGHEST", "Score", "given_scores", "score_of"]

#: The highest score, in tenths.
HIGHEST = 50
_GIVEN = re.compile(r"\s*([a-z][a-z0-9_-]{0,39})\s*[=:]\s*([0-5])(?:[.,]([0-9]))?\s*\Z")
_NO_SECTOR = frozenset({"outside", "without_owner"})


@dataclass(frozen=True, slots=True)
class Score:
    """A score on one criterion.

    Parameters
    ----------
    tenths
        0 to 50; None = not scored, which is not 0.
    source
        Who or what gave it.
    ground
        The number that it was made from: net benefit in kNOK, or touched sectors.
    """

    tenths: int | None
    source: Source
    ground: int | None = None


def given_scores(fields: Mapping[str, Value]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Read the scores that people gave, ``name=score`` each, in tenths; and the words that are none.

    Examples
    --------
    >>> given_scores({"scores": ("quality=4", "risk=2,5", "money=7")})
    ({'quality': 40, 'risk': 25}, ('money=7',))
    """
    found: dict[str, int] = {}
    unread: list[str] = []
    for words in listed(fields.get("scores")):
        match = _GIVEN.match(words)
        tenths = int(match[2]) * 10 + int(match[3] or 0) if match else HIGHEST + 1
        if match and tenths <= HIGHEST and match[1] not in found:
            found[match[1]] = tenths
        else:
            unread.append(words)
    return found, tuple(unread)


def score_of(
    snapshot: Snapshot, proposal: str, criterion: Criterion, given: Mapping[str, int], net: int | None
) -> Score:
    """Return a proposal's score on a criterion: people's own word goes before what can be worked out.

    Notes
    -----
    O(1), and one impact analysis a proposal for the reach, kept with the snapshot.
    """
    if criterion.name in given:
        return Score(given[criterion.name], Source.PEOPLE)
    if criterion.source is Source.NET:
        return Score(None if net is None else _share(max(net, 0), criterion.scale), Source.NET, net)
    if criterion.source is Source.SECTORS:
        sectors = criterion.scale or len(snapshot.organisation.sectors)
        touched = _touched(snapshot, proposal)
        tenths = None if touched is None or not sectors else _share(touched, sectors)
        return Score(tenths, Source.SECTORS, touched)
    return Score(None, Source.PEOPLE)


def _share(amount: int, scale: int) -> int:
    """Return 5 times amount / scale in tenths, halves upwards, at most 5; in whole numbers all the way.

    Examples
    --------
    >>> _share(630, 2000), _share(250, 2000), _share(9000, 2000)
    (16, 6, 50)
    """
    return min(HIGHEST, (2 * HIGHEST * amount + scale) // (2 * scale))


#: Sectors touched by each proposal; a snapshot never changes.
_KNOWN: WeakKeyDictionary[Snapshot, dict[str, int | None]] = WeakKeyDictionary()


def _touched(snapshot: Snapshot, proposal: str) -> int | None:
    """Count the sectors that a proposal touches; None when nothing is known that it would touch."""
    known = _KNOWN.setdefault(snapshot, {})
    if proposal not in known:
        known[proposal] = _count(snapshot, proposal)
    return known[proposal]


def _count(snapshot: Snapshot, proposal: str) -> int | None:
    try:
        rows = impact(snapshot, proposal=proposal).sectors
    except QuestionError:
        return None
    count = sum(1 for row in rows if row.id not in _NO_SECTOR and (row.effect.strength or row.work.strength))
    return count or None
