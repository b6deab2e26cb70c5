"""Fields of the forum's cases in forms: which belong together, and how a value is written in a box and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.metamodel import Field, FieldType, fields_of, shown_name
from graphsvc.model import Kind, Reference, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame

__all__ = ["GROUPS", "Box", "Offered", "Told", "boxes", "choices", "linked", "offered", "told", "words_of"]

#: The form of a proposal, part by part; what a file alone brings is no part of it.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("group_case", ("name_nb", "name_nn", "name_en", "need_nb", "proposer_unit", "sector")),
    (
        "group_changes",
        (
            "replaces_systems",
            "retires_systems",
            "extends_systems",
            "integrates_systems",
            "national_components",
            "needed_capabilities",
            "affected_services",
            "affected_units",
            "change_set",
        ),
    ),
    (
        "group_money",
        (
            "investment",
            "yearly_cost",
            "yearly_benefit",
            "benefit_owner",
            "benefit_from",
            "other_benefit_nb",
            "it_person_weeks",
        ),
    ),
    ("group_law", ("legal_basis", "personal_data_level", "shared_data_nb", "main_risk_nb")),
    (
        "group_priority",
        (
            "scores",
            "mandatory",
            "mandatory_because",
            "requires_proposals",
            "excludes_proposals",
            "excludes_because",
            "excludes_by",
        ),
    ),
    ("group_advice", ("advice", "note")),
    ("group_real", ("real_investment", "real_yearly_cost", "real_yearly_benefit")),
)
_LONG = frozenset(
    {
        "description_nb",
        "description_nn",
        "description_en",
        "need_nb",
        "main_risk_nb",
        "other_benefit_nb",
        "shared_data_nb",
        "legal_basis",
        "advice",
        "note",
    }
)
_CODE = frozenset({"change_set"})
#: Lists of things that hold at most one.
_ONE = frozenset({"proposer_unit", "sector"})
_NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY})


@dataclass(frozen=True, slots=True)
class Box:
    """One field of a form.

    Parameters
    ----------
    name, label, value
        What it is called in the form and for people, and what stands in it.
    sort
        ``line``, ``text``, ``code``, ``number``, ``date``, ``choice``, ``one`` (thing) or ``things``.
    options
        For a choice: (value, words); for things: (what may be written, what it is called).
    whole
        Whether there is nothing to choose besides the options.
    """

    name: str
    label: str
    value: str
    sort: str
    options: tuple[tuple[str, str], ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Offered:
    """Things to choose one from: as a list when that is all, else some of them, and one may write another."""

    options: tuple[tuple[str, str], ...]
    whole: bool


class Told(dict[str, Any]):
    """A document in a template: what it does not tell is None, so that a page need not ask twice."""

    def __missing__(self, key: str) -> None:
        return None


def told(value: Any) -> Any:
    """Return a document with all that is in it as :class:`Told`."""
    if isinstance(value, Mapping):
        return Told({str(key): told(one) for key, one in value.items()})
    return [told(one) for one in value] if isinstance(value, list | tuple) else value


def words_of(value: Any) -> str:
    """Write a value as a box holds it; lists with semicolons between.

    Examples
    --------
    >>> words_of(["epj", "bygg"]), words_of(450.0), words_of(None)
    ('epj; bygg', '450', '')
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def boxes(
    frame: Frame, snapshot: Snapshot, kind: Kind | Relation, names: Iterable[str], document: Mapping[str, Any]
) -> list[Box]:
    """Return the boxes of some fields, those that the metamodel knows."""
    known = fields_of(kind)
    return [_box(frame, snapshot, known[name], document) for name in names if name in known]


def _box(frame: Frame, snapshot: Snapshot, field: Field, document: Mapping[str, Any]) -> Box:
    label, value = frame.words(field.label), words_of(document.get(field.name))
    if field.type is FieldType.MONEY:
        label = f"{label} ({frame.say('prop_cost')})"
    if field.values:
        options = tuple((one.value, frame.words(one.label)) for one in field.values)
        return Box(field.name, label, value, "choice", options)
    if field.type is FieldType.FLAG:
        options = tuple((one, frame.say(f"forum_pages.{one}")) for one in ("true", "false"))
        return Box(field.name, label, value, "choice", options)
    if field.name in _ONE:
        found = offered(frame, snapshot, field.kinds)
        return Box(field.name, label, value, "one", found.options, found.whole)
    if field.type is FieldType.THINGS:
        return Box(field.name, label, value, "things", choices(frame, snapshot, field.kinds))
    sort = "date" if field.type is FieldType.DATE else "number" if field.type in _NUMBERS else "line"
    if field.name in _LONG | _CODE:
        sort = "code" if field.name in _CODE else "text"
    return Box(field.name, label, value, sort)


#: A list to choose from helps up to so many; above that one writes an id or a name.
_MOST = 400


def choices(frame: Frame, snapshot: Snapshot, kinds: Iterable[Kind]) -> tuple[tuple[str, str], ...]:
    """Return what may be written where things are named: ids of the first kind, ``kind:id`` of the others."""
    return offered(frame, snapshot, kinds).options


def offered(frame: Frame, snapshot: Snapshot, kinds: Iterable[Kind]) -> Offered:
    """Return what may be chosen where one thing is named, as :func:`choices`, and whether that is all there is."""
    found: list[tuple[str, str]] = []
    for number, kind in enumerate(kinds):
        for identifier, fact in list(snapshot.forum(kind).items())[: _MOST + 1]:
            words = shown_name(fact.record.fields, identifier, frame.language).words
            found.append((identifier if not number else f"{kind.value}:{identifier}", words))
        for thing in snapshot.of_kind(kind)[: _MOST + 1].tolist():
            record = snapshot.record(thing)
            found.append((record.id if not number else record.reference, snapshot.name(thing, frame.language).words))
    return Offered(tuple(found[:_MOST]), len(found) <= _MOST)


def linked(kind: Kind, name: str, value: Any) -> list[Reference]:
    """Return the references that a field of things names."""
    first = fields_of(kind)[name].kinds[0]
    words = value if isinstance(value, list | tuple) else [value] if value else []
    return [Reference(word if ":" in word else f"{first.value}:{word}") for word in words]
