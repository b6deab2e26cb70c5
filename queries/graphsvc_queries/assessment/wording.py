"""Small words that many answers share: lists that are cut and counted, amounts, and labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from graphsvc.i18n import number
from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind
from graphsvc.text import Language, Text
from graphsvc_queries.naming import Named, day, sentence_list

__all__ = [
    "SECTORS",
    "SERVICES",
    "SYSTEMS",
    "TRANSFERS",
    "UNITS",
    "kilo",
    "label",
    "names",
    "ordinal",
    "together",
    "when",
]

_SHOWN = 6
_LANGUAGES = (Language.NB, Language.NN, Language.EN)
_MORE = Text("{n} til", "{n} til", "{n} more")
_KILO = Text("{n} tusen kr", "{n} tusen kr", "NOK {n} thousand")

SECTORS = Text("kommunalområde", "kommunalområde", "sector"), Text("kommunalområder", "kommunalområde", "sectors")
UNITS = Text("enhet", "eining", "unit"), Text("enheter", "einingar", "units")
SERVICES = Text("tjeneste", "teneste", "service"), Text("tjenester", "tenester", "services")
SYSTEMS = Text("system", "system", "system"), Text("systemer", "system", "systems")
TRANSFERS = (
    Text("manuell overføring", "manuell overføring", "manual transfer"),
    Text("manuelle overføringer", "manuelle overføringar", "manual transfers"),
)


def names(things: Sequence[Named], shown: int = _SHOWN) -> Text:
    """List names as a sentence does; what does not fit is counted.

    Examples
    --------
    >>> from graphsvc.model import Reference
    >>> names([Named(Reference(f"unit:{one}"), Text.same(one)) for one in "abcd"], 2).nb
    'a, b og 2 til'
    """
    told = [one.name for one in things[: shown if len(things) > shown + 1 else shown + 1]]
    left = len(things) - len(told)
    return sentence_list([*told, _MORE.format(n=left)] if left else told)


def ordinal(amount: float) -> Text:
    """Write a whole number as each language does.

    Examples
    --------
    >>> ordinal(1850).en
    '1,850'
    """
    return Text(*(number(amount, language).replace("-", "−") for language in _LANGUAGES))


def kilo(amount: float) -> Text:
    """Write an amount of kNOK.

    Examples
    --------
    >>> kilo(350).en, kilo(-100).nb
    ('NOK 350 thousand', '−100 tusen kr')
    """
    return _KILO.format(n=ordinal(amount))


def together(sentences: Iterable[Text]) -> Text:
    """Put sentences behind each other.

    Examples
    --------
    >>> together([Text.same("A."), Text.same("B.")]).nb
    'A. B.'
    """
    found = list(sentences)
    return Text(*(" ".join(one.in_(language) for one in found) for language in _LANGUAGES))


def when(date: dt.date | str) -> Text:
    """Write a date as people do."""
    return day(date if isinstance(date, str) else date.isoformat())


def label(kind: Kind, field: str, value: object) -> Text:
    """Return the metamodel's label of a value, in lower case as inside a sentence."""
    found = value_label(fields_of(kind)[field], str(value))
    return Text(*(found.in_(one)[:1].lower() + found.in_(one)[1:] for one in _LANGUAGES))
