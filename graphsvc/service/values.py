"""From what a form, a command or a program gives to the values of fields; all that does not fit is told at once."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from graphsvc.errors import AmbiguousThing, DataError, UnknownThing
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS, Field, FieldType
from graphsvc.model import Kind, Severity, Value, reference, split_reference
from graphsvc.records import Problem
from graphsvc.service.forum.sorts import SINGLE
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language, Text

__all__ = ["Given", "read_fields"]

#: quality.md, Bad input: so many characters a name and a text.
LONGEST_NAME, LONGEST_TEXT, LONGEST_LIST = 4_000, 100_000, 1_000
_LARGEST = 10**12
_YES, _NO = frozenset({"true", "1", "yes", "ja"}), frozenset({"false", "0", "no", "nei"})
_UNFIT = frozenset({"Cc", "Cs", "Co", "Cn"})
_LAYOUT = frozenset("\n\t")

#: What was given, as JSON has it; words of a form and of a command are read too.
Given = Mapping[str, Any]


class _Unfit(ValueError):
    """A value does not fit its field; says what would."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.wanted: Text = text(f"forum.{code}").format(**values)


def read_fields(
    workspace: Workspace, given: Given, known: Mapping[str, Field]
) -> tuple[dict[str, Value], frozenset[str]]:
    """Read fields.

    Parameters
    ----------
    given
        Values by field name. Lists may be lists, or words with semicolons between; ``None`` and an empty word clear a
        field.
    known
        The fields that may be given.

    Returns
    -------
    values, cleared
        The values by field, and the fields that are to say nothing.

    Raises
    ------
    DataError
        With one problem for each field that is unknown or does not fit.
    """
    reader = _Reader(workspace)
    values: dict[str, Value] = {}
    cleared: set[str] = set()
    problems: list[Problem] = []
    for name, value in given.items():
        try:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                raise _Unfit("unknown_field" if near else "no_such_field", known=", ".join(near or known))
            if value is None or (isinstance(value, str | list | tuple) and not _anything(value)):
                cleared.add(name)
            else:
                values[name] = reader.read(known[name], value)
        except _Unfit as unfit:
            problems.append(_problem(name, value, unfit))
    if problems:
        raise DataError(_told(problems), problems=problems)
    return values, frozenset(cleared)


def _anything(value: str | list[Any] | tuple[Any, ...]) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _problem(name: str, value: object, unfit: _Unfit) -> Problem:
    shown = "".join(letter if letter.isprintable() else "�" for letter in str(value))[:80]
    message = text("forum.bad_value").format(name=name[:60], value=shown)
    return Problem(unfit.args[0].replace("_", "-"), Severity.ERROR, message, unfit.wanted, pointer=f"/{name[:60]}")


def _told(problems: list[Problem]) -> Text:
    def said(language: Language) -> Iterator[str]:
        for problem in problems[:10]:
            yield f"{problem.message.in_(language)}: {problem.fix.in_(language) if problem.fix else ''}"

    return Text(*("\n".join(said(language)) for language in Language))


