"""A query's signature is its only declaration: options, HTTP parameters, forms and reference pages come from here."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from graphsvc.errors import UsageError
from graphsvc.ports import Ask, FileText
from graphsvc.text import Text

__all__ = ["Parameter", "arguments", "asks_others", "explained", "parameters"]

#: A name of the section Parameters of a docstring (numpydoc): one or several at the margin, what they mean below.
_EXPLAINED = re.compile(r"^(\w[\w, ]*)\n((?:    .*\n?)+)", re.MULTILINE)


_NUMBERS = (int, float)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query.

    Parameters
    ----------
    name
        As in the signature.
    type
        ``str``, ``int``, ``float``, ``bool``, a closed set (a StrEnum) or the text of a file (FileText).
    many
        Whether it takes several values.
    required
        Whether there is no default.
    default
        The default value.
    positional
        Things that the question is about: words without a flag on the command line.
    """

    name: str
    type: type
    many: bool
    required: bool
    default: Any
    positional: bool

    @property
    def flag(self) -> str:
        """The name on the command line and in an address; ``from_`` stands for a word that Python keeps to itself."""
        return self.name.removesuffix("_").replace("_", "-")

    def parse(self, words: str) -> Any:
        """Read a value from text.

        Raises
        ------
        UsageError
            Naming the parameter and what would fit.
        """
        try:
            if self.type is bool:
                return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[words.casefold()]
            return self.type(words)
        except (ValueError, KeyError):
            raise UsageError(self._refusal(words)) from None

    def _refusal(self, words: str) -> Text:
        names = {int: ("et helt tall", "eit heilt tal", "a whole number"), float: ("et tall", "eit tal", "a number")}
        nb, nn, en = names.get(self.type, ("true eller false", "true eller false", "true or false"))
        if issubclass(self.type, StrEnum):
            nb = nn = en = " | ".join(self.type)
        return Text(
            f"{self.flag} kan ikke være «{words[:40]}»; skriv {nb}",
            f"{self.flag} kan ikkje vere «{words[:40]}»; skriv {nn}",
            f"{self.flag} cannot be '{words[:40]}'; write {en}",
        )


@lru_cache(maxsize=256)  # a signature is read from text, which takes longer than many an answer
def parameters(question: Callable[..., Any]) -> tuple[Parameter, ...]:
    """Return the parameters of a query, in order, without the snapshot and without what the product itself gives it.

    Examples
    --------
    >>> def reach(snapshot, /, *, thing: str, max_steps: int | None = None): ...
    >>> [(one.name, one.type.__name__, one.required) for one in parameters(reach)]
    [('thing', 'str', True), ('max_steps', 'int', False)]
    """
    hints = typing.get_type_hints(question)
    found = []
    for name, parameter in inspect.signature(question).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and hints[name] is not Ask:
            kind, many = _plain(hints[name])
            required = parameter.default is inspect.Parameter.empty
            default = None if required else parameter.default
            # A number needs its name beside it: `portfolio 7000` would not say what the 7000 are.
            word = (required and kind not in _NUMBERS) or name == "things" or kind is FileText
            found.append(Parameter(name, kind, many, required, default, word))
    return tuple(found)


def explained(question: Callable[..., Any]) -> dict[str, str]:
    """Return what a query's docstring says of each of its parameters, in one line each.

    Examples
    --------
    >>> def reach(snapshot, /, *, thing: str):
    ...     '''Follow flows.
    ...
    ...     Parameters
    ...     ----------
    ...     thing
    ...         A system,
    ...         by name.
    ...     '''
    >>> explained(reach)
    {'thing': 'A system, by name.'}
    """
    section = (inspect.getdoc(question) or "").partition("Parameters\n----------\n")[2]
    section = re.split(r"\n\w+\n-{3,}\n", section)[0]
    return {
        name.strip(): " ".join(words.split())
        for names, words in _EXPLAINED.findall(section)
        for name in names.split(",")
    }


@lru_cache(maxsize=256)
def asks_others(question: Callable[..., Any]) -> bool:
    """Tell whether a query asks other queries, and so must be given the means (its parameter ``ask``)."""
    return typing.get_type_hints(question).get("ask") is Ask


def _plain(hint: Any) -> tuple[type, bool]:
    """Return the type of one value, and whether several are taken: ``tuple[str, ...]`` -> (str, True)."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _plain(next(part for part in typing.get_args(hint) if part is not type(None)))
    if origin is tuple:
        return _plain(typing.get_args(hint)[0])[0], True
    return hint, False


def arguments(
    question: Callable[..., Any], given: Mapping[str, list[str]], also: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """Turn words (of an address) into arguments of a query; names are flags or parameter names.

    ``also`` are arguments that come as values beside the words: what is among them is not missing.

    Raises
    ------
    UsageError
        When a value does not fit, one is missing, or a name is unknown.
    """
    known = {parameter.flag: parameter for parameter in parameters(question)}
    # `thing=a&thing=b` reads as well as `things=a&things=b`
    singular = {flag.removesuffix("s"): one for flag, one in known.items() if one.many}
    found: dict[str, Any] = {}
    for name, words in given.items():
        flag = name.replace("_", "-")
        parameter = known.get(flag) or singular.get(flag)
        if parameter is None:
            raise UsageError(_unknown(name, list(known)))
        values = [parameter.parse(word) for word in words if word != ""]
        if values:
            found[parameter.name] = (*found.get(parameter.name, ()), *values) if parameter.many else values[-1]
    _check_complete(question, {**also, **found})
    return found


def _check_complete(question: Callable[..., Any], given: Mapping[str, Any]) -> None:
    """Refuse a question that lacks a required parameter.

    Raises
    ------
    UsageError
        Naming it.
    """
    for parameter in parameters(question):
        if parameter.required and parameter.name not in given:
            raise UsageError(_missing(parameter.flag))


def _unknown(name: str, known: list[str]) -> Text:
    listed = ", ".join(known)
    return Text(
        f"Kjenner ikke «{name[:40]}». Velg blant {listed}",
        f"Kjenner ikkje «{name[:40]}». Vel blant {listed}",
        f"No parameter '{name[:40]}'. Choose among {listed}",
    )


def _missing(flag: str) -> Text:
    return Text(f"{flag} mangler", f"{flag} manglar", f"{flag} is missing")
