"""What counts as equal, and what is remembered of a thing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from graphsvc.rules import RULES

__all__ = ["TIE", "remembered"]

#: Strengths and weights nearer to each other than this are equal (model.md section 4, Strength).
TIE = RULES.tie

Result = TypeVar("Result")


def remembered(method: Callable[[Any, int], Result]) -> Callable[[Any, int], Result]:
    """Remember what a method says of each thing: work is done for things that are touched, and once."""
    name = method.__name__

    @wraps(method)
    def asked(self: Any, thing: int) -> Result:
        try:
            answer: Result = self.remembered[name][thing]
        except KeyError:
            answer = self.remembered.setdefault(name, {})[thing] = method(self, thing)
        return answer

    return asked
