"""Saved views: addresses of pages that people keep beside the register, with whose they are and when they were saved.

They say nothing of the world, so they are no claims and stand outside the chain; but they are copied along in a backup
and from one engine to another. One that is removed stays there, marked, so that it can be brought back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, func, insert, select, update

from graphsvc.register import log, refusals
from graphsvc.register.claims import storable
from graphsvc.register.schema import saved_view

__all__ = ["SavedView", "SavedViews"]


@dataclass(frozen=True, slots=True)
class SavedView:
    """One saved view.

    Parameters
    ----------
    number
        Its own, never given again.
    name, note
        What people call it, and what it is for.
    address
        Path and query of a page.
    owner
        Who saved it.
    shared
        Whether others see it too.
    revision
        The newest revision of the map when it was saved.
    saved, removed
        When, as ISO text in UTC; ``removed`` is empty while it is there.
    """

    number: int
    name: str
    address: str
    owner: str
    shared: bool
    note: str
    revision: int
    saved: str
    removed: str = ""


class SavedViews:
    """The saved views of one register.

    Parameters
    ----------
    reading, writing
        Open a transaction that sees one revision, and one that writes.
    """

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading, self._writing = reading, writing

    def all(self) -> list[SavedView]:
        """Return every view, removed ones too, in the order in which they were saved."""
        with self._reading() as connection:
            return _all(connection)

    def add(self, view: SavedView) -> SavedView:
        """Keep a view under the next number, as saved at the newest revision of the map, and return it.

        Raises
        ------
        DataError
            When it holds characters that cannot be stored.
        """
        _check(view)
        with self._writing() as connection:
            newest = connection.execute(select(func.coalesce(func.max(saved_view.c.number), 0))).scalar_one()
            kept = replace(view, number=int(newest) + 1, revision=log.newest_of_map(connection))
            connection.execute(insert(saved_view), [_row(kept)])
            return kept

    def change(self, view: SavedView) -> None:
        """Keep a view in place of the one of its number."""
        _check(view)
        with self._writing() as connection:
            connection.execute(update(saved_view).where(saved_view.c.number == view.number).values(_row(view)))


def _all(connection: Connection) -> list[SavedView]:
    rows = connection.execute(select(saved_view).order_by(saved_view.c.number)).mappings()
    return [SavedView(**{**row, "shared": bool(row["shared"])}) for row in rows]


def _row(view: SavedView) -> dict[str, object]:
    return {**asdict(view), "shared": int(view.shared)}


def _check(view: SavedView) -> None:
    for words in (view.name, view.address, view.owner, view.note):
        if not storable(words):
            raise refusals.unfit(view.name[:40], "")
