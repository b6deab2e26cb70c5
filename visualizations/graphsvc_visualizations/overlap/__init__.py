"""Pictures of overlap: candidates with their scores cut in shares, and the contracts of pairs."""

from __future__ import annotations

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.overlap import Overlap, OverlapPairs
from graphsvc_visualizations.overlap.bar import LOOKS, bar_icon, swatch
from graphsvc_visualizations.overlap.contracts import contracts
from graphsvc_visualizations.overlap.ranking import ranking

__all__ = ["LOOKS", "bar_icon", "contracts", "overlap_bars", "ranking", "swatch"]


def overlap_bars(
    snapshot: Snapshot, result: Overlap | OverlapPairs, /, *, language: Language, standalone: bool = True
) -> str:
    """Draw an answer of overlap: candidates with their scores, or pairs with their contracts."""
    if isinstance(result, OverlapPairs):
        return contracts(snapshot, result, language=language, standalone=standalone)
    return ranking(snapshot, result, language=language, standalone=standalone)
