"""What an edit asks for, and what it comes to: fields with a value, fields that have none, words taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphsvc.errors import DataError
from graphsvc.i18n import text
from graphsvc.metamodel import Field
from graphsvc.metamodel.by_hand import editable
from graphsvc.model import Kind, Relation, Severity, Value
from graphsvc.records import Problem
from graphsvc.service.values import read_fields
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language, Text

__all__ = ["Asked", "problem", "read", "refused"]


@dataclass(frozen=True)
class Asked:
    """What shall be said of one thing or relation.

    Parameters
    ----------
    fields
        Values by field name; None claims that there is none.
    take_back
        Fields of which people say nothing any more, so that the source's value shows.
    why
        A note on the revision.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    take_back: tuple[str, ...] = ()
    why: str = ""

    @property
    def document(self) -> dict[str, object]:
        """The same as a document, for telling one request from another."""
        return {"fields": dict(self.fields), "take_back": list(self.take_back), "why": self.why}


def read(workspace: Workspace, subject: Kind | Relation, asked: Asked) -> dict[str, Value]:
    """Read what is asked for against the metamodel; a field without a value is claimed to have none.

    Raises
    ------
    DataError
        With one problem for each field that is unknown, empty or does not fit.
    """
    known = editable(subject)
    values: dict[str, Value] = {}
    empty = (name for name, value in asked.fields.items() if isinstance(value, str) and not value.strip())
    problems = [problem("empty", name, known[name]) for name in empty if name in known]
    try:
        values, cleared = read_fields(workspace, asked.fields, known)
        values |= dict.fromkeys(cleared)
    except DataError as error:
        problems += error.problems
    problems += _unknown(workspace, asked.take_back, known)
    problems += [problem("both", name, known[name]) for name in asked.take_back if name in asked.fields]
    if problems:
        raise refused(problems)
    return values


def _unknown(workspace: Workspace, names: Iterable[str], known: Mapping[str, Field]) -> list[Problem]:
    try:
        read_fields(workspace, dict.fromkeys(names), known)
    except DataError as error:
        return list(error.problems)
    return []


def problem(code: str, name: str, field: Field | None = None, **words: object) -> Problem:
    """Say what is wrong with a field and how to mend it; ``editing.bad_CODE`` and ``editing.mend_CODE`` say so."""
    label = field.label if field else Text.same(name)
    key = code.replace("-", "_")
    message, fix = (text(f"editing.{part}_{key}").format(label=label, **words) for part in ("bad", "mend"))
    return Problem(code, Severity.ERROR, message, fix, pointer=f"/{name}")


def refused(problems: Iterable[Problem]) -> DataError:
    """Return the error that tells all problems at once."""
    told = list(problems)

    def said(language: Language) -> str:
        lines = (f"{one.message.in_(language)}. {one.fix.in_(language) if one.fix else ''}".strip() for one in told)
        return "\n".join(lines)

    return DataError(Text(*(said(language) for language in Language)), problems=told)
