"""What differs between two documents: values that changed, rows that came, changed and went."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["ListChange", "Row", "ValueChange", "differences"]

#: Fields that tell one row of an answer from another, in the documents of surface.md.
_NAMING = (
    "way", "relation", "kind", "thing", "id", "system", "service", "unit", "sector", "platform", "data_object",
    "journey", "a", "b", "from", "to",
)  # fmt: skip
#: Where a list's rows are told apart by other fields.
_NAMING_OF = {
    "topics": ("topic",),
    "fields": ("subject", "field"),
    "sources": ("source",),
    "lifecycle": ("system", "date"),
    "hand_overs": ("from", "to"),
    "breaks": ("what", "things"),
    "steps": ("id",),
}
#: Of the question, not of the answer.
_QUESTION = frozenset({"revision", "as_of"})


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value before and after, at a path such as ``e_i_index.overall``."""

    path: str
    before: Any
    after: Any

    def document(self) -> dict[str, object]:
        """Return path and both values."""
        return {"path": self.path, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that both answers have, with what differs in it."""

    row: Any
    values: tuple[ValueChange, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """One list before and after: how long it was and is, what came, what went, which rows changed."""

    path: str
    before: int
    after: int
    added: tuple[Any, ...]
    removed: tuple[Any, ...]
    changed: tuple[Row, ...]

    def document(self, most: int) -> dict[str, object]:
        """Return counts and at most so many rows of each sort."""
        return {
            "path": self.path,
            "before": self.before,
            "after": self.after,
            "added": list(self.added[:most]),
            "removed": list(self.removed[:most]),
            "changed": [
                {"row": _label(one.row), "values": [value.document() for value in one.values]}
                for one in self.changed[:most]
            ],
        }

    def longer_than(self, most: int) -> bool:
        """Tell whether a document leaves rows out."""
        return max(len(self.added), len(self.removed), len(self.changed)) > most


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ValueChange | ListChange, ...]:
    """Compare two documents of one question, field by field, in the order of the documents.

    Rows are told apart by the fields that name things; where these are not enough, a row that differs at all is one
    that went and one that came.

    Notes
    -----
    O(size of both documents).

    Examples
    --------
    >>> old = {"sectors": [{"id": "A", "n": 1}, {"id": "B", "n": 2}], "share": 0.5}
    >>> new = {"sectors": [{"id": "A", "n": 3}], "share": 0.5}
    >>> (found,) = differences(old, new)
    >>> found.path, found.before, found.after, found.removed, found.changed[0].values
    ('sectors', 2, 1, ({'id': 'B', 'n': 2},), (ValueChange(path='n', before=1, after=3),))
    """
    names = [name for name in dict.fromkeys([*before, *after]) if name not in _QUESTION]
    return tuple(found for name in names for found in _compared(name, before.get(name), after.get(name)))


def _compared(path: str, before: Any, after: Any) -> Iterator[ValueChange | ListChange]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            yield from _compared(f"{path}.{name}", before.get(name), after.get(name))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple):
        yield from _lists(path, before, after)
    else:
        yield ValueChange(path, before, after)


def _lists(path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[ValueChange | ListChange]:
    if _is_grid(before) or _is_grid(after):
        if [len(row) for row in before] != [len(row) for row in after]:
            yield ValueChange(path, list(before), list(after))
            return
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            for column, (one, other) in enumerate(zip(old, new, strict=True)):
                yield from _compared(f"{path}[{number}][{column}]", one, other)
        return
    if _is_numbers(before) and _is_numbers(after) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _compared(f"{path}[{number}]", one, other)
        return
    yield from _rows(path, before, after)


def _is_grid(rows: Sequence[Any]) -> bool:
    return bool(rows) and all(isinstance(row, list | tuple) and _is_numbers(row) for row in rows)


def _is_numbers(cells: Sequence[Any]) -> bool:
    return bool(cells) and all(cell is None or isinstance(cell, int | float) for cell in cells)


def _rows(path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[ListChange]:
    name = _naming(_NAMING_OF.get(path.rpartition(".")[2], _NAMING), before, after)
    old, new = ({name(row): row for row in rows} for rows in (before, after))
    added = tuple(row for key, row in new.items() if key not in old)
    removed = tuple(row for key, row in old.items() if key not in new)
    changed = tuple(
        Row(row, values)
        for key, row in new.items()
        if key in old and isinstance(row, Mapping) and (values := _values(old[key], row))
    )
    if added or removed or changed or len(before) != len(after):
        yield ListChange(path, len(before), len(after), added, removed, changed)


def _values(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ValueChange, ...]:
    """Return what differs within a row; a list within it counts as one value."""
    found: list[ValueChange] = []
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            inner = _values(old, new)
            found += [ValueChange(f"{name}.{one.path}", one.before, one.after) for one in inner]
        elif old != new:
            found.append(ValueChange(name, old, new))
    return tuple(found)


def _naming(names: Sequence[str], *lists: Sequence[Any]) -> Callable[[Any], str]:
    """Return what names a row: its naming fields when they tell all rows apart, else all of it."""

    def short(row: Any) -> str:
        if not isinstance(row, Mapping):
            return _whole(row)
        named = {name: _identity(row[name]) for name in names if name in row}
        return _whole(named) if named else _whole(row)

    return short if all(len({short(row) for row in rows}) == len(rows) for rows in lists) else _whole


def _identity(value: Any) -> Any:
    if isinstance(value, Mapping) and "id" in value:
        return [value.get("kind"), value["id"]]
    return value


def _whole(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _label(row: Any) -> Any:
    """Return what names a row in a document of differences, and what it is called."""
    if not isinstance(row, Mapping):
        return row
    return {name: row[name] for name in (*_NAMING, "name") if name in row}
