"""One line of words that a person writes: a name, a role, a reason."""

from __future__ import annotations

import unicodedata

from graphsvc.errors import UsageError
from graphsvc.i18n import text

__all__ = ["line_of"]

#: Control characters and half characters: no database can hold them all.
_UNFIT = frozenset({"Cc", "Cs"})


def line_of(name: str, words: str, most: int) -> str:
    r"""Return words as one line, each white space one space.

    Parameters
    ----------
    name
        What the words are called where they were written, for the message.
    most
        So many characters may there be.

    Raises
    ------
    UsageError
        When there are too many, or characters that no database can hold.

    Examples
    --------
    >>> line_of("who", "  Leder \n teknikk ", 200)
    'Leder teknikk'
    """
    line = " ".join(words.split())
    if len(line) > most:
        raise UsageError(text("judging.too_long").format(name=name, most=most))
    if any(unicodedata.category(letter) in _UNFIT for letter in line):
        raise UsageError(text("judging.unfit").format(name=name))
    return line
