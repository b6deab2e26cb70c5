"""Reading the tables: revisions, steps of the log, claims, and the state at any revision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from graphsvc.model import Kind, Reference, Relation, split_reference
from graphsvc.records import Record, ThingRecord
from graphsvc.register import precedence
from graphsvc.register.answers import HistoryEntry, Revision, RevisionKind
from graphsvc.register.claims import Key, Step, Stored, record_of, storable
from graphsvc.register.forum import FORUM_SUBJECTS
from graphsvc.register.schema import ALIAS, OWN_SUBJECTS, SOURCE, change, claim, revision

__all__ = [
    "State",
    "all_revisions",
    "all_steps",
    "applied",
    "cases",
    "claims_among",
    "claims_at",
    "claims_of",
    "claims_on",
    "head",
    "history",
    "newest_of_map",
    "newest_touching",
    "number_of_head",
    "own_claims",
    "revision_at",
    "revisions",
    "state",
    "state_at",
    "steps",
    "steps_about",
]

State = dict[Key, Stored]

#: So many claims are asked for one by one; above that all of a source are read.
_FEW = 200
#: So many ids are asked for with one statement.
_ASKED = 500
#: So many rows are fetched at a time: a whole register is never held twice.
_AT_A_TIME = 5_000
_RELATIONS = [relation.value for relation in Relation]


def number_of_head(connection: Connection) -> int:
    """Return the number of the newest revision, 0 when there is none."""
    return int(connection.execute(select(func.coalesce(func.max(revision.c.number), 0))).scalar_one())


def head(connection: Connection) -> Revision | None:
    """Return the newest revision."""
    row = connection.execute(select(revision).order_by(revision.c.number.desc()).limit(1)).first()
    return None if row is None else _revision(row)


def revision_at(connection: Connection, number: int) -> Revision | None:
    """Return a revision by number."""
    row = connection.execute(select(revision).where(revision.c.number == number)).first()
    return None if row is None else _revision(row)


def revisions(connection: Connection, *, limit: int | None, touching: Reference | None) -> list[Revision]:
    """Return revisions, newest first."""
    question = select(revision).order_by(revision.c.number.desc()).limit(limit)
    if touching is not None:
        question = question.where(revision.c.number.in_(select(change.c.revision).where(_about(connection, touching))))
    return [_revision(row) for row in connection.execute(question)]


def all_revisions(connection: Connection) -> Iterator[Revision]:
    """Give every revision, oldest first."""
    for row in connection.execute(select(revision).order_by(revision.c.number)):
        yield _revision(row)


def steps(connection: Connection, number: int) -> list[Step]:
    """Return the steps of one revision in their order."""
    return [step for _, step in _steps(connection, select(change).where(change.c.revision == number))]


def all_steps(connection: Connection) -> Iterator[tuple[int, Step]]:
    """Give every step with the number of its revision, oldest first."""
    return _steps(connection, select(change).execution_options(yield_per=_AT_A_TIME))


def history(connection: Connection, reference: Reference) -> list[HistoryEntry]:
    """Return what each revision did to the claims on one thing, oldest first."""
    known = {one.number: one for one in revisions(connection, limit=None, touching=reference)}
    found = _steps(connection, select(change).where(_about(connection, reference)))
    return [HistoryEntry(known[number], step.source, step.change()) for number, step in found if not step.own]


def state(connection: Connection) -> Iterator[tuple[Key, Stored]]:
    """Give every claim that stands now, in the order of subject and id."""
    question = select(claim).order_by(claim.c.subject, claim.c.id, claim.c.source)
    return _claims(connection, question.execution_options(yield_per=_AT_A_TIME))


def state_at(connection: Connection, number: int) -> State:
    """Return every claim that stood after a revision.

    Notes
    -----
    O(claims + the shorter of the log before and the log after the revision).
    """
    ahead = select(func.count()).select_from(change).where(change.c.revision > number)
    behind = select(func.count()).select_from(change).where(change.c.revision <= number)
    if connection.execute(ahead).scalar_one() <= connection.execute(behind).scalar_one():
        later = list(_steps(connection, select(change).where(change.c.revision > number)))
        return applied(dict(state(connection)), (step.reversed() for _, step in reversed(later)))
    return applied({}, (step for _, step in _steps(connection, select(change).where(change.c.revision <= number))))


def applied(found: State, walked: Iterable[Step]) -> State:
    """Walk a state along steps."""
    for step in walked:
        if step.before is not None:
            found.pop(step.old_key, None)
        if step.after is not None:
            found[step.key] = step.after
    return found


def claims_of(connection: Connection, source: str) -> dict[tuple[str, str], Stored]:
    """Return all that one source claims, by subject and id."""
    question = select(claim).where(claim.c.source == source)
    found = _claims(connection, question.execution_options(yield_per=_AT_A_TIME))
    return {(key.subject, key.id): stored for key, stored in found}


def claims_at(connection: Connection, source: str, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Stored]:
    """Return what one source claims of some things and relations; what is not claimed is left out."""
    if len(pairs) > _FEW:
        return {pair: stored for pair, stored in claims_of(connection, source).items() if pair in pairs}
    question = select(claim).where(claim.c.source == source, claim.c.id.in_({identifier for _, identifier in pairs}))
    found = {(key.subject, key.id): stored for key, stored in _claims(connection, question)}
    return {pair: stored for pair, stored in found.items() if pair in pairs}


def own_claims(connection: Connection) -> State:
    """Return the register's settings, aliases and sources."""
    return dict(_claims(connection, select(claim).where(claim.c.subject.in_(sorted(OWN_SUBJECTS)))))


