"""The pages of overlap: what there is for a need, and which systems overlap today."""

from __future__ import annotations

from graphsvc_visualizations.explorer.overlaps.need import overlap
from graphsvc_visualizations.explorer.overlaps.pairs import Done, overlap_pairs

__all__ = ["Done", "overlap", "overlap_pairs"]
