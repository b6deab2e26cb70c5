"""Integration paths as strips of boxes, cheapest first (see docs/pictures.md)."""

from graphsvc_visualizations.path_strip.picture import MOST_DRAWN, drawn_of, path_strip, strip_of

__all__ = ["MOST_DRAWN", "drawn_of", "path_strip", "strip_of"]
