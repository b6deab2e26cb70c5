"""Upright lines between the columns: which track each takes, so that different lines never run on one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from graphsvc_visualizations.swimlane.parts import Column, Point

__all__ = ["Group", "Gutter", "Route", "points", "tracks"]

#: Lines of one group may share a trunk (it is one bus): a source's in gutter 2, a target's in gutter 3.
Group = tuple[str, str]

_CLEAR = 3.0
_PITCH = 9.0


class Gutter(Enum):
    """A strip between columns: where its first track lies, which way the next ones go, and how much room they have."""

    SYSTEMS = (Column.SYSTEMS.left - 22, 5.0, 10.0)
    SERVICES = (Column.SYSTEMS.right + 10, _PITCH, Column.SERVICES.left - Column.SYSTEMS.right - 26)
    REQUIRES = (Column.SERVICES.right + 10, 4.0, 4.0)
    UNITS = (Column.UNITS.left - 16, -_PITCH, Column.UNITS.left - Column.SERVICES.right - 34)

    @property
    def first(self) -> float:
        """Where the first track lies."""
        return float(self.value[0])

    def place(self, track: int, count: int) -> float:
        """Return where a track lies when there are ``count``; they lie closer when it gets crowded."""
        pitch, room = float(self.value[1]), float(self.value[2])
        step = min(abs(pitch), room / max(count - 1, 1))
        return self.first + track * (step if pitch > 0 else -step)


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one line: level stretches at ``levels``, joined by upright ones in ``trunks``."""

    start: float
    end: float
    levels: tuple[float, ...]
    trunks: tuple[tuple[Gutter, Group], ...] = ()


def tracks(routes: Iterable[Route]) -> Mapping[tuple[Gutter, Group], float]:
    """Give each group's trunk a place in its gutter.

    Returns
    -------
    Mapping
        (gutter, group) -> x. Trunks of different groups on one track are at least three pixels apart.

    Notes
    -----
    Short trunks first, each on the first free track: O(groups x tracks). Long ones end up on the outer tracks.
    """
    spans: dict[tuple[Gutter, Group], tuple[float, float]] = {}
    for route in routes:
        for trunk, ends in zip(route.trunks, zip(route.levels, route.levels[1:], strict=False), strict=True):
            low, high = spans.get(trunk, (min(ends), max(ends)))
            spans[trunk] = (min(low, *ends), max(high, *ends))
    found: dict[tuple[Gutter, Group], float] = {}
    for gutter in Gutter:
        own = {trunk: span for trunk, span in spans.items() if trunk[0] is gutter}
        numbers = _numbers(own)
        count = max(numbers.values(), default=0) + 1
        found |= {trunk: gutter.place(number, count) for trunk, number in numbers.items()}
    return found


def _numbers(spans: Mapping[tuple[Gutter, Group], tuple[float, float]]) -> dict[tuple[Gutter, Group], int]:
    taken: list[list[tuple[float, float]]] = []
    numbers: dict[tuple[Gutter, Group], int] = {}
    for trunk in sorted(spans, key=lambda one: (spans[one][1] - spans[one][0], spans[one][0], one[1])):
        low, high = spans[trunk]
        free = (n for n, track in enumerate(taken) if all(high + _CLEAR <= a or b + _CLEAR <= low for a, b in track))
        number = next(free, len(taken))
        if number == len(taken):
            taken.append([])
        taken[number].append((low, high))
        numbers[trunk] = number
    return numbers


def points(route: Route, places: Mapping[tuple[Gutter, Group], float]) -> tuple[Point, ...]:
    """Return the corners of a line."""
    found: list[Point] = [(route.start, route.levels[0])]
    for trunk, (before, after) in zip(route.trunks, zip(route.levels, route.levels[1:], strict=False), strict=True):
        found += [(places[trunk], before), (places[trunk], after)]
    return (*found, (route.end, route.levels[-1]))
