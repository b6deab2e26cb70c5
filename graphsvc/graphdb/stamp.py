"""The stamp beside a graph database file: which file is the sound one, and what it holds."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["STAMP", "Stamp", "TableDigest", "file_digest", "read_stamp", "sync_folder", "write_stamp"]

#: Name of the stamp in its folder. It is replaced last, by one rename: that is the moment of the switch.
STAMP = "graph.json"


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table has, and the SHA-256 of what is in them."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Stamp:
    """What a graph database file holds.

    Parameters
    ----------
    engine, engine_version
        Which program wrote the file; another version may not read it.
    revision, digest
        The revision it shows and the digest of that revision's facts.
    file, size, sha256
        The file's name, its bytes and their SHA-256. It is never written again, so that every changed bit shows.
    tables
        Rows and digest of every table.
    left_out
        Relations that have no place in it, by reason.
    """

    engine: str
    engine_version: str
    revision: int
    digest: str
    file: str
    size: int
    sha256: str
    tables: Mapping[str, TableDigest]
    left_out: Mapping[str, int]


def read_stamp(folder: Path) -> Stamp | None:
    """Return the stamp of a folder, or None when there is none.

    Raises
    ------
    ValueError
        When it cannot be read as it was written.
    """
    try:
        written = json.loads((folder / STAMP).read_bytes())
        if written["check"] != _check(written["stamp"]):
            raise ValueError(f"{folder / STAMP}: its check sum does not hold")
        fields = dict(written["stamp"])
        fields["tables"] = {name: TableDigest(**table) for name, table in fields["tables"].items()}
        return Stamp(**fields)
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{folder / STAMP}: {error}") from error


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Replace the stamp of a folder in one step; after a crash there is the old one or the new one."""
    fields = asdict(stamp)
    document = json.dumps({"stamp": fields, "check": _check(fields)}, ensure_ascii=False, indent=1, sort_keys=True)
    new = folder / f"{STAMP}.new"
    with new.open("wb") as file:
        file.write(document.encode())
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / STAMP)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut, where the platform can."""
    if os.name == "nt":  # Windows opens no folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file. O(bytes)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(fields: object) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
