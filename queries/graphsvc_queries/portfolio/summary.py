"""The answer in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.text import Text
from graphsvc_queries.portfolio.programme import Choice, Found
from graphsvc_queries.portfolio.wording import amount, counted_points

__all__ = ["summary_of"]

_NOTHING = Text("Det er ingen forslag å velge blant.", "Det er ingen forslag å velje blant.", "There are no proposals.")
_INFEASIBLE = Text("Ingen utvalg holder kravene.", "Ingen utval held krava.", "No selection keeps the demands.")
_CHOSEN = Text(
    "{count} av {all} forslag for {cost} av {budget} tusen kroner, {points} poeng.",
    "{count} av {all} forslag for {cost} av {budget} tusen kroner, {points} poeng.",
    "{count} of {all} proposals for {cost} of {budget} thousand NOK, {points} points.",
)
_TRIED = Text(
    "Beste mulige utvalg: alle {tried} kombinasjoner er prøvd.",
    "Beste moglege utval: alle {tried} kombinasjonar er prøvde.",
    "The best possible selection: all {tried} combinations have been tried.",
)
_PROVEN = Text(
    "Beste mulige utvalg: det er bevist at ingen andre gir flere poeng.",
    "Beste moglege utval: det er prova at ingen andre gir fleire poeng.",
    "The best possible selection: it is proven that no other gives more points.",
)
_UNPROVEN = Text(
    "Tiden rakk ikke til å bevise at det er det beste: et bedre kan høyst gi {more} poeng mer.",
    "Tida rakk ikkje til å prove at det er det beste: eit betre kan høgst gi {more} poeng meir.",
    "There was no time to prove it the best: a better one can give at most {more} points more.",
)
_EQUAL = Text(
    "Ingen andre gir flere poeng; tiden rakk ikke til å se om et like godt utvalg koster mindre.",
    "Ingen andre gir fleire poeng; tida rakk ikkje til å sjå om eit like godt utval kostar mindre.",
    "No other gives more points; there was no time to see whether an equally good one costs less.",
)
_UNSCORED = Text(
    "{ids} er obligatorisk uten poeng; verdien er ukjent og ikke med i summen.",
    "{ids} er obligatorisk utan poeng; verdien er ukjend og ikkje med i summen.",
    "{ids} is mandatory without scores; its value is unknown and not in the sum.",
)
_APART = Text(
    "{count} kan ikke veies, fordi poeng eller tall mangler.",
    "{count} kan ikkje vegast, fordi poeng eller tal manglar.",
    "{count} cannot be weighed, because scores or numbers are missing.",
)


def summary_of(
    found: Found, budget: int, candidates: int, tried: int | None, unscored: Sequence[str], unfit: int
) -> Text:
    """Return the sentences that open the answer.

    Parameters
    ----------
    found
        The best selection.
    unscored
        Ids of mandatory proposals without scores.
    unfit
        How many could not be weighed.
    """
    if not candidates:
        return _NOTHING
    choice = found.choice
    if choice is None:
        return _INFEASIBLE
    parts = [
        _CHOSEN.format(
            count=len(choice.items),
            all=candidates,
            cost=amount(choice.cost),
            budget=amount(budget),
            points=counted_points(choice.value),
        ),
        _proof(found, choice, tried),
    ]
    if unscored:
        parts.append(_UNSCORED.format(ids=", ".join(unscored)))
    if unfit:
        parts.append(_APART.format(count=unfit))
    return Text(*(" ".join(words) for words in zip(*((one.nb, one.nn, one.en) for one in parts), strict=True)))


def _proof(found: Found, choice: Choice, tried: int | None) -> Text:
    if not found.proven:
        more = max(0, (found.bound if found.bound is not None else choice.value) - choice.value)
        return _UNPROVEN.format(more=counted_points(more)) if more else _EQUAL
    return _PROVEN if tried is None else _TRIED.format(tried=amount(tried))
