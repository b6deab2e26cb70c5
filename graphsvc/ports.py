"""The protocols that plugins fulfil; nothing else lives here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from graphsvc.records import Reading
from graphsvc.text import Language, Text

if TYPE_CHECKING:  # a guarded reader starts without the libraries behind the snapshot
    from graphsvc.snapshot import Facts, Snapshot

__all__ = [
    "Ask",
    "FileText",
    "GraphAnswer",
    "GraphDatabase",
    "GraphStatus",
    "ImportOptions",
    "Importer",
    "Query",
    "View",
]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a source.

    Parameters
    ----------
    mapping
        Name of a shipped mapping profile, or path of the user's own; None = recognise it.
    guess
        Offer to map unknown headings by their likeness.
    limits
        Named limits that override the importer's own (``upload_bytes``, ``unpacked_bytes``, ``columns`` ...).
    known
        What the register has already, as ``kind:id`` and ``relation:id``; ends of relations may be there.
    """

    mapping: str | None = None
    guess: bool = False
    limits: Mapping[str, int] | None = None
    known: frozenset[str] = frozenset()


@runtime_checkable
class Importer(Protocol):
    """Turns one source into records and problems; knows no store and opens no network connection."""

    name: str

    def recognises(self, paths: Sequence[Path]) -> bool:
        """Tell whether these files are of this format, from their names and first bytes."""
        ...

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Reading:
        """Read the source whole; every problem at once, never an exception for bad data."""
        ...


class Query(Protocol):
    """One question: a pure function of a snapshot with a frozen result; its signature is its declaration."""

    def __call__(self, snapshot: Snapshot, /, *args: Any, **kwargs: Any) -> Any:
        """Answer the question."""
        ...


class Ask(Protocol):
    """Asks other installed queries: a query that compares answers declares a parameter of this type and is given it."""

    def __call__(self, snapshot: Snapshot, question: str, /) -> Any:
        """Answer a question written as in an address: ``reach?thing=epj&mode=sync``."""
        ...


class FileText(str):
    """The text of a file: the command line reads it from a path; an address and a notebook give the text itself."""

    __slots__ = ()


class View(Protocol):
    """One picture: a pure function of a result, the same bytes for the same result."""

    def __call__(self, snapshot: Snapshot, result: Any, /, *, language: Language) -> str:
        """Draw the result as a self-contained SVG document."""
        ...


@dataclass(frozen=True, slots=True)
class GraphStatus:
    """How the graph database stands: which revision it shows, whether its digest holds, whether it answers at all."""

    engine: str
    revision: int | None
    digest: str | None
    digest_ok: bool
    why: Text | None = None
    answers: bool = True


class GraphAnswer(NamedTuple):
    """What the graph database answered: plain values (JSON can write them), and whether rows were left out."""

    columns: list[str]
    rows: list[list[object]]
    truncated: bool = False


@runtime_checkable
class GraphDatabase(Protocol):
    """A derived copy of one revision for questions in Cypher; rebuilt when in doubt, never repaired."""

    name: str

    def build(self, snapshot: Snapshot) -> GraphStatus:
        """Write the snapshot's whole graph as a new database, verify it, and put it in place of the old one."""
        ...

    def apply(self, snapshot: Snapshot, before: Facts) -> GraphStatus:
        """Bring it from the revision that it shows, whose facts are ``before``, to the snapshot's, in one step.

        An engine that only ever writes whole graphs builds; so does one that finds another revision than ``before``.
        """
        ...

    def status(self, *, verify: bool = False) -> GraphStatus:
        """Tell which revision is shown; with ``verify`` count and digest every table again."""
        ...

    def read(self, statement: str, parameters: Mapping[str, object] | None = None) -> GraphAnswer:
        """Run one read-only Cypher statement, within a time and a number of rows.

        Raises
        ------
        QuestionError
            When the statement is more than reading, cannot be understood, or takes too long.
        GraphDatabaseError
            When there is no sound database to ask.
        """
        ...
