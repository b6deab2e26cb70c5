"""Two answers to one impact question as a document, a picture or a table in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.i18n import date, say
from graphsvc.metamodel import KINDS
from graphsvc.registry import view
from graphsvc.service.picturing import file_of
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["CHANGES", "Compared"]

#: Stands for a change set that has no name.
CHANGES = "changes"


@dataclass(frozen=True)
class Compared:
    """Two answers held against one another.

    Parameters
    ----------
    snapshot, other
        The graph that is asked, and the one that it is held against.
    contrast
        Both answers (``graphsvc_queries.impact.contrast.Contrast``).
    planned
        What is carried out in the other graph: a proposal's id, or :data:`CHANGES`; empty when it is another time.
    """

    snapshot: Snapshot
    other: Snapshot
    contrast: Any
    planned: str = ""

    def file(self, ending: str, language: Language) -> bytes:
        """Return the comparison as the content of a file; ``ending`` is ``.svg``, ``.json``, ``.csv`` or ``.xlsx``.

        Raises
        ------
        UsageError
            When the ending is unknown; lists those that are.
        """
        return file_of(
            ending,
            picture=lambda: self.picture(language),
            document=lambda: self.document(language),
            rows=lambda: self.table(language),
        )

    def picture(self, language: Language) -> str:
        """Draw both answers in one, with a sign at all that comes and goes."""
        own = self._said(self.snapshot, "", language)
        there = self._said(self.other, self.planned, language)
        before, after = (own, there) if self.contrast.own_first else (there, own)
        drawn = view("swimlane")(
            self.snapshot,
            self.contrast.merged,
            language=language,
            contrast=self.contrast,
            other=self.other,
            note=say("contrast.title", language, before=before, after=after),
        )
        return str(drawn)

    def document(self, language: Language) -> dict[str, Any]:
        """Return the comparison with both moments, sums by sector before and after, and every touched thing."""
        contrast = self.contrast
        drawn = view("swimlane").drawn(
            self.snapshot, contrast.merged, language=language, contrast=contrast, other=self.other
        )
        own, there = self._moment(self.snapshot, ""), self._moment(self.other, self.planned)
        before, after = (own, there) if contrast.own_first else (there, own)
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

    def table(self, language: Language) -> list[dict[str, Any]]:
        """Return a row for each touched thing with its strength before and after, what differs first."""
        return [
            {
                say(f"exports.col_{name}", language): value
                for name, value in {
                    "difference": say(f"exports.stands_{row.standing.value}", language),
                    "thing": row.touched.thing,
                    "name": row.touched.name.in_(language),
                    "kind": KINDS[row.touched.kind].label.in_(language),
                    "way": say(f"exports.way_{row.touched.way.value}", language),
                    "before": _rounded(row.before),
                    "after": _rounded(row.after),
                }.items()
            }
            for row in self.contrast.rows
        ]

    @staticmethod
    def _said(snapshot: Snapshot, planned: str, language: Language) -> str:
        if planned == CHANGES:
            return say("contrast.planned", language)
        if planned:
            return say("contrast.carried_out", language, id=planned)
        return say("contrast.moment", language, day=date(snapshot.date, language), revision=snapshot.revision)

    @staticmethod
    def _moment(snapshot: Snapshot, planned: str) -> dict[str, Any]:
        return {"revision": snapshot.revision, "as_of": snapshot.date.isoformat(), "carried_out": planned or None}

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
