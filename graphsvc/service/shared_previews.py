"""Previews that wait where every worker sees them: on the desk of the register."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from graphsvc.register.desk import Lying
from graphsvc.register.sharing import Shared
from graphsvc.service.importing import Preview
from graphsvc.service.packing import pack, unpack
from graphsvc.service.previews import SECONDS, Kept
from graphsvc.text import Text

__all__ = ["SharedPreviews"]

_DRAWER = "preview"
#: The whole installation keeps so many, and so many bytes of them (packed, about a tenth of the file that was read).
_MOST, _MOST_BYTES = 64, 200_000_000
#: So many are also kept unpacked in this process, for the pages that follow one another.
_AT_HAND = 4


class SharedPreviews:
    """The shape of :class:`graphsvc.service.previews.Previews`, for several workers.

    Parameters
    ----------
    shared
        The register's desk.
    clock
        Tells seconds since 1970; another one in tests.
    """

    def __init__(self, shared: Shared, *, clock: Callable[[], float] = time.time) -> None:
        self._shared = shared
        self._clock = clock
        self._at_hand: OrderedDict[bytes, tuple[Preview, bool, int | None, tuple[Text, ...]]] = OrderedDict()
        self._guard = Lock()

    def keep(self, owner: str, prepared: Preview) -> str:
        """Put a preview on the desk; return the word that finds it again."""
        key = secrets.token_urlsafe(16)
        self._lay(key, Kept(prepared, owner, self._clock() + SECONDS))
        return key

    def get(self, owner: str, key: str) -> Kept | None:
        """Return a browser's own preview; None when it is somebody else's, forgotten or never was."""
        found = self._shared.find(_DRAWER, key) if key.isascii() and key.isprintable() else None
        if found is None or not secrets.compare_digest(found.owner.encode(), owner.encode()):
            return None
        try:
            prepared, done, revision, warnings = self._unpacked(found.content)
        except ValueError:  # an upgraded worker and an older one side by side
            return None
        return Kept(prepared, found.owner, float(found.until), done, revision, warnings)

    def put(self, key: str, kept: Kept, prepared: Preview) -> None:
        """Put another plan in a preview's place."""
        self._lay(key, replace(kept, prepared=prepared))

    def done(self, key: str, kept: Kept, revision: int | None, warnings: tuple[Text, ...]) -> None:
        """Note what became of a preview."""
        self._lay(key, replace(kept, done=True, revision=revision, warnings=warnings))

    def drop(self, key: str) -> None:
        """Forget a preview."""
        self._shared.take_away(_DRAWER, key)

    def _lay(self, key: str, kept: Kept) -> None:
        content = pack((kept.prepared, kept.done, kept.revision, kept.warnings))
        thing = Lying(kept.owner, int(kept.until), content)
        self._shared.lay(_DRAWER, key, thing, most=_MOST, most_bytes=_MOST_BYTES)

    def _unpacked(self, content: bytes) -> tuple[Preview, bool, int | None, tuple[Text, ...]]:
        with self._guard:
            if content not in self._at_hand:
                self._at_hand[content] = unpack(content)
            self._at_hand.move_to_end(content)
            while len(self._at_hand) > _AT_HAND:
                self._at_hand.popitem(last=False)
            return self._at_hand[content]
