"""Learning: who has experience, where competence overlaps, whom to invite (model.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.learning.experience import experience, systems_with
from graphsvc_queries.learning.question import Asked, Question, question
from graphsvc_queries.learning.result import Experience, Invitation, Learning, Missing, Overlap, Role, Topic
from graphsvc_queries.naming import named, sentence_list

__all__ = ["Learning", "learning"]

#: So many units are invited for a topic whose systems nobody owns.
USERS = 2

_OWNS = Text(
    "{unit} eier {systems} og kjenner {topics}.",
    "{unit} eig {systems} og kjenner {topics}.",
    "{unit} owns {systems} and knows {topics}.",
)
_USES = Text(
    "{unit} bruker {systems} og kjenner {topics}.",
    "{unit} bruker {systems} og kjenner {topics}.",
    "{unit} uses {systems} and knows {topics}.",
)
_AFFECTED = Text(
    "Forslaget nevner {unit} som berørt.",
    "Forslaget nemner {unit} som råka.",
    "The proposal names {unit} as affected.",
)
_NOBODY = Text(
    "Ingen enhet i registeret eier eller bruker et system med dette.",
    "Inga eining i registeret eig eller bruker eit system med dette.",
    "No unit in the register owns or uses a system with this.",
)
_NO_SYSTEM = Text(
    "Ingen systemer i registeret har dette.",
    "Ingen system i registeret har dette.",
    "No system in the register has this.",
)
_NOT_THERE = Text(
    "Forslaget nevner dette, men registeret har det ikke på denne datoen.",
    "Forslaget nemner dette, men registeret har det ikkje på denne datoen.",
    "The proposal names this, but the register does not have it at this date.",
)


def learning(
    snapshot: Snapshot,
    /,
    *,
    capability: tuple[str, ...] = (),
    product: tuple[str, ...] = (),
    data_object: tuple[str, ...] = (),
    proposal: str | None = None,
) -> Learning:
    """Tell whom to learn from: units that own or use systems with the same capability, product or data.

    Parameters
    ----------
    capability, data_object
        As ``kind:id``, id or name.
    product
        As the register writes it, whatever the case.
    proposal
        A proposal: its needed capabilities, and the products of the systems that it replaces or extends.

    Returns
    -------
    Learning
        Experience by unit, overlapping competence by sector, whom to invite, and what nobody knows.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When a thing or proposal cannot be found.
    QuestionError
        When nothing, or both a proposal and something else, is asked about, or a thing is of the wrong kind.

    Notes
    -----
    O(systems + owners and users of those that fit).

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind, Reference, Relation
    >>> from graphsvc.records import RelationRecord, ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> things = [Fact(ThingRecord(kind, "x", {})) for kind in (Kind.UNIT, Kind.SYSTEM, Kind.CAPABILITY)]
    >>> ties = [
    ...     Fact(RelationRecord(Relation.USES, "u", Reference("unit:x"), Reference("system:x"), {})),
    ...     Fact(RelationRecord(Relation.PROVIDES, "p", Reference("system:x"), Reference("capability:x"), {})),
    ... ]
    >>> snapshot = Snapshot(Facts(1, tuple(things), tuple(ties)), dt.date(2026, 12, 1))
    >>> [one.unit.id for one in learning(snapshot, capability=("x",)).experience]
    ['x']
    """
    asked = question(snapshot, capability, product, data_object, proposal)
    systems = {one.key: systems_with(snapshot, one) for one in asked.asked}
    found = experience(snapshot, systems)
    topics = tuple(_topic(snapshot, one, systems[one.key], found) for one in asked.asked)
    return Learning(
        snapshot.revision,
        snapshot.date.isoformat(),
        asked.proposal,
        topics,
        found,
        _overlap(snapshot, topics),
        _invitations(snapshot, asked, topics, found),
        tuple(_missing(one, topic) for one, topic in zip(asked.asked, topics, strict=True) if not topic.units),
    )


def _topic(snapshot: Snapshot, asked: Asked, systems: Sequence[int], found: Sequence[Experience]) -> Topic:
    knowing = [one for one in found if asked.key in one.topics]
    return Topic(
        asked.key,
        asked.name,
        tuple(snapshot.references[system] for system in systems),
        tuple(sorted(one.unit.thing for one in knowing)),
        tuple(sorted({sector for one in knowing for sector in one.sectors})),
    )


def _missing(asked: Asked, topic: Topic) -> Missing:
    if asked.thing is None and asked.product is None:
        return Missing(asked.key, asked.name, _NOT_THERE)
    return Missing(asked.key, asked.name, _NOBODY if topic.systems else _NO_SYSTEM)


def _overlap(snapshot: Snapshot, topics: Sequence[Topic]) -> tuple[Overlap, ...]:
    """Return pairs of sectors that know the same; those that share most first, then by id."""
    shared: dict[tuple[str, str], list[str]] = {}
    for topic in topics:
        for pair in combinations(topic.sectors, 2):
            shared.setdefault(pair, []).append(topic.key)
    return tuple(
        Overlap((named(snapshot, snapshot.index(pair[0])), named(snapshot, snapshot.index(pair[1]))), tuple(keys))
        for pair, keys in sorted(shared.items(), key=lambda row: (-len(row[1]), row[0]))
    )


def _invitations(
    snapshot: Snapshot, asked: Question, topics: Sequence[Topic], found: Sequence[Experience]
) -> tuple[Invitation, ...]:
    """Invite owners of the systems, for topics without an owner those with the longest use, then the affected."""
    proposers = {snapshot.references[unit] for unit in asked.proposers}
    others = [one for one in found if one.unit.thing not in proposers]
    chosen = {one.unit.thing for one in others if one.owns}
    for topic in topics:
        if not any(_owns(one, topic.key) for one in others):
            using = [one for one in others if topic.key in one.topics]
            using.sort(key=lambda one: (_first(one, topic.key), one.unit.thing))
            chosen.update(one.unit.thing for one in using[:USERS])
    names = {topic.key: topic.name for topic in topics}
    invited = {one.unit.thing: _reasons(one, names) for one in others if one.unit.thing in chosen}
    for unit in asked.affected:
        name = snapshot.references[unit]
        if name not in proposers:
            invited.setdefault(name, []).append(_AFFECTED.format(unit=named(snapshot, unit).name))
    return tuple(_invitation(snapshot, name, tuple(because)) for name, because in invited.items())


def _owns(one: Experience, topic: str) -> bool:
    return any(holding.role is Role.OWNER and topic in holding.topics for holding in one.holdings)


def _first(one: Experience, topic: str) -> str:
    """Return the first day on which a unit is known to have had a topic; unknown days come last."""
    return min((holding.since for holding in one.holdings if topic in holding.topics and holding.since), default="9999")


def _reasons(one: Experience, names: Mapping[str, Text]) -> list[Text]:
    said = []
    for role, words in ((Role.OWNER, _OWNS), (Role.USER, _USES)):
        holdings = [holding for holding in one.holdings if holding.role is role]
        if holdings:
            covered = {topic for holding in holdings for topic in holding.topics}
            topics = sentence_list(names[key] for key in one.topics if key in covered)
            systems = sentence_list(holding.system.name for holding in holdings)
            said.append(words.format(unit=one.unit.name, systems=systems, topics=topics))
    return said


def _invitation(snapshot: Snapshot, reference: str, because: tuple[Text, ...]) -> Invitation:
    unit = snapshot.index(reference)
    contact = snapshot.record(unit).fields.get("contact")
    return Invitation(named(snapshot, unit), str(contact) if contact else None, because)
