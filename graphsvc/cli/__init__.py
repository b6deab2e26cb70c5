"""The command line: parse, call one use case, render."""

from __future__ import annotations

from graphsvc import starting

__all__ = ["main"]


def main() -> None:
    """Run the program; exit 0 done, 1 data or question error, 2 wrong usage, 3 engine not available."""
    starting.begin()
    from graphsvc.cli.program import main as run

    run()
