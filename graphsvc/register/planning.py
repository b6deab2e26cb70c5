"""Making a plan: the difference, and all that a person should know before confirming it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from graphsvc.errors import DataError
from graphsvc.model import Kind, Reference
from graphsvc.records import ChangeSet, Reading, Record, RelationRecord
from graphsvc.register import log, precedence
from graphsvc.register.claims import Key, Stored, is_derived, record_of
from graphsvc.register.coverage import Coverage
from graphsvc.register.difference import Difference, Pair, derived, difference
from graphsvc.register.forum import check_imported
from graphsvc.register.identity import Identities, identities, names_of
from graphsvc.register.plan import EndedElsewhere, MissingEnd, Plan
from graphsvc.register.schema import OWN_SUBJECTS, claim
from graphsvc.text import Text

__all__ = ["make_plan", "source_name"]

#: Above this share of what a source claims, or above this number, a person confirms removals.
REMOVED_SHARE, REMOVED_NUMBER, SMALL_SOURCE = 0.10, 20, 20


def make_plan(connection: Connection, reading: Reading, asked: str | None) -> Plan:
    """Compare a reading with the register; write nothing.

    Notes
    -----
    O(records + claims of the source), with a look into an index for each end that the reading does not hold; other
    sources' claims are gone through only where a removed thing could be an end of theirs, or this source is not
    heard first.
    """
    name = source_name(asked if asked is not None else reading.name)
    check_imported(reading.records)
    own = log.own_claims(connection)
    old = log.claims_of(connection, name)
    found = difference(reading, old)
    things, relations, made = found.counts()
    known, who = precedence.registered(own), identities(own)
    return Plan(
        source=name,
        head=log.number_of_head(connection),
        reading=reading,
        change_set=ChangeSet(name, tuple(found.changes)),
        moved=tuple(found.moved),
        things=things,
        relations=relations,
        derived=made,
        reasons=tuple(_reasons(name, reading, old, found)),
        same_source_question=_same_source(connection, reading, known) if asked is None and name not in known else None,
        ended_elsewhere=tuple(_ended(connection, name, precedence.order(own, name), who, found)),
        missing_ends=tuple(_missing_ends(connection, name, own, who, found)),
        stored=found.stored,
    )


def source_name(name: str) -> str:
    """Return a source's name as it is kept.

    Raises
    ------
    DataError
        When it is empty, or one of the names that belong to people and the forum.
    """
    kept = unicodedata.normalize("NFC", name).strip()
    if not kept or not kept.isprintable() or kept.casefold() in (precedence.PEOPLE, precedence.FORUM):
        raise DataError(
            Text(
                f"Kilden kan ikke hete «{kept}». Oppgi et annet navn med --source («people» og «forum» er opptatt).",
                f"Kjelda kan ikkje heite «{kept}». Oppgje eit anna namn med --source («people» og «forum» er "
                "opptekne).",
                f"A source cannot be called “{kept}”. Name another with --source (“people” and “forum” are taken).",
            )
        )
    return kept


def _reasons(name: str, reading: Reading, old: Mapping[Pair, Stored], found: Difference) -> Iterator[Text]:
    total = sum(pair[0] not in OWN_SUBJECTS and not is_derived(stored.content) for pair, stored in old.items())
    gone = [change.record for change in found.changes if change.after is None and not derived(change.record)]
    if len(gone) > REMOVED_NUMBER or (total >= SMALL_SOURCE and len(gone) > REMOVED_SHARE * total):
        yield Text(
            f"{len(gone)} av {total} ting og koblinger fra «{name}» blir borte",
            f"{len(gone)} av {total} ting og koplingar frå «{name}» blir borte",
            f"{len(gone)} of the {total} things and relations of “{name}” would go",
        )
    emptied = Coverage(reading.coverage).headers() - {record.subject.value for record in reading.records}
    for subject, number in sorted(Counter(record.subject.value for record in gone).items()):
        if subject in emptied:
            yield Text(
                f"tabellen for {subject} har overskrift, men ingen rader: alle {number} fra «{name}» blir borte",
                f"tabellen for {subject} har overskrift, men ingen rader: alle {number} frå «{name}» blir borte",
                f"the table of {subject} has a header but no rows: all {number} of “{name}” would go",
            )


def _same_source(connection: Connection, reading: Reading, known: Iterable[str]) -> str | None:
    """Return the source that this new name seems to be, the one it shares most with."""
    mine = {(record.subject.value, record.id) for record in reading.records if not derived(record)}
    ids = {identifier for _, identifier in mine}
    best: tuple[float, str] | None = None
    for source in sorted(set(known) - {precedence.PEOPLE, precedence.FORUM}):
        theirs = [pair for pair, stored in log.claims_of(connection, source).items() if not is_derived(stored.content)]
        theirs = [pair for pair in theirs if pair[0] not in OWN_SUBJECTS]
        shared = sum(pair[1] in ids if reading.one_id_space else pair in mine for pair in theirs)
        if shared > 0.5 * len(theirs) and (best is None or shared / len(theirs) > best[0]):
            best = shared / len(theirs), source
    return best[1] if best else None


def _ended(
    connection: Connection, name: str, order: Sequence[str], who: Identities, found: Difference
) -> Iterator[EndedElsewhere]:
    """Give what this source still claims though one that is heard before it says that it has ended."""
    heard_before = order[: order.index(name)]
    mine = who(name)
    after = {(mine.reference(record), record.subject): record for record in found.after.values()}
    question = select(claim).where(claim.c.source.in_(heard_before), claim.c.content.contains('"valid_to":'))
    for source, _, _, content, place in connection.execute(question.order_by(claim.c.subject, claim.c.id)):
        theirs = who(source).record(record_of(Stored(content, place)))
        ends, record = theirs.fields.get("valid_to"), after.get((theirs.reference, theirs.subject))
        if ends and record is not None and record.fields.get("valid_to") != ends:
            yield EndedElsewhere(theirs.reference, str(record.place), source, str(ends))


def _missing_ends(
    connection: Connection, name: str, own: Mapping[Key, Stored], who: Identities, found: Difference
) -> Iterator[MissingEnd]:
    mine = who(name)
    present = {mine.reference(record) for record in found.after.values()}
    gone = {mine.reference(change.before) for change in found.changes if change.before is not None}
    touched = {(name, c.before.subject.value, c.before.id) for c in found.changes if c.before}
    touched |= {(name, *pair) for pair in found.after}
    wanted = {end for record in found.after.values() for end in _ends(mine.record(record))} | gone
    present |= set(_still_claimed(connection, own, who, wanted - present, touched))
    for record in found.after.values():
        yield from _lacking(name, mine.record(record), present)
    if not gone <= present:
        for key, stored in _relations(connection):
            if key not in touched:
                yield from _lacking(key.source, who(key.source).record(record_of(stored)), present, gone)


def _lacking(
    source: str, record: Record, present: set[Reference], only: set[Reference] | None = None
) -> Iterator[MissingEnd]:
    for end in _ends(record):
        if end not in present and (only is None or end in only):
            assert isinstance(record, RelationRecord)  # noqa: S101 - nothing else has ends
            yield MissingEnd(source, record, end)


def _ends(record: Record) -> Iterable[Reference]:
    """Return what a relation that a source states itself stands between."""
    if not isinstance(record, RelationRecord) or record.derived:
        return ()
    return dict.fromkeys((record.start, record.end))


def _still_claimed(
    connection: Connection,
    own: Mapping[Key, Stored],
    who: Identities,
    wanted: set[Reference],
    touched: set[tuple[str, str, str]],
) -> Iterator[Reference]:
    """Give which of these things everybody else claims, or this source outside the reading."""
    for key, _ in log.claims_among(connection, names_of(own, wanted)):
        reference = who(key.source).canonical(key.reference)
        if reference in wanted and key not in touched:
            yield reference


def _relations(connection: Connection) -> Iterator[tuple[Key, Stored]]:
    kinds = [*(kind.value for kind in Kind), *sorted(OWN_SUBJECTS)]
    for row in connection.execute(select(claim).where(claim.c.subject.not_in(kinds))):
        yield Key(row.source, row.subject, row.id), Stored(row.content, row.place)
