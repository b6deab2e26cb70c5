"""The map of the whole municipality: sectors as columns, units as boxes, what they own inside, flows between them."""

from graphsvc_visualizations.map.contrast import MapContrast, map_contrast
from graphsvc_visualizations.map.counts import FlowCounts
from graphsvc_visualizations.map.exchange import Exchange
from graphsvc_visualizations.map.layout import Box, MapLayout, Shown, Tie, lay_out
from graphsvc_visualizations.map.picture import municipality_map

__all__ = [
    "Box",
    "Exchange",
    "FlowCounts",
    "MapContrast",
    "MapLayout",
    "Shown",
    "Tie",
    "lay_out",
    "map_contrast",
    "municipality_map",
]
