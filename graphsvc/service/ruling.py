"""The rules in force: touch rules with their sentences, other numbers with their meaning, and who set which."""

from __future__ import annotations

from graphsvc.errors import RegisterMissing
from graphsvc.i18n import say
from graphsvc.rules import RULES, Rule, RuleSet
from graphsvc.rules.meanings import meaning_of
from graphsvc.service.workspace import Workspace
from graphsvc.settings import Settings
from graphsvc.text import Language, Text

__all__ = ["rules_document", "rules_in_force", "rules_table"]


def rules_in_force(settings: Settings, revision: int | None = None) -> tuple[int | None, RuleSet]:
    """Return the rules that answers are made with, and the revision they belong to.

    Without a register the shipped rules stand, under the weights of the settings: whoever writes graphsvc.toml before
    the first import sees what it does.

    Parameters
    ----------
    settings
        What is in force; its weights go before the register's.
    revision
        Which revision's rules; None = the newest.

    Raises
    ------
    UsageError
        When a weight in the settings is none of the rules' or out of bounds.
    """
    try:
        with Workspace.open(settings) as workspace:
            number = workspace.register.head if revision is None else revision
            return number, workspace.facts(number).about.rules
    except RegisterMissing:
        return None, RULES.with_weights(settings.weights)


def rules_document(settings: Settings, language: Language, revision: int | None = None) -> dict[str, object]:
    """Return the table of rules in force as a document.

    ``overridden_by`` says who set a number that is not the shipped one: ``settings``, ``register`` or null. In the
    sentences A stands for the thing before and B for the thing reached. ``points`` are the other numbers that an
    installation may choose, each with its meaning; the first word of a name is the question it belongs to.
    """
    return rules_table(*rules_in_force(settings, revision), settings, language)


def rules_table(number: int | None, rules: RuleSet, settings: Settings, language: Language) -> dict[str, object]:
    """Return rules that are known already as the same document."""
    return {
        "revision": number,
        "minimum_strength": rules.minimum_strength,
        "maximum_steps": rules.maximum_steps,
        "upgrade_factor": rules.upgrade_factor,
        "rules": [_row(rule, settings, language) for rule in rules.rules],
        "points": [_point(name, value, settings, language) for name, value in _numbers(rules).items()],
    }


def _row(rule: Rule, settings: Settings, language: Language) -> dict[str, object]:
    return {
        "name": rule.name,
        "way": rule.way.value,
        "relation": rule.relation.value,
        "direction": rule.direction,
        "weight": rule.weight,
        "shipped_weight": RULES.weight(rule.name),
        "overridden_by": _overridden_by(rule.name, rule.weight, RULES.weight(rule.name), settings),
        "step": rule.step,
        "sentence": _sentence(rule.sentence, language),
        "by_change": {kind.value: _sentence(words, language) for kind, words in rule.by_kind.items()},
    }


def _numbers(rules: RuleSet) -> dict[str, float]:
    """Return every number beside the weights."""
    return {**rules.points, **rules.costs, **rules.priorities}


def _point(name: str, value: float, settings: Settings, language: Language) -> dict[str, object]:
    shipped = _numbers(RULES).get(name)  # a criterion or a sector's floor of one's own is shipped with nothing
    return {
        "name": name,
        "value": value,
        "shipped_value": shipped,
        "overridden_by": _overridden_by(name, value, shipped, settings),
        "meaning": meaning_of(name).in_(language),
    }


def _overridden_by(name: str, number: float, shipped: float | None, settings: Settings) -> str | None:
    if number == shipped:
        return None
    return "settings" if name in settings.weights else "register"


def _sentence(words: Text, language: Language) -> str:
    return words.in_(language).format(cause="A", touched="B", how=say("ruling.how", language))
