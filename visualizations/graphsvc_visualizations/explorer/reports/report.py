"""What every report page is made of: an answer in a sentence, figures, a picture, and ranked tables with links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urlencode

from markupsafe import Markup

from graphsvc.i18n import count, text
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import finished, render

__all__ = [
    "Area",
    "Checks",
    "Choice",
    "Column",
    "Count",
    "Day",
    "Entry",
    "Figure",
    "Link",
    "Report",
    "Table",
    "Tag",
    "Thing",
    "Things",
    "Words",
    "page",
    "picture",
    "sectors_of",
]

#: So many rows of a table are shown until the reader asks for all.
_ROWS = 15
#: So many things are named in a cell; a circle of dependence may hold thousands.
_NAMED = 60


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its sector's glyph, a link to its page."""

    reference: str
    is_: ClassVar[str] = "thing"


@dataclass(frozen=True, slots=True)
class Things:
    """Several things; ``between`` stands between them; the first ``most`` are named and the others counted."""

    references: Sequence[str]
    between: str = ", "
    most: int = _NAMED
    is_: ClassVar[str] = "things"

    @property
    def named(self) -> Sequence[str]:
        """The things that are named."""
        return self.references[: self.most]

    @property
    def left(self) -> int:
        """How many are not."""
        return len(self.references) - len(self.named)


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words."""

    words: str
    is_: ClassVar[str] = "words"


@dataclass(frozen=True, slots=True)
class Count:
    """A number; None is unknown."""

    value: float | None
    decimals: int = 0
    is_: ClassVar[str] = "count"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as ISO text; ``late`` marks one that calls for attention."""

    day: str | None
    late: bool = False
    is_: ClassVar[str] = "day"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another page."""

    words: str
    address: str
    is_: ClassVar[str] = "link"


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that stands out: ``warn``, ``unk`` or ``ok``, with a sign of its own beside the colour."""

    words: str
    class_: str = "warn"
    is_: ClassVar[str] = "tag"

    @property
    def sign(self) -> str:
        """The sign that says the same as the colour."""
        return {"ok": "✓", "unk": "?"}.get(self.class_, "!")


Cell = Thing | Things | Words | Count | Day | Link | Tag


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers stand to the right."""

    words: str
    number: bool = False


@dataclass(frozen=True)
class Table:
    """One table of a report.

    Parameters
    ----------
    key
        Its anchor, and its name in the address when all rows are asked for.
    title
        Its heading, to which the number of rows is added.
    columns, rows
        A row's first cell is its heading.
    note
        How it is to be read.
    exist
        How many rows there are when the answer itself was cut; None = as many as there are here.
    """

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    exist: int | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows) if self.exist is None else self.exist


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure; the number leads to its table."""

    value: str
    words: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A list to choose from: (value, words) pairs; the first is what holds when nothing was chosen."""

    name: str
    words: str
    options: Sequence[tuple[str, str]]
    value: str
    is_: ClassVar[str] = "choice"


@dataclass(frozen=True, slots=True)
class Entry:
    """A field to write in, with what may be meant."""

    name: str
    words: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    is_: ClassVar[str] = "entry"


@dataclass(frozen=True, slots=True)
class Checks:
    """Several things to choose among: (value, words) pairs, and those that are chosen."""

    name: str
    words: str
    options: Sequence[tuple[str, str]]
    chosen: frozenset[str]
    is_: ClassVar[str] = "checks"


@dataclass(frozen=True, slots=True)
class Area:
    """A field for several lines, folded away while it is empty."""

    name: str
    words: str
    value: str
    example: str = ""
    is_: ClassVar[str] = "area"


@dataclass(frozen=True)
class Report:
    """Everything that a report page tells.

    Parameters
    ----------
    question
        The analysis: its name in addresses.
    title, summary
        The heading, and the answer in a sentence.
    notes
        What must be known to read it right; what was cut, what is unknown.
    fields
        What the reader may choose.
    figures, pictures, tables
        In the order in which they stand; a picture with its heading.
    asked
        Whether there is an answer to save (a form that waits for words has none).
    """

    question: str
    title: str
    summary: str
    notes: Sequence[str] = ()
    fields: Sequence[Choice | Entry | Checks | Area] = ()
    figures: Sequence[Figure] = ()
    pictures: Sequence[tuple[str, Markup]] = ()
    tables: Sequence[Table] = ()
    asked: bool = True
    own: Sequence[tuple[str, str]] = field(default=())


def picture(drawn: str) -> Markup:
    """Let a finished drawing into a page."""
    return finished(drawn)


def sectors_of(frame: Frame, amount: int) -> str:
    """Count sectors with the right form of the word."""
    return count(amount, text("reports.sector_one"), text("reports.sector_many"), frame.language)


def page(frame: Frame, snapshot: Snapshot, report: Report) -> str:
    """Return a report as a page.

    Notes
    -----
    O(rows shown).
    """
    unfolded = set(frame.values("all"))
    names = {one.name for one in report.fields}
    kept = [(name, value) for name, value in frame.parameters if name != "all" and value]
    return render(
        "report.html",
        frame,
        snapshot,
        report=report,
        shown={one.key: one.rows if one.key in unfolded else one.rows[:_ROWS] for one in report.tables},
        unfolded=unfolded,
        hidden=[(name, value) for name, value in frame.hidden(*names, "all") if name not in names],
        api=_addresses(report.question, [*report.own, *kept], frame),
        all_of=lambda key: frame.same(all=sorted({*unfolded, key})) + f"#{key}",
    )


def _addresses(question: str, kept: Iterable[tuple[str, str]], frame: Frame) -> dict[str, str]:
    """Return where the same answer can be saved from, by ending."""
    pairs = [*dict.fromkeys(kept)]
    query = urlencode([*(pair for pair in pairs if pair[0] != "lang"), ("lang", frame.language.value)])
    return {ending: f"/api/v1/{question}{ending}?{query}" for ending in ("", ".svg", ".csv", ".xlsx")}
