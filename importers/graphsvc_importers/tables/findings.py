"""Collects problems while a source is read: counted all, kept up to a limit, shown safely."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from graphsvc.records import Problem
from graphsvc.text import Text
from graphsvc_importers.tables.identity import mask
from graphsvc_importers.tables.messages import messages

__all__ = ["Findings", "Spot", "nearest", "shown"]

SHOWN_CHARACTERS = 80
#: Lists of names in a message may be longer than one value.
LISTED_CHARACTERS = 400
#: Control characters, lone directional marks and line separators, which would garble a terminal or a page.
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def shown(value: object, most: int = SHOWN_CHARACTERS) -> str:
    r"""Make a value fit to be shown: identity numbers masked, unsafe characters escaped, cut at 80 characters.

    Examples
    --------
    >>> shown("a\x00b")
    'a\\u0000b'
    """
    return _safe(str(value)[: 4 * most], most)


@lru_cache(maxsize=1024)  # the same file, the same columns and mostly the same values in thousands of problems
def _safe(words: str, most: int) -> str:
    text = UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", mask(words))
    return text if len(text) <= most else text[: most - 1] + "…"


def nearest(name: str | None) -> Text:
    """Say which name is nearest, or nothing."""
    if not name:
        return Text.same("")
    near = shown(name)
    return Text(f" (nærmest: {near})", f" (nærast: {near})", f" (closest: {near})")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the input: file, sheet, physical line (or row), record, column, cell."""

    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    record: int | None = None
    column: str | None = None
    cell: str | None = None

    def at(self, **changes: str | int | None) -> Spot:
        """Return the same place, more closely."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Findings:
    """The problems of one reading.

    Parameters
    ----------
    limit
        How many are kept; all are counted in ``total``.
    """

    limit: int = 10_000
    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    errors: int = 0

    def say(self, code: str, spot: Spot | None = None, value: str | None = None, **words: object) -> None:
        """Add one problem; ``words`` fill the placeholders of its message. O(1)."""
        message = messages()[code]
        self.total += 1
        self.errors += message.severity == "error"
        if len(self.problems) >= self.limit:
            return
        spot = spot or Spot()
        filled = {
            name: word if isinstance(word, Text | int) else shown(word, LISTED_CHARACTERS)
            for name, word in words.items()
        }
        filled |= {
            name: shown(filled[name])
            for name in ("value", "id", "heading", "name")
            if isinstance(filled.get(name), str)
        }
        if value is not None:
            filled.setdefault("value", shown(value))
        self.problems.append(
            Problem(
                code,
                message.severity,
                message.says.format(**filled),
                message.fix.format(**filled) if message.fix else None,
                file=None if spot.file is None else shown(spot.file),
                sheet=None if spot.sheet is None else shown(spot.sheet),
                line=spot.line,
                record=spot.record,
                column=None if spot.column is None else shown(spot.column),
                cell=spot.cell,
                value=None if value is None else shown(value),
            )
        )
