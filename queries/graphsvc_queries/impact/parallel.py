"""Which of several parallel relations carries a change: the strongest, then the one with the smallest id."""

from __future__ import annotations

import numpy as np

from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.ways import Steps, Ways, changes

__all__ = ["strongest"]


def strongest(ways: Ways, steps: Steps) -> Steps:
    """Keep of parallel edges from a path to a thing, read by the same sort of rule, the strongest; then smallest ids.

    Notes
    -----
    O(edges log edges); by path, sort and thing.
    """
    if not len(steps):
        return steps
    family = ways.family[steps["rule"]]
    # Rounded to what counts as equal.
    order = np.lexsort((steps["place"], -np.rint(steps["weight"] / TIE), steps["target"], family, steps["before"]))
    first = np.flatnonzero(changes(*(column[order] for column in (steps["before"], family, steps["target"]))))
    kept, weight = order[first], steps["weight"][order]
    several = np.flatnonzero(np.diff(np.append(first, len(order))) > 1)
    several = several[weight[first[several] + 1] >= weight[first[several]] - TIE]
    for group in several.tolist():
        end = first[group + 1] if group + 1 < len(first) else len(order)
        kept[group] = _smallest(ways, steps, order[first[group] : end].tolist())
    return steps[np.sort(kept)]


def _smallest(ways: Ways, steps: Steps, places: list[int]) -> int:
    """Return the place of the edge with the smallest id among the strongest; parallel relations stand in this order."""
    least = float(steps["weight"][places].max()) - TIE
    told = {one: (int(steps["rule"][one]), int(steps["place"][one])) for one in places if steps["weight"][one] >= least}
    if len({ways.ends(*one) for one in told.values()}) == 1:
        return next(iter(told))
    return min(told, key=lambda one: (ways.id(*told[one]), ways.rules[told[one][0]].name))
