"""A register, its graph database and the questions over them: what one command or one server works with."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from graphsvc.errors import GraphDatabaseError, RegisterLocked
from graphsvc.i18n import text
from graphsvc.ports import GraphDatabase
from graphsvc.register import Register
from graphsvc.registry import graph_database, query
from graphsvc.security import LOCAL, Action, Actor, permit
from graphsvc.settings import Settings
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text

__all__ = ["Workspace"]

_KEPT_SNAPSHOTS = 8


class Workspace:
    """One register folder, opened for reading or for writing.

    Parameters
    ----------
    settings
        What is in force; ``settings.home`` is the folder.
    register
        The opened register.
    actor
        Who asks; every use case asks for permission first.
    writes
        Whether this process is the one that writes.
    """

    def __init__(self, settings: Settings, register: Register, *, actor: Actor = LOCAL, writes: bool = False) -> None:
        self.settings = settings
        self.register = register
        self.actor = actor
        self.writes = writes
        self._snapshots: OrderedDict[tuple[int, dt.date], Snapshot] = OrderedDict()
        self._guard = Lock()

    @classmethod
    def open(cls, settings: Settings, *, write: bool = False, actor: Actor = LOCAL) -> Workspace:
        """Open the register in ``settings.home``.

        Raises
        ------
        RegisterMissing
            When there is none.
        RegisterLocked
            When another process writes; names its PID and the page that does the same.
        """
        permit(actor, Action.EDIT if write else Action.READ)
        try:
            return cls(settings, Register.open(settings.home, write=write), actor=actor, writes=write)
        except RegisterLocked as locked:
            hint = text("service.locked_hint")
            raise RegisterLocked(_joined(locked.detail, hint)) from locked

    @classmethod
    def create(cls, settings: Settings, *, actor: Actor = LOCAL) -> Workspace:
        """Make an empty register in ``settings.home`` and open it for writing."""
        permit(actor, Action.OPERATE)
        Register.create(settings.home).close()
        return cls.open(settings, write=True, actor=actor)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the register and, when this process wrote, of the right to write."""
        self.register.close()

    @property
    def today(self) -> dt.date:
        """The date that questions are asked for when none is named: the register's own, else the clock's."""
        return self.snapshot().date

    def snapshot(self, *, revision: int | None = None, date: dt.date | None = None) -> Snapshot:
        """Return the graph at a revision (None = newest) and a date (None = today); recent ones are kept.

        Notes
        -----
        A revision never changes, so a kept snapshot is never stale; eight are kept.
        """
        permit(self.actor, Action.READ)
        number = self.register.head if revision is None else revision
        day = date or self.register.about.today or dt.date.today()
        with self._guard:
            found = self._snapshots.get((number, day))
            if found is None:
                found = self._make(number, day)
                self._snapshots[number, day] = found
            self._snapshots.move_to_end((number, day))
            while len(self._snapshots) > _KEPT_SNAPSHOTS:
                self._snapshots.popitem(last=False)
            return found

    def _make(self, revision: int, day: dt.date) -> Snapshot:
        made = self.register.snapshot(revision=revision, date=day)
        weights = self.settings.weights
        return made.with_rules(made.rules.with_weights(weights)) if weights else made

    def ask(self, name: str, *, revision: int | None = None, date: dt.date | None = None, **parameters: Any) -> Any:
        """Ask an installed query over a snapshot; returns its frozen result.

        Raises
        ------
        UsageError, QuestionError
            When there is no such query, or it cannot be answered as put.
        """
        permit(self.actor, Action.ASK)
        return query(name)(self.snapshot(revision=revision, date=date), **parameters)

    @property
    def graph_folder(self) -> Path:
        """Where the graph database lives."""
        return self.settings.home / "graph"

    def graph(self) -> GraphDatabase | None:
        """Return the graph database, or None when the settings say ``none``."""
        if self.settings.graph == "none":
            return None
        return graph_database(self.settings.graph)(self.graph_folder)

    def publish(self) -> Text | None:
        """Write the newest revision to the graph database; return a warning when that fails.

        A failed build never undoes a committed revision: the register is the system of record, and the graph
        database can always be built again.
        """
        graph = self.graph()
        if graph is None:
            return None
        try:
            graph.build(self.snapshot())
        except GraphDatabaseError as failed:
            return text("service.graph_warning").format(why=failed.detail)
        return None


def _joined(first: Text, second: Text) -> Text:
    return Text(f"{first.nb} {second.nb}", f"{first.nn} {second.nn}", f"{first.en} {second.en}")
