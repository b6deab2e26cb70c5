"""A register in a file: opened, locked for one writing process, copied and replaced."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from graphsvc.register import refusals
from graphsvc.register.engine import Where
from graphsvc.register.sqlite import connections
from graphsvc.register.sqlite.home import LOCK, checked_file, checked_folder, flush, sync_folder
from graphsvc.register.sqlite.lock import WriterLock
from graphsvc.register.sqlite.making import PARTS, bring_up_to_date, make_file, remove

__all__ = ["SqliteEngine"]


class SqliteEngine:
    """The register of a folder; the shape is :class:`graphsvc.register.engine.Engine`.

    One process writes for as long as it has the register open: it holds the folder's lock.
    """

    def __init__(self, file: Path, lock: WriterLock | None) -> None:
        self.file = file
        self._lock = lock
        self._turn = threading.RLock()
        self._pool = connections.make_pool(file, write=lock is not None)

    @classmethod
    def create(cls, home: Where) -> Self:
        """Make an empty register in a folder, which is made too."""
        assert isinstance(home, Path)  # noqa: S101 - the room is chosen by the type
        file = _made_folder(home)
        return cls._locked(file, lambda: _make(file))

    @classmethod
    def open(cls, home: Where, *, write: bool) -> Self:
        """Open the register of a folder. Reading needs no lock and waits for nobody."""
        assert isinstance(home, Path)  # noqa: S101 - the room is chosen by the type
        file = checked_file(home, write=write)
        if write:
            return cls._locked(file, lambda: bring_up_to_date(file, write=True))
        bring_up_to_date(file, write=False)
        return cls(file, None)

    @classmethod
    def take(cls, home: Where) -> tuple[Self, bool]:
        """Lock a folder without looking at the register in it, and say whether there is one."""
        assert isinstance(home, Path)  # noqa: S101 - the room is chosen by the type
        file = _made_folder(home)
        return cls._locked(file, lambda: None), file.exists()

    @classmethod
    def _locked(cls, file: Path, prepare: Callable[[], None]) -> Self:
        lock = WriterLock(file.with_name(LOCK), file)
        try:
            prepare()
            return cls(file, lock)
        except BaseException:
            lock.release()
            raise

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self.file)

    @property
    def writes(self) -> bool:
        """Whether this is the process that writes."""
        return self._lock is not None

    def reading(self) -> AbstractContextManager[Connection]:
        """Open one transaction that sees one revision and no other."""
        return connections.reading(self._pool, self.file)

    def writing(self) -> AbstractContextManager[Connection]:
        """Open one transaction that is committed whole at the end, or not at all."""
        return connections.writing(self._pool, self.file)

    @contextlib.contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait for other threads; there is no other process that writes."""
        with self._turn:
            yield

    def copy_to(self, file: Path) -> None:
        """Copy in one step: SQLite holds a read transaction meanwhile, which stops nobody under a write-ahead log."""
        with connections.explained(file):
            raw = self._pool.raw_connection()
            try:
                source = raw.driver_connection
                assert isinstance(source, sqlite3.Connection)  # noqa: S101 - this pool was made above
                with closing(sqlite3.connect(file)) as target:
                    source.backup(target)
                    _clear_desk(target)
                    target.execute("PRAGMA journal_mode=DELETE")
            finally:
                raw.close()

    def replace_by(self, file: Path) -> str | None:
        """Put another file in place of this one, which stays beside it under a name that tells when."""
        new = self.file.with_name(f"{self.file.name}.new")
        remove(new)
        self._pool.dispose()
        try:
            shutil.copyfile(file, new)
            new.chmod(0o600)
            flush(new)
            aside = self._kept_aside() if self.file.exists() else None
            new.replace(self.file)
            sync_folder(self.file.parent)
        except OSError as error:
            raise refusals.not_writable(self.file.parent) from error
        finally:
            remove(new)
        return aside

    def _kept_aside(self) -> str:
        """Give the register a second name; its log goes with it, or it would be taken for the new file's."""
        self._settle()
        aside = _free(self.file.with_name(f"register-before-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}.sqlite"))
        os.link(self.file, aside)
        for part in PARTS[1:]:
            with contextlib.suppress(FileNotFoundError):
                self.file.with_name(f"{self.file.name}{part}").replace(aside.with_name(f"{aside.name}{part}"))
        return str(aside)

    def _settle(self) -> None:
        """Move what the log holds into the file, where the file is sound enough; else the log is kept with it."""
        with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection and let the next one write."""
        self._pool.dispose()
        if self._lock is not None:
            self._lock.release()


def _made_folder(home: Path) -> Path:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise refusals.not_a_folder(home) from error
    except OSError as error:
        raise refusals.not_writable(home) from error
    return checked_folder(home, write=True)


def _make(file: Path) -> None:
    if file.exists():
        raise refusals.already_there(file)
    make_file(file)


def _clear_desk(copy: sqlite3.Connection) -> None:
    """Leave out of a copy what workers share for a while: secrets and unfinished business."""
    copy.execute("PRAGMA secure_delete=ON")
    with copy:
        copy.execute("DELETE FROM desk")


def _free(file: Path) -> Path:
    number, found = 1, file
    while found.exists():
        number += 1
        found = file.with_name(f"{file.stem}-{number}{file.suffix}")
    return found
