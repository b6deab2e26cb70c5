"""Two answers about paths as a document, a picture, a table, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphsvc.i18n import say
from graphsvc.registry import view
from graphsvc.service.comparing.sides import Compared, Rows
from graphsvc.text import Language

__all__ = ["ComparedPaths"]

_COLUMNS = ("difference", "path", "why", "rank_before", "rank_after", "cost_before", "cost_after", "steps")


@dataclass(frozen=True)
class ComparedPaths(Compared):
    """Two answers about paths; ``contrast`` is a ``graphsvc_queries.paths.contrast.PathsContrast``."""

    def sentences(self, language: Language) -> list[str]:
        """Say whether the cheapest path is another one, and how many of the paths come and go."""
        contrast = self.contrast
        if contrast.other is None:
            return [self._missing(language)]
        if contrast.is_same:
            return [say("contrast.path_all_same", language)]
        stands = [row.standing.value for row in contrast.rows]
        numbers = {name: stands.count(name) for name in ("new", "gone", "same")}
        changed = len(stands) - sum(numbers.values())
        return [self._best(language), say("contrast.path_counts", language, changed=changed, **numbers)]

    def _missing(self, language: Language) -> str:
        """Say which end is not there; a system to go through or around is not among the answer's names."""
        ends = (self.contrast.own.start, self.contrast.own.end)
        gone = [self.snapshot.index(end) for end in ends if end not in self.other.snapshot]
        names = [self.snapshot.name(thing, language).words for thing in gone]
        if not names:
            return say("contrast.path_missing", language)
        return say("contrast.path_gone_end", language, names=" · ".join(names))

    def _best(self, language: Language) -> str:
        was, became = (side.paths[0] if side and side.paths else None for side in self.contrast.sides)
        if was is None or became is None:
            return say("contrast.path_none_before" if was is None else "contrast.path_none_after", language)
        if (was.systems, was.cost) == (became.systems, became.cost):
            return say("contrast.path_best_same", language, cost=was.cost, steps=was.steps)
        costs = {"cost_before": was.cost, "cost_after": became.cost}
        return say("contrast.path_best", language, before=was.steps, after=became.steps, **costs)

    def printed(self, language: Language) -> tuple[list[str], Rows]:
        """Return headings and a row for each path, what differs first, for a terminal."""
        chosen = ("difference", "path", "why")
        headings = [say(f"exports.col_{name}", language) for name in chosen]
        return headings, [[cells[name] for name in chosen] for cells in self._rows(language)]

    def picture(self, language: Language) -> str:
        """Draw the paths of both answers, each with what became of it."""
        drawn = view("path_strip_compared")
        return str(drawn(self.contrast, language=language, note=self.title(language), said=self.sentences(language)))

    def document(self, language: Language) -> dict[str, Any]:
        """Return both moments, and every path of either answer with what became of it."""
        before, after = self.moments()
        contrast = self.contrast
        return {
            "title": self.snapshot.about.title,
            "from": contrast.own.start,
            "to": contrast.own.end,
            "before": {**before, "answered": contrast.sides[0] is not None},
            "after": {**after, "answered": contrast.sides[1] is not None},
            "same": contrast.is_same,
            "sentences": self.sentences(language),
            "paths": [
                {
                    "standing": row.standing.value,
                    "ranks": [rank or None for rank in row.ranks],
                    "before": row.before.document(language) if row.before else None,
                    "after": row.after.document(language) if row.after else None,
                    "lacking": list(row.lacking),
                }
                for row in contrast.rows
            ],
            "names": {str(thing): name.in_(language) for thing, name in contrast.names.items()},
        }

    def table(self, language: Language) -> list[dict[str, Any]]:
        """Return a row for each path, what differs first."""
        return [
            {say(f"exports.col_{name}", language): cells[name] for name in _COLUMNS} for cells in self._rows(language)
        ]

    def _rows(self, language: Language) -> list[dict[str, Any]]:
        explorer, names = view("explorer"), self.contrast.names
        return [
            {
                "difference": explorer.path_standing(row, language),
                "path": " → ".join(names[system].in_(language) for system in row.path.systems),
                "why": explorer.path_why(row, language),
                "rank_before": row.ranks[0] or None,
                "rank_after": row.ranks[1] or None,
                "cost_before": row.before.cost if row.before else None,
                "cost_after": row.after.cost if row.after else None,
                "steps": row.path.steps,
            }
            for row in self.contrast.rows
        ]
