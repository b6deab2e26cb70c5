"""What a swimlane says, in three languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from graphsvc.metamodel import KINDS
from graphsvc.model import ChangeKind, Kind, Way
from graphsvc.text import Language, Text
from graphsvc_queries.impact.contrast import Standing

__all__ = [
    "ALSO_WORK",
    "ASKED",
    "BELOW",
    "BEYOND",
    "CHANGE",
    "CHANGED",
    "EFFECT",
    "FILTERS",
    "FOLD",
    "JOURNEYS",
    "KIND_NAMES",
    "LEGEND",
    "NATIONAL",
    "NATIONAL_COUNT",
    "NOBODY_ACTS",
    "NOTHING",
    "NOT_TOUCHED",
    "OUTSIDE",
    "OWNER",
    "PASSED_BY",
    "PLATFORMS",
    "PROPOSED_BY",
    "SECTORS_OF",
    "SERVICES",
    "STANDINGS",
    "STEP",
    "STRENGTHS",
    "SYNTHETIC",
    "TALLY",
    "TIES",
    "TRUNCATED",
    "UNITS",
    "VERBS",
    "WAYS",
    "WITHOUT_OWNER",
    "WORK",
    "counted",
    "dated",
    "decimal",
    "joined",
    "listed",
]

WORK = Text("Arbeid: noen må gjøre noe", "Arbeid: nokon må gjere noko", "Work: somebody must act")
CHANGE = Text("Endring", "Endring", "Change")
EFFECT = Text("Virkning: systemer", "Verknad: system", "Effect: systems")
SERVICES = Text("tjenester", "tenester", "services")
UNITS = Text("enheter", "einingar", "units")
BEYOND = Text(
    "Bildet viser de {shown} kommunene som berøres sterkest; {n} til er berørt.",
    "Biletet viser dei {shown} kommunane som blir råka sterkast; {n} til er råka.",
    "The picture shows the {shown} municipalities that are touched most strongly; {n} more are touched.",
)
SECTORS_OF = Text("{name}: vis sektorene", "{name}: vis sektorane", "{name}: show its sectors")
NOT_TOUCHED = Text("0: ikke berørt", "0: ikkje råka", "0: not touched")
NOBODY_ACTS = Text("0: ingen må gjøre noe", "0: ingen må gjere noko", "0: nobody must act")
BELOW = Text("bare under {limit}", "berre under {limit}", "only below {limit}")
NATIONAL = Text("Nasjonale", "Nasjonale", "National")
OUTSIDE = Text("Utenfor sektorene", "Utanfor sektorane", "Outside sectors")
WITHOUT_OWNER = Text("Uten eier", "Utan eigar", "Without owner")
JOURNEYS = Text("Livshendelser", "Livshendingar", "Journeys")
OWNER = Text("eier: {names}", "eigar: {names}", "owner: {names}")
PROPOSED_BY = Text("foreslått av: {names}", "føreslått av: {names}", "proposed by: {names}")
TIES = Text("med {ties}", "med {ties}", "with {ties}")
PASSED_BY = Text("+ {n} til", "+ {n} til", "+ {n} more")
FOLD = Text("Vis færre", "Vis færre", "Show fewer")
ALSO_WORK = Text("også arbeid", "også arbeid", "work too")
PLATFORMS = Text(
    "Plattformer fører ikke endringen videre. De vises bare som arbeid: koblingen må bygges om.",
    "Plattformer fører ikkje endringa vidare. Dei er viste berre som arbeid: koplinga må byggjast om.",
    "Platforms do not pass the change on. They are shown as work only: the connection must be rebuilt.",
)
NOTHING = Text(
    "Registeret har ingen kobling som kan bære en virkning fra {names}.",
    "Registeret har inga kopling som kan bere ein verknad frå {names}.",
    "The register has no tie that can carry an effect from {names}.",
)
TRUNCATED = Text(
    "Svaret er avkortet: noe ligger mer enn {steps} ledd unna.",
    "Svaret er avkorta: noko ligg meir enn {steps} ledd unna.",
    "The answer is cut short: some things lie more than {steps} steps away.",
)
FILTERS = Text(
    "Minste styrke {limit} · høyst {steps} ledd · gjelder {date} · revisjon {revision}",
    "Minste styrke {limit} · høgst {steps} ledd · gjeld {date} · revisjon {revision}",
    "Minimum strength {limit} · at most {steps} steps · as of {date} · revision {revision}",
)
SYNTHETIC = Text("Syntetiske demodata", "Syntetiske demodata", "Synthetic demo data")
#: Pieces of the line under the picture; each is drawn beside its sign.
LEGEND = {
    "new_tie": Text("ny kobling", "ny kopling", "new tie"),
    "gone_tie": Text("kobling som faller bort", "kopling som fell bort", "tie that goes"),
    "drawn": Text(
        "Tegnet virkning {effect} av {effect_all} · arbeid {work} av {work_all} · resten er talt i «+ n til»",
        "Teikna verknad {effect} av {effect_all} · arbeid {work} av {work_all} · resten er talt i «+ n til»",
        "Drawn effect {effect} of {effect_all} · work {work} of {work_all} · the rest is counted in “+ n more”",
    ),
    "crosses": Text("krysser sektorgrense", "kryssar sektorgrense", "crosses a sector border"),
    "hidden": Text("fra skjulte kort", "frå skjulte kort", "from hidden cards"),
    "strength": Text(
        "sterk ≥ 0,70, middels ≥ 0,40, svak",
        "sterk ≥ 0,70, middels ≥ 0,40, svak",
        "strong ≥ 0.70, medium ≥ 0.40, weak",
    ),
    "work": Text("= også arbeid", "= også arbeid", "= work too"),
}
STRENGTHS = {
    3: Text("sterk", "sterk", "strong"),
    2: Text("middels", "middels", "medium"),
    1: Text("svak", "svak", "weak"),
}
WAYS = {Way.EFFECT: Text("virkning", "verknad", "effect"), Way.WORK: Text("arbeid", "arbeid", "work")}
#: What happens to a changed thing, as one reads it under its name.
VERBS = {
    ChangeKind.OUTAGE.value: Text("faller ut", "fell ut", "fails"),
    ChangeKind.RETIRE.value: Text("avvikles", "blir avvikla", "is retired"),
    ChangeKind.REPLACE.value: Text("erstattes", "blir erstatta", "is replaced"),
    ChangeKind.UPGRADE.value: Text("oppgraderes", "blir oppgradert", "is upgraded"),
    ChangeKind.INTRODUCE.value: Text("innføres", "blir innført", "is introduced"),
    ChangeKind.DATA.value: Text("endres", "blir endra", "is changed"),
    "integrate": Text("integreres", "blir integrert", "is integrated"),
}
#: What became of a touched thing, on its card; never told by colour or line alone.
STANDINGS = {
    Standing.GONE: Text("− bort, var {before}", "− bort, var {before}", "− gone, was {before}"),
    Standing.NEW: Text("+ ny, {after}", "+ ny, {after}", "+ new, {after}"),
    Standing.STRONGER: Text("▲ {before} → {after}", "▲ {before} → {after}", "▲ {before} → {after}"),
    Standing.WEAKER: Text("▼ {before} → {after}", "▼ {before} → {after}", "▼ {before} → {after}"),
}
#: How many of a group are new and how many are gone.
TALLY = Text("+{new} −{gone}", "+{new} −{gone}", "+{new} −{gone}")
CHANGED = Text("{name} {verb}", "{name} {verb}", "{name} {verb}")
STEP = Text("ledd {n} på veien", "ledd {n} på vegen", "step {n} of the path")
ASKED = Text("Hva berøres når {change}?", "Kva blir råka når {change}?", "What is touched when {change}?")

_SEVERAL = 2
_ONE_AND_MANY = {
    Kind.SERVICE: (Text("tjeneste", "teneste", "service"), SERVICES),
    Kind.UNIT: (Text("enhet", "eining", "unit"), UNITS),
    Kind.SYSTEM: (Text("system", "system", "system"), Text("systemer", "system", "systems")),
    Kind.JOURNEY: (Text("livshendelse", "livshending", "journey"), Text("livshendelser", "livshendingar", "journeys")),
    None: (Text("kobling", "kopling", "tie"), Text("koblinger", "koplingar", "ties")),
}
#: What one thing of a kind is called.
KIND_NAMES = {kind: definition.label for kind, definition in KINDS.items()}
NATIONAL_COUNT = (
    Text("1 nasjonal løsning", "1 nasjonal løysing", "1 national solution"),
    Text("{n} nasjonale løsninger", "{n} nasjonale løysingar", "{n} national solutions"),
)


def counted(number: int, kind: Kind | None) -> Text:
    """Count things of a kind (ties when None), inflected.

    Examples
    --------
    >>> counted(1, Kind.SERVICE).nb, counted(2, Kind.SERVICE).nb
    ('1 tjeneste', '2 tjenester')
    """
    one, many = _ONE_AND_MANY[kind]
    return Text("{n} {words}", "{n} {words}", "{n} {words}").format(n=number, words=one if number == 1 else many)


def decimal(value: float, language: Language) -> str:
    """Write a strength with two decimals as the language does.

    Examples
    --------
    >>> decimal(0.42, Language.NB), decimal(0.42, Language.EN)
    ('0,42', '0.42')
    """
    written = f"{value:.2f}"
    return written if language is Language.EN else written.replace(".", ",")


def dated(day: dt.date, language: Language) -> str:
    """Write a date as the language does.

    Examples
    --------
    >>> dated(dt.date(2026, 12, 1), Language.NB), dated(dt.date(2026, 12, 1), Language.EN)
    ('1.12.2026', '2026-12-01')
    """
    return day.isoformat() if language is Language.EN else f"{day.day}.{day.month}.{day.year}"


def listed(names: Sequence[Text]) -> Text:
    """Join names with commas, language by language."""
    nb, nn, en = (", ".join(name.in_(language) for name in names) for language in Language)
    return Text(nb, nn, en)


def joined(names: Sequence[Text]) -> Text:
    """Join names with commas and a last "and", language by language.

    Examples
    --------
    >>> joined([Text.same("a"), Text.same("b"), Text.same("c")]).nb
    'a, b og c'
    """
    if len(names) < _SEVERAL:
        return listed(names)
    both = Text("{rest} og {last}", "{rest} og {last}", "{rest} and {last}")
    return both.format(rest=listed(names[:-1]), last=names[-1])
