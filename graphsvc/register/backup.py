"""A copy of the register while others write on, checked before it takes the place of an older one."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine

from graphsvc.register import refusals
from graphsvc.register.engine import copy_to, explained, make_engine, reading
from graphsvc.register.home import sync_folder
from graphsvc.register.verification import verify

__all__ = ["back_up"]


def back_up(engine: Engine, file: Path, target: Path) -> None:
    """Write a copy; an older one at the same path stays whole until the new one is checked.

    Raises
    ------
    DataError
        When the target is the register itself.
    EngineError
        When the target is a symbolic link or cannot be written.
    RegisterDamaged
        When the copy does not verify, because the register does not.
    """
    if target.is_symlink() or target.resolve() == file.resolve():
        raise refusals.symbolic_link(target) if target.is_symlink() else refusals.already_there(target)
    if not target.parent.is_dir():
        raise refusals.no_folder(target.parent)
    new = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with explained(new):
            copy_to(engine, new)
        _check(new, file)
        _flush(new)
        new.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise refusals.not_writable(target.parent) from error
    finally:
        new.unlink(missing_ok=True)


def _check(copy: Path, file: Path) -> None:
    engine = make_engine(copy, write=False)
    try:
        with reading(engine, copy) as connection:
            found = verify(connection)
    finally:
        engine.dispose()
    if not found.ok:
        raise refusals.damaged(file, found.problems[0])


def _flush(file: Path) -> None:
    number = os.open(file, os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
