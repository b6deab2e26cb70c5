"""Documents of the forum: memo, memo pack and decision, as PDF and as pages that load nothing."""

from graphsvc_visualizations.paper.memo import memo

__all__ = ["memo"]
