"""Listing, showing, adding and editing cases of any sort; what only one sort has stands in a room of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import Any

from graphsvc.errors import DataError, QuestionError, UnknownThing
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS, value_label
from graphsvc.model import Kind, Severity, Value
from graphsvc.records import Problem
from graphsvc.security import Action, permit
from graphsvc.service.forum.case import Case, check_version, plain
from graphsvc.service.forum.sorts import SINGLE, SORTS, TITLES, Sort
from graphsvc.service.values import Given, read_fields
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome, write
from graphsvc.text import Language, Text

__all__ = [
    "add_case",
    "case_document",
    "edit_case",
    "find_case",
    "label_of",
    "list_cases",
    "new_id",
    "read_new",
    "today",
]

#: A title that says no language is written down in the one of the request.
_TITLE = "title"


def today(workspace: Workspace) -> dt.date:
    """Return the day that the register goes by: its own fixed one, else the clock's."""
    return workspace.register.archive.about().today or dt.date.today()


def find_case(workspace: Workspace, kind: Kind, words: str, *, revision: int | None = None) -> Case:
    """Return a case by id or ``kind:id``, as it stands or as a revision knew it.

    Raises
    ------
    UnknownThing
        Naming the nearest ones.
    """
    permit(workspace.actor, Action.READ)
    identifier = words.strip().removeprefix(f"{kind.value}:")
    known: Collection[str]
    if revision is not None:
        snapshot = workspace.snapshot(revision=revision)
        known = snapshot.forum(kind)
        if identifier in known:
            return Case.at(snapshot, kind, identifier)
    else:
        claims = workspace.register.claims(Case(kind, identifier).reference)
        said = {source: one for source, one in claims.items() if one.subject is kind}
        if said:
            return Case(kind, identifier, said)
        known = workspace.register.archive.cases(kind)
    near = get_close_matches(identifier, known, n=3) or list(known)[:8]
    key = "forum.unknown_case" if near else "forum.no_cases"
    raise UnknownThing(text(key).format(label=label_of(kind), words=identifier[:60], near=", ".join(near)))


def label_of(kind: Kind) -> Text:
    """Return what one of a kind is called."""
    return KINDS[kind].label


def list_cases(workspace: Workspace, kind: Kind, *, revision: int | None = None) -> list[Case]:
    """Return all cases of a sort in the order of their numbers.

    Notes
    -----
    O(cases of this sort) for what stands now; a whole revision is read for an older one.
    """
    permit(workspace.actor, Action.READ)
    if revision is not None:
        snapshot = workspace.snapshot(revision=revision)
        found = [Case.at(snapshot, kind, identifier) for identifier in snapshot.forum(kind)]
    else:
        found = [Case(kind, one, said) for one, said in workspace.register.archive.cases(kind).items()]
    return sorted(found, key=lambda case: _natural(case.id))


