"""Impact as sector swimlanes: work to the left of the change, effect to the right (see docs/pictures.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphsvc.model import Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Drawn, Impact
from graphsvc_queries.impact.contrast import Contrast
from graphsvc_queries.impact.ties import TieRows
from graphsvc_queries.impact.touched import TouchedRows
from graphsvc_visualizations.swimlane.cells import Question
from graphsvc_visualizations.swimlane.counting import count_drawn
from graphsvc_visualizations.swimlane.counting_rows import count_rows
from graphsvc_visualizations.swimlane.layout import layout
from graphsvc_visualizations.swimlane.parts import Layout
from graphsvc_visualizations.swimlane.picture import swimlane as draw

__all__ = ["Layout", "layout", "swimlane"]


class _Swimlane:
    """The view: draws when called, and tells how many ties the drawing shows of those that exist."""

    def __call__(
        self,
        snapshot: Snapshot,
        result: Impact,
        /,
        *,
        language: Language,
        selected: str | None = None,
        way: Way | None = None,
        unfolded: frozenset[str] = frozenset(),
        sectors: frozenset[str] = frozenset(),
        standalone: bool = True,
        address: Sequence[tuple[str, str]] | None = None,
        contrast: Contrast | None = None,
        other: Snapshot | None = None,
        note: str = "",
        places: Layout | None = None,
    ) -> str:
        """Draw an answer; see :func:`graphsvc_visualizations.swimlane.picture.swimlane`."""
        return draw(
            snapshot,
            result,
            language=language,
            selected=selected,
            way=way,
            unfolded=unfolded,
            sectors=sectors,
            standalone=standalone,
            address=address,
            contrast=contrast,
            other=other,
            note=note,
            places=places,
        )

    @staticmethod
    def drawn(
        snapshot: Snapshot,
        result: Impact,
        *,
        language: Language = Language.NB,
        contrast: Contrast | None = None,
        other: Snapshot | None = None,
    ) -> Mapping[Way, Drawn]:
        """Return drawn and existing ties of each way; they are the same in every language."""
        if contrast is None and isinstance(result.touched, TouchedRows) and isinstance(result.ties, TieRows):
            return count_rows(snapshot, result, result.touched, result.ties)
        return count_drawn(Question(snapshot, result, contrast=contrast, other=other))


swimlane = _Swimlane()
