"""The register as one file, for one machine."""

from graphsvc.register.sqlite.engine import SqliteEngine

__all__ = ["SqliteEngine"]
