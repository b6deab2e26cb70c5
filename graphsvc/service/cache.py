"""The newest revision in a file beside the register: a start maps it into memory instead of merging all claims.

The file is derived and may be removed at any time. It is believed only when it was written for this very revision by
this version of the program and every byte is as it was written; else it is set aside and written anew.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from heapq import merge
from importlib.metadata import version
from pathlib import Path

from graphsvc.register import Register
from graphsvc.register.pouring import Tip
from graphsvc.snapshot import Fact, Facts
from graphsvc.snapshot.stored import Store, StoreDamaged, alone, open_store, splice_store, write_store

__all__ = ["FactsCache"]

#: Below so many claims merging is as fast.
WORTH = 20_000
_ABANDONED = 24 * 3600
_FILE = re.compile(r"facts-(\d{1,18})-[0-9a-f]+\.bin")


class FactsCache:
    """Files of facts in a folder.

    Parameters
    ----------
    folder
        Where; made when it is needed.
    register
        Whose.
    told
        Is told why a file is not believed.
    worth
        From how many claims on there is a file.
    """

    def __init__(
        self, folder: Path, register: Register, told: Callable[[str], None], *, worth: int | None = None
    ) -> None:
        self.folder, self.worth = folder, WORTH if worth is None else worth
        self._register, self._told = register, told

    def facts(self, revision: int) -> Facts | None:
        """Return the facts of the newest revision from its file, which is written first where there is none.

        None when the revision is not the newest, the map is small, or there is no room for a file: then whoever
        asks merges the claims.

        Raises
        ------
        RegisterDamaged
            When the claims do not match the digest of the revision.

        Notes
        -----
        O(facts) in arrays when there is a file, else O(claims).
        """
        tip = self._register.archive.tip()
        if tip is None or tip.number != revision or tip.claims < self.worth:
            return None
        try:
            store = self._opened(tip)
            if store is None:
                with alone(self.folder / "lock"):
                    store = self._opened(tip) or (self._opened(tip) if self._write(tip) else None)
        except OSError as error:
            self._told(type(error).__name__)
            return None
        return None if store is None else store.facts(revision, tip.about)

    def path(self, tip: Tip) -> Path:
        """Return the file of a revision."""
        return self.folder / f"facts-{tip.number}-{tip.digest[:16]}.bin"

    def _opened(self, tip: Tip) -> Store | None:
        path = self.path(tip)
        if not path.exists():
            return None

        def spare() -> Facts:
            self._aside(path, "a fact was altered")
            return self._register.facts(tip.number)

        try:
            return open_store(path, _stamp(tip), spare, self._told)
        except StoreDamaged as damage:
            self._aside(path, str(damage))
            return None

    def _aside(self, path: Path, why: str) -> None:
        self._told(why)
        with suppress(OSError):
            path.replace(path.with_suffix(".damaged"))

    def _write(self, tip: Tip) -> bool:
        """Write the file of the newest revision and remove those of others; tell whether it was this revision."""
        if not self._spliced(tip) and not self._merged(tip):
            return False
        self._tidy(self.path(tip))
        return True

    def _spliced(self, tip: Tip) -> bool:
        """Write the file from that of an older revision, if there is one that most of it can be copied from."""
        for path, number in self._older(tip):
            since = self._register.archive.since(number)
            if since is None or since.tip != tip:
                return False
            older = {**_stamp(tip), "revision": number, "digest": since.older}
            with suppress(StoreDamaged, OSError):  # then all is read
                store = open_store(path, older)
                new = since.changed
                told = new.named, new.facts, new.conflicts
                splice_store(self.path(tip), store, *told, _stamp(tip), mode=self._mode)
                return True
        return False

    def _older(self, tip: Tip) -> list[tuple[Path, int]]:
        """Return the files of older revisions and their numbers, the newest first."""
        named = ((path, _FILE.fullmatch(path.name)) for path in self.folder.glob("facts-*"))
        found = [(path, int(name[1])) for path, name in named if name]
        return sorted((one for one in found if one[1] < tip.number), key=lambda one: -one[1])

    def _merged(self, tip: Tip) -> bool:
        """Write the file from all claims; tell whether they were those of this revision."""
        with self._register.archive.poured() as poured:
            if poured is not None and poured.tip == tip:
                write_store(self.path(tip), poured.facts, poured.conflicts, _stamp(tip), mode=self._mode)
            elif poured is None:
                found = self._register.facts(tip.number)
                write_store(self.path(tip), _in_order(found), found.conflicts, _stamp(tip), mode=self._mode)
            else:
                return False
        return True

    @property
    def _mode(self) -> int:
        """Permissions as the register's own file has them; those of its owner where it is no file."""
        with suppress(OSError):
            return Path(self._register.place).stat().st_mode & 0o666
        return 0o600

    def _tidy(self, kept: Path) -> None:
        """Remove the files of other revisions, and what is made of them."""
        for path in self.folder.glob("facts-*"):
            of_another = path.suffix in {".bin", ".search"} and not path.stem.startswith(kept.stem)
            if of_another or (path.suffix not in {".bin", ".search"} and _is_old(path)):
                with suppress(OSError):
                    path.unlink()


def _is_old(path: Path) -> bool:
    """Tell whether a file was left behind: nobody writes one for so long, and what is set aside was looked at."""
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _ABANDONED
    return False


def _stamp(tip: Tip) -> dict[str, object]:
    return {"revision": tip.number, "digest": tip.digest, "edition": version("graphsvc")}


def _in_order(facts: Facts) -> Iterator[Fact]:
    return merge(facts.things, facts.relations, key=lambda fact: (fact.record.subject.value, fact.record.id))
