"""Judging a pair: people confirm that two systems overlap, dismiss it, or take their word back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.errors import ConfirmationNeeded, QuestionError
from graphsvc.i18n import text
from graphsvc.judgement import Judgement, State, judgement, judgement_id, judgement_of, judgements
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Relation
from graphsvc.records import ChangeSet, ClaimChange, RelationRecord
from graphsvc.register import HistoryEntry
from graphsvc.register.precedence import PEOPLE
from graphsvc.security import Action, permit
from graphsvc.service.lines import line_of
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["Judged", "judge"]

#: The most letters of a reason and of a role.
_LONGEST_WHY, _LONGEST_WHO = 2_000, 200


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a pair.

    Parameters
    ----------
    a, b
        The two systems, the smaller ``kind:id`` first, and what they are called.
    now, before
        What is said of the pair from now on, and what was said until now.
    revision
        The new revision; None when people said exactly this already.
    warnings
        What went wrong after the commit.
    """

    a: Reference
    b: Reference
    a_name: Text
    b_name: Text
    now: Judgement
    before: Judgement
    revision: int | None
    warnings: tuple[Text, ...] = ()

    def document(self, language: Language) -> dict[str, object]:
        """Return the pair as the question *overlap* tells it, what was said before, and the revision."""
        return {
            "a": self.a.partition(":")[2],
            "b": self.b.partition(":")[2],
            "a_name": self.a_name.in_(language),
            "b_name": self.b_name.in_(language),
            **self.now.document(),
            "before": self.before.document(),
            "revision": self.revision,
            "warnings": [warning.in_(language) for warning in self.warnings],
        }


def judge(
    workspace: Workspace,
    a: str,
    b: str,
    state: State,
    *,
    why: str = "",
    who: str | None = None,
    seen: int | None = None,
    date: dt.date | None = None,
) -> Judged:
    """Write what people say of a pair as a revision of people's edits; undo the revision to step back.

    Saying again what is said already writes nothing, so that a request that is sent twice is answered twice alike.

    Parameters
    ----------
    a, b
        Two systems, as id, ``kind:id`` or name, in either order.
    state
        Confirmed or dismissed; open takes people's word back.
    why
        The reason; needed to confirm or dismiss.
    who
        The role that judges; None = whoever asks.
    seen
        The revision that was looked at: when somebody has judged the pair since, nothing is written.
    date
        At which date the two are looked up; None = the register's own, else today.

    Raises
    ------
    UnknownThing, AmbiguousThing, QuestionError
        When one cannot be found, is no system or is the other one; when there is no reason, or nothing to take back.
    ConfirmationNeeded
        When somebody has judged the pair since ``seen``, or does so now.

    Notes
    -----
    O(relations ``related`` + revisions of this pair), and the publishing of the revision.
    """
    permit(workspace.actor, Action.EDIT)
    snapshot = workspace.snapshot(date=date)
    first, second = _pair(snapshot, a, b)
    why = line_of("why", why, _LONGEST_WHY)
    said = _said(workspace, first, second, state, why, line_of("who", who or "", _LONGEST_WHO) or workspace.actor.name)
    current = workspace.register.claims(_claim(first, second)).get(PEOPLE)
    known = current if isinstance(current, RelationRecord) else None
    if _same(known, said):
        return _told(workspace, snapshot, first, second, None)
    entries = workspace.register.history(_claim(first, second))
    if known is None and said is None:
        if entries and entries[-1].source == PEOPLE:
            return _told(workspace, snapshot, first, second, None)  # taken back already
        raise QuestionError(text("judging.nothing_to_reopen").format(a=first, b=second))
    _check_seen(entries, first, second, seen)
    change = ChangeSet(PEOPLE, (ClaimChange(known, said),))
    made = workspace.register.commit_changes(change, who=workspace.actor.name, message=why)
    warning = workspace.publish()
    return _told(workspace, snapshot, first, second, made, (warning,) if warning else ())


def _pair(snapshot: Snapshot, a: str, b: str) -> tuple[Reference, Reference]:
    """Find two different systems, a bare id among the systems first; the smaller reference first."""
    wholes = [f"{Kind.SYSTEM.value}:{words}" for words in (a, b)]
    found = [snapshot.find(whole if whole in snapshot else words) for words, whole in zip((a, b), wholes, strict=True)]
    for thing in found:
        if snapshot.kind(thing) is not Kind.SYSTEM:
            kind = KINDS[snapshot.kind(thing)].label
            raise QuestionError(text("judging.no_system").format(thing=snapshot.references[thing], kind=kind))
    if found[0] == found[1]:
        raise QuestionError(text("judging.with_itself").format(thing=snapshot.references[found[0]]))
    first, second = sorted(snapshot.references[thing] for thing in found)
    return first, second


def _said(
    workspace: Workspace, first: Reference, second: Reference, state: State, why: str, who: str
) -> RelationRecord | None:
    """Make the claim; None for an open pair."""
    if state is State.OPEN:
        return None
    today = workspace.about.today or dt.date.today()
    return judgement(first, second, state, who=who, why=why, on=today.isoformat())


def _claim(first: Reference, second: Reference) -> Reference:
    return Reference(f"{Relation.RELATED.value}:{judgement_id(first, second)}")


def _same(known: RelationRecord | None, said: RelationRecord | None) -> bool:
    """Tell whether people said this already; on which day does not matter."""
    if known is None or said is None:
        return False
    return {**known.fields, "confirmed_on": ""} == {**said.fields, "confirmed_on": ""}


def _check_seen(entries: Sequence[HistoryEntry], first: Reference, second: Reference, seen: int | None) -> None:
    """Refuse to overrule a word that whoever judges has not seen."""
    later = [one for one in entries if seen is not None and one.revision.number > seen]
    if not later:
        return
    newest, words = later[-1], later[-1].change.after
    told = judgement_of(words) if isinstance(words, RelationRecord) else None
    now = told or Judgement(who=newest.revision.who, why=newest.revision.message)
    raise ConfirmationNeeded(
        text("judging.meanwhile").format(
            a=first,
            b=second,
            revision=newest.revision.number,
            state=text(f"judging.{now.state.value}"),
            who=now.who or "–",
            why=now.why or "–",
        )
    )


def _told(
    workspace: Workspace,
    before: Snapshot,
    first: Reference,
    second: Reference,
    revision: int | None,
    warnings: tuple[Text, ...] = (),
) -> Judged:
    after = before if revision is None else workspace.snapshot(revision=revision, date=before.date)
    names = [Text(*(before.name(before.index(one), word).words for word in Language)) for one in (first, second)]
    now, was = (_judged(one, first, second) for one in (after, before))
    return Judged(first, second, names[0], names[1], now, was, revision, warnings)


def _judged(snapshot: Snapshot, first: Reference, second: Reference) -> Judgement:
    one, other = sorted((snapshot.index(first), snapshot.index(second)))
    return judgements(snapshot).get((one, other), Judgement())
