"""Files from outside are read in a child process with limits on memory and time, and without a network."""

from graphsvc.guard.parent import protection, read_guarded

__all__ = ["protection", "read_guarded"]
