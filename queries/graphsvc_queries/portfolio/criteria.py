"""What proposals are weighed by: criteria with weights and scales, from the settings and from the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from graphsvc.errors import QuestionError
from graphsvc.rules import RuleSet
from graphsvc.text import Language, Text

__all__ = ["UNITS", "Criterion", "Source", "criteria_of", "points"]

#: Values are whole numbers of this part of a point: weights have two decimals and may be halved, scores have one.
UNITS = 2000
_WEIGHT = "portfolio.weight."
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
_MOST = 100

_LABELS = {
    "money": Text("Økonomi", "Økonomi", "Money"),
    "quality": Text("Kvalitet", "Kvalitet", "Quality"),
    "reach": Text("Rekkevidde", "Rekkjevidd", "Reach"),
    "risk": Text("Lav risiko", "Låg risiko", "Low risk"),
}


class Source(StrEnum):
    """Where a score comes from when people have not given one."""

    PEOPLE = "people"
    NET = "net"
    SECTORS = "sectors"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion.

    Parameters
    ----------
    weight
        In hundredths.
    source
        What gives the score where people have not.
    scale
        What gives 5: kNOK net a year, or touched sectors (0 = all); 0 for what people score.
    """

    name: str
    label: Text
    weight: int
    source: Source = Source.PEOPLE
    scale: int = 0

    def worth(self, tenths: int, factor: int = 2) -> int:
        """Return what a score (in tenths) is worth in units; ``factor`` 1 halves the weight, 4 doubles it."""
        return self.weight * tenths * factor

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            "criterion": self.name,
            "name": self.label.in_(language),
            "weight": self.weight / 100,
            "source": self.source.value,
            "scale": self.scale or None,
        }


def points(units: int) -> float:
    """Return units as points.

    Examples
    --------
    >>> points(3000)
    1.5
    """
    return round(units / UNITS, 4)


def criteria_of(rules: RuleSet, given: Iterable[str], scored: frozenset[str]) -> tuple[Criterion, ...]:
    """Return the criteria in force: those of the settings, with weights replaced by the question.

    Parameters
    ----------
    given
        ``name=weight``; a weight of 0 leaves a criterion out.
    scored
        Criteria that some proposal has a score on: they may be weighed though no setting names them.

    Raises
    ------
    QuestionError
        When a weight cannot be read, or nobody has scored such a criterion.

    Examples
    --------
    >>> from graphsvc.rules import RULES
    >>> [(one.name, one.weight) for one in criteria_of(RULES, ["risk=0", "money=9.5"], frozenset())]
    [('money', 950), ('quality', 500), ('reach', 400)]
    """
    numbers = rules.priorities
    weights = {
        name.removeprefix(_WEIGHT): round(number * 100) for name, number in numbers.items() if name.startswith(_WEIGHT)
    }
    for words in given:
        name, weight = _weight(words)
        if name not in weights and name not in scored:
            raise _unknown(name, [*weights, *sorted(scored - weights.keys())])
        weights[name] = weight
    order = [*(name for name in _LABELS if name in weights), *sorted(weights.keys() - _LABELS.keys())]
    found = tuple(_criterion(name, weights[name], numbers) for name in order if weights[name])
    if not found:
        raise QuestionError(
            Text(
                "Minst ett kriterium må ha en vekt over 0",
                "Minst eitt kriterium må ha ei vekt over 0",
                "At least one criterion must have a weight above 0",
            )
        )
    return found


def _criterion(name: str, weight: int, numbers: Mapping[str, float]) -> Criterion:
    sources = {"money": Source.NET, "reach": Source.SECTORS}
    scale = int(numbers.get(f"portfolio.scale.{name}", 0))
    return Criterion(name, _LABELS.get(name, Text.same(name)), weight, sources.get(name, Source.PEOPLE), scale)


def _weight(words: str) -> tuple[str, int]:
    name, _, number = words.partition("=")
    try:
        hundredths = Decimal(number.strip().replace(",", ".")) * 100
        if _NAME.match(name.strip()) and 0 <= hundredths <= _MOST * 100 and hundredths == int(hundredths):
            return name.strip(), int(hundredths)
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise QuestionError(
        Text(
            f"Kan ikke lese vekten «{words[:60]}»; skriv kriterium=vekt, for eksempel money=8, fra 0 til {_MOST} med "
            "høyst to desimaler",
            f"Kan ikkje lese vekta «{words[:60]}»; skriv kriterium=vekt, til dømes money=8, frå 0 til {_MOST} med "
            "høgst to desimalar",
            f"Cannot read the weight '{words[:60]}'; write criterion=weight, for example money=8, from 0 to {_MOST} "
            "with at most two decimals",
        )
    )


def _unknown(name: str, known: list[str]) -> QuestionError:
    listed = ", ".join(known)
    return QuestionError(
        Text(
            f"Ingen forslag har poeng for kriteriet «{name}». Kriterier: {listed}",
            f"Ingen forslag har poeng for kriteriet «{name}». Kriterium: {listed}",
            f"No proposal has a score on the criterion '{name}'. Criteria: {listed}",
        )
    )
