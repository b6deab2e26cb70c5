"""Which module holds which command, so that a command loads its own module and no other."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

__all__ = ["Commands"]

#: Modules and their commands in the order of ``--help``; None stands for the installed queries.
_ROOMS: dict[str, tuple[str, ...] | None] = {
    "serving": ("demo", "serve"),
    "loading": ("init", "import", "export", "template", "undo"),
    "looking": ("stats", "search", "show", "history"),
    "questions": None,
    "documents": ("memo",),
    "judging": ("pair",),
    "editing": ("edit", "confirm", "remove", "add"),
    "views": ("view",),
    "sources": ("source",),
    "forum": ("proposal", "decision", "condition", "meeting", "statement", "note", "role"),
    "ruling": ("rules",),
    "safekeeping": ("backup", "restore"),
    "operating": ("verify", "doctor", "cypher", "graph"),
}


class Commands(TyperGroup):
    """All commands; each is made when it is called, and all when the list of them is asked for.

    A start that loads everything takes several times as long as most answers do.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands: single ones first, then those that hold others."""
        for room in _ROOMS:
            self._enter(room)
        return sorted(self.commands, key=lambda name: isinstance(self.commands[name], TyperGroup))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a name; None when there is none."""
        if cmd_name not in self.commands:
            room = next((room for room, names in _ROOMS.items() if names and cmd_name in names), None)
            if room is not None:
                self._enter(room)
            else:
                self._enter("questions", only=cmd_name)
        if cmd_name not in self.commands:
            self.list_commands(ctx)  # a wrong word: what comes near it is suggested from among all
        return self.commands.get(cmd_name)

    def _enter(self, room: str, **options: str) -> None:
        """Take up the commands of a module."""
        held = typer.Typer(rich_markup_mode=None)
        import_module(f"graphsvc.cli.{room}").add(held, **options)
        for name, made in get_group(held).commands.items():
            self.commands.setdefault(name, made)
