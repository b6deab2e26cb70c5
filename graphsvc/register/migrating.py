"""Migrations: which one a register stands at, and bringing an older one up to date; the same on every engine."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from graphsvc.register import refusals
from graphsvc.register.schema import VERSION
from graphsvc.text import Text

__all__ = ["MIGRATIONS", "is_current", "known_versions", "upgrade", "version"]

MIGRATIONS = Path(__file__).parent / "migrations"

#: Alembic keeps the connection that it works on in a global of its own.
_ALEMBIC = threading.Lock()


def version(connection: Connection) -> str | None:
    """Return the migration that a register stands at; None when this is no register."""
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def is_current(connection: Connection, place: object) -> bool:
    """Tell whether a register needs no migration.

    Raises
    ------
    RegisterDamaged
        When it is no register.
    EngineError
        When it is newer than this program.
    """
    found = version(connection)
    if found is None:
        raise refusals.damaged(place, _NO_REGISTER)
    if found == VERSION:
        return True
    if found not in known_versions():
        raise refusals.newer(place)
    return False


def known_versions() -> set[str]:
    """Return all migrations that this program ships."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the missing migrations within the transaction of a connection, up to the newest or another one."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, to)


_NO_REGISTER = Text(
    "det som ligger der, er ikke et register",
    "det som ligg der, er ikkje eit register",
    "what lies there is not a register",
)