def _natural(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """Sort P10 after P9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", identifier)
    return tuple((0, int(part), "") if part.isdecimal() and len(part) < 19 else (1, 0, part) for part in parts)


def new_id(workspace: Workspace, sort: Sort) -> str:
    """Return the next free number of a sort."""
    pattern = re.compile(rf"{re.escape(sort.prefix)}([0-9]{{1,12}})")
    numbers = (pattern.fullmatch(known) for known in workspace.register.archive.cases(sort.kind))
    return f"{sort.prefix}{max((int(found[1]) for found in numbers if found), default=0) + 1}"


def case_document(case: Case, language: Language, **more: object) -> dict[str, object]:
    """Return a case as a document: what it is, its version, its fields by name, and what a use case tells besides."""
    known, fields = SORTS[case.kind].fields, case.fields
    labels = {
        f"{name}_label": value_label(definition, fields[name]).in_(language)
        for name, definition in known.items()
        if definition.values and fields.get(name) is not None
    }
    return {
        "thing": case.reference,
        "kind": case.kind.value,
        "id": case.id,
        "title": case.title(language),
        "version": case.version,
        "sources": list(case.claims),
        **{name: _shown(name, fields[name]) for name in known if name in fields},
        **labels,
        **more,
    }


def _shown(name: str, value: Value) -> object:
    if name in SINGLE and isinstance(value, tuple):
        return value[0] if value else None
    return plain(value)


def read_new(workspace: Workspace, sort: Sort, given: Given, language: Language) -> dict[str, Value]:
    """Read the fields of a new case, and put in the day.

    Raises
    ------
    DataError
        When a field does not fit, or a required one is missing.
    """
    values, _ = read_fields(workspace, titled(given, language), sort.fields if not sort.prefix else sort.editable)
    if sort.dated is not None:
        values.setdefault(sort.dated, today(workspace).isoformat())
    _check_required(sort, values)
    return values


def titled(given: Given, language: Language) -> dict[str, Any]:
    """Read ``title`` as the title in the language of the request."""
    words = dict(given)
    if _TITLE in words:
        words[f"name_{language.value}"] = words.pop(_TITLE)
    return words


def _check_required(sort: Sort, values: Mapping[str, Value]) -> None:
    missing = [name for name in sort.required if not _has(values, name)]
    if missing:
        message, fix = text("forum.missing"), text("forum.missing_fix").format(needed=", ".join(sort.required))
        problems = [
            Problem("missing", Severity.ERROR, message.format(name=name), fix, pointer=f"/{name}") for name in missing
        ]
        detail = text("forum.missing_all").format(label=label_of(sort.kind), names=", ".join(missing))
        raise DataError(detail, problems=problems)


def _has(values: Mapping[str, Value], name: str) -> bool:
    names = TITLES if name == _TITLE else (name,)
    return any(values.get(one) not in (None, "", ()) for one in names)


def add_case(
    workspace: Workspace,
    kind: Kind,
    given: Given,
    language: Language,
    *,
    key: str | None = None,
    check: Callable[[Case], None] | None = None,
    more: Mapping[str, Value] | None = None,
) -> Outcome:
    """Add a case and give it the next number.

    Parameters
    ----------
    given
        Fields by name; ``title`` is the title in the language of the request.
    key
        The sender's word for this request, so that sending it again adds nothing.
    check
        Refuses what does not hold together, by raising.
    more
        Fields that the use case itself sets.

    Raises
    ------
    DataError
        With one problem for each field that does not fit or is missing.
    """
    sort = SORTS[kind]
    permit(workspace.actor, sort.action)

    def draft() -> Draft:
        case = Case(kind, new_id(workspace, sort)).edited(
            {**read_new(workspace, sort, given, language), **(more or {})}
        )
        if check is not None:
            check(case)
        message = text("forum.added").format(label=label_of(kind), id=case.id, title=case.title(language))
        return Draft([Case(kind, case.id).change_to(case)], message, case_document(case, language))

    return write(workspace, f"add {kind.value}", {**given, "lang": language.value}, key, draft)


def edit_case(
    workspace: Workspace,
    kind: Kind,
    identifier: str,
    given: Given,
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
    check: Callable[[Case, Case], None] | None = None,
) -> Outcome:
    """Change some fields of a case; the others stay, and so does what every source said before.

    Parameters
    ----------
    given
        Fields by name; None clears one.
    expected
        The version that the editor has seen; None = whatever stands.
    check
        Refuses a step from one state to another, by raising.

    Raises
    ------
    UnknownThing
        When there is none of this id.
    EditConflict
        When it is no longer the version that was seen; shows both.
    QuestionError
        When this sort is never edited.
    """
    sort = SORTS[kind]
    permit(workspace.actor, sort.action)
    if KINDS[kind].append_only:
        raise QuestionError(text("forum.never_edited").format(label=label_of(kind)))

    def draft() -> Draft:
        before = find_case(workspace, kind, identifier)
        check_version(before, expected, given)
        values, cleared = read_fields(workspace, titled(given, language), sort.editable)
        after = before.edited(values, cleared=cleared)
        _check_required(sort, after.fields)
        if check is not None:
            check(before, after)
        changed = sorted({*values, *cleared})
        message = text("forum.edited").format(label=label_of(kind), id=before.id, fields=", ".join(changed))
        return Draft([before.change_to(after)], message, case_document(after, language))

    asked = {**given, "id": identifier, "expected": expected, "lang": language.value}
    return write(workspace, f"edit {kind.value}", asked, key, draft)
