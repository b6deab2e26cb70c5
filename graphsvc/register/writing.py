"""Appending a revision: the log, the state and the chain, all in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from graphsvc.register import log, refusals
from graphsvc.register.answers import Revision, RevisionKind
from graphsvc.register.chain import Tally, content_digest, counted, sealed
from graphsvc.register.claims import Step, storable
from graphsvc.register.engine import add_rows, remove_rows
from graphsvc.register.schema import change, claim, revision

__all__ = ["Header", "append"]


@dataclass(frozen=True, slots=True)
class Header:
    """What a revision says of itself before it has content."""

    who: str
    source: str
    message: str
    kind: RevisionKind
    undoes: int | None = None


def append(connection: Connection, steps: Iterable[Step], header: Header) -> int:
    """Write a revision within the transaction of the connection, and return its number.

    Without a step that says something new there is no revision: the number of the newest one is returned. Rows that
    only moved are stored along with a real change.

    Notes
    -----
    O(steps log steps), two statements a table, whatever the size of the register.
    """
    for words in (header.who, header.source, header.message):
        _check(words)
    before = log.head(connection)
    ordered = sorted(steps, key=lambda step: (step.source, step.subject, step.id))
    if all(step.only_moved for step in ordered):
        return before.number if before else 0
    for step in ordered:
        _check("".join(step.key))
    made = _revision(before, ordered, header)
    add_rows(connection, revision, [_row(made)])
    add_rows(connection, change, [_logged(made.number, *one) for one in enumerate(ordered)])
    _move_state(connection, ordered)
    return made.number


def _check(words: str) -> None:
    if not storable(words):
        raise refusals.unfit(words[:80], "")


def _revision(before: Revision | None, steps: Sequence[Step], header: Header) -> Revision:
    tally = Tally(before.claims, before.state_digest) if before else Tally()
    tally.apply(steps)
    return sealed(
        Revision(
            number=before.number + 1 if before else 1,
            time=dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            who=header.who,
            source=header.source,
            message=header.message,
            kind=header.kind,
            undoes=header.undoes,
            counts=counted(steps),
            claims=tally.claims,
            content_digest=content_digest(steps),
            state_digest=tally.digest,
            previous=before.digest if before else "",
            digest="",
        )
    )


def _row(made: Revision) -> dict[str, Any]:
    names = (name for name in Revision.__dataclass_fields__ if name != "counts")
    return {**{name: getattr(made, name) for name in names}, **made.counts}


def _logged(number: int, position: int, step: Step) -> dict[str, Any]:
    content, place = step.before or (None, None)
    new_content, new_place = step.after or (None, None)
    return {
        "revision": number,
        "position": position,
        "source": step.source,
        "subject": step.subject,
        "id": step.id,
        "was": step.was,
        "before": content,
        "before_place": place,
        "after": new_content,
        "after_place": new_place,
    }


def _move_state(connection: Connection, steps: Sequence[Step]) -> None:
    gone = [step.old_key._asdict() for step in steps if step.before]
    come = [{**step.key._asdict(), **step.after._asdict()} for step in steps if step.after]
    remove_rows(connection, claim, gone)
    add_rows(connection, claim, come)
