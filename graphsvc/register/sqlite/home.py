"""The folder of a register: which files it holds, and when it is refused."""

from __future__ import annotations

import os
from pathlib import Path

from graphsvc.register import refusals

__all__ = ["LOCK", "REGISTER", "checked_file", "checked_folder", "flush", "may_write", "sync_folder"]

REGISTER = "register.sqlite"
LOCK = "writer.lock"


def checked_folder(home: Path, *, write: bool) -> Path:
    """Return the register's path in a folder that is fit for use; the file itself need not be there.

    Raises
    ------
    EngineError
        When the folder is none, is owned by another user (for writing), or the register's file is a symbolic link.
    """
    file = home / REGISTER
    if home.exists() and not home.is_dir():
        raise refusals.not_a_folder(home)
    for one in (file, home / LOCK):
        if one.is_symlink():
            raise refusals.symbolic_link(one)
    if write and home.exists():
        _check_owner(home)
    return file


def checked_file(home: Path, *, write: bool) -> Path:
    """Return the path of a register that is there.

    Raises
    ------
    RegisterMissing, EngineError
        When there is none, or as :func:`checked_folder`.
    """
    file = checked_folder(home, write=write)
    if not file.is_file():
        raise refusals.missing(file)
    return file


def _check_owner(home: Path) -> None:
    # Files made here by root or a colleague could not be written by the owner's own service afterwards.
    owner = home.stat().st_uid
    if hasattr(os, "geteuid") and owner != os.geteuid():
        raise refusals.others_folder(home, _user_name(owner))
    if not may_write(home):
        raise refusals.not_writable(home)


def may_write(folder: Path) -> bool:
    """Tell whether this process may make files in a folder."""
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _user_name(number: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return f"uid {number}"


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder survive a power cut, where the platform can."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def flush(file: Path) -> None:
    """Make what a file holds survive a power cut."""
    number = os.open(file, os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
