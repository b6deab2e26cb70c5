"""Uploaded files on their way to a reader: a private folder, names of our own making, gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["file_name", "uploaded"]

_LONGEST, _LONGEST_ENDING = 100, 12
_KEPT_SIGNS = frozenset(" ._-–()+,&")
#: Names that some systems take for a device, whatever their ending.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))})


@contextmanager
def uploaded(files: Iterable[tuple[str, IO[bytes]]]) -> Iterator[list[Path]]:
    """Write uploaded files into a folder that only this user may read; delete them afterwards, whatever happens.

    Parameters
    ----------
    files
        What each is called by the sender, and its content.

    Yields
    ------
    list of Path
        In the order given; no part of a path comes from a sender, only letters of the file's own name.
    """
    with tempfile.TemporaryDirectory(prefix="graphsvc-upload-") as folder:
        yield list(_written(Path(folder), files))


def _written(folder: Path, files: Iterable[tuple[str, IO[bytes]]]) -> Iterator[Path]:
    taken: set[str] = set()
    for sent, content in files:
        name = _free(file_name(sent), taken)
        taken.add(name.casefold())
        with (folder / name).open("xb") as target:
            shutil.copyfileobj(content, target, 1 << 20)
        yield folder / name


def file_name(sent: str) -> str:
    r"""Turn a sender's file name into a harmless one that a person recognises.

    Examples
    --------
    >>> file_name("../../app/config.yaml"), file_name("C:\\Data\\Tjenester 2026.csv"), file_name("CON.csv")
    ('config.yaml', 'Tjenester 2026.csv', '_CON.csv')
    >>> file_name("<img src=x onerror=alert(1)>.csv"), file_name(".htaccess")
    ('_img src_x onerror_alert(1)_.csv', 'htaccess')
    """
    last = unicodedata.normalize("NFC", sent).replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    plain = "".join(sign if sign.isalnum() or sign in _KEPT_SIGNS else "_" for sign in shown).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and stem and len(ending) <= _LONGEST_ENDING:
        plain = f"{_cut(stem.rstrip(' .'), _LONGEST - len(ending) - 1)}.{ending}"
    plain = _cut(plain, _LONGEST) or "file"
    return f"_{plain}" if plain.partition(".")[0].strip().casefold() in _DEVICES else plain


def _cut(words: str, most: int) -> str:
    """Cut to a number of bytes, never inside a letter: folders count bytes."""
    return words.encode()[:most].decode(errors="ignore")


def _free(name: str, taken: set[str]) -> str:
    number, found = 2, name
    while found.casefold() in taken:
        stem, dot, ending = name.rpartition(".")
        found = f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"
        number += 1
    return found
