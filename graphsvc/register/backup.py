"""One file that holds a register of any engine: written while others write on, checked, and put back.

The file is a register of SQLite, so that it can be looked into with common tools, and so that a register moves from
one engine to another by being backed up from the one and restored to the other.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from graphsvc.errors import RegisterDamaged
from graphsvc.register import migrating, refusals
from graphsvc.register.answers import Verification
from graphsvc.register.engine import Engine, Where, take_engine_at
from graphsvc.register.sqlite import connections
from graphsvc.register.sqlite.home import flush, sync_folder
from graphsvc.register.sqlite.making import remove
from graphsvc.register.verification import verify

__all__ = ["back_up", "restore"]


def back_up(engine: Engine, target: Path) -> Verification:
    """Write a copy; an older one at the same path stays whole until the new one is checked.

    Returns
    -------
    Verification
        What the checked copy holds.

    Raises
    ------
    DataError
        When the target is the register itself.
    EngineError
        When the target is a symbolic link or cannot be written.
    RegisterDamaged
        When the copy does not verify, because the register does not.
    """
    if target.is_symlink() or str(target.resolve()) == str(Path(engine.place).resolve()):
        raise refusals.symbolic_link(target) if target.is_symlink() else refusals.already_there(target)
    if not target.parent.is_dir():
        raise refusals.no_folder(target.parent)
    _clear(target)
    new = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        engine.copy_to(new)
        with _opened(new) as connection:
            found = verify(connection)
        if not found.ok:
            raise refusals.damaged(engine.place, found.problems[0])
        flush(new)
        new.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise refusals.not_writable(target.parent) from error
    finally:
        remove(new)
    return found


def _clear(target: Path) -> None:
    """Remove what backups to the same file left that were killed; one that still runs keeps its own."""
    for left in target.parent.glob(f"{glob.escape(target.name)}.*.new"):
        number = left.name.removeprefix(f"{target.name}.").removesuffix(".new")
        if number.isdecimal() and not _lives(int(number)):
            remove(left)


def _lives(process: int) -> bool:
    if os.name == "nt":  # asking would end it there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def restore(where: Where, file: Path, *, replace: bool) -> tuple[Verification, str | None]:
    """Put a backup in place of a register, after checking every digest in it; the old one is kept aside.

    Parameters
    ----------
    where
        The register; made when there is none.
    file
        The backup.
    replace
        Whether a register that is there may be replaced.

    Returns
    -------
    found, aside
        What the backup holds, and where the old register lies now.

    Raises
    ------
    EngineError
        When there is no such file, or it was made by a newer version.
    RegisterDamaged
        When the backup does not verify; the register is left as it was.
    ConfirmationNeeded
        When there is a register and nobody said that it may be replaced.
    """
    if not file.is_file():
        raise refusals.cannot_open(file)
    with tempfile.TemporaryDirectory(prefix="graphsvc-") as folder:
        copy = Path(folder) / "checked.sqlite"
        shutil.copyfile(file, copy)
        found = _checked(copy, file)
        engine, there = take_engine_at(where)
        try:
            if there and not replace:
                raise refusals.would_replace(engine.place)
            return found, engine.replace_by(copy)
        finally:
            engine.close()


def _checked(copy: Path, file: Path) -> Verification:
    """Check a copy of a backup, brought up to date; what is wrong is said of the backup itself."""
    pool = connections.make_pool(copy, write=True)
    try:
        with connections.explained(file), connections.writing(pool, copy) as connection:
            if not migrating.is_current(connection, file):
                migrating.upgrade(connection)
            found = verify(connection)
    except RegisterDamaged as error:
        raise refusals.damaged_backup(file, error.detail) from error
    finally:
        pool.dispose()
    if not found.ok:
        raise refusals.damaged_backup(file, found.problems[0])
    return found


@contextmanager
def _opened(copy: Path) -> Iterator[Connection]:
    pool = connections.make_pool(copy, write=False)
    try:
        with connections.reading(pool, copy) as connection:
            yield connection
    finally:
        pool.dispose()
