"""Asking installed queries over a snapshot, and giving those that compare answers the means to ask others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from graphsvc.errors import UsageError
from graphsvc.registry import query
from graphsvc.service.calling import arguments, asks_others
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text

__all__ = ["ask"]

#: A question written as an address may have so many parameters.
_MOST = 100


def ask(snapshot: Snapshot, question: str, /, **parameters: Any) -> Any:
    """Ask an installed query; returns its frozen result.

    Parameters
    ----------
    question
        A query's name (``weak_spots`` and ``weak-spots`` are the same), alone or with parameters as in an address:
        ``reach?thing=epj&mode=sync``.
    parameters
        Parameters as Python values; they go before those in the question.

    Raises
    ------
    UsageError, QuestionError
        When there is no such query, or it cannot be answered as put.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> facts = Facts(1, (Fact(ThingRecord(Kind.SYSTEM, "epj", {})),), ())
    >>> ask(Snapshot(facts, dt.date(2026, 12, 1)), "reach?thing=epj&mode=sync").target
    'system:epj'
    """
    name, _, words = question.partition("?")
    found = query(name.strip().replace("-", "_"))
    given = {**_written(found, words, parameters), **parameters}
    if asks_others(found):
        given = {**given, "ask": ask}
    return found(snapshot, **given)


def _written(found: Any, words: str, also: Mapping[str, Any]) -> dict[str, Any]:
    try:
        named = parse_qs(words, keep_blank_values=True, max_num_fields=_MOST)
    except ValueError:
        raise UsageError(
            Text(
                f"For mange parametre i «{words[:40]}»; høyst {_MOST}",
                f"For mange parametrar i «{words[:40]}»; høgst {_MOST}",
                f"Too many parameters in '{words[:40]}'; at most {_MOST}",
            )
        ) from None
    return arguments(found, named, also)
