"""What each number beside the weights means, in words; :mod:`graphsvc.rules.points` and its neighbours hold them."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.text import Text

__all__ = ["MEANINGS", "meaning_of"]

#: Name of a number, or of a family of them -> what it means. The first word is the question that it belongs to.
MEANINGS: Mapping[str, Text] = {
    "overlap.capabilities": Text(
        "høyst så mange poeng for det samme de kan gjøre; det få kan, veier mest",
        "høgst så mange poeng for det same dei kan gjere; det få kan, veg mest",
        "at most so many points for what both can do; what few can do weighs most",
    ),
    "overlap.text": Text(
        "høyst så mange poeng for navn og omtaler som likner",
        "høgst så mange poeng for namn og omtalar som liknar",
        "at most so many points for names and descriptions that are alike",
    ),
    "overlap.data": Text(
        "høyst så mange poeng for informasjon begge har",
        "høgst så mange poeng for informasjon begge har",
        "at most so many points for data that both hold",
    ),
    "overlap.neighbours": Text(
        "høyst så mange poeng for samme tjenester, flytpartnere og enheter",
        "høgst så mange poeng for same tenester, flytpartnarar og einingar",
        "at most so many points for the same services, flow partners and units",
    ),
    "overlap.maker": Text(
        "poeng for samme produkt; samme leverandør gir høyst halvparten",
        "poeng for same produkt; same leverandør gir høgst halvparten",
        "points for the same product; the same vendor gives at most half",
    ),
    "overlap.carries": Text(
        "det mange kan, teller bare når en annen andel er minst så mange poeng",
        "det mange kan, tel berre når ein annan del er minst så mange poeng",
        "what many can do counts only when another share is at least so many points",
    ),
    "overlap.generic_count": Text(
        "mange er flere enn så mange systemer, ...",
        "mange er fleire enn så mange system, ...",
        "many are more than so many systems, ...",
    ),
    "overlap.generic_share": Text(
        "... eller mer enn denne andelen av alle, om det er flere",
        "... eller meir enn denne delen av alle, om det er fleire",
        "... or more than this share of all, where that is more",
    ),
    "paths.step": Text("et ledd koster så mye", "eit ledd kostar så mykje", "a step costs so much"),
    "paths.sync": Text(
        "så mye mer når det er synkront eller pålogging",
        "så mykje meir når det er synkront eller pålogging",
        "so much more when it is synchronous, or login",
    ),
    "paths.async": Text(
        "så mye mer når det er asynkront", "så mykje meir når det er asynkront", "so much more when it is asynchronous"
    ),
    "paths.unknown": Text(
        "så mye mer når måten er ukjent", "så mykje meir når måten er ukjend", "so much more when its mode is unknown"
    ),
    "paths.batch": Text(
        "så mye mer når det går satsvis", "så mykje meir når det går satsvis", "so much more when it runs in batches"
    ),
    "paths.manual": Text(
        "så mye mer når det går for hånd", "så mykje meir når det går for hand", "so much more when it is done by hand"
    ),
    "portfolio.weight": Text(
        "hvor mye dette kriteriet veier når forslag skal velges",
        "kor mykje dette kriteriet veg når forslag skal veljast",
        "how much this criterion weighs when proposals are chosen",
    ),
    "portfolio.scale.money": Text(
        "netto gevinst i året (1000 kr) som gir 5 poeng",
        "netto gevinst i året (1000 kr) som gir 5 poeng",
        "net yearly benefit (NOK 1000) that gives 5 points",
    ),
    "portfolio.scale.reach": Text(
        "antall berørte sektorer som gir 5 poeng; 0 = alle",
        "talet på råka sektorar som gir 5 poeng; 0 = alle",
        "touched sectors that give 5 points; 0 = all",
    ),
    "portfolio.floor": Text(
        "minst så mye (1000 kr) til forslagene i denne sektoren",
        "minst så mykje (1000 kr) til forslaga i denne sektoren",
        "at least so much (NOK 1000) for the proposals of this sector",
    ),
    "portfolio.ceiling": Text(
        "høyst så mye (1000 kr) til forslagene i denne sektoren",
        "høgst så mykje (1000 kr) til forslaga i denne sektoren",
        "at most so much (NOK 1000) for the proposals of this sector",
    ),
}


def meaning_of(name: str) -> Text:
    """Return what a number means; of a family (one a criterion, one a sector) all mean the same.

    Examples
    --------
    >>> meaning_of("portfolio.weight.climate") is meaning_of("portfolio.weight.risk")
    True
    """
    return MEANINGS[name] if name in MEANINGS else MEANINGS[".".join(name.split(".")[:2])]
