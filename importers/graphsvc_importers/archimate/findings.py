"""Collects problems while a model is read: every one counted, the first ones kept."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from graphsvc.model import Severity
from graphsvc.records import Problem
from graphsvc.text import Text
from graphsvc_importers.archimate.messages import MESSAGES

__all__ = ["Findings", "nearest", "shown"]

SHOWN_CHARACTERS = 80
SEARCHES = 100
#: Control characters, directional marks and line separators, which would garble a terminal or a page.
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
#: Eleven digits as a Norwegian national identity number is written; architecture ids have none of that shape.
IDENTITY_NUMBER = re.compile(r"(?<![\d-])\d{6}[ .]?\d{5}(?![\d-])")


def shown(value: object) -> str:
    r"""Make a value fit to be shown: identity numbers masked, unsafe characters escaped, cut at 80 characters.

    Examples
    --------
    >>> shown("a\x07b")
    'a\\u0007b'
    """
    masked = IDENTITY_NUMBER.sub("*" * 11, str(value)[: 4 * SHOWN_CHARACTERS])
    words = UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", masked)
    return words if len(words) <= SHOWN_CHARACTERS else words[: SHOWN_CHARACTERS - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> Text:
    """Say which known name comes nearest, or nothing.

    Examples
    --------
    >>> nearest("Servng", ["Serving", "Flow"]).en
    ' (closest: Serving)'
    """
    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    if not found:
        return Text.same("")
    near = shown(found[0])
    return Text(f" (nærmest: {near})", f" (nærast: {near})", f" (closest: {near})")


@dataclass(slots=True)
class Findings:
    """The problems of one reading.

    Parameters
    ----------
    file
        Name of the file, put into every problem.
    limit
        How many are kept; all are counted in ``total``.
    """

    file: str | None = None
    limit: int = 10_000
    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    errors: int = 0
    searched: int = 0

    def say(
        self,
        code: str,
        *,
        line: int | None = None,
        value: str | None = None,
        pointer: str | None = None,
        **words: object,
    ) -> None:
        """Add one problem; ``words`` fill the placeholders of its message. O(1)."""
        message = MESSAGES[code]
        self.total += 1
        self.errors += message.severity is Severity.ERROR
        first_error = self.errors == 1 and message.severity is Severity.ERROR
        if len(self.problems) >= self.limit and not first_error:  # the one that stops the import is never left out
            return
        filled = {name: word if isinstance(word, Text | int) else shown(word) for name, word in words.items()}
        if value is not None:
            filled["value"] = shown(value)
        self.problems.append(
            Problem(
                code,
                message.severity,
                message.says.format(**filled),
                message.fix.format(**filled) if message.fix else None,
                file=self.file,
                line=line,
                column=str(words["column"]) if "column" in words else None,
                pointer=None if pointer is None else shown(pointer),
                value=None if value is None else shown(value),
            )
        )

    def near(self, name: str, known: Iterable[str]) -> Text:
        """Say which known name comes nearest, for the first hundred problems: as many are shown to people."""
        self.searched += 1
        return nearest(name, known) if self.searched <= SEARCHES else Text.same("")

    def told(self) -> tuple[Problem, ...]:
        """Return the problems, and how many more there were."""
        left = self.total - len(self.problems)
        if left:
            message = MESSAGES["more"]
            self.problems.append(Problem("more", message.severity, message.says.format(count=left), file=self.file))
            self.total += 1
        return tuple(self.problems)
