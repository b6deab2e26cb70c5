"""Effect: what gets worse, stops or changes for those who use it (model.md section 4)."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.model import ChangeKind, Relation, Way
from graphsvc.rules.definitions import Rule
from graphsvc.text import Text

__all__ = ["EFFECT"]


def _effect(
    name: str,
    direction: str,
    weight: float,
    sentence: tuple[str, str, str],
    *,
    step: bool = False,
    by_kind: Mapping[ChangeKind, Text] | None = None,
) -> Rule:
    relation = Relation(name.partition(".")[0])
    return Rule(name, Way.EFFECT, relation, direction, weight, Text(*sentence), step, by_kind or {})


#: What a flow says when its criticality is unknown; ``{how}`` tells protocol, mode and who shares the weight.
DEPENDS = (
    "{touched} er avhengig av {cause} ({how}).",
    "{touched} er avhengig av {cause} ({how}).",
    "{touched} depends on {cause} ({how}).",
)

EFFECT: tuple[Rule, ...] = (
    _effect(
        "supports.required",
        "system or technology -> service",
        1.0,
        (
            "{cause} er nødvendig for tjenesten «{touched}».",
            "{cause} er nødvendig for tenesta «{touched}».",
            "{cause} is required for the service “{touched}”.",
        ),
        by_kind={
            ChangeKind.REPLACE: Text(
                "{cause} er nødvendig for tjenesten «{touched}» og skal erstattes.",
                "{cause} er nødvendig for tenesta «{touched}» og skal erstattast.",
                "{cause} is required for the service “{touched}” and is to be replaced.",
            ),
        },
    ),
    _effect(
        "supports.supporting",
        "system or technology -> service",
        0.5,
        (
            "{cause} støtter tjenesten «{touched}».",
            "{cause} støttar tenesta «{touched}».",
            "{cause} supports the service “{touched}”.",
        ),
    ),
    _effect(
        "delivers.lead",
        "service -> unit",
        1.0,
        (
            "{touched} har ansvaret for tjenesten «{cause}».",
            "{touched} har ansvaret for tenesta «{cause}».",
            "{touched} leads the service “{cause}”.",
        ),
    ),
    _effect(
        "delivers.contributor",
        "service -> unit",
        0.7,
        (
            "{touched} er med på å levere tjenesten «{cause}».",
            "{touched} er med på å levere tenesta «{cause}».",
            "{touched} helps to deliver the service “{cause}”.",
        ),
    ),
    _effect(
        "uses.use",
        "system or technology -> its user units",
        0.7,
        (
            "{touched} bruker {cause}.",
            "{touched} bruker {cause}.",
            "{touched} uses {cause}.",
        ),
        by_kind={
            ChangeKind.OUTAGE: Text(
                "{touched} bruker {cause}, som er ute av drift.",
                "{touched} bruker {cause}, som er ute av drift.",
                "{touched} uses {cause}, which is out of service.",
            ),
            ChangeKind.REPLACE: Text(
                "{touched} bruker {cause} og må gå over til det nye.",
                "{touched} bruker {cause} og må gå over til det nye.",
                "{touched} uses {cause} and must move to the new one.",
            ),
            ChangeKind.UPGRADE: Text(
                "{touched} bruker {cause}, som skal oppgraderes.",
                "{touched} bruker {cause}, som skal oppgraderast.",
                "{touched} uses {cause}, which is to be upgraded.",
            ),
        },
    ),
    _effect(
        "uses.interaction",
        "system or technology -> its user units",
        0.5,
        (
            "{touched} samhandler gjennom {cause}.",
            "{touched} samhandlar gjennom {cause}.",
            "{touched} interacts through {cause}.",
        ),
    ),
    _effect(
        "flow.stops",
        "provider -> dependent",
        0.9,
        (
            "{touched} stopper uten {cause}.",
            "{touched} stoppar utan {cause}.",
            "{touched} stops without {cause}.",
        ),
        step=True,
    ),
    _effect(
        "flow.degrades",
        "provider -> dependent",
        0.5,
        (
            "{touched} blir dårligere uten {cause}.",
            "{touched} blir dårlegare utan {cause}.",
            "{touched} gets worse without {cause}.",
        ),
        step=True,
    ),
    _effect(
        "flow.delays",
        "provider -> dependent",
        0.3,
        (
            "{touched} blir forsinket uten {cause}.",
            "{touched} blir forseinka utan {cause}.",
            "{touched} is delayed without {cause}.",
        ),
        step=True,
    ),
    _effect("flow.sync", "provider -> dependent", 0.9, DEPENDS, step=True),
    _effect(
        "flow.login",
        "provider -> dependent",
        0.9,
        (
            "Pålogging til {touched} går gjennom {cause}.",
            "Pålogging til {touched} går gjennom {cause}.",
            "Login to {touched} goes through {cause}.",
        ),
        step=True,
    ),
    _effect("flow.async", "provider -> dependent, divided by k", 0.6, DEPENDS, step=True),
    _effect("flow.unknown", "provider -> dependent, divided by k", 0.6, DEPENDS, step=True),
    _effect("flow.batch", "provider -> dependent, divided by k", 0.5, DEPENDS, step=True),
    _effect("flow.manual", "provider -> dependent, divided by k", 0.3, DEPENDS, step=True),
    _effect(
        "runs_on.carries",
        "technology -> what runs on it",
        0.9,
        (
            "{touched} kjører på {cause}.",
            "{touched} køyrer på {cause}.",
            "{touched} runs on {cause}.",
        ),
        step=True,
    ),
    _effect(
        "realizes.realised",
        "realising -> realised system",
        0.9,
        (
            "{cause} realiserer {touched}.",
            "{cause} realiserer {touched}.",
            "{cause} realizes {touched}.",
        ),
    ),
    _effect(
        "part_of.part",
        "changed whole -> part system",
        0.9,
        (
            "{touched} er en del av {cause}.",
            "{touched} er ein del av {cause}.",
            "{touched} is a part of {cause}.",
        ),
    ),
    _effect(
        "part_of.whole",
        "changed part -> whole system",
        0.5,
        (
            "{cause} er en del av {touched}.",
            "{cause} er ein del av {touched}.",
            "{cause} is a part of {touched}.",
        ),
    ),
    _effect(
        "holds.master",
        "changed data object -> system or technology",
        1.0,
        (
            "{touched} er master for «{cause}».",
            "{touched} er master for «{cause}».",
            "{touched} is the master of “{cause}”.",
        ),
    ),
    _effect(
        "holds.copy",
        "changed data object -> system or technology (copy and unknown)",
        0.8,
        (
            "{touched} har «{cause}».",
            "{touched} har «{cause}».",
            "{touched} holds “{cause}”.",
        ),
    ),
    _effect(
        "requires.required",
        "required service -> service",
        0.8,
        (
            "Tjenesten «{touched}» trenger tjenesten «{cause}».",
            "Tenesta «{touched}» treng tenesta «{cause}».",
            "The service “{touched}” requires the service “{cause}”.",
        ),
    ),
    _effect(
        "requires.supporting",
        "required service -> service",
        0.4,
        (
            "Tjenesten «{touched}» har støtte i tjenesten «{cause}».",
            "Tenesta «{touched}» har støtte i tenesta «{cause}».",
            "The service “{touched}” is supported by the service “{cause}”.",
        ),
    ),
    _effect(
        "contains.step",
        "service -> journey",
        1.0,
        (
            "Tjenesten «{cause}» inngår i livshendelsen «{touched}».",
            "Tenesta «{cause}» inngår i livshendinga «{touched}».",
            "The service “{cause}” is part of the journey “{touched}”.",
        ),
    ),
)
