"""Words of the pictures of a portfolio."""

from __future__ import annotations

from graphsvc.i18n import number
from graphsvc.text import Language, Text

__all__ = ["WORDS", "money", "round_number"]

WORDS = {
    "title": Text(
        "Hvilke forslag får plass i rammen?", "Kva forslag får plass i ramma?", "Which proposals fit the budget?"
    ),
    "budget": Text("Slik brukes rammen", "Slik blir ramma brukt", "How the budget is used"),
    "segment": Text(
        "{id} {name}: {cost} tusen kroner", "{id} {name}: {cost} tusen kroner", "{id} {name}: NOK {cost} thousand"
    ),
    "left": Text("igjen {left}", "att {left}", "left {left}"),
    "over": Text("ramme {budget}", "ramme {budget}", "budget {budget}"),
    "points": Text("Poeng per forslag", "Poeng per forslag", "Points by proposal"),
    "chosen": Text("valgt", "valt", "chosen"),
    "not_chosen": Text("ikke valgt", "ikkje valt", "not chosen"),
    "not_scored": Text("ikke veid", "ikkje vege", "not weighed"),
    "worth": Text("{points} poeng", "{points} poeng", "{points} points"),
    "drawn": Text(
        "Viser {shown} av {exist} forslag.",
        "Viser {shown} av {exist} forslag.",
        "Showing {shown} of {exist} proposals.",
    ),
    "sweep": Text("Hva om rammen var en annen?", "Kva om ramma var ei anna?", "What if the budget were another?"),
    "asked": Text("valgt ramme", "vald ramme", "chosen budget"),
    "millions": Text("Ramme i millioner kroner", "Ramme i millionar kroner", "Budget in millions of NOK"),
    "thousands": Text("Ramme i tusen kroner", "Ramme i tusen kroner", "Budget in thousands of NOK"),
    "cell": Text(
        "{id}: valgt med ramme {budget}", "{id}: valt med ramme {budget}", "{id}: chosen with a budget of {budget}"
    ),
    "impossible": Text(
        "Prikket: ingen utvalg holder kravene, eller tiden var ute.",
        "Prikka: ingen utval held krava, eller tida var ute.",
        "Dotted: no selection keeps the demands, or time was up.",
    ),
    "bubble": Text("Poeng mot pris", "Poeng mot pris", "Points against price"),
    "x": Text("Investering, tusen kroner", "Investering, tusen kroner", "Investment, thousands of NOK"),
    "y": Text("Poeng", "Poeng", "Points"),
    "key": Text(
        "Fylt: valgt. Åpen: ikke valgt. Flate: ukeverk i IT. Farge og tegn: kommunalområde.",
        "Fylt: valt. Open: ikkje valt. Flate: vekeverk i IT. Farge og teikn: kommunalområde.",
        "Filled: chosen. Open: not chosen. Area: IT person-weeks. Colour and sign: sector.",
    ),
    "told": Text(
        "{id} {name}: {points} poeng for {cost} tusen kroner, {weeks} ukeverk, {outcome}",
        "{id} {name}: {points} poeng for {cost} tusen kroner, {weeks} vekeverk, {outcome}",
        "{id} {name}: {points} points for NOK {cost} thousand, {weeks} person-weeks, {outcome}",
    ),
}


def money(amount: int, language: Language) -> str:
    """Write kNOK."""
    return number(amount, language).replace("-", "−")


def round_number(most: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 x a power of ten that is not less.

    Examples
    --------
    >>> round_number(3100), round_number(0), round_number(69.8)
    (5000.0, 1.0, 100.0)
    """
    if most <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= most:
        power *= 10
    while power > most:
        power /= 10
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= most)
