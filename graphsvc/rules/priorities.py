"""Numbers by which proposals are weighed against each other (model.md section 5, portfolio): settings, beside weights.

``portfolio.weight.NAME`` is the weight of a criterion: the four that are shipped, or one of your own, which people
score from 0 to 5. ``portfolio.scale.money`` is the net yearly benefit (kNOK) that gives 5; ``portfolio.scale.reach``
the number of touched sectors that gives 5 (0 = all there are). ``portfolio.floor.ID`` and ``portfolio.ceiling.ID``
are the least and the most (kNOK) that the proposals of a sector may be given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from graphsvc.errors import UsageError
from graphsvc.text import Text

__all__ = ["PRIORITIES", "is_priority", "with_priorities"]

#: The weights add up to 20, so that a proposal with 5 on every criterion has 100 points.
PRIORITIES: Mapping[str, float] = {
    "portfolio.weight.money": 8.0,
    "portfolio.weight.quality": 5.0,
    "portfolio.weight.reach": 4.0,
    "portfolio.weight.risk": 3.0,
    "portfolio.scale.money": 2000.0,
    "portfolio.scale.reach": 0.0,
}
_PREFIX = "portfolio."
_NAME = re.compile(
    r"portfolio\.(?:weight\.[a-z][a-z0-9_-]{0,39}|scale\.(?:money|reach)|(?:floor|ceiling)\.\S{1,200})\Z"
)
_MOST_WEIGHT, _MOST_MONEY = 100.0, 1e12


def is_priority(name: str) -> bool:
    """Tell whether a setting is one of these, rather than the weight of a rule.

    Examples
    --------
    >>> is_priority("portfolio.weight.climate"), is_priority("supports.required")
    (True, False)
    """
    return name.startswith(_PREFIX)


def with_priorities(given: Mapping[str, float], before: Mapping[str, float] = PRIORITIES) -> Mapping[str, float]:
    """Return the numbers in force when some are replaced or added.

    Raises
    ------
    UsageError
        When a name is none of these, a weight is not from 0 to 100 with at most two decimals, or an amount is no
        whole number from 0.

    Examples
    --------
    >>> with_priorities({"portfolio.weight.risk": 4.5})["portfolio.weight.risk"]
    4.5
    """
    wrong = [name for name, number in given.items() if not _NAME.match(name) or not _fits(name, number)]
    if wrong:
        named = ", ".join(f"{name} = {given[name]:g}" for name in wrong)
        raise UsageError(
            Text(
                f"Kan ikke brukes: {named}. Vekter (portfolio.weight.NAVN) er fra 0 til 100 med høyst to desimaler; "
                "portfolio.scale.money, portfolio.scale.reach, portfolio.floor.ID og portfolio.ceiling.ID er hele "
                "tall fra 0, skalaen for penger fra 1",
                f"Kan ikkje brukast: {named}. Vekter (portfolio.weight.NAMN) er frå 0 til 100 med høgst to desimalar; "
                "portfolio.scale.money, portfolio.scale.reach, portfolio.floor.ID og portfolio.ceiling.ID er heile "
                "tal frå 0, skalaen for pengar frå 1",
                f"Cannot be used: {named}. Weights (portfolio.weight.NAME) are from 0 to 100 with at most two "
                "decimals; portfolio.scale.money, portfolio.scale.reach, portfolio.floor.ID and "
                "portfolio.ceiling.ID are whole numbers from 0, the scale of money from 1",
            )
        )
    return {**before, **given}


def _fits(name: str, number: float) -> bool:
    if name.startswith("portfolio.weight."):
        return 0 <= number <= _MOST_WEIGHT and abs(number * 100 - round(number * 100)) < 1e-6
    least = 1 if name == "portfolio.scale.money" else 0
    return least <= number <= _MOST_MONEY and float(number).is_integer()
