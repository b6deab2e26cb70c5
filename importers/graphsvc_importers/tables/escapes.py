"""How text is written into cells so that it comes back equal, and never runs as a formula.

A text that a spreadsheet would run (``= + - @`` TAB CR NUL), that begins with an apostrophe, that is only white
space, or that would be read as "there is none", is written with an apostrophe before it. In lists, the separator,
the backslash and outer white space are written with a backslash before them. These escapes are undone only in
tables that the product wrote itself (their front sheet says so): another program's apostrophe is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graphsvc.model import NO_VALUES

__all__ = ["FORMULA_STARTS", "guard", "join_list", "join_pairs", "split_list", "split_pairs", "unguard"]

FORMULA_STARTS = tuple("=+-@\t\r\0")
NONE_WORDS = NO_VALUES | {f"({word})" for word in NO_VALUES}


def _needs_guard(text: str) -> bool:
    return text.startswith((*FORMULA_STARTS, "'")) or not text.strip() or text.strip().casefold() in NONE_WORDS


def guard(text: str) -> str:
    """Make a text safe to put into a cell.

    Examples
    --------
    >>> guard("=1+1"), guard("plain"), guard("'quoted'")
    ("'=1+1", 'plain', "''quoted'")
    """
    return f"'{text}" if _needs_guard(text) else text


def unguard(text: str) -> str:
    """Undo :func:`guard`.

    Examples
    --------
    >>> unguard("'=1+1"), unguard("plain")
    ('=1+1', 'plain')
    """
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text


def _escape(item: str, special: str) -> str:
    if not item:
        return r"\e"
    last = len(item) - 1
    return "".join(
        "\\" + char if char in "\\" + special or (char.isspace() and place in (0, last)) else char
        for place, char in enumerate(item)
    )


def join_list(items: Iterable[str], special: str = ";") -> str:
    r"""Write a list into one cell.

    Examples
    --------
    >>> print(join_list(["a", "b;c", ""]))
    a; b\;c; \e
    """
    return "; ".join(_escape(item, special) for item in items)


def join_pairs(pairs: Mapping[str, str]) -> str:
    r"""Write properties into one cell, sorted by name.

    Examples
    --------
    >>> print(join_pairs({"b": "2", "a": "x=1"}))
    a=x\=1; b=2
    """
    return "; ".join(f"{_escape(name, ';=')}={_escape(value, ';=')}" for name, value in sorted(pairs.items()))


def _cut(text: str, sign: str, most: int = -1) -> list[str]:
    """Cut at signs that no backslash stands before; backslashes are kept."""
    if "\\" not in text:
        return text.split(sign, most)
    parts: list[str] = []
    start, place = 0, 0
    while place < len(text) and len(parts) != most:
        if text[place] == "\\":
            place += 1
        elif text[place] == sign:
            parts.append(text[start:place])
            start = place + 1
        place += 1
    return [*parts, text[start:]]


def _plain(item: str) -> str:
    """Trim outer white space that is not escaped, and take the backslashes away."""
    if "\\" not in item:
        return item.strip()
    end = len(item.rstrip())
    before = len(item[:end]) - len(item[:end].rstrip("\\"))
    if before % 2 and end < len(item):
        end += 1
    return re.sub(r"\\(.)", lambda found: "" if found[1] == "e" else found[1], item[:end].lstrip(), flags=re.DOTALL)


def split_list(text: str, separator: str = ";", escaped: bool = True) -> tuple[str, ...]:
    r"""Read a list from a cell; empty items are left out.

    Examples
    --------
    >>> split_list(r"a; b\;c ;")
    ('a', 'b;c')
    """
    cut, plain = (_cut(text, separator), _plain) if escaped else (text.split(separator), str.strip)
    return tuple(plain(item) for item in cut if item.strip())


def split_pairs(text: str, separator: str = ";", escaped: bool = True) -> dict[str, str] | None:
    """Read properties from a cell; None when an item has no ``=`` or a name comes twice."""
    pairs: dict[str, str] = {}
    cut, plain = (_cut, _plain) if escaped else (str.split, str.strip)
    for item in cut(text, separator):
        if not item.strip():
            continue
        sides = [plain(side) for side in cut(item, "=", 1)]
        if len(sides) != 2 or sides[0] in pairs:
            return None
        pairs[sides[0]] = sides[1]
    return pairs
