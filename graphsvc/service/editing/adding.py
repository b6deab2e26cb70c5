"""Adding a thing or a relation that no file has: it is people's own, and people may remove it again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from graphsvc.errors import AmbiguousThing, ConfirmationNeeded, DataError, UnknownThing
from graphsvc.i18n import say, text
from graphsvc.metamodel import KINDS, RELATIONS, relation_id
from graphsvc.model import Kind, Reference, Relation, Value, reference
from graphsvc.records import Problem, RelationRecord, ThingRecord
from graphsvc.security import Action, permit
from graphsvc.service.editing.asked import Asked, problem, read, refused
from graphsvc.service.editing.checks import check_ends, check_record
from graphsvc.service.editing.editing import carried, draft_of
from graphsvc.service.editing.subject import title_of
from graphsvc.service.editing.telling import ABSENT, Changed, document_of
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.text import Language, Text

__all__ = ["add_relation", "add_thing"]

_LONGEST_ID, _LONGEST_MADE = 200, 40
_NAMES = ("name_nb", "name_nn", "name_en", "name")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


def add_thing(
    workspace: Workspace,
    kind: Kind,
    asked: Asked,
    language: Language,
    *,
    id: str = "",
    anyway: bool = False,
    key: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Add a thing; a name in some language is enough.

    Parameters
    ----------
    kind
        Any kind of the graph.
    id
        Its id; made from the name when empty.
    anyway
        Whether to add it though one of the same name is there.

    Raises
    ------
    DataError
        When it has no name, a field does not fit, or the id is taken.
    ConfirmationNeeded
        When one of the same name is there and ``anyway`` is not said.
    """
    permit(workspace.actor, Action.EDIT)

    def draft() -> Draft:
        snapshot = workspace.snapshot()
        values = read(workspace, kind, asked)
        record = ThingRecord(kind, _id(snapshot.facts, kind, id, values), values)
        problems = list(check_record(record))
        if not any(values.get(name) for name in _NAMES):
            problems.append(problem("nameless", f"name_{language.value}"))
        if problems:
            raise refused(problems)
        alike = [] if anyway else _alike(snapshot.facts, record)
        if alike:
            raise ConfirmationNeeded(text("editing.name_taken").format(known=", ".join(alike)))
        label = KINDS[kind].label.in_(language)
        name = next(str(values[one]) for one in (f"name_{language.value}", *_NAMES) if values.get(one))
        summary = say("editing.adds", language, label=label, name=name, id=record.reference)
        answer = document_of(snapshot, record, language, _all_new(kind, values), summary, notes=[])
        message = text("editing.message_added").format(label=KINDS[kind].label, name=name)
        return draft_of(
            [(None, record)], Text.same(asked.why) if asked.why.strip() else message, {**answer, "name": name}
        )

    given = {**asked.document, "kind": kind.value, "id": id, "anyway": anyway, "lang": language.value}
    return carried(workspace, "add thing", given, key, draft, dry_run=dry_run)


def _all_new(subject: Kind | Relation, values: Mapping[str, Value]) -> list[Changed]:
    definition = KINDS[subject] if isinstance(subject, Kind) else RELATIONS[subject]
    return [Changed(field, ABSENT, None, values[field.name]) for field in definition.fields if field.name in values]


def _id(facts: Facts, kind: Kind, asked: str, values: Mapping[str, Value]) -> str:
    """Return the id that was asked for, or one made from the name."""
    taken = {fact.record.id for fact in facts.things if fact.record.subject is kind}
    wanted = unicodedata.normalize("NFC", asked.strip())
    if not wanted:
        name = next((str(values[one]) for one in _NAMES if values.get(one)), kind.value)
        return _free(_slug(name) or kind.value, taken)
    unfit = len(wanted) > _LONGEST_ID or not wanted.isprintable() or wanted != " ".join(wanted.split())
    if unfit:
        raise refused([problem("bad-id", "id", most=_LONGEST_ID)])
    if wanted in taken:
        raise refused([problem("id-taken", "id", thing=reference(kind, wanted))])
    return wanted


