"""Two answers to one impact question as a document, a picture, a table, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.i18n import say
from graphsvc.metamodel import KINDS
from graphsvc.registry import view
from graphsvc.service.comparing.sides import Compared, Rows
from graphsvc.text import Language

__all__ = ["ComparedImpact"]


@dataclass(frozen=True)
class ComparedImpact(Compared):
    """Two answers to one impact question; ``contrast`` is a ``graphsvc_queries.impact.contrast.Contrast``."""

    def sentences(self, language: Language) -> list[str]:
        """Say what differs, the most telling first."""
        return list(view("explorer").contrast_sentences(self.snapshot, self.contrast, self.other, language))

    def printed(self, language: Language) -> tuple[list[str], Rows]:
        """Return headings and a row for each touched thing that differs, for a terminal."""
        rows = [list(row.values()) for row in self.table(language, only_differences=True)]
        return self._headings(language), rows

    def picture(self, language: Language) -> str:
        """Draw both answers in one, with a sign at all that comes and goes."""
        drawn = view("swimlane")(
            self.snapshot,
            self.contrast.merged,
            language=language,
            contrast=self.contrast,
            other=self.other.snapshot,
            note=self.title(language),
        )
        return str(drawn)

    def document(self, language: Language) -> dict[str, Any]:
        """Return the comparison with both moments, sums by sector before and after, and every touched thing."""
        contrast = self.contrast
        drawn = view("swimlane").drawn(
            self.snapshot, contrast.merged, language=language, contrast=contrast, other=self.other.snapshot
        )
        before, after = self.moments()
        return {
            "title": self.snapshot.about.title,
            "changes": [change.document(language) for change in contrast.own.changes],
            "min_strength": contrast.own.min_strength,
            "max_steps": contrast.own.max_steps,
            "before": {**before, "answered": contrast.before is not None},
            "after": {**after, "answered": contrast.after is not None},
            "same": contrast.is_same,
            "counts": {standing.value: number for standing, number in sorted(contrast.counts().items())},
            "sectors": self._sectors(language),
            "touched": [self._row(row, language) for row in contrast.rows],
            "ties": [
                {"from": start, "to": end, "way": way.value, "standing": standing.value}
                for (start, end, way), standing in sorted(contrast.ties.items())
            ],
            "drawn": {way.value: {"ties": one.ties, "exist": one.exist} for way, one in drawn.items()},
        }

    def table(self, language: Language, *, only_differences: bool = False) -> list[dict[str, Any]]:
        """Return a row for each touched thing with its strength before and after, what differs first."""
        names = self._headings(language)
        return [
            dict(zip(names, self._cells(row, language), strict=True))
            for row in self.contrast.rows
            if not only_differences or row.standing.value != "same"
        ]

    @staticmethod
    def _headings(language: Language) -> list[str]:
        columns = ("difference", "thing", "name", "kind", "way", "before", "after")
        return [say(f"exports.col_{name}", language) for name in columns]

    @staticmethod
    def _cells(row: Any, language: Language) -> list[Any]:
        return [
            say(f"exports.stands_{row.standing.value}", language),
            row.touched.thing,
            row.touched.name.in_(language),
            KINDS[row.touched.kind].label.in_(language),
            say(f"exports.way_{row.touched.way.value}", language),
            _rounded(row.before),
            _rounded(row.after),
        ]

    def _sectors(self, language: Language) -> list[dict[str, Any]]:
        """Return the roll-up of both answers, the rows of the first in their order, then those of the other."""
        answers = [answer for answer in (self.contrast.own, self.contrast.other) if answer is not None]
        rows = {row.id: row for answer in reversed(answers) for row in answer.sectors}
        order = dict.fromkeys(row.id for answer in answers for row in answer.sectors)
        return [
            {
                "id": identifier,
                "name": rows[identifier].name.in_(language),
                **{
                    side: None if row is None else row.document(language)
                    for side, row in zip(("before", "after"), self.contrast.sector(identifier), strict=True)
                },
            }
            for identifier in order
        ]

    @staticmethod
    def _row(row: Any, language: Language) -> Mapping[str, Any]:
        told = row.touched.document(language)
        del told["strength"]
        return {
            **told,
            "standing": row.standing.value,
            "before": _rounded(row.before),
            "after": _rounded(row.after),
        }


def _rounded(strength: float | None) -> float | None:
    return None if strength is None else round(strength, 9)
