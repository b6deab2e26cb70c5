"""All commands of the forum."""

from __future__ import annotations

import typer

from graphsvc.cli import forum_decisions, forum_meetings, forum_proposals

__all__ = ["add"]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    for room in (forum_proposals, forum_decisions, forum_meetings):
        room.add(application)
