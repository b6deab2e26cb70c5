"""Making a register's file, and bringing an older one up to date."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from graphsvc.register import migrating, refusals
from graphsvc.register.sqlite.connections import make_pool, reading, writing
from graphsvc.register.sqlite.home import sync_folder

__all__ = ["PARTS", "bring_up_to_date", "make_file", "remove"]

#: Endings of the files that belong to a database of SQLite.
PARTS = ("", "-wal", "-shm", "-journal")


def make_file(file: Path) -> None:
    """Make an empty register; a process that dies meanwhile leaves none, or a whole one.

    Raises
    ------
    EngineError
        When it cannot be written.
    """
    new = file.with_name(f"{file.name}.new")
    remove(new)
    try:
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        pool = make_pool(new, write=True)
        try:
            with writing(pool, new) as connection:
                migrating.upgrade(connection)
        finally:
            pool.dispose()
        new.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise refusals.not_writable(file.parent) from error
    finally:
        remove(new)


def remove(file: Path) -> None:
    """Remove a database with all its files, as far as that is possible."""
    for part in PARTS:
        with contextlib.suppress(OSError):
            file.with_name(f"{file.name}{part}").unlink(missing_ok=True)


def bring_up_to_date(file: Path, *, write: bool) -> None:
    """Look at a register's version before anything else is done with it, and migrate an older one when writing.

    Raises
    ------
    EngineError
        When the register is newer than this program, which leaves it untouched, or older and opened for reading.
    """
    pool = make_pool(file, write=False)
    try:
        with reading(pool, file) as connection:
            current = migrating.is_current(connection, file)
    finally:
        pool.dispose()
    if current:
        return
    if not write:
        raise refusals.older(file)
    pool = make_pool(file, write=True)
    try:
        with writing(pool, file) as connection:
            migrating.upgrade(connection)
    finally:
        pool.dispose()