def newest_touching(connection: Connection, *keys: Key) -> int | None:
    """Return the newest revision that changed any of these claims."""
    about = (
        (change.c.source == key.source)
        & (change.c.id == key.id)
        & or_(change.c.subject == key.subject, change.c.was == key.subject)
        for key in keys
    )
    return connection.execute(select(func.max(change.c.revision)).where(or_(*about))).scalar()


def cases(connection: Connection, kind: Kind) -> dict[str, dict[str, ThingRecord]]:
    """Return what each source says of the things of a kind now, by id, first in precedence first."""
    found: dict[str, dict[str, ThingRecord]] = {}
    order = {source: place for place, source in enumerate(precedence.order(own_claims(connection)))}
    question = select(claim).where(claim.c.subject == kind.value).order_by(claim.c.id)
    for key, stored in sorted(_claims(connection, question), key=lambda pair: order[pair[0].source]):
        record = record_of(stored)
        assert isinstance(record, ThingRecord)  # noqa: S101 - the subject is a kind
        found.setdefault(key.id, {})[key.source] = record
    return found


def claims_among(connection: Connection, names: Collection[tuple[str, str]]) -> Iterator[tuple[Key, Stored]]:
    """Give what every source claims now under any of these words (kind, or ``relation``) and ids.

    Notes
    -----
    O(names log claims): each is looked up in an index, many with one statement.
    """
    by_word: dict[str, list[str]] = {}
    for word, identifier in sorted(names):
        if storable(identifier):  # what no engine can store is claimed by none, and none can be asked for it
            by_word.setdefault(word, []).append(identifier)
    for word, identifiers in by_word.items():
        for begin in range(0, len(identifiers), _ASKED):
            yield from _claims(connection, _named(word, identifiers[begin : begin + _ASKED]))


def steps_about(connection: Connection, subject: str, identifier: str) -> Iterator[Step]:
    """Give every step of the log about one thing under its own id, oldest first."""
    same = (change.c.id == identifier) & ((change.c.subject == subject) | (change.c.was == subject))
    for _, step in _steps(connection, select(change).where(same)):
        yield step


def newest_of_map(connection: Connection, *, about: str | None = None) -> int:
    """Return the newest revision that changed the map or the settings, not the forum's case alone; 0 when none did.

    With ``about`` also those count that changed this proposal or the answers about it.

    Notes
    -----
    Walks backwards from the newest change: O(changes of the forum since).
    """
    # That the forum has spoken for the first time says nothing of the map: it is heard first from the start.
    registered = (change.c.subject == SOURCE) & (change.c.id == precedence.FORUM)
    counts: list[ColumnElement[bool]] = [change.c.subject.not_in(sorted(FORUM_SUBJECTS)) & ~registered]
    if about is not None:
        answers = change.c.id.startswith(f"{about}:", autoescape=True)
        counts.append((change.c.subject == Kind.PROPOSAL.value) & (change.c.id == about))
        counts.append((change.c.subject == Kind.ASSESSMENT.value) & answers)
    question = select(change.c.revision).where(or_(*counts))
    question = question.order_by(change.c.revision.desc(), change.c.position.desc()).limit(1)
    return int(connection.execute(question).scalar() or 0)


def claims_on(connection: Connection, reference: Reference) -> dict[str, Record]:
    """Return what each source says of one thing now, aliases left aside, first in precedence first."""
    word, identifier = split_reference(_askable(reference))
    found = _claims(connection, _named(word, [identifier]))
    by_source = {key.source: record_of(stored) for key, stored in found if key.subject not in OWN_SUBJECTS}
    order = precedence.order(own_claims(connection))
    return {source: by_source[source] for source in order if source in by_source}


def _named(word: str, identifiers: Sequence[str]) -> Select[tuple[object, ...]]:
    """Ask for the claims on things of a kind, or on relations of any type."""
    subjects = _RELATIONS if word == "relation" else [word]
    return select(claim).where(claim.c.subject.in_(subjects), claim.c.id.in_(identifiers))


def _askable(reference: Reference) -> Reference:
    """Return a reference that every engine can be asked for; what none can store is in none."""
    return reference if storable(reference) else Reference(":")


def _about(connection: Connection, reference: Reference) -> ColumnElement[bool]:
    """Say in SQL which steps are about a thing, under whatever id a source knows it."""
    reference = _askable(reference)
    word, identifier = split_reference(reference)
    subjects = _RELATIONS if word == "relation" else [word]
    same = (change.c.id == identifier) & (change.c.subject.in_(subjects) | change.c.was.in_(subjects))
    aliases = precedence.aliases(own_claims(connection))
    other = [
        (change.c.source == source)
        & (change.c.id == known[1])
        & or_(change.c.subject == known[0], change.c.was == known[0])
        for source, names in sorted(aliases.items())
        for known, canonical in sorted(names.items())
        if canonical == reference
    ]
    own = (change.c.subject == ALIAS) & (change.c.id == reference)
    return or_(same, own, *other)


def _claims(connection: Connection, question: Select[tuple[object, ...]]) -> Iterator[tuple[Key, Stored]]:
    for row in connection.execute(question):
        yield Key(row.source, row.subject, row.id), Stored(row.content, row.place)


def _steps(connection: Connection, question: Select[tuple[object, ...]]) -> Iterator[tuple[int, Step]]:
    ordered = question.order_by(change.c.revision, change.c.position)
    for row in connection.execute(ordered):
        before = None if row.before is None else Stored(row.before, row.before_place or "")
        after = None if row.after is None else Stored(row.after, row.after_place or "")
        yield row.revision, Step(row.source, row.subject, row.id, row.was, before, after)


def _revision(row: Row[tuple[object, ...]]) -> Revision:
    values = dict(row._mapping)
    counts = {name: values.pop(name) for name in ("added", "changed", "withdrawn")}
    return Revision(counts=counts, kind=RevisionKind(values.pop("kind")), **values)
