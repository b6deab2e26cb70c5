"""What the forum's commands read and say alike: fields as NAME=VALUE, what was written, tables of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call
from graphsvc.errors import UsageError
from graphsvc.i18n import say, text
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.service.forum.sorts import SORTS
from graphsvc.service.writing import Outcome

__all__ = [
    "FieldOption",
    "KeyOption",
    "VersionOption",
    "cases_table",
    "fields_of_words",
    "print_case",
    "read_text",
    "wrote",
]

FieldOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="Fill in a field; lists with ; between; empty clears"),
]
VersionOption = Annotated[
    str | None, typer.Option("--version", help="Only if this is still the version that stands", show_default=False)
]
KeyOption = Annotated[
    str | None,
    typer.Option("--key", help="Your own word for this request: done once, however often", show_default=False),
]
_LARGEST = 1_000_000
#: What stands before the fields in a document of a case, or is told in another way.
_APART = frozenset({"thing", "kind", "id", "title", "version", "sources", "revision", "warnings"})


def fields_of_words(words: Sequence[str] | None) -> dict[str, Any]:
    """Read FIELD=VALUE; an empty value clears the field.

    Raises
    ------
    UsageError
        When a word has no =.
    """
    found: dict[str, Any] = {}
    for word in words or ():
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise UsageError(text("forum.bad_set").format(word=word[:60]))
        found[name.strip()] = value if value.strip() else None
    return found


def read_text(path: Path) -> str:
    """Read a text file.

    Raises
    ------
    UsageError
        When it is too large or no text in UTF-8.
    """
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    try:
        if len(content) <= _LARGEST:
            return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise UsageError(text("cli.no_text_file").format(path=path, most=_LARGEST // 1_000_000))


def wrote(call: Call, kind: Kind, done: Outcome) -> None:
    """Say what was written."""
    for warning in done.warnings:
        call.terminal.messages.print(warning.in_(call.language))
    if call.terminal.json:
        call.terminal.document({**done.document, "revision": done.revision})
        return
    label = KINDS[kind].label.in_(call.language)
    told = {"label": label[:1].upper() + label[1:], "id": done.document["id"], "title": done.document["title"]}
    key = "forum.written_before" if done.repeated else "forum.written"
    call.terminal.line(say(key, call.language, revision=done.revision, **told))


def cases_table(
    call: Call, kind: Kind, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], path: str = ""
) -> None:
    """Print cases as a table, or say that there are none."""
    if call.terminal.json:
        call.terminal.document({path or SORTS[kind].path: list(rows), "count": len(rows)})
        return
    if not rows:
        call.terminal.note("forum.none_yet", label=KINDS[kind].plural.in_(call.language))
        return
    fields = SORTS[kind].fields
    headings = ["id", *(fields[name].label.in_(call.language) if name in fields else "" for name in columns)]
    call.terminal.table(headings, [[row["id"], *(_cell(row, name) for name in columns)] for row in rows])


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(f"{name}_label", row.get(name))
    return "" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def print_case(call: Call, kind: Kind, document: Mapping[str, Any]) -> None:
    """Print a case: its title, and each field that is known with its label."""
    if call.terminal.json:
        call.terminal.document(document)
        return
    call.terminal.line(f"{document['title']}  ({document['thing']})")
    fields = SORTS[kind].fields
    known = [
        name
        for name in fields
        if document.get(name) not in (None, []) and name not in _APART and not name.startswith("name")
    ]
    plain = [name for name in known if not _nested(document[name])]
    call.terminal.table(["", ""], [[fields[name].label.in_(call.language), _cell(document, name)] for name in plain])
    call.terminal.line(say("forum.version_line", call.language, version=document["version"]))


def _nested(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
