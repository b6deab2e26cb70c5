"""Making a register's file, and bringing an older one up to date."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from graphsvc.register import refusals
from graphsvc.register.engine import make_engine, reading, writing
from graphsvc.register.home import sync_folder
from graphsvc.register.schema import VERSION
from graphsvc.text import Text

__all__ = ["MIGRATIONS", "bring_up_to_date", "make_file", "version"]

MIGRATIONS = Path(__file__).parent / "migrations"

#: Alembic keeps the connection that it works on in a global of its own.
_ALEMBIC = threading.Lock()


def make_file(file: Path) -> None:
    """Make an empty register; a process that dies meanwhile leaves none, or a whole one.

    Raises
    ------
    DataError
        When there is one already.
    EngineError
        When it cannot be written.
    """
    if file.exists():
        raise refusals.already_there(file)
    new = file.with_name(f"{file.name}.new")
    _remove(new)
    try:
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        engine = make_engine(new, write=True)
        try:
            with writing(engine, new) as connection:
                upgrade(connection)
        finally:
            engine.dispose()
        new.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise refusals.not_writable(file.parent) from error
    finally:
        _remove(new)


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        with contextlib.suppress(OSError):
            file.with_name(name).unlink(missing_ok=True)


def version(connection: Connection, file: Path) -> str:
    """Return the migration that a register stands at.

    Raises
    ------
    RegisterDamaged
        When the file is no register.
    """
    names = inspect(connection).get_table_names()
    found = None
    if "alembic_version" in names:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        raise refusals.damaged(
            file,
            Text(
                "filen er ikke et register",
                "fila er ikkje eit register",
                "the file is not a register",
            ),
        )
    return str(found)


def bring_up_to_date(file: Path, *, write: bool) -> None:
    """Look at a register's version before anything else is done with it, and migrate an older one when writing.

    Raises
    ------
    EngineError
        When the register is newer than this program, which leaves it untouched, or older and opened for reading.
    """
    engine = make_engine(file, write=False)
    try:
        with reading(engine, file) as connection:
            found = version(connection, file)
    finally:
        engine.dispose()
    if found == VERSION:
        return
    if found not in known_versions():
        raise refusals.newer(file)
    if not write:
        raise refusals.older(file)
    engine = make_engine(file, write=True)
    try:
        with writing(engine, file) as connection:
            upgrade(connection)
    finally:
        engine.dispose()


def known_versions() -> set[str]:
    """Return all migrations that this program ships."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def upgrade(connection: Connection) -> None:
    """Run the missing migrations within the transaction of a connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, "head")
