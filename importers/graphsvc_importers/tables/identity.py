"""Norwegian national identity numbers in free text: found, and masked wherever text is shown."""

from __future__ import annotations

import re

__all__ = ["holds_identity_number", "mask"]

CANDIDATE = re.compile(r"(?<!\d)(\d{6})([ .]?)(\d{5})(?!\d)")
FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def _date_fits(digits: str) -> bool:
    """Day (+40 in a D-number) and month (+40 or +80 synthetic, as the tax authority and NAV number test people)."""
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= (day - 40 if day > 40 else day) <= 31 and 1 <= month % 40 <= 12


def _checks(digits: str) -> bool:
    numbers = [int(digit) for digit in digits]
    first = -sum(weight * number for weight, number in zip(FIRST, numbers, strict=False)) % 11
    second = -sum(weight * number for weight, number in zip(SECOND, numbers, strict=False)) % 11
    return _date_fits(digits) and first == numbers[9] and second == numbers[10]


def holds_identity_number(text: str) -> bool:
    """Tell whether a text holds an 11-digit number with a date and both check digits (modulus 11).

    Examples
    --------
    >>> holds_identity_number("Barnevern 01810012311"), holds_identity_number("konto 12345678901")
    (True, False)
    """
    return any(_checks(found[1] + found[3]) for found in CANDIDATE.finditer(text))


def mask(text: str) -> str:
    """Put stars over every national identity number.

    Examples
    --------
    >>> mask("Barnevern 01810012311")
    'Barnevern ***********'
    """
    return CANDIDATE.sub(lambda found: "*" * 11 if _checks(found[1] + found[3]) else found[0], text)
