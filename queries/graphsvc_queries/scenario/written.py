"""A change set that people write: TOML with things and relations to add, change and end."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from graphsvc.errors import DataError, QuestionError
from graphsvc.metamodel import KINDS, RELATIONS
from graphsvc.model import Kind, Relation, Severity
from graphsvc.records import Problem
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.scenario.entries import Entries
from graphsvc_queries.scenario.messages import MESSAGES
from graphsvc_queries.scenario.planned import Planned

__all__ = ["read_changes"]

OPERATIONS = ("add", "change", "end")
#: So long may a change set be, in characters.
LONGEST = 1_000_000
#: So many problems are told in words; the list has all.
_TOLD = 10
_SUBJECTS: dict[str, Kind | Relation] = {
    **{kind.value: kind for kind, definition in KINDS.items() if definition.in_graph},
    **{relation.value: relation for relation in RELATIONS},
}


class Entry(NamedTuple):
    """One table of the change set, with its place."""

    operation: str
    subject: Kind | Relation
    fields: Mapping[str, Any]
    number: int
    line: int | None

    @property
    def pointer(self) -> str:
        """Where it stands, as a JSON pointer."""
        return f"/{self.operation}/{self.subject.value}/{self.number}"


def read_changes(snapshot: Snapshot, words: str) -> Planned:
    """Read a change set and check it against the metamodel and the snapshot.

    Raises
    ------
    DataError
        With every problem, its line and its remedy.
    QuestionError
        When it is too long, or changes nothing.

    Notes
    -----
    O(characters + entries); the snapshot's relations are indexed once.
    """
    if len(words) > LONGEST:
        raise QuestionError(
            Text(
                f"Endringene er for lange; høyst {LONGEST} tegn",
                f"Endringane er for lange; høgst {LONGEST} teikn",
                f"The changes are too long; at most {LONGEST} characters",
            )
        )
    problems: list[Problem] = []
    document = _parsed(words, problems)
    found = list(_entries(document, words, problems))
    entries = Entries(snapshot, problems)
    # Ends of relations may be things that the same change set adds or ends: things come first.
    for entry in sorted(found, key=lambda one: isinstance(one.subject, Relation)):
        entries.take(entry)
    if problems:
        raise DataError(_told(problems), problems=problems)
    if not found:
        raise QuestionError(MESSAGES["no-toml"][1])
    title = str(document.get("title") or "")
    return Planned(Text.same(title), tuple(entries.steps))


def _told(problems: list[Problem]) -> Text:
    """Say all problems in words, each with its line and remedy; the first of many."""
    heading = Text(
        "Endringene kan ikke brukes. Feil: {n}",
        "Endringane kan ikkje brukast. Feil: {n}",
        "The changes cannot be used. Problems: {n}",
    ).format(n=len(problems))
    place = Text("linje {line}", "linje {line}", "line {line}")
    lines = [
        {language: f"{place.format(line=one.line or '?').in_(language)}: {one.message.in_(language)}. "
         f"{one.fix.in_(language) if one.fix else ''}" for language in Language}
        for one in problems[:_TOLD]
    ]  # fmt: skip
    return Text(*("\n".join([heading.in_(language), *(line[language] for line in lines)]) for language in Language))


def _parsed(words: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(words)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        why = "too deep" if isinstance(error, RecursionError) else str(error)
        line = re.search(r"at line (\d+)", why)
        message, fix = MESSAGES["no-toml"]
        place = int(line[1]) if line else None
        problems.append(Problem("no-toml", Severity.ERROR, message.format(why=why), fix, line=place))
        return {}


def _entries(document: Mapping[str, Any], words: str, problems: list[Problem]) -> Iterator[Entry]:
    for operation, subjects in document.items():
        if operation == "title" and isinstance(subjects, str):
            continue
        if operation not in OPERATIONS or not isinstance(subjects, dict):
            _refuse(problems, "unknown-operation", f"/{operation}", _line(words, re.escape(operation)), word=operation)
            continue
        for name, tables in subjects.items():
            yield from _tables(operation, name, tables, words, problems)


def _tables(operation: str, name: str, tables: Any, words: str, problems: list[Problem]) -> Iterator[Entry]:
    rows = tables if isinstance(tables, list) else [tables]
    lines = _lines(words, operation, name)
    known = _SUBJECTS.get(unicodedata.normalize("NFC", name))
    if known is None or not all(isinstance(row, dict) for row in rows):
        near = get_close_matches(name, _SUBJECTS, n=3, cutoff=0.5) or list(_SUBJECTS)
        line = lines[0] if lines else None
        _refuse(problems, "unknown-subject", f"/{operation}/{name}", line, word=name[:40], known=", ".join(near))
        return
    for number, row in enumerate(rows):
        yield Entry(operation, known, row, number, lines[number] if len(lines) == len(rows) else None)


def _refuse(problems: list[Problem], code: str, pointer: str, line: int | None, **words: object) -> None:
    message, fix = MESSAGES[code]
    problems.append(
        Problem(code, Severity.ERROR, message.format(**words), fix.format(**words), line=line, pointer=pointer)
    )


def _lines(words: str, operation: str, name: str) -> list[int]:
    """Return the lines of an entry's headings: the library that reads TOML does not tell them."""
    heading = re.compile(rf'^[ \t]*\[\[?[ \t]*{re.escape(operation)}[ \t]*\.[ \t]*"?{re.escape(name)}"?[ \t]*\]', re.M)
    return [words.count("\n", 0, match.start()) + 1 for match in heading.finditer(words)]


def _line(words: str, pattern: str) -> int | None:
    found = re.search(rf"^[ \t]*\[{{0,2}}[ \t]*{pattern}", words, re.M)
    return words.count("\n", 0, found.start()) + 1 if found else None
