"""What XML 1.0 and lists without lists can carry: words and values on their way into formats of others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from graphsvc.i18n import text
from graphsvc.model import Severity
from graphsvc.records import Problem

__all__ = ["XmlWords", "as_json"]

#: Characters that no XML 1.0 document may hold, not even as a reference.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_SPECIAL = re.compile('[&<>"\t\n\r]')
_PICTURES, _LOST = 0x2400, "\ufffd"


class XmlWords:
    r"""Writes words for XML 1.0, and counts those that had characters which it cannot carry.

    A control character becomes its picture (U+0001 becomes ``␁``), half a character or a non-character becomes U+FFFD.

    Examples
    --------
    >>> words = XmlWords()
    >>> words.escaped('a<b>\x01"'), words.changed
    ('a&lt;b&gt;␁&quot;', 1)
    """

    def __init__(self) -> None:
        self.changed = 0
        self._first = ""

    def escaped(self, words: str, pointer: str = "") -> str:
        """Return words for the content of an element or an attribute between double quotes.

        Parameters
        ----------
        words
            Any text.
        pointer
            Where it stands, for people.
        """
        if _UNFIT.search(words):
            words = _UNFIT.sub(_replaced, words)
            self.changed += 1
            self._first = self._first or pointer
        return _SPECIAL.sub(lambda found: _MARKED[found[0]], words) if _SPECIAL.search(words) else words

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was changed, as one problem; empty when nothing was."""
        if not self.changed:
            return ()
        told = text("exports.unfit_characters").format(n=self.changed)
        fix = text("exports.unfit_characters_fix")
        return (Problem("export-characters", Severity.WARNING, told, fix, pointer=self._first or None),)


def as_json(value: object) -> str:
    """Write a list or other properties as JSON text, the same for the same content."""
    plain = dict(value) if isinstance(value, Mapping) else value
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)


def _replaced(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else _LOST
