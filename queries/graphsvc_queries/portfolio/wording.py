"""Sentences of the portfolio, in three languages: what is demanded, and why a proposal is in or out."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.text import Text
from graphsvc_queries.portfolio.criteria import points

__all__ = ["DEMANDS", "REASONS", "amount", "counted_points", "names"]

_SPACE = "\u00a0"

#: What a constraint demands; the words of a smallest conflict.
DEMANDS = {
    "budget": Text(
        "Rammen er {most} tusen kroner.", "Ramma er {most} tusen kroner.", "The budget is NOK {most} thousand."
    ),
    "yearly_budget": Text(
        "Den årlige rammen er {most} tusen kroner.",
        "Den årlege ramma er {most} tusen kroner.",
        "The yearly budget is NOK {most} thousand.",
    ),
    "capacity": Text("IT har {most} ukeverk.", "IT har {most} vekeverk.", "IT has {most} person-weeks."),
    "mandatory": Text("{one} er obligatorisk.", "{one} er obligatorisk.", "{one} is mandatory."),
    "mandatory_because": Text(
        "{one} er obligatorisk: {why}", "{one} er obligatorisk: {why}", "{one} is mandatory: {why}"
    ),
    "requires": Text("{one} krever {other}.", "{one} krev {other}.", "{one} requires {other}."),
    "requires_system": Text(
        "{one} trenger {system}, som {other} innfører.",
        "{one} treng {system}, som {other} innfører.",
        "{one} needs {system}, which {other} introduces.",
    ),
    "requires_gone": Text(
        "{one} krever {other}, som {state}.",
        "{one} krev {other}, som {state}.",
        "{one} requires {other}, which {state}.",
    ),
    "requires_system_gone": Text(
        "{one} trenger {system}, som bare {other} innfører, og det forslaget {state}.",
        "{one} treng {system}, som berre {other} innfører, og det forslaget {state}.",
        "{one} needs {system}, which only {other} introduces, and that proposal {state}.",
    ),
    "excludes": Text(
        "{one} og {other} utelukker hverandre{why}.",
        "{one} og {other} utelukkar kvarandre{why}.",
        "{one} and {other} exclude each other{why}.",
    ),
    "excludes_done": Text(
        "{one} og {other} utelukker hverandre{why}, og {other} er gjennomført.",
        "{one} og {other} utelukkar kvarandre{why}, og {other} er gjennomført.",
        "{one} and {other} exclude each other{why}, and {other} has been carried out.",
    ),
    "floor": Text(
        "Minst {least} tusen kroner skal gå til {sector}.",
        "Minst {least} tusen kroner skal gå til {sector}.",
        "At least NOK {least} thousand must go to {sector}.",
    ),
    "ceiling": Text(
        "Høyst {most} tusen kroner skal gå til {sector}.",
        "Høgst {most} tusen kroner skal gå til {sector}.",
        "At most NOK {most} thousand may go to {sector}.",
    ),
    "held_out": Text("{one} er holdt utenfor.", "{one} er halde utanfor.", "{one} is held out."),
    "unfit": Text(
        "{one} kan ikke veies: {what}.", "{one} kan ikkje vegast: {what}.", "{one} cannot be weighed: {what}."
    ),
    "withdrawn": Text("er trukket", "er trekt", "has been withdrawn"),
    "declined": Text("er avslått", "er avslått", "has been declined"),
    "absent": Text("ikke finnes", "ikkje finst", "does not exist"),
    "unscored": Text("mangler poeng for {what}", "manglar poeng for {what}", "has no score on {what}"),
    "investment": Text("investeringen er ukjent", "investeringa er ukjend", "its investment is unknown"),
    "yearly_cost": Text(
        "den årlige kostnaden er ukjent", "den årlege kostnaden er ukjend", "its yearly cost is unknown"
    ),
    "it_person_weeks": Text(
        "antall ukeverk for IT er ukjent", "talet på vekeverk for IT er ukjent", "its IT person-weeks are unknown"
    ),
    "why": Text(" ({why})", " ({why})", " ({why})"),
    "why_by": Text(" ({why}; bekreftet av {by})", " ({why}; stadfesta av {by})", " ({why}; confirmed by {by})"),
    "by": Text(" (bekreftet av {by})", " (stadfesta av {by})", " (confirmed by {by})"),
}

#: Why a proposal is in or out. Each is checked: what it says would let the proposal in does so.
REASONS = {
    "mandatory_anyway": Text(
        "Obligatorisk; ville vært valgt også uten det kravet.",
        "Obligatorisk; ville vore valt òg utan det kravet.",
        "Mandatory; it would be chosen without that demand too.",
    ),
    "mandatory_costs": Text(
        "Obligatorisk; uten det kravet ville det beste utvalget vært uten dette og gitt {points} poeng mer.",
        "Obligatorisk; utan det kravet ville det beste utvalet vore utan dette og gitt {points} poeng meir.",
        "Mandatory; without that demand the best selection would be without it and give {points} points more.",
    ),
    "mandatory_tie": Text(
        "Obligatorisk; uten det kravet ville et like godt utvalg vært uten dette.",
        "Obligatorisk; utan det kravet ville eit like godt utval vore utan dette.",
        "Mandatory; without that demand an equally good selection would be without it.",
    ),
    "needed": Text(
        "Uten dette holder ingen utvalg kravene.",
        "Utan dette held ingen utval krava.",
        "Without it no selection keeps the demands.",
    ),
    "worth": Text(
        "Det beste utvalget uten dette gir {points} poeng mindre.",
        "Det beste utvalet utan dette gir {points} poeng mindre.",
        "The best selection without it gives {points} points less.",
    ),
    "cheaper": Text(
        "Et utvalg uten dette gir like mange poeng, men koster {money} tusen kroner mer.",
        "Eit utval utan dette gir like mange poeng, men kostar {money} tusen kroner meir.",
        "A selection without it gives as many points but costs NOK {money} thousand more.",
    ),
    "first": Text(
        "Et utvalg uten dette er like godt og koster det samme; rekkefølgen av id-ene avgjør.",
        "Eit utval utan dette er like godt og kostar det same; rekkjefølgja av id-ane avgjer.",
        "A selection without it is as good and costs the same; the order of the ids decides.",
    ),
    "budget": Text(
        "Uten rammen ville det vært valgt.", "Utan ramma ville det vore valt.", "Without the budget it would be chosen."
    ),
    "budget_short": Text(
        "Koster {short} tusen kroner mer enn det som er igjen av rammen; uten rammen ville det vært valgt.",
        "Kostar {short} tusen kroner meir enn det som er att av ramma; utan ramma ville det vore valt.",
        "Costs NOK {short} thousand more than what is left of the budget; without the budget it would be chosen.",
    ),
    "yearly_budget": Text(
        "Uten den årlige rammen ville det vært valgt.",
        "Utan den årlege ramma ville det vore valt.",
        "Without the yearly budget it would be chosen.",
    ),
    "yearly_budget_short": Text(
        "Koster {short} tusen kroner mer i året enn den årlige rammen har igjen; uten den ville det vært valgt.",
        "Kostar {short} tusen kroner meir i året enn den årlege ramma har att; utan den ville det vore valt.",
        "Costs NOK {short} thousand a year more than the yearly budget has left; without that it would be chosen.",
    ),
    "capacity": Text(
        "Uten grensen for ukeverk i IT ville det vært valgt.",
        "Utan grensa for vekeverk i IT ville det vore valt.",
        "Without the limit on IT person-weeks it would be chosen.",
    ),
    "capacity_short": Text(
        "Trenger {short} ukeverk mer enn IT har igjen; uten den grensen ville det vært valgt.",
        "Treng {short} vekeverk meir enn IT har att; utan den grensa ville det vore valt.",
        "Needs {short} person-weeks more than IT has left; without that limit it would be chosen.",
    ),
    "lifted": Text(
        "{demand} Uten det ville det vært valgt.",
        "{demand} Utan det ville det vore valt.",
        "{demand} But for that it would be chosen.",
    ),
    "several": Text(
        "Ville vært valgt uten disse samtidig, men ikke uten bare ett av dem: {demands}",
        "Ville vore valt utan desse samstundes, men ikkje utan berre eitt av dei: {demands}",
        "Would be chosen without all of these at once, but not without only one of them: {demands}",
    ),
    "limits": Text(
        "Ingen enkelt grense alene, men uten {demands} samtidig ville det vært valgt.",
        "Inga enkelt grense åleine, men utan {demands} samstundes ville det vore valt.",
        "No single limit alone, but without {demands} at once it would be chosen.",
    ),
    "worthless": Text(
        "Gir ingen poeng, så ingen grense alene holder det ute.",
        "Gir ingen poeng, så inga grense åleine held det ute.",
        "Gives no points, so no limit alone keeps it out.",
    ),
    "beaten": Text(
        "Ingen enkelt grense eller betingelse holder det ute alene.",
        "Inga enkelt grense eller noko enkelt vilkår held det ute åleine.",
        "No single limit or condition alone keeps it out.",
    ),
    "held_in": Text(
        "Holdt utenfor; ellers ville det vært valgt.",
        "Halde utanfor; elles ville det vore valt.",
        "Held out; otherwise it would be chosen.",
    ),
    "held_out": Text(
        "Holdt utenfor; ville heller ikke ellers vært valgt.",
        "Halde utanfor; ville heller ikkje elles vore valt.",
        "Held out; it would not be chosen otherwise either.",
    ),
    "unfit": Text("Ikke veid: {what}.", "Ikkje vege: {what}.", "Not weighed: {what}."),
    "not_examined": Text(
        "Ikke i det beste utvalget; tiden rakk ikke til å undersøke hva som holder det ute.",
        "Ikkje i det beste utvalet; tida rakk ikkje til å undersøkje kva som held det ute.",
        "Not in the best selection; there was no time to find out what keeps it out.",
    ),
    "in_not_examined": Text(
        "I det beste utvalget; tiden rakk ikke til å undersøke hva som står på spill.",
        "I det beste utvalet; tida rakk ikkje til å undersøkje kva som står på spel.",
        "In the best selection; there was no time to find out what hangs on it.",
    ),
    "infeasible": Text("Ingen utvalg holder kravene.", "Ingen utval held krava.", "No selection keeps the demands."),
    "limit_budget": Text("rammen", "ramma", "the budget"),
    "limit_yearly_budget": Text("den årlige rammen", "den årlege ramma", "the yearly budget"),
    "limit_capacity": Text("grensen for ukeverk", "grensa for vekeverk", "the limit on person-weeks"),
}


def amount(number: int) -> Text:
    """Write a whole number as each language does.

    Examples
    --------
    >>> amount(2250).en, amount(-7).nb
    ('2,250', '−7')
    """
    plain = f"{abs(number):,}"
    sign = "−" if number < 0 else ""
    norwegian = sign + plain.replace(",", _SPACE)
    return Text(norwegian, norwegian, sign + plain)


def counted_points(units: int) -> Text:
    """Write points with as many decimals as they need, and at least one.

    Examples
    --------
    >>> counted_points(41500).nb, counted_points(2003).en
    ('20,75', '1.0015')
    """
    whole, _, decimals = f"{points(abs(units)):.4f}".partition(".")
    decimals = decimals.rstrip("0") or "0"
    before, sign = amount(int(whole)), "−" if units < 0 else ""
    return Text(f"{sign}{before.nb},{decimals}", f"{sign}{before.nn},{decimals}", f"{sign}{before.en}.{decimals}")


def names(ids: Iterable[str]) -> Text:
    """Join ids as a sentence does, with "or" before the last.

    Examples
    --------
    >>> names(["P1", "P2", "P3"]).nb
    'P1, P2 eller P3'
    """
    listed = list(ids)
    if len(listed) < 2:
        return Text.same("".join(listed))
    before, last = ", ".join(listed[:-1]), listed[-1]
    return Text(f"{before} eller {last}", f"{before} eller {last}", f"{before} or {last}")
