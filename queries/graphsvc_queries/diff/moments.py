"""A moment to compare: a revision, a date, or both."""

from __future__ import annotations

import datetime as dt
import re

from graphsvc.errors import QuestionError
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text

__all__ = ["snapshot_at"]

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = re.compile(rf"(?P<revision>[0-9]{{1,9}})(?:@(?P<then>{_DAY}))?|(?P<day>{_DAY})", re.ASCII)


def snapshot_at(snapshot: Snapshot, words: str) -> Snapshot:
    """Return the graph at a moment; what the moment leaves open is the snapshot's own.

    Parameters
    ----------
    words
        ``12`` (a revision), ``2027-01-01`` (a date) or ``12@2027-01-01`` (what was known then of that day).

    Raises
    ------
    QuestionError
        When it is no moment, or there is no such revision.

    Examples
    --------
    >>> from graphsvc.snapshot import Facts
    >>> here = Snapshot(Facts(3, (), ()), dt.date(2026, 12, 1))
    >>> snapshot_at(here, "2027-01-01").date.isoformat(), snapshot_at(here, "3").revision
    ('2027-01-01', 3)
    """
    found = _MOMENT.fullmatch(words.strip())
    if found is None:
        raise _no_moment(words)
    day = found["then"] or found["day"]
    try:
        date = dt.date.fromisoformat(day) if day else snapshot.date
    except ValueError:
        raise _no_moment(words) from None
    revision = int(found["revision"]) if found["revision"] else snapshot.revision
    return snapshot.at(revision).as_of(date)


def _no_moment(words: str) -> QuestionError:
    return QuestionError(
        Text(
            f"«{words[:40]}» er ingen revisjon eller dato; skriv for eksempel 12, 2027-01-01 eller 12@2027-01-01",
            f"«{words[:40]}» er verken ein revisjon eller ein dato; skriv til dømes 12, 2027-01-01 eller 12@2027-01-01",
            f"'{words[:40]}' is neither a revision nor a date; write for example 12, 2027-01-01 or 12@2027-01-01",
        )
    )
