"""Impact as sector swimlanes: work to the left of the change, effect to the right (see docs/pictures.md)."""

from graphsvc_visualizations.swimlane.layout import layout
from graphsvc_visualizations.swimlane.parts import Layout
from graphsvc_visualizations.swimlane.picture import swimlane

__all__ = ["Layout", "layout", "swimlane"]
