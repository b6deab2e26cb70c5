"""Turning plans, people's change sets and undos into steps of the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from graphsvc.errors import DataError
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.register import log, refusals
from graphsvc.register.claims import Key, Step, Stored, content_of, key_of, store, value_of
from graphsvc.register.difference import Pair
from graphsvc.register.forum import guarded
from graphsvc.register.installation import own_step
from graphsvc.register.plan import Plan
from graphsvc.register.precedence import registered, source_key
from graphsvc.text import Text

__all__ = ["change_steps", "plan_steps", "undo_steps"]

#: How many claims an error lists.
_SHOWN = 10


def plan_steps(connection: Connection, plan: Plan, number: int) -> Iterator[Step]:
    """Give the steps of a plan, and the registration of its source."""
    changes = (*plan.change_set.changes, *plan.moved)
    old = log.claims_of(connection, plan.source)
    yield from guarded(_checked_steps(old, plan.source, changes, plan.stored))
    reading = plan.reading
    yield from _registration(connection, plan.source, number, {"format": reading.format, "profile": reading.profile})


def change_steps(connection: Connection, changes: ChangeSet, number: int) -> Iterator[Step]:
    """Give the steps of a change set that people made."""
    pairs = {(r.subject.value, r.id) for one in changes.changes for r in (one.before, one.after) if r is not None}
    old = log.claims_at(connection, changes.source, pairs)
    yield from guarded(_checked_steps(old, changes.source, changes.changes, {}))
    known = registered(log.own_claims(connection)).get(changes.source, {})
    format_ = known.get("format", "edits")
    yield from _registration(connection, changes.source, number, {"format": format_, "profile": known.get("profile")})


def _registration(connection: Connection, source: str, number: int, told: Mapping[str, object]) -> Iterator[Step]:
    """Register a source once: when it was first heard decides its place in the order for ever after."""
    own = log.own_claims(connection)
    key = source_key(source)
    first = value_of(own[key])["registered"] if key in own else number
    step = own_step(own, key, content_of({**told, "registered": first}))
    if step is not None:
        yield step


def _checked_steps(
    before: Mapping[Pair, Stored], source: str, changes: Iterable[ClaimChange], after: Mapping[Pair, Stored]
) -> Iterator[Step]:
    """Give the steps of changes, each starting from what is stored: an editor may have looked at something older.

    ``after`` is how some of the claims are written down, where that has been worked out.
    """
    old = {Key(source, *pair): one for pair, one in before.items()}
    seen: set[Key] = set()
    for step in (part for change in changes for part in _parts(source, change, after)):
        for key in {step.key, step.old_key}:
            known = step.before if key == step.old_key else None
            if key in seen or (old[key].content if key in old else None) != (known.content if known else None):
                raise refusals.stale_claim(source, key.reference)
            seen.add(key)
        if step.before != step.after:
            yield step._replace(before=old.get(step.old_key))


def _parts(source: str, change: ClaimChange, known: Mapping[Pair, Stored]) -> Iterator[Step]:
    before, after = change.before, change.after
    if before is not None and after is not None and before.id != after.id:
        yield from _parts(source, ClaimChange(before, None), known)
        yield from _parts(source, ClaimChange(None, after), known)
        return
    key = key_of(source, change.record)
    was = before.subject.value if before is not None else key.subject
    new = None if after is None else known.get(key[1:]) or store(after)
    yield Step(*key, was, None if before is None else store(before), new)


def undo_steps(connection: Connection, number: int) -> list[Step]:
    """Return the steps that restore what a revision changed.

    A source stays registered, so that its place in the order of precedence is not lost.

    Raises
    ------
    DataError
        When claims have been changed since; the message lists them with the revision that did it.
    """
    back = [step.reversed() for step in reversed(log.steps(connection, number)) if not step.only_moved]
    current = dict(log.state(connection))
    back = [step for step in back if not _is_registration(step) or _restores(step, current)]
    changed = [step for step in back if not _restores(step, current)]
    if changed:
        raise _changed_since(connection, number, changed)
    return list(guarded(step._replace(before=current.get(step.old_key)) for step in back))


def _is_registration(step: Step) -> bool:
    return step.old_key == source_key(step.id)


def _restores(step: Step, current: Mapping[Key, Stored]) -> bool:
    """Tell whether a claim still says what the revision made it say (and was not unregistered by this)."""
    if _is_registration(step) and step.after is None:
        return False
    now = current.get(step.old_key)
    same = (now.content if now else None) == (step.before.content if step.before else None)
    return same and (step.key == step.old_key or step.key not in current)


def _changed_since(connection: Connection, number: int, changed: list[Step]) -> DataError:
    words = []
    for step in changed[:_SHOWN]:
        newest = log.newest_touching(connection, step.old_key, step.key)
        words.append(f"{step.id if step.own else step.key.reference} ({newest})")
    listed, more = ", ".join(words), len(changed) - len(words)
    rest = f" +{more}" if more > 0 else ""
    return DataError(
        Text(
            f"Revisjon {number} kan ikke angres: {len(changed)} påstander er endret siden (i revisjonen i "
            f"parentes): {listed}{rest}. Angre de nyere revisjonene først.",
            f"Revisjon {number} kan ikkje angrast: {len(changed)} påstandar er endra sidan (i revisjonen i "
            f"parentes): {listed}{rest}. Angre dei nyare revisjonane først.",
            f"Revision {number} cannot be undone: {len(changed)} claims have changed since (in the revision in "
            f"parentheses): {listed}{rest}. Undo the newer revisions first.",
        )
    )
