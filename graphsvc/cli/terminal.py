"""What a command says and where: one document on standard output, everything else on standard error."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TextIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from graphsvc.errors import GraphsvcError
from graphsvc.i18n import say
from graphsvc.text import Language

_NUMBER = re.compile("[-+]?[0-9][0-9.,\u00a0]*|[–?]", re.ASCII)
#: So many pieces of a document (a word, a brace) are written at once.
_TOGETHER = 10_000

__all__ = ["Terminal", "error_document", "show_what_cannot_be_written"]


@dataclass
class Terminal:
    """Where a command speaks.

    Parameters
    ----------
    language
        Of every word.
    json
        Whether standard output holds one JSON document and nothing else.
    quiet
        Whether messages that are no answer are left out.
    """

    language: Language = Language.NB
    json: bool = False
    quiet: bool = False
    out: Console = field(default_factory=lambda: _console(stderr=False))
    messages: Console = field(default_factory=lambda: _console(stderr=True))

    def document(self, document: object) -> None:
        """Write the one JSON document; with escapes where standard output cannot hold every letter."""
        escaped = not _holds_every_letter(sys.stdout)
        # A long document is never held a second time as text; but each write costs more than making its few letters.
        pieces = json.JSONEncoder(ensure_ascii=escaped, indent=2, default=str).iterencode(document)
        while some := "".join(islice(pieces, _TOGETHER)):
            sys.stdout.write(some)
        sys.stdout.write("\n")
        sys.stdout.flush()

    def line(self, words: str = "") -> None:
        """Write a line of the answer."""
        self.out.print(words)

    def note(self, key: str, **values: object) -> None:
        """Write a message on standard error, unless quiet."""
        if not self.quiet:
            self.messages.print(say(key, self.language, **values))

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[object]], *, title: str | None = None) -> None:
        """Write a table; numbers are set to the right."""
        if title:
            self.out.print(f"\n{title}")
        table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(headings))
        for position, heading in enumerate(headings):
            numbers = bool(rows) and all(_is_number(row[position]) for row in rows)
            # Only the last column may wrap: it holds the long words.
            wraps = position == len(headings) - 1 and not numbers
            table.add_column(heading, justify="right" if numbers else "left", overflow="fold", no_wrap=not wraps)
        for row in rows:
            table.add_row(*("" if cell is None else str(cell) for cell in row))
        self.out.print(table)

    @contextmanager
    def working(self, key: str, **values: object) -> Iterator[None]:
        """Show that something long goes on, on standard error, where somebody watches."""
        if self.quiet or not self.messages.is_terminal:
            yield
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        with Progress(*columns, console=self.messages, transient=True) as progress:
            progress.add_task(say(key, self.language, **values), total=None)
            yield

    def error(self, error: GraphsvcError) -> None:
        """Say what went wrong; as a document too when one was asked for."""
        if self.json:
            self.document(error_document(error, self.language))
        self.messages.print(error.in_(self.language))


def show_what_cannot_be_written(*streams: TextIO) -> None:
    """Let a terminal of an older encoding (Latin-1, ASCII) show escapes for letters it lacks, not stop at them."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper) and not _holds_every_letter(stream):
            stream.reconfigure(errors="backslashreplace")


def _holds_every_letter(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("_", "-").startswith("utf")


def _console(*, stderr: bool) -> Console:
    """Make a console; a file or a pipe gets lines as wide as they are, not cut at 80 columns."""
    # Words from files are shown as they are: neither [markup] nor :codes: (the id "a:b:c" is no picture of a B).
    plain = Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)
    if plain.is_terminal:
        return plain
    return Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False, width=200)


def _is_number(cell: object) -> bool:
    """Tell whether a cell is a number as people write them, or stands for one that is not known."""
    return cell is None or isinstance(cell, int | float) or (isinstance(cell, str) and bool(_NUMBER.fullmatch(cell)))


def error_document(error: GraphsvcError, language: Language) -> dict[str, object]:
    """Return an error as problem details (RFC 9457)."""
    document: dict[str, object] = {
        "type": f"urn:graphsvc:error:{error.code}",
        "title": error.title.in_(language),
        "status": error.status,
        "detail": error.in_(language),
        "code": error.code,
        **error.more,
    }
    if error.problems:
        from graphsvc.service.importing import problem_document  # most calls meet no error

        document["problems"] = [problem_document(problem, language) for problem in error.problems[:100]]
        document["problem_count"] = len(error.problems)
    return document
