"""The index of search in a file beside that of the facts: made once, mapped by every process that searches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import numpy as np

from graphsvc.search import RULES, Index, Postings, Vocabulary
from graphsvc.snapshot.stored.alone import alone
from graphsvc.snapshot.stored.errors import StoreDamaged
from graphsvc.snapshot.stored.sections import SectionReader, section_file
from graphsvc.snapshot.stored.standing import StoredStanding

__all__ = ["stored_index"]

#: Another date at which something else stands has an index of its own; of so many the latest files are kept.
_KEPT = 2
_ARRAYS = tuple(field.name for field in fields(Postings) if field.name != "vocabulary")


def stored_index(standing: StoredStanding, make: Callable[[], Index]) -> Index:
    """Return the index of what stands: from its file, else made, and written where that is possible.

    Parameters
    ----------
    standing
        What stands at a date. The file serves every date at which the same facts stand.
    make
        Makes the index from the facts; one process at a time does so, the others wait for its file.

    Notes
    -----
    O(bytes of the index) when there is a file. Its arrays are pages of the file, which processes share.
    """
    store = standing.store
    path = store.path.with_name(f"{store.path.stem}-{standing.fingerprint[:16]}.search")
    stamp = {"facts": store.sections.stamp, "rules": RULES, "standing": standing.fingerprint}
    try:
        found = _read(path, stamp, store.told)
        if found is not None:
            return found
        with alone(path.with_name("search.lock")):
            found = _read(path, stamp, store.told)
            if found is not None:
                return found
            made = make()
            with suppress(OSError):
                _write(path, stamp, made, store.path.stat().st_mode & 0o666)
                _tidy(path)
    except OSError:  # not a folder to write to
        return make()
    return _read(path, stamp, store.told) or made


def _read(path: Path, stamp: Mapping[str, object], told: Callable[[str], None]) -> Index | None:
    """Return what a file holds; None when there is none that may be believed."""
    try:
        sections = SectionReader(path)
    except OSError:
        return None
    except StoreDamaged as damage:
        told(f"index of search: {damage}")
        return None
    if sections.stamp != stamp:
        return None
    arrays = {name: sections.array(name) for name in _ARRAYS}
    words: list[str] = sections.document("words of all")
    return Index(Postings(vocabulary=Vocabulary(words), **arrays), sections.array("ranks"))


def _write(path: Path, stamp: Mapping[str, object], index: Index, mode: int) -> None:
    with section_file(path, mode=mode) as writer:
        for name in _ARRAYS:
            writer.array(name, getattr(index.postings, name))
        writer.document("words of all", index.postings.vocabulary.words)
        writer.array("ranks", index.ranks.astype(np.uint8))
        writer.finish(stamp)


def _tidy(kept: Path) -> None:
    """Remove the files of other dates, all but the latest."""
    others = [path for path in kept.parent.glob("*.search") if path != kept]
    for path in sorted(others, key=_age)[_KEPT - 1 :]:
        with suppress(OSError):
            path.unlink()


def _age(path: Path) -> float:
    with suppress(OSError):
        return -path.stat().st_mtime
    return 0.0