class _Reader:
    """Reads values one by one against the metamodel, the map and the forum's cases."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[Kind, Collection[str]] = {}
        self._readers: Mapping[FieldType, Callable[[Field, Any], Value]] = {
            FieldType.TEXT: self._text,
            FieldType.INTEGER: self._number,
            FieldType.NUMBER: self._number,
            FieldType.MONEY: self._number,
            FieldType.DATE: self._date,
            FieldType.FLAG: self._flag,
            FieldType.CHOICE: self._choice,
            FieldType.LIST: self._list,
            FieldType.THINGS: self._things,
            FieldType.PROPERTIES: self._properties,
        }

    def read(self, field: Field, given: Any) -> Value:
        """Read one value; raises _Unfit."""
        return self._readers[field.type](field, given)

    def _text(self, field: Field, given: Any) -> str:
        most = LONGEST_NAME if field.name.startswith("name") else LONGEST_TEXT
        if not isinstance(given, str) or len(given) > most:
            raise _Unfit("want_text", most=most)
        words = unicodedata.normalize("NFC", given.replace("\r\n", "\n").strip())
        if any(unicodedata.category(letter) in _UNFIT and letter not in _LAYOUT for letter in words):
            raise _Unfit("want_printable")
        return words

    def _number(self, field: Field, given: Any) -> Value:
        whole = field.type is FieldType.INTEGER
        low, high = field.lowest, field.highest
        try:
            if isinstance(given, bool) or not isinstance(given, int | float | str):
                raise ValueError
            plain = given.replace("\u00a0", "").replace(" ", "").replace(",", ".") if isinstance(given, str) else given
            number = int(plain) if whole and not isinstance(plain, float) else float(plain)
            fits = abs(number) <= _LARGEST and (not whole or number == int(number))
        except (ValueError, OverflowError):
            fits = False
        if not fits or (low is not None and number < low) or (high is not None and number > high):
            raise _Unfit("want_whole" if whole else "want_number", bounds=_bounds(low, high))
        return int(number) if number == int(number) else number

    def _date(self, field: Field, given: Any) -> str:
        try:
            return dt.datetime.strptime(given, "%Y-%m-%d").date().isoformat()
        except (TypeError, ValueError):
            raise _Unfit("want_date") from None

    def _flag(self, field: Field, given: Any) -> bool:
        if isinstance(given, bool):
            return given
        words = given.strip().casefold() if isinstance(given, str) else ""
        if words in _YES | _NO:
            return words in _YES
        raise _Unfit("want_flag")

    def _choice(self, field: Field, given: Any) -> str:
        words = given.strip().casefold() if isinstance(given, str) else ""
        for one in field.values:
            if words in {one.value.casefold(), *(one.label.in_(language).casefold() for language in Language)}:
                return one.value
        raise _Unfit("want_choice", known=" | ".join(field.allowed))

    def _list(self, field: Field, given: Any) -> tuple[str, ...]:
        parts = given.split(";") if isinstance(given, str) else given
        if not isinstance(parts, list | tuple) or len(parts) > LONGEST_LIST:
            raise _Unfit("want_list", most=LONGEST_LIST)
        words = (self._text(field, part) for part in parts)
        return tuple(dict.fromkeys(word for word in words if word))

    def _properties(self, field: Field, given: Any) -> Value:
        if not isinstance(given, dict) or len(given) > LONGEST_LIST:
            raise _Unfit("want_list", most=LONGEST_LIST)
        return {self._text(field, name): self._text(field, value) for name, value in given.items()}

    def _things(self, field: Field, given: Any) -> tuple[str, ...]:
        listed = self._list(field, [given] if isinstance(given, str) and field.name in SINGLE else given)
        if field.name in SINGLE and len(listed) > 1:
            raise _Unfit("want_one")
        return tuple(dict.fromkeys(self._thing(word, field.kinds) for word in listed))

    def _thing(self, words: str, kinds: Collection[Kind]) -> str:
        """Find what is meant: one of the forum's cases by id, or a thing of the map by id, ``kind:id`` or name."""
        first = next(iter(kinds))
        for kind in kinds:
            bare = words.removeprefix(f"{kind.value}:")
            if bare in self._ids(kind):
                return bare if kind is first else reference(kind, bare)
        snapshot = self._workspace.map_snapshot()
        why: Text | None = None
        try:
            found = snapshot.find(words)
            if snapshot.kind(found) in kinds:
                name = snapshot.references[found]
                return split_reference(name)[1] if snapshot.kind(found) is first else name
        except (UnknownThing, AmbiguousThing) as error:
            why = error.detail
        raise _Unfit("want_thing", kinds=" | ".join(kind.value for kind in kinds), why=why or "")

    def _ids(self, kind: Kind) -> Collection[str]:
        if kind not in self._known:
            outside = not KINDS[kind].in_graph
            self._known[kind] = self._workspace.register.archive.cases(kind) if outside else ()
        return self._known[kind]


def _bounds(low: float | None, high: float | None) -> Text:
    if low is None:
        return Text.same("")
    if high is None:
        return text("forum.at_least").format(low=f"{low:g}")
    return text("forum.from_to").format(low=f"{low:g}", high=f"{high:g}")
