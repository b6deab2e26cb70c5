"""Agenda: what a meeting of the forum has before it, each proposal with its assessment (model.md section 6)."""

from __future__ import annotations

from urllib.parse import quote

from graphsvc.errors import UnknownThing
from graphsvc.metamodel import name_in_all
from graphsvc.model import Kind, reference
from graphsvc.ports import Ask
from graphsvc.records import Record
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.agenda.result import Agenda, Item
from graphsvc_queries.naming import Named, listed

__all__ = ["Agenda", "Item", "agenda"]


def agenda(snapshot: Snapshot, /, *, meeting: str, ask: Ask) -> Agenda:
    """Tell what a meeting has before it: the proposals in order, each with its assessment and what was decided.

    Parameters
    ----------
    meeting
        The meeting's id.
    ask
        Asks the assessments; the product gives it.

    Returns
    -------
    Agenda
        The meeting's facts, and its items.

    Raises
    ------
    UnknownThing
        When there is no such meeting.

    Notes
    -----
    The cost of one assessment for each item.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.service.asking import ask
    >>> from graphsvc.snapshot import Fact, Facts
    >>> things = [ThingRecord(Kind.MEETING, "M1", {"agenda": ("P1",)}), ThingRecord(Kind.PROPOSAL, "P1", {})]
    >>> snapshot = Snapshot(Facts(1, tuple(Fact(one) for one in things), ()), dt.date(2026, 12, 1))
    >>> [item.proposal.id for item in ask(snapshot, "agenda?meeting=M1").items]
    ['P1']
    """
    record = _find(snapshot, meeting.strip().removeprefix("meeting:"))
    fields = record.fields
    date, place = (str(fields[name]) if fields.get(name) else None for name in ("date", "place"))
    roles = snapshot.forum(Kind.ROLE)
    return Agenda(
        snapshot.revision,
        snapshot.date,
        Named(record.reference, _called(record)),
        date,
        place,
        tuple(
            _called(roles[one].record) if one in roles else Text.same(one)
            for one in _ids(fields.get("participants"), Kind.ROLE)
        ),
        tuple(_item(snapshot, record.id, one, ask) for one in _ids(fields.get("agenda"), Kind.PROPOSAL)),
    )


def _item(snapshot: Snapshot, meeting: str, proposal: str, ask: Ask) -> Item:
    decided = _decided(snapshot, meeting, proposal)
    if proposal not in snapshot.proposals:
        return Item(Named(reference(Kind.PROPOSAL, proposal), Text.same(proposal)), None, decided)
    found = ask(snapshot, f"assessment?proposal={quote(proposal, safe=':')}")
    return Item(found.proposal, found, decided)


def _decided(snapshot: Snapshot, meeting: str, proposal: str) -> tuple[str, ...]:
    """Return what was decided on a proposal in a meeting, in the order of the decisions' numbers."""
    found = [
        (len(identifier), identifier, str(fact.record.fields.get("outcome")))
        for identifier, fact in snapshot.forum(Kind.DECISION).items()
        if proposal in _ids(fact.record.fields.get("proposal"), Kind.PROPOSAL)
        and meeting in _ids(fact.record.fields.get("meeting"), Kind.MEETING)
    ]
    return tuple(outcome for _, _, outcome in sorted(found))


def _find(snapshot: Snapshot, identifier: str) -> Record:
    meetings = snapshot.forum(Kind.MEETING)
    if identifier in meetings:
        return meetings[identifier].record
    known = ", ".join(list(meetings)[:20])
    raise UnknownThing(
        Text(
            f"Fant ikke møtet «{identifier[:80]}». " + (f"Møter: {known}" if known else "Registeret har ingen møter"),
            f"Fann ikkje møtet «{identifier[:80]}». " + (f"Møte: {known}" if known else "Registeret har ingen møte"),
            f"No meeting '{identifier[:80]}'. " + (f"Meetings: {known}" if known else "The register has no meetings"),
        )
    )


def _called(record: Record) -> Text:
    return name_in_all(record.fields, record.id)


def _ids(value: object, kind: Kind) -> list[str]:
    """Return the ids of a list of things; an id may hold colons of its own."""
    return [one.removeprefix(f"{kind.value}:") for one in listed(value)]
