"""Points that evidence of overlap can give (model.md section 5): numbers an installation may choose, beside weights."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.errors import UsageError
from graphsvc.text import Text

__all__ = ["POINTS", "with_points"]

#: The most that each kind of evidence gives, and the limits of what is generic.
POINTS: Mapping[str, float] = {
    "overlap.capabilities": 45.0,
    "overlap.text": 20.0,
    "overlap.data": 10.0,
    "overlap.neighbours": 15.0,
    "overlap.maker": 10.0,
    "overlap.carries": 5.0,
    "overlap.generic_count": 6.0,
    "overlap.generic_share": 0.05,
}
_SHARES = ("capabilities", "text", "data", "neighbours", "maker")


def with_points(given: Mapping[str, float], before: Mapping[str, float] = POINTS) -> Mapping[str, float]:
    """Return the points in force when some are replaced.

    Raises
    ------
    UsageError
        When a number is negative or above 100, or all shares together are above 100.

    Examples
    --------
    >>> with_points({"overlap.text": 10.0})["overlap.text"]
    10.0
    """
    points = {**before, **given}
    together = sum(points[f"overlap.{share}"] for share in _SHARES)
    wrong = [name for name, number in given.items() if not 0 <= number <= 100]
    if wrong or together > 100:
        named = ", ".join(wrong or sorted(given))
        raise UsageError(
            Text(
                f"Poengene {named} kan ikke brukes: hver er fra 0 til 100, og andelene til sammen høyst 100",
                f"Poenga {named} kan ikkje brukast: kvar er frå 0 til 100, og delane til saman høgst 100",
                f"The points {named} cannot be used: each is from 0 to 100, and the shares together at most 100",
            )
        )
    return points
