"""What is wrong with a file of facts; whoever opened it reads the register instead, so that no person sees this."""

from __future__ import annotations

__all__ = ["StoreDamaged"]


class StoreDamaged(Exception):
    """The file is torn, altered, of another format or of another revision."""
