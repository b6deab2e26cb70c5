"""From a TOML value to the value of a field, or what would fit."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from typing import Any

from graphsvc.metamodel import Field, FieldType
from graphsvc.model import NO_VALUES, Value
from graphsvc.text import Text

__all__ = ["Unfit", "value_of"]

#: quality.md: so many characters a text.
_LONGEST = 100_000


class Unfit(ValueError):
    """A value does not fit its field; ``wanted`` says what would."""

    def __init__(self, wanted: Text) -> None:
        super().__init__(wanted.en)
        self.wanted = wanted


def value_of(field: Field, given: Any) -> Value:
    """Read a value as its field holds it; the word ``none`` (``ingen``) claims that there is none.

    Raises
    ------
    Unfit
        When it does not fit.

    Examples
    --------
    >>> from graphsvc.metamodel import fields_of
    >>> from graphsvc.model import Kind
    >>> fields = fields_of(Kind.SYSTEM)
    >>> value_of(fields["contract_end"], dt.date(2027, 7, 1)), value_of(fields["vendor"], "ingen")
    ('2027-07-01', None)
    """
    if isinstance(given, str):
        given = unicodedata.normalize("NFC", given)
        if given.strip().casefold() in NO_VALUES - set(field.allowed):
            return None
    return _READERS[field.type](field, given)


def _text(field: Field, given: Any) -> Value:
    if not isinstance(given, str) or not given.strip() or len(given) > _LONGEST:
        raise Unfit(
            Text(
                f"tekst i anførselstegn, høyst {_LONGEST} tegn",
                f"tekst i hermeteikn, høgst {_LONGEST} teikn",
                f"text in quotes, at most {_LONGEST} characters",
            )
        )
    return given


def _number(field: Field, given: Any) -> Value:
    whole = field.type is FieldType.INTEGER
    # Larger numbers lose digits in a table, and infinity and not-a-number are none.
    fits = isinstance(given, int if whole else int | float) and not isinstance(given, bool) and abs(given) < 1e15
    if fits and (field.lowest is None or given >= field.lowest) and (field.highest is None or given <= field.highest):
        number: int | float = given
        return number
    low, high = (_bound(bound) for bound in (field.lowest, field.highest))
    raise Unfit(
        Text(
            f"et {'helt ' if whole else ''}tall fra {low} til {high}",
            f"eit {'heilt ' if whole else ''}tal frå {low} til {high}",
            f"a {'whole ' if whole else ''}number from {low} to {high}",
        )
    )


def _bound(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


def _date(field: Field, given: Any) -> Value:
    if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
        return given.isoformat()
    try:
        return dt.datetime.strptime(given, "%Y-%m-%d").date().isoformat()
    except (TypeError, ValueError):
        example = "2027-07-01"
        raise Unfit(Text(f"en dato som {example}", f"ein dato som {example}", f"a date such as {example}")) from None


def _flag(field: Field, given: Any) -> Value:
    if isinstance(given, bool):
        return given
    raise Unfit(Text("true eller false", "true eller false", "true or false"))


def _choice(field: Field, given: Any) -> Value:
    if given in field.allowed:
        return str(given)
    listed = " | ".join(f'"{value}"' for value in field.allowed)
    raise Unfit(Text(f"én av {listed}", f"éin av {listed}", f"one of {listed}"))


def _list(field: Field, given: Any) -> Value:
    words = [given] if isinstance(given, str) else given
    if isinstance(words, list) and all(isinstance(word, str) and word.strip() for word in words):
        return tuple(unicodedata.normalize("NFC", word.strip()) for word in words)
    raise Unfit(Text('en liste som ["a", "b"]', 'ei liste som ["a", "b"]', 'a list such as ["a", "b"]'))


def _properties(field: Field, given: Any) -> Value:
    if isinstance(given, dict) and all(isinstance(value, str) for value in given.values()):
        return dict(given)
    raise Unfit(Text('{ navn = "verdi" }', '{ namn = "verdi" }', '{ name = "value" }'))


_READERS: dict[FieldType, Callable[[Field, Any], Value]] = {
    FieldType.TEXT: _text,
    FieldType.INTEGER: _number,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _number,
    FieldType.DATE: _date,
    FieldType.FLAG: _flag,
    FieldType.CHOICE: _choice,
    FieldType.LIST: _list,
    FieldType.THINGS: _list,
    FieldType.PROPERTIES: _properties,
}
