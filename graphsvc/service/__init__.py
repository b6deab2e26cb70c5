"""The use cases: the only place that joins register, graph database, importers, queries and views."""

from graphsvc.service.workspace import Workspace

__all__ = ["Workspace"]
