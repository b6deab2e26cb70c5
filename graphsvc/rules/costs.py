"""What a step of a path costs (model.md section 5): numbers an installation may choose, beside weights and points."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.errors import UsageError
from graphsvc.text import Text

__all__ = ["COSTS", "with_costs"]

#: What every step costs, and what its mode adds; a login costs what a synchronous flow does.
COSTS: Mapping[str, int] = {
    "paths.step": 100,
    "paths.sync": 0,
    "paths.async": 1,
    "paths.unknown": 2,
    "paths.batch": 5,
    "paths.manual": 20,
}
_MOST = 1_000_000


def with_costs(given: Mapping[str, float], before: Mapping[str, int] = COSTS) -> Mapping[str, int]:
    """Return the costs in force when some are replaced.

    Parameters
    ----------
    given
        Costs by name, whole numbers.
    before
        What holds where nothing is given.

    Raises
    ------
    UsageError
        When a cost is no whole number, negative or above a million, or a step would be free.

    Examples
    --------
    >>> with_costs({"paths.manual": 300.0})["paths.manual"]
    300
    """
    for name, cost in given.items():
        least = 1 if name == "paths.step" else 0
        if not (least <= cost <= _MOST and float(cost).is_integer()):
            raise UsageError(_WRONG.format(name=name, cost=cost, least=least, most=_MOST))
    return {**before, **{name: int(cost) for name, cost in given.items()}}


_WRONG = Text(
    "Kostnaden {name} = {cost} kan ikke brukes: den må være et helt tall fra {least} til {most}",
    "Kostnaden {name} = {cost} kan ikkje brukast: han må vere eit heilt tal frå {least} til {most}",
    "The cost {name} = {cost} cannot be used: it must be a whole number from {least} to {most}",
)