def _slug(name: str) -> str:
    """Make an id of letters, digits and hyphens.

    Examples
    --------
    >>> _slug("Brøyting & strøing (ny)")
    'broyting-stroing-ny'
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST_MADE].strip("-")


def _free(wanted: str, taken: Collection[str]) -> str:
    folded = {one.casefold() for one in taken}
    number, made = 2, wanted
    while made.casefold() in folded:
        made, number = f"{wanted}-{number}", number + 1
    return made


def _alike(facts: Facts, record: ThingRecord) -> list[str]:
    """Return the things of the same kind that bear one of the names."""
    wanted = {str(record.fields[name]).casefold() for name in _NAMES if record.fields.get(name)}
    found = (fact.record for fact in facts.things if fact.record.subject is record.kind)
    names = ((str(one.reference), {str(one.fields.get(name)).casefold() for name in _NAMES}) for one in found)
    return [reference for reference, known in names if wanted & known][:5]


def add_relation(
    workspace: Workspace,
    relation: Relation,
    start: str,
    end: str,
    asked: Asked,
    language: Language,
    *,
    key: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Join two things; which kinds a relation may join is the metamodel's.

    Parameters
    ----------
    start, end
        Two things by ``kind:id``, id or name. Of a flow the start delivers and the end needs; ``data_to`` says which
        way the data goes.

    Raises
    ------
    DataError
        When an end is not there or of another kind, a field does not fit, or the relation is there already.
    """
    permit(workspace.actor, Action.EDIT)

    def draft() -> Draft:
        snapshot = workspace.snapshot()
        found, problems = _ends(snapshot, {"from": start, "to": end})
        values: dict[str, Value] = {}
        try:
            values = read(workspace, relation, asked)
        except DataError as error:
            problems += error.problems
        if problems:
            raise refused(problems)
        record = RelationRecord(relation, relation_id(relation, *found, values), *found, values)
        problems = [*check_ends(snapshot, record), *check_record(record)]
        known = _same(snapshot.facts.relations, record)
        if known is not None:
            problems.append(problem("there-already", "to", known=f"{relation.value}:{known.id}"))
        if problems:
            raise refused(problems)
        name = title_of(snapshot, record, language)
        summary = say("editing.joins", language, name=name)
        answer = document_of(snapshot, record, language, _all_new(relation, values), summary, notes=[])
        joined = {"relation": RELATIONS[relation].label, "start": found[0], "end": found[1]}
        message = text("editing.message_joined").format(**joined)
        return draft_of([(None, record)], Text.same(asked.why) if asked.why.strip() else message, answer)

    given = {**asked.document, "relation": relation.value, "from": start, "to": end, "lang": language.value}
    return carried(workspace, "add relation", given, key, draft, dry_run=dry_run)


def _ends(snapshot: Snapshot, words: Mapping[str, str]) -> tuple[tuple[Reference, Reference], list[Problem]]:
    found, problems = [], []
    for name, word in words.items():
        try:
            found.append(snapshot.references[snapshot.find(word)] if word.strip() else Reference(""))
            if not word.strip():
                problems.append(problem("no-end", name))
        except (UnknownThing, AmbiguousThing) as error:
            found.append(Reference(""))
            problems.append(problem("unknown-reference", name, id=word[:80], why=error.detail))
    return (found[0], found[1]), problems


def _same(facts: Iterable[Fact], record: RelationRecord) -> RelationRecord | None:
    """Return the relation that is there already: of the same id, or joining the same with the same qualifiers."""
    qualifier = RELATIONS[record.relation].qualifier
    for fact in facts:
        one = fact.record
        if not isinstance(one, RelationRecord) or one.relation is not record.relation or one.derived:
            continue
        joins_same = (one.start, one.end) == (record.start, record.end) and not one.fields.get("valid_to")
        alike = joins_same and all(one.fields.get(name) == record.fields.get(name) for name in qualifier)
        if alike or one.id == record.id:
            return one
    return None
