"""One thing and what it hangs together with: what it needs to the left, what needs it to the right."""

from graphsvc_visualizations.neighbourhood.neighbours import (
    MANY,
    Neighbour,
    Side,
    Surroundings,
    matching,
    surroundings,
)
from graphsvc_visualizations.neighbourhood.picture import neighbourhood

__all__ = ["MANY", "Neighbour", "Side", "Surroundings", "matching", "neighbourhood", "surroundings"]
