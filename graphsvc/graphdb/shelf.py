"""A folder with one sound file and its stamp: how a new file takes the place of the old one, and what is damaged.

Whatever dies at whatever moment, the stamp names a whole file: the one before or the new one. What a dead build left
is cleared away by the next. Nothing damaged is repaired or removed: it is renamed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graphsvc.graphdb.stamp import STAMP, Stamp, TableDigest, file_digest, read_stamp, sync_folder, write_stamp
from graphsvc.i18n import text
from graphsvc.text import Text

__all__ = ["BUILDING", "Contents", "Shelf"]

#: How the folders begin in which files are made.
BUILDING = "building-"
_DAMAGED = "damaged-"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a new file holds, see :class:`graphsvc.graphdb.stamp.Stamp`."""

    engine: str
    engine_version: str
    revision: int
    digest: str
    tables: Mapping[str, TableDigest]
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of an embedded graph database.

    Parameters
    ----------
    folder
        One process at a time may put something there; any number may read.
    suffix
        How the files end (``.lbug``).
    """

    folder: Path
    suffix: str

    def stamp(self) -> Stamp | None:
        """Return the stamp, or None when there is none or it cannot be read (:meth:`damage` tells them apart)."""
        try:
            return read_stamp(self.folder)
        except (ValueError, OSError):
            return None

    def damage(self, *, whole: bool) -> Text | None:
        """Say what is wrong with the stamp or the file; None when nothing is, or when there is nothing.

        Parameters
        ----------
        whole
            Look at every byte of the file, not only at its size. O(bytes).
        """
        try:
            stamp = read_stamp(self.folder)
        except (ValueError, OSError):
            return self._damaged("stamp_unreadable", STAMP)
        if stamp is None:
            return None
        file = self.folder / stamp.file
        if not file.exists():
            return self._damaged("file_missing", stamp.file)
        if file.stat().st_size != stamp.size or (whole and file_digest(file) != stamp.sha256):
            return self._damaged("file_changed", stamp.file)
        return None

    def _damaged(self, what: str, file: str) -> Text:
        return text("graphdb.damaged").format(folder=self.folder, what=text(f"graphdb.{what}").format(file=file))

    def prepare(self) -> None:
        """Make the folder, rename what is damaged, clear away what a dead build left.

        Raises
        ------
        OSError
            When the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.damage(whole=True) is not None:
            for file in (self.folder / STAMP, *sorted(self.folder.glob(f"graph-*{self.suffix}"))):
                self._set_aside(file)
        stamp = self.stamp()
        self._clear({STAMP, stamp.file if stamp else None})

    def put(self, made: Path, contents: Contents) -> Stamp:
        """Put a file in place of the one before: make it last, rename it, and replace the stamp last of all.

        Raises
        ------
        OSError
            When that could not be done; the one before is then still in place.
        """
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        sha256 = file_digest(made)
        name = f"graph-{contents.revision}-{sha256[:12]}{self.suffix}"  # two builds of a revision are two names
        stamp = Stamp(
            contents.engine,
            contents.engine_version,
            contents.revision,
            contents.digest,
            name,
            made.stat().st_size,
            sha256,
            contents.tables,
            contents.left_out,
        )
        made.replace(self.folder / name)
        sync_folder(self.folder)
        write_stamp(self.folder, stamp)
        self._clear({STAMP, name})
        return stamp

    def _set_aside(self, file: Path) -> None:
        number = 1
        while (aside := self.folder / f"{_DAMAGED}{number}-{file.name}").exists():
            number += 1
        if file.exists():
            file.replace(aside)

    def _clear(self, kept: set[str | None]) -> None:
        for entry in self.folder.iterdir():
            if entry.name in kept or entry.name.startswith(_DAMAGED):
                continue
            if entry.is_dir() and entry.name.startswith(BUILDING):
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.name == f"{STAMP}.new" or (entry.suffix == self.suffix and entry.name.startswith("graph-")):
                _remove(entry)


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except OSError:  # Windows keeps what a reader holds open; the next build tries again
        return
