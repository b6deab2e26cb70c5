"""Values of fields as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.metamodel import Field, FieldType, fields_of, value_label
from graphsvc.model import Kind, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.lists import confirmation
from graphsvc_visualizations.lettering import clean

__all__ = ["Row", "attributes", "rows_of", "shown"]

#: Fields that stand elsewhere on the page: names in the heading, confirmation in a column of its own.
_ELSEWHERE = {"name", "description", "confirmed_on", "order"}
#: When it ends is asked for so often that an unknown day is said to be unknown, expected or not.
_ENDS = {"contract_end", "vendor_support_end"}
_TOLD = ("role", "strength", "alternative", "kind", "purpose", "maturity", "access", "since", "users", "date", "name")


@dataclass(frozen=True, slots=True)
class Row:
    """One field on a page.

    Parameters
    ----------
    label, words, name
        What it is called and what it holds; ``words`` is None when that is unknown; its name in the metamodel.
    things
        References that it names, where it names things.
    pairs
        Other properties, as (name, value).
    source, place
        Who says so and where.
    state, day
        How fresh the fact is.
    """

    label: str
    words: str | None
    name: str = ""
    things: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    source: str | None = None
    place: str | None = None
    state: str = "never"
    day: str | None = None


def rows_of(frame: Frame, snapshot: Snapshot, fact: Fact) -> list[Row]:
    """Return what is known of a thing, and what one would expect to know and does not.

    Notes
    -----
    O(fields of its kind).
    """
    known = fact.record.fields
    found = []
    for name, field in fields_of(fact.record.subject).items():
        if name in _ELSEWHERE or name.startswith(("name_", "description_")):
            continue
        if name in known:
            found.append(_known(frame, snapshot, fact, field))
        elif field.expected or name in _ENDS:
            found.append(Row(frame.words(field.label), None, name))
    return found


def _known(frame: Frame, snapshot: Snapshot, fact: Fact, field: Field) -> Row:
    known, origin = fact.record.fields, fact.origin_of(field.name)
    value, day = known[field.name], known.get("confirmed_on")
    things = _things(field, value) if field.type is FieldType.THINGS else ()
    pairs: tuple[tuple[str, str], ...] = ()
    if isinstance(value, Mapping):
        pairs = tuple((clean(str(key)), clean(str(one))) for key, one in value.items())
    return Row(
        frame.words(field.label),
        "" if things or pairs else shown(frame, field, value),
        field.name,
        things,
        pairs,
        origin.source if origin else None,
        origin.place if origin else None,
        confirmation(day, snapshot.date),
        str(day) if day else None,
    )


def _things(field: Field, value: Value) -> tuple[str, ...]:
    named = value if isinstance(value, tuple) else (str(value),) if value else ()
    kind = field.kinds[0] if field.kinds else Kind.SYSTEM
    return tuple(one if ":" in one else f"{kind.value}:{one}" for one in named)


def shown(frame: Frame, field: Field, value: Value) -> str:
    r"""Return a value in words: labels, dates and numbers as the language writes them, never as a link.

    Examples
    --------
    >>> from graphsvc.text import Language
    >>> frame = Frame(Language.NB, "/", (), "/static")
    >>> shown(frame, fields_of(Kind.SYSTEM)["yearly_cost"], 860)
    '860\xa0000 kr'
    """
    if value is None:
        return frame.say("none")
    if isinstance(value, tuple):
        return clean(", ".join(value))
    if field.values:
        word = frame.words(value_label(field, value))
        return frame.say("thing_scale", n=value, word=word) if field.type is FieldType.INTEGER else word
    if field.type is FieldType.DATE:
        return frame.day(str(value))
    if field.type is FieldType.FLAG:
        return frame.say("yes" if value else "no")
    if field.type is FieldType.MONEY and isinstance(value, int | float):
        return frame.say("thing_money", n=frame.number(value * 1000))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return frame.number(value, 0 if float(value).is_integer() else 2)
    return clean(str(value))


def attributes(frame: Frame, record: RelationRecord) -> str:
    """Return what a relation says beside its ends, in words."""
    fields = fields_of(record.relation)
    names = [name for name in _TOLD if name in fields and record.fields.get(name)]
    told = [shown(frame, fields[name], record.fields[name]) for name in names]
    if record.relation.value == "related" and record.fields.get("original_type"):
        told.insert(0, clean(str(record.fields["original_type"])))
    return " · ".join([*told, *([frame.say("thing_derived")] if record.derived else [])])
