"""Text in pictures: how wide it is, where it is cut, how it is folded into lines.

The server lays out text that a browser draws later, so it must know how wide letters are. Arial, Helvetica and
Liberation Sans share their advance widths; ``advance_widths.json`` (made by ``scripts/measure_font.py``) holds them.
Letters that the table lacks count as wider than they are in common fonts: text is cut too early, never too late.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

__all__ = ["Fitted", "clean", "fit", "fold", "width"]

#: Text, and whether something had to be cut.
Fitted = tuple[str, bool]

_ELLIPSIS = "…"
_VOWELS = frozenset("aeiouyæøåäöáéAEIOUYÆØÅ")
_BREAKS = frozenset("-/")  # a line may be broken after these without a hyphen of its own
_LEAST = 3  # letters on each side of a hyphen
#: Consonants that a Norwegian or English syllable may begin with; they stay together.
_ONSETS = frozenset(
    (
        "bj",
        "bl",
        "br",
        "dr",
        "dv",
        "fj",
        "fl",
        "fr",
        "gj",
        "gl",
        "gn",
        "gr",
        "hj",
        "hv",
        "kj",
        "kl",
        "kn",
        "kr",
        "kv",
        "pj",
        "pl",
        "pr",
        "ps",
        "sj",
        "sk",
        "sl",
        "sm",
        "sn",
        "sp",
        "st",
        "sv",
        "th",
        "tj",
        "tr",
        "tv",
        "vr",
    )
)


@cache
def _advances(bold: bool) -> dict[str, float]:
    """Return letter -> width in em."""
    table = json.loads(resources.files(__package__).joinpath("advance_widths.json").read_text(encoding="utf-8"))
    found: dict[str, float] = {}
    for units, ranges in table["bold" if bold else "regular"].items():
        for run in ranges.split():
            first, _, last = run.partition("-")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                found[chr(code)] = int(units) / table["units_per_em"]
    return found


@lru_cache(maxsize=4096)
def _unlisted(letter: str) -> float:
    """Guess the width of a letter that the table lacks, in em."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0.0
    return 1.4 if ord(letter) > 0xFFFF else 1.1  # emoji are drawn wider than one em


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is drawn, in pixels.

    Parameters
    ----------
    text
        One line.
    size
        Font size in pixels.
    bold
        Measure the bold face.

    Notes
    -----
    O(letters). Kerning is left out; with it text is at most a little narrower.

    Examples
    --------
    >>> round(width("eByggesak", 13), 1)
    64.3
    """
    advances = _advances(bold)
    return size * sum(advances[letter] if letter in advances else _unlisted(letter) for letter in text)


#: Latin words with one space between them: nearly all names, which need no look at each letter.
_CLEAN = re.compile("[!-~\u00a1-\u024f]+(?: [!-~\u00a1-\u024f]+)*")


def clean(text: str) -> str:
    r"""Replace what must not reach a picture: control characters, lone surrogates and direction overrides.

    An XML file cannot hold the first two, and an override could turn the words beside it. Each becomes U+FFFD, so
    that one sees that something was there; white space of any kind becomes one space.

    Examples
    --------
    >>> clean("a\x00b\u202ec\n d")
    'a�b�c d'
    """
    if (text.isascii() and text.isprintable()) or _CLEAN.fullmatch(text):
        return text
    return " ".join("".join(_shown(letter) for letter in text).split())


def _shown(letter: str) -> str:
    if letter.isspace():
        return " "
    code = ord(letter)
    turning = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    illegal = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE
    return "\ufffd" if turning or illegal else letter


@lru_cache(maxsize=8192)
def fit(text: str, room: float, size: float, *, bold: bool = False) -> Fitted:
    """Cut a text with an ellipsis so that it fits, and say whether it was cut.

    Notes
    -----
    O(letters that fit). A combining mark is never parted from its letter.

    Examples
    --------
    >>> fit("Møte- og utvalgsløsning", 90, 13)
    ('Møte- og utv…', True)
    >>> fit("HRM", 90, 13)
    ('HRM', False)
    """
    if len(text) < room and width(text, size, bold=bold) <= room:
        return text, False
    left = room - width(_ELLIPSIS, size, bold=bold)
    end = 0
    for letter in text:
        left -= width(letter, size, bold=bold)
        if left < 0:
            break
        end += 1
    while end and end < len(text) and (unicodedata.combining(text[end]) or _unlisted_joiner(text[end - 1])):
        end -= 1
    return text[:end].rstrip() + _ELLIPSIS, True


def _unlisted_joiner(letter: str) -> bool:
    return letter == "\u200d"


def fold(text: str, rooms: Sequence[float], size: float, *, bold: bool = False) -> tuple[list[str], bool]:
    """Fold a text into lines, and say whether something had to be cut.

    Parameters
    ----------
    text
        Words parted by spaces.
    rooms
        Width of each line in pixels; there are no more lines than rooms, and the last is cut with an ellipsis.
        A first line that is too narrow for the first word stays empty.
    size, bold
        As for :func:`width`.

    Returns
    -------
    tuple of list of str and bool
        The lines, and whether the text was cut.

    Notes
    -----
    O(words x letters of a line). A word wider than every line is parted with a hyphen between two syllables, as
    near as a machine can tell: before the consonants that may begin the next one.

    Examples
    --------
    >>> fold("Administrasjon og støtte", [60, 88, 88], 12, bold=True)
    (['', 'Administrasjon', 'og støtte'], False)
    >>> fold("Velferdsteknologisenteret i Eksempelvik", [88, 88, 88], 12, bold=True)
    (['Velferdstekno-', 'logisenteret i', 'Eksempelvik'], False)
    """
    lines: list[str] = []
    rest = text.split()
    for number, room in enumerate(rooms):
        if number == len(rooms) - 1:
            line, cut = fit(" ".join(rest), room, size, bold=bold)
            return [*lines, line], cut
        widest = max(rooms[number:])
        line, rest = _line(rest, room, widest, size, bold)
        lines.append(line)
        if not rest:
            return lines, False
    return lines, bool(rest)


def _line(words: list[str], room: float, widest: float, size: float, bold: bool) -> tuple[str, list[str]]:
    """Take as many words as fit; part a word that fits on no line."""
    taken: list[str] = []
    while words and width(" ".join([*taken, words[0]]), size, bold=bold) <= room:
        taken.append(words[0])
        words = words[1:]
    if words and width(words[0], size, bold=bold) > widest:
        head, tail = _part(words[0], room - width("".join(f"{word} " for word in taken), size, bold=bold), size, bold)
        if head:
            return " ".join([*taken, head]), [tail, *words[1:]]
    return " ".join(taken), words


def _part(word: str, room: float, size: float, bold: bool) -> tuple[str, str]:
    """Part a word so that the first piece fits; an empty first piece when no place will do."""
    for end in range(min(len(word) - _LEAST, int(room)), _LEAST - 1, -1):
        piece = word[:end] if word[end - 1] in _BREAKS else word[:end] + "-"
        if _may_part(word, end) and width(piece, size, bold=bold) <= room:
            return piece, word[end:]
    return "", word


def _may_part(word: str, end: int) -> bool:
    """Tell whether a syllable seems to begin here: consonants that may begin one, then a vowel."""
    if word[end - 1] in _BREAKS:
        return True
    single = word[end] not in _VOWELS and word[end + 1] in _VOWELS
    double = word[end : end + 2].lower() in _ONSETS and word[end + 2] in _VOWELS
    torn = word[end - 1 : end + 1].lower() in _ONSETS
    return double or (single and not torn)
