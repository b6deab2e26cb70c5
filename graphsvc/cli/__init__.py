"""The command line: parse, call one use case, render."""

from graphsvc.cli.program import main

__all__ = ["main"]
