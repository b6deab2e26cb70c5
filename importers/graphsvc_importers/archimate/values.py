"""Property values as the fields that a profile names for them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from graphsvc.metamodel import Field, FieldType, fields_of
from graphsvc.model import NO_VALUES, Kind, Relation, Value
from graphsvc_importers.archimate.findings import Findings
from graphsvc_importers.archimate.profile import EVERY_FIELD, UNFIT

__all__ = ["into_fields"]

YES = frozenset({"true", "yes", "ja", "1"})
NO = frozenset({"false", "no", "nei", "0"})
NORWEGIAN_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")


def into_fields(
    subject: Kind | Relation,
    properties: tuple[tuple[str, str], ...],
    wanted: Mapping[str, str],
    line: int | None,
    findings: Findings,
) -> tuple[dict[str, Value], tuple[tuple[str, str], ...]]:
    """Take what the profile names out of the properties; what does not fit stays there, and is said.

    Returns
    -------
    tuple
        Fields, and the properties that are left. The words ``ingen`` and ``none`` claim that there is none.
    """
    known = fields_of(subject)
    begins = wanted.get(EVERY_FIELD)
    fit = [one for one in known.values() if one.type not in UNFIT] if begins is not None else []
    homes = {f"{begins}{one.name}": one for one in fit}
    homes |= {key: known[name] for name, key in wanted.items() if name in known}
    fields: dict[str, Value] = {}
    left: list[tuple[str, str]] = []
    for key, words in properties:
        home = homes.get(key)
        if home is None or home.name in fields:
            left.append((key, words))
        elif words.strip().lower() in NO_VALUES and words.strip() not in home.allowed:
            fields[home.name] = None
        elif words.strip():
            try:
                fields[home.name] = _value(home, words.strip())
            except ValueError:
                findings.say("bad-field-value", line=line, value=words, field=home.label, key=key)
                left.append((key, words))
    return fields, tuple(left)


def _value(home: Field, words: str) -> Value:
    if home.type in {FieldType.INTEGER, FieldType.MONEY, FieldType.NUMBER}:
        return _number(home, words)
    if home.type is FieldType.DATE:
        return _date(words)
    if home.type is FieldType.FLAG:
        if words.lower() not in YES | NO:
            raise ValueError(words)
        return words.lower() in YES
    if home.type is FieldType.CHOICE and words not in home.allowed:
        raise ValueError(words)
    if home.type is FieldType.LIST:
        return tuple(part.strip() for part in words.split(";") if part.strip())
    return words


def _number(home: Field, words: str) -> Value:
    number = float(words.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    if not (home.lowest is None or number >= home.lowest) or not (home.highest is None or number <= home.highest):
        raise ValueError(words)
    if home.type is FieldType.INTEGER and number != int(number):
        raise ValueError(words)
    return int(number) if number == int(number) else number


def _date(words: str) -> str:
    found = NORWEGIAN_DATE.match(words)
    day = dt.date(int(found[3]), int(found[2]), int(found[1])) if found else dt.date.fromisoformat(words)
    return day.isoformat()
