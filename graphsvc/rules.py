"""What touches what: one declared table, one row a rule, each with its sentence (model.md section 4).

Strength is a product of weights along a path, instead of plain reachability: shared hubs make everything reach
everything, so an answer must be graded and every step explained. An installation may override weights; it cannot
add or drop rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graphsvc.errors import UsageError
from graphsvc.model import Relation, Way
from graphsvc.text import Text

__all__ = ["RULES", "Rule", "RuleSet"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a change passes from one thing to the next.

    Parameters
    ----------
    name
        ``relation.case``, the name under which an installation overrides the weight.
    way
        Effect or work.
    relation
        The relation travelled.
    direction
        Who touches whom, in the words of model.md.
    weight
        Above 0, at most 1; multiplied along the path.
    sentence
        What a step says; ``{cause}`` is the thing before, ``{touched}`` the thing reached, ``{hub}`` the system a
        flow goes through, ``{k}`` the number of providers that share an uncertain flow's weight.
    step
        Whether it counts towards the step limit.
    """

    name: str
    way: Way
    relation: Relation
    direction: str
    weight: float
    sentence: Text
    step: bool = False


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force.

    Examples
    --------
    >>> RULES.weight("supports.supporting")
    0.5
    >>> RULES.with_weights({"supports.supporting": 0.4}).weight("supports.supporting")
    0.4
    """

    rules: tuple[Rule, ...]
    minimum_strength: float = 0.2
    maximum_steps: int = 4
    upgrade_factor: float = 0.5
    tie: float = 1e-9
    _by_name: Mapping[str, Rule] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {rule.name: rule for rule in self.rules})

    def rule(self, name: str) -> Rule:
        """Return a rule by name."""
        return self._by_name[name]

    def weight(self, name: str) -> float:
        """Return a rule's weight by the rule's name."""
        return self._by_name[name].weight

    def with_weights(self, weights: Mapping[str, float]) -> RuleSet:
        """Return these rules with some weights replaced.

        Raises
        ------
        UsageError
            When a name is no rule or a weight is not above 0 and at most 1.
        """
        for name, weight in weights.items():
            if name not in self._by_name or not 0 < weight <= 1:
                known = ", ".join(self._by_name)
                raise UsageError(
                    Text(
                        f"Vekten {name} = {weight} kan ikke brukes. Vekter er over 0 og høyst 1. Regler: {known}",
                        f"Vekta {name} = {weight} kan ikkje brukast. Vekter er over 0 og høgst 1. Reglar: {known}",
                        f"The weight {name} = {weight} cannot be used. Weights are above 0 and at most 1. Rules: {known}",
                    )
                )
        rules = tuple(replace(rule, weight=weights.get(rule.name, rule.weight)) for rule in self.rules)
        return replace(self, rules=rules)


def _effect(
    name: str, direction: str, weight: float, sentence: tuple[str, str, str], *, step: bool = False
) -> Rule:
    return Rule(name, Way.EFFECT, Relation(name.split(".")[0]), direction, weight, Text(*sentence), step)


def _work(name: str, relation: Relation, direction: str, weight: float, sentence: tuple[str, str, str]) -> Rule:
    return Rule(f"work.{name}", Way.WORK, relation, direction, weight, Text(*sentence))


_EFFECT: tuple[Rule, ...] = (
    _effect("supports.required", "system or technology -> service", 1.0, (
        "{cause} er nødvendig for tjenesten «{touched}».",
        "{cause} er nødvendig for tenesta «{touched}».",
        "{cause} is required for the service “{touched}”.",
    )),
    _effect("supports.supporting", "system or technology -> service", 0.5, (
        "{cause} støtter tjenesten «{touched}».",
        "{cause} støttar tenesta «{touched}».",
        "{cause} supports the service “{touched}”.",
    )),
    _effect("delivers.lead", "service -> unit", 1.0, (
        "{touched} har ansvaret for tjenesten «{cause}».",
        "{touched} har ansvaret for tenesta «{cause}».",
        "{touched} leads the service “{cause}”.",
    )),
    _effect("delivers.contributor", "service -> unit", 0.7, (
        "{touched} er med på å levere tjenesten «{cause}».",
        "{touched} er med på å levere tenesta «{cause}».",
        "{touched} helps to deliver the service “{cause}”.",
    )),
    _effect("uses.use", "system or technology -> its user units", 0.7, (
        "{touched} bruker {cause}.",
        "{touched} bruker {cause}.",
        "{touched} uses {cause}.",
    )),
    _effect("uses.interaction", "system or technology -> its user units", 0.5, (
        "{touched} samhandler gjennom {cause}.",
        "{touched} samhandlar gjennom {cause}.",
        "{touched} interacts through {cause}.",
    )),
    _effect("flow.stops", "provider -> dependent", 0.9, (
        "{touched} stopper uten {cause}.",
        "{touched} stoppar utan {cause}.",
        "{touched} stops without {cause}.",
    ), step=True),
    _effect("flow.degrades", "provider -> dependent", 0.5, (
        "{touched} blir dårligere uten {cause}.",
        "{touched} blir dårlegare utan {cause}.",
        "{touched} gets worse without {cause}.",
    ), step=True),
    _effect("flow.delays", "provider -> dependent", 0.3, (
        "{touched} blir forsinket uten {cause}.",
        "{touched} blir forseinka utan {cause}.",
        "{touched} is delayed without {cause}.",
    ), step=True),
    _effect("flow.sync", "provider -> dependent", 0.9, (
        "{touched} henter data direkte fra {cause}.",
        "{touched} hentar data direkte frå {cause}.",
        "{touched} depends on {cause} at the moment of use.",
    ), step=True),
    _effect("flow.login", "provider -> dependent", 0.9, (
        "Pålogging til {touched} går gjennom {cause}.",
        "Pålogging til {touched} går gjennom {cause}.",
        "Login to {touched} goes through {cause}.",
    ), step=True),
    _effect("flow.async", "provider -> dependent, divided by k", 0.6, (
        "{touched} får data asynkront fra {cause}, én av {k} leverandører.",
        "{touched} får data asynkront frå {cause}, éin av {k} leverandørar.",
        "{touched} depends asynchronously on {cause}, one of {k} providers.",
    ), step=True),
    _effect("flow.unknown", "provider -> dependent, divided by k", 0.6, (
        "{touched} er avhengig av {cause}, én av {k} leverandører (måten er ukjent, antatt asynkron).",
        "{touched} er avhengig av {cause}, éin av {k} leverandørar (måten er ukjend, anteken asynkron).",
        "{touched} depends on {cause}, one of {k} providers (mode unknown, assumed asynchronous).",
    ), step=True),
    _effect("flow.batch", "provider -> dependent, divided by k", 0.5, (
        "{touched} får filer satsvis fra {cause}, én av {k} leverandører.",
        "{touched} får filer satsvis frå {cause}, éin av {k} leverandørar.",
        "{touched} depends on batches from {cause}, one of {k} providers.",
    ), step=True),
    _effect("flow.manual", "provider -> dependent, divided by k", 0.3, (
        "Noen overfører data for hånd fra {cause} til {touched}, én av {k} leverandører.",
        "Nokon overfører data for hand frå {cause} til {touched}, éin av {k} leverandørar.",
        "{touched} depends on manual transfers from {cause}, one of {k} providers.",
    ), step=True),
    _effect("runs_on.carries", "technology -> what runs on it", 0.9, (
        "{touched} kjører på {cause}.",
        "{touched} køyrer på {cause}.",
        "{touched} runs on {cause}.",
    ), step=True),
    _effect("realizes.realised", "realising -> realised system", 0.9, (
        "{cause} realiserer {touched}.",
        "{cause} realiserer {touched}.",
        "{cause} realizes {touched}.",
    )),
    _effect("part_of.part", "changed whole -> part system", 0.9, (
        "{touched} er en del av {cause}.",
        "{touched} er ein del av {cause}.",
        "{touched} is a part of {cause}.",
    )),
    _effect("part_of.whole", "changed part -> whole system", 0.5, (
        "{cause} er en del av {touched}.",
        "{cause} er ein del av {touched}.",
        "{cause} is a part of {touched}.",
    )),
    _effect("holds.master", "changed data object -> system or technology", 1.0, (
        "{touched} er master for «{cause}».",
        "{touched} er master for «{cause}».",
        "{touched} is the master of “{cause}”.",
    )),
    _effect("holds.copy", "changed data object -> system or technology (copy and unknown)", 0.8, (
        "{touched} har «{cause}».",
        "{touched} har «{cause}».",
        "{touched} holds “{cause}”.",
    )),
    _effect("requires.required", "required service -> service", 0.8, (
        "Tjenesten «{touched}» trenger tjenesten «{cause}».",
        "Tenesta «{touched}» treng tenesta «{cause}».",
        "The service “{touched}” requires the service “{cause}”.",
    )),
    _effect("requires.supporting", "required service -> service", 0.4, (
        "Tjenesten «{touched}» har støtte i tjenesten «{cause}».",
        "Tenesta «{touched}» har støtte i tenesta «{cause}».",
        "The service “{touched}” is supported by the service “{cause}”.",
    )),
    _effect("contains.step", "service -> journey", 1.0, (
        "Tjenesten «{cause}» inngår i livshendelsen «{touched}».",
        "Tenesta «{cause}» inngår i livshendinga «{touched}».",
        "The service “{cause}” is part of the journey “{touched}”.",
    )),
)

_INTRODUCE: tuple[Rule, ...] = (
    Rule("introduce.service", Way.EFFECT, Relation.SUPPORTS, "new thing -> service it will serve", 1.0, Text(
        "{cause} skal betjene tjenesten «{touched}».",
        "{cause} skal betene tenesta «{touched}».",
        "{cause} will serve the service “{touched}”.",
    )),
    Rule("introduce.user", Way.EFFECT, Relation.USES, "new thing -> unit that will use it", 0.7, Text(
        "{touched} skal bruke {cause}.",
        "{touched} skal bruke {cause}.",
        "{touched} will use {cause}.",
    )),
)

_WORK: tuple[Rule, ...] = (
    _work("owns", Relation.OWNS, "changed system -> owner unit", 0.9, (
        "{touched} eier {cause}.", "{touched} eig {cause}.", "{touched} owns {cause}.",
    )),
    _work("flow", Relation.FLOW, "changed system -> system at the other end, and the hub", 0.6, (
        "Koblingen mellom {cause} og {touched} må endres.",
        "Koplinga mellom {cause} og {touched} må endrast.",
        "The connection between {cause} and {touched} must be changed.",
    )),
    _work("flow.owner", Relation.OWNS, "system at the other end -> its owner unit", 0.9, (
        "{touched} eier {cause}.", "{touched} eig {cause}.", "{touched} owns {cause}.",
    )),
    _work("runs_on", Relation.RUNS_ON, "changed technology -> what runs on it", 0.6, (
        "{touched} kjører på {cause} og må flyttes eller tilpasses.",
        "{touched} køyrer på {cause} og må flyttast eller tilpassast.",
        "{touched} runs on {cause} and must be moved or adapted.",
    )),
    _work("holds", Relation.HOLDS, "changed data object -> holding system", 0.6, (
        "{touched} har «{cause}» og må tilpasses.",
        "{touched} har «{cause}» og må tilpassast.",
        "{touched} holds “{cause}” and must be adapted.",
    )),
    _work("introduce.flow", Relation.FLOW, "new thing -> system it exchanges data with", 0.6, (
        "{cause} skal utveksle data med {touched}.",
        "{cause} skal utveksle data med {touched}.",
        "{cause} will exchange data with {touched}.",
    )),
    _work("introduce.proposer", Relation.OWNS, "new thing -> proposing unit", 0.9, (
        "{touched} foreslår {cause}.", "{touched} føreslår {cause}.", "{touched} proposes {cause}.",
    )),
    _work("integrate", Relation.FLOW, "integration -> system at either end", 0.6, (
        "{touched} skal integreres.", "{touched} skal integrerast.", "{touched} is to be integrated.",
    )),
)

#: The table of model.md section 4, with the weights that the product ships.
RULES = RuleSet((*_EFFECT, *_INTRODUCE, *_WORK))
