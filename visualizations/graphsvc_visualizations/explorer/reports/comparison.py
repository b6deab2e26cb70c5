"""What two pages share that compare: which analyses are asked of both sides, and what came, changed and went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qs

from graphsvc.i18n import catalogue
from graphsvc.metamodel import KINDS, RELATIONS, fields_of
from graphsvc.model import Kind, Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc_queries.difference import AnswerDifference, GraphDifference
from graphsvc_queries.difference.graph import FactChange
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.report import Checks, Column, Table, Thing, Words
from graphsvc_visualizations.lettering import clean

__all__ = ["ANALYSES", "analyses", "answers", "facts"]

#: Analyses that can be asked of both sides without more words; others can be written into the address.
ANALYSES = ("weak-spots", "structure", "matrix", "privacy", "completeness")


def analyses(frame: Frame) -> Checks:
    """Return the choice of analyses; those that the address names beside the usual ones are kept."""
    chosen = frame.values("analysis")
    usual = [(one, frame.say(f"explorer.nav_{one.replace('-', '_')}")) for one in ANALYSES]
    others = [(one, one) for one in dict.fromkeys(chosen) if one not in ANALYSES]
    return Checks("analysis", frame.say("reports.analyses"), [*usual, *others], frozenset(chosen))


def answers(frame: Frame, snapshot: Snapshot, found: Iterable[AnswerDifference]) -> list[Table]:
    """Return a table for each question, one sentence a row; its heading is the question as people ask it."""
    return [
        Table(
            f"answer-{place}",
            _asked(frame, snapshot, one),
            [Column(frame.say("reports.difference"))],
            [(Words(sentence),) for sentence in one.sentences(frame.language)],
        )
        for place, one in enumerate(found, 1)
    ]


def _asked(frame: Frame, snapshot: Snapshot, one: AnswerDifference) -> str:
    """Say a question in words where it has some, else as it was put."""
    name, _, words = one.question.partition("?")
    given = parse_qs(words)
    if name in {"impact", "reach"} and len(given.get("thing", ())) == 1:
        return frame.say("reports.who_depends", name=_called(frame, snapshot, given["thing"][0], one))
    key = f"explorer.nav_{name.replace('-', '_')}"
    return frame.say(key) if not words and key in catalogue() else frame.say("reports.answer_to", question=one.question)


def _called(frame: Frame, snapshot: Snapshot, thing: str, one: AnswerDifference) -> str:
    """Name what a question is about; what is only there afterwards is named by the answer."""
    if thing in snapshot:
        return clean(snapshot.name(snapshot.index(thing), frame.language).words)
    changes = getattr(one.after, "changes", ())
    return clean(frame.words(changes[0].name)) if changes else thing


def facts(frame: Frame, before: Snapshot, after: Snapshot | None, difference: GraphDifference) -> list[Table]:
    """Return what came, changed and went, things and relations apart.

    Parameters
    ----------
    before, after
        Where a thing's page can be linked to: what is only in ``after`` has no page when that is None.
    """
    known = [side for side in (before, after) if side is not None]
    things = [_thing(frame, known, one) for one in difference.things]
    relations = [_relation(frame, one) for one in difference.relations]
    columns = [Column(frame.say(f"reports.{name}")) for name in ("what", "change", "kind", "fields")]
    ends = [Column(frame.say(f"reports.{name}")) for name in ("relation", "change", "from", "to", "fields")]
    return [
        Table("things", frame.say("reports.changed_things"), columns, things),
        Table("relations", frame.say("reports.changed_relations"), ends, relations),
    ]


def _change(frame: Frame, one: FactChange) -> Words:
    """Say what happens with a sign and a word: + comes, − goes, ± changes."""
    name = "comes" if one.before is None else "goes" if one.after is None else "changes_"
    return Words(frame.say(f"reports.{name}"))


def _thing(frame: Frame, known: Sequence[Snapshot], one: FactChange) -> tuple[Thing | Words, Words, Words, Words]:
    record = one.record
    there = any(record.reference in side for side in known[:1])
    name = Thing(record.reference) if there else Words(f"{frame.words(one.names[0])} ({record.id})")
    return name, _change(frame, one), Words(frame.words(KINDS[Kind(record.subject.value)].label)), _fields(frame, one)


def _relation(frame: Frame, one: FactChange) -> tuple[Words, ...]:
    record = one.record
    assert isinstance(record, RelationRecord)  # noqa: S101 - relations hold relation records by construction
    names = [frame.words(name) for name in one.names]
    label = frame.words(RELATIONS[record.relation].label)
    return Words(label), _change(frame, one), Words(names[0]), Words(names[1]), _fields(frame, one)


def _fields(frame: Frame, one: FactChange) -> Words:
    subject: Kind | Relation = one.record.subject
    known = fields_of(subject)
    told = (
        frame.say(
            "reports.field_changed",
            field=frame.words(known[field.name].label) if field.name in known else field.name,
            before=_value(frame, field.before, known=field.known[0]),
            after=_value(frame, field.after, known=field.known[1]),
        )
        for field in one.fields
    )
    return Words("; ".join(told) or "–")


def _value(frame: Frame, value: Value, *, known: bool) -> str:
    if not known:
        return frame.say("reports.unknown")
    if value is None:
        return frame.say("explorer.none")
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {words}" for name, words in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str(value)
