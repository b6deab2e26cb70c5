"""The offline file: the map in one page that needs no server."""

from __future__ import annotations

from graphsvc_visualizations.explorer.offline.document import offline

__all__ = ["offline"]
