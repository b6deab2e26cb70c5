"""From the text of a cell to a value: numbers, dates, yes and no, choices, lists, properties; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from graphsvc.metamodel import Field, FieldType
from graphsvc.model import NO_VALUES, Value
from graphsvc_importers.tables.escapes import split_list, split_pairs
from graphsvc_importers.tables.findings import nearest
from graphsvc_importers.tables.plan import FieldColumn
from graphsvc_importers.tables.raw import ExcelNumber

__all__ = ["TRIMMED", "CellError", "Dialect", "none_word", "parser_for"]

ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
NORWEGIAN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\Z")
#: Blanks that Norwegian Excel and typists put between thousands.
BLANKS = re.compile("[ \u00a0\u2009\u202f]")
GROUPED = re.compile("-?[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
SEPARATED = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{3})*(?:[.,][0-9]+)?\Z")
MOST_DIGITS = 15
TRUE = frozenset({"true", "ja", "yes", "x", "1", "sann", "j", "y"})
FALSE = frozenset({"false", "nei", "no", "0", "usann", "n"})
#: Which types of field are read from the trimmed cell; texts keep their white space, lists see to their own.
TRIMMED: frozenset[FieldType] = frozenset(FieldType) - {
    FieldType.TEXT,
    FieldType.LIST,
    FieldType.THINGS,
    FieldType.PROPERTIES,
}
#: Longer cells, white space included, are not looked at.
LONGEST_NONE = 40
MARKED_NONE = frozenset({f"({word})" for word in NO_VALUES})


class CellError(ValueError):
    """What is wrong with a cell; ``code`` and ``words`` make the problem."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table writes its values.

    ``stated`` = the mapping profile states the decimal sign; ``comma`` = it is a comma. ``escaped`` = the
    table was written by the product, with its escapes.
    """

    comma: bool = False
    stated: bool = False
    separator: str = ";"
    escaped: bool = False

    @property
    def example(self) -> str:
        """A number with decimals as this dialect writes it."""
        return "1250000,50" if self.comma else "1250000.50"


def _number(text: str, dialect: Dialect) -> Decimal:
    """Read a number: blanks between thousands, the dialect's own decimal sign, at most 15 digits."""
    if isinstance(text, ExcelNumber):
        plain = str(text)
    else:
        grouped = GROUPED.match(text)
        plain = BLANKS.sub("", grouped[0]) + text[grouped.end() :] if grouped else text
        plain = _point(plain, text, dialect)
    if not PLAIN.match(plain) or not plain.isascii():
        raise CellError("bad-number", example=dialect.example)
    # What the product wrote itself is exact to the last digit; what a spreadsheet wrote is not.
    if not dialect.escaped and len(plain.replace("-", "").replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise CellError("too-many-digits")
    return Decimal(plain)


def _point(plain: str, text: str, dialect: Dialect) -> str:
    """Write the decimal sign as a point; refuse what another country would read otherwise."""
    decimal, thousands = (",", ".") if dialect.comma else (".", ",")
    if thousands not in plain:
        return plain.replace(decimal, ".") if plain.count(decimal) < 2 else plain
    if dialect.stated and re.match(rf"-?[0-9]{{1,3}}(?:\{thousands}[0-9]{{3}})+(?:\{decimal}[0-9]+)?\Z", plain):
        return plain.replace(thousands, "").replace(decimal, ".")
    if plain.isascii() and SEPARATED.match(plain):
        raise CellError("ambiguous-number", example=dialect.example)
    if dialect.comma and PLAIN.match(plain) and not dialect.stated:
        raise CellError("ambiguous-number", example=dialect.example)
    raise CellError("bad-number", example=dialect.example)


@lru_cache(maxsize=10_000)
def _date(text: str) -> str:
    found = ISO.match(text)
    if found and text.isascii():
        year, month, day = (int(part) for part in found.groups())
    else:
        found = NORWEGIAN.match(text)
        if not found or not text.isascii():
            raise CellError("bad-date")
        day, month, year = (int(part) for part in found.groups())
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError as error:
        raise CellError("bad-date") from error


def _flag(text: str) -> bool:
    word = text.casefold()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise CellError("bad-flag")


@cache
def _words(field: Field) -> Mapping[str, str]:
    """Every word of a closed set: canonical values first, then labels in the three languages."""
    words: dict[str, str] = {}
    for value in field.values:
        words.setdefault(value.value.casefold(), value.value)
    for value in field.values:
        for label in (value.label.nb, value.label.nn, value.label.en):
            words.setdefault(label.casefold(), value.value)
    return words


def _choice(text: str, words: Mapping[str, str]) -> str:
    found = words.get(text.casefold())
    if found is None:
        near = difflib.get_close_matches(text.casefold()[:100], words, n=1)
        raise CellError(
            "bad-choice", nearest=nearest(near[0] if near else None), allowed=", ".join(dict.fromkeys(words))
        )
    return found


def none_word(field: Field, text: str) -> bool:
    """Tell whether a cell's words claim that there is none.

    A name is never such a claim. Where ``none`` is a value of the field itself (personal data), the claim is
    written ``(none)``.
    """
    if len(text) > LONGEST_NONE:
        return False
    word = text.strip().casefold()
    if word in MARKED_NONE:
        return True
    return word in NO_VALUES and word not in _words(field) and not field.name.startswith("name")


def _bounded(number: Decimal, lowest: float | Decimal | None, highest: float | Decimal | None) -> Decimal:
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        low, high = (
            "" if bound is None else format(Decimal(str(bound)).normalize(), "f") for bound in (lowest, highest)
        )
        raise CellError("out-of-range", range=f"{low}–{high}")
    return number


def _plain_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _measured(column: FieldColumn, dialect: Dialect) -> Callable[[str], Value]:
    field, whole = column.field, column.field.type is FieldType.INTEGER
    lowest = column.lowest if column.lowest is not None else None if column.steps else field.lowest
    highest = column.highest if column.highest is not None else None if column.steps else field.highest

    def parse(text: str) -> Value:
        if whole and (known := _words(field).get(text.casefold())) is not None:
            return int(known)
        number = _bounded(_number(text, dialect), lowest, highest)
        if column.steps:
            return next(word for least, word in column.steps if number >= least)
        number = number * column.scale if column.scale is not None else number
        if whole and number != number.to_integral_value():
            raise CellError("not-whole")
        return _plain_number(number)

    return parse


def _listed(dialect: Dialect) -> Callable[[str], Value]:
    return lambda text: split_list(text, dialect.separator, dialect.escaped)


def _properties(dialect: Dialect) -> Callable[[str], Value]:
    def parse(text: str) -> Value:
        pairs = split_pairs(text, dialect.separator, dialect.escaped)
        if pairs is None:
            raise CellError("bad-properties")
        return pairs

    return parse


def parser_for(column: FieldColumn, dialect: Dialect) -> Callable[[str], Value]:
    """Make the function that reads the cells of a column; it raises CellError."""
    if column.values:
        words = {key.casefold(): value for key, value in column.values.items()}
        inner = parser_for(FieldColumn(column.field, column.headings), dialect)
        return lambda text: inner(_choice(text, words))
    if column.steps or column.field.type in {FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY}:
        return _measured(column, dialect)
    by_type: dict[FieldType, Callable[[str], Value]] = {
        FieldType.DATE: _date,
        FieldType.FLAG: _flag,
        FieldType.LIST: _listed(dialect),
        FieldType.THINGS: _listed(dialect),
        FieldType.PROPERTIES: _properties(dialect),
        FieldType.CHOICE: lambda text: _choice(text, _words(column.field)),
    }
    return by_type.get(column.field.type, str)
