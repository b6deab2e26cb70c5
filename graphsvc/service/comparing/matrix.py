"""Two matrices as a document, a picture, a table, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphsvc.i18n import say
from graphsvc.registry import view
from graphsvc.service.comparing.sides import Compared, Rows
from graphsvc.text import Language

__all__ = ["ComparedMatrix"]


@dataclass(frozen=True)
class ComparedMatrix(Compared):
    """Two matrices; ``contrast`` is a ``graphsvc_queries.matrix.contrast.MatrixContrast``."""

    def sentences(self, language: Language) -> list[str]:
        """Say how many ties come and go, and in how many cells something changes."""
        ties = self.contrast.ties
        cells = len(self.contrast.cells)
        return [
            say("contrast.matrix_ties", language, new=ties.new, gone=ties.gone),
            say("contrast.matrix_cells_one" if cells == 1 else "contrast.matrix_cells", language, n=cells),
        ]

    def printed(self, language: Language) -> tuple[list[str], Rows]:
        """Return headings and a row for each cell in which something comes or goes, most first, for a terminal."""
        rows = [one for one in self._cells() if one[2]]
        rows.sort(key=lambda one: -one[2].new - one[2].gone)
        names = [say(f"contrast.{name}", language) for name in ("from_row", "to_column")]
        headings = [*names, "+ −", *(say(f"exports.ties_{side}", language) for side in ("before", "after"))]
        return headings, [[row.name.in_(language), end.name.in_(language), str(c), *n] for row, end, c, n in rows]

    def picture(self, language: Language) -> str:
        """Draw the matrix with + and − in the cells."""
        note = self.title(language)
        drawn = view("matrix_grid")(
            self.snapshot, self.contrast.matrix, language=language, contrast=self.contrast, note=note
        )
        return str(drawn)

    def document(self, language: Language) -> dict[str, Any]:
        """Return the shown matrix, both moments, and every cell in which something comes or goes."""
        before, after = self.moments()
        ties = self.contrast.ties
        return {
            **self.contrast.matrix.document(language),
            "title": self.snapshot.about.title,
            "before": before,
            "after": after,
            "same": not self.contrast.cells,
            "ties": {"new": ties.new, "gone": ties.gone, "written": str(ties)},
            "only_other": sorted(self.contrast.only_other),
            "changes": [
                {
                    "row": row.id,
                    "column": end.id,
                    "new": change.new,
                    "gone": change.gone,
                    "written": str(change),
                    "before": was,
                    "after": became,
                }
                for row, end, change, (was, became) in self._cells()
                if change
            ],
        }

    def table(self, language: Language) -> list[dict[str, Any]]:
        """Return a row for each cell with ties in either matrix: before, after, and what comes and goes."""

        def named(name: str) -> str:
            return say(f"exports.{name}", language)

        return [
            {
                say("contrast.from_row", language): row.name.in_(language),
                say("contrast.to_column", language): end.name.in_(language),
                named("col_difference"): _told(change, language),
                named("ties_before"): was,
                named("ties_new"): change.new,
                named("ties_gone"): change.gone,
                named("ties_after"): became,
            }
            for row, end, change, (was, became) in self._cells()
            if was or became or change
        ]

    def _cells(self) -> Iterator[tuple[Any, Any, Any, tuple[int, int]]]:
        """Give every cell: row, column, what changes, and its number before and after."""
        shown = self.contrast.matrix
        for row, numbers in zip(shown.axes, shown.cells, strict=True):
            for end, cell in zip(shown.axes, numbers, strict=True):
                change = self.contrast.of(row.id, end.id)
                net = change.new - change.gone
                pair = (cell.total, cell.total + net) if self.own_first else (cell.total - net, cell.total)
                yield row, end, change, pair


def _told(change: Any, language: Language) -> str:
    """Write a change with its signs after words: a cell that begins with + would be a formula to a spreadsheet."""
    if not change:
        return say("exports.stands_same", language)
    parts = (("new", "+", change.new), ("gone", "−", change.gone))
    return ", ".join(
        f"{say(f'exports.stands_{name}', language)} {sign}{number}" for name, sign, number in parts if number
    )
