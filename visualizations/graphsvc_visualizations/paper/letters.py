"""Which letters the fonts of a PDF can show: what they cannot becomes a sign that something was there.

The fonts come with the typesetter (Libertinus Serif, New Computer Modern, DejaVu Sans Mono); none of the machine's
own is used, so that a memo is the same everywhere. A PDF for everybody (PDF/UA) may not hold a letter without a shape,
so letters are checked before they are set.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from graphsvc_visualizations.lettering import clean

__all__ = ["PLAIN", "SHOWN", "breakable", "legible"]

_LOST, _HYPHEN = "\ufffd", "\u00ad"
_LOST_ONES = re.compile(_LOST + "+")
#: A word may be so long before it must be broken somewhere, and then after every so many letters.
_UNBROKEN, _PIECE = 30, 15
#: First and last code of each run of letters that the fonts hold: Latin (Norwegian and Sámi among it), Greek, Cyrillic,
#: Hebrew, Arabic, and signs. A test sets every one of them.
SHOWN: tuple[tuple[int, int], ...] = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x2FF),
    (0x300, 0x304),
    (0x306, 0x30C),
    (0x323, 0x328),
    (0x370, 0x377),
    (0x37A, 0x37F),
    (0x384, 0x38A),
    (0x38E, 0x3A1),
    (0x3A3, 0x482),
    (0x48A, 0x4FF),
    (0x5D0, 0x5EA),
    (0x621, 0x63A),
    (0x641, 0x64A),
    (0x660, 0x669),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x2070, 0x2071),
    (0x2074, 0x208E),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x25A0, 0x25FF),
    (0x2713, 0x2714),
    (0xFFFD, 0xFFFD),
)
#: The same for languages whose letters do not change shape beside each other.
PLAIN: tuple[tuple[int, int], ...] = tuple(run for run in SHOWN if not 0x5D0 <= run[0] <= 0x669)


def legible(words: str, runs: tuple[tuple[int, int], ...] = SHOWN) -> str:
    r"""Return words as the fonts can show them; what they cannot is shown as one sign for all that stands together.

    Notes
    -----
    O(letters). Letters are composed first, so that an accent does not stand alone.

    Examples
    --------
    >>> legible("Sáŋŋá æøå"), legible("a\u0301"), legible("漢字")
    ('Sáŋŋá æøå', 'á', '�')
    """
    composed = unicodedata.normalize("NFC", clean(words))
    if composed.isascii():
        return composed
    starts = [first for first, _ in runs]
    shown = "".join(one if _held(ord(one), starts, runs) else _sign(one) for one in composed)
    return _LOST_ONES.sub(_LOST, shown)


def breakable(words: str) -> str:
    """Let a word that is wider than a column be broken; other words, and addresses, stay whole.

    Examples
    --------
    >>> breakable("kort"), breakable("x" * 40).count("\u00ad")
    ('kort', 2)
    """
    return " ".join(
        _pieces(word) if len(word) > _UNBROKEN and not word.startswith("/") else word for word in words.split(" ")
    )


def _pieces(word: str) -> str:
    return _HYPHEN.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))


def _held(code: int, starts: list[int], runs: tuple[tuple[int, int], ...]) -> bool:
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= runs[place][1]


def _sign(letter: str) -> str:
    """Drop what has no shape of its own (a soft hyphen, a joiner); mark what is lost."""
    return "" if unicodedata.category(letter) == "Cf" else _LOST
