"""How many points each kind of evidence can give, and where the limits lie."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.rules import RuleSet

__all__ = ["CAPS", "Caps", "caps_of"]


@dataclass(frozen=True, slots=True)
class Caps:
    """Points and limits of overlap (model.md section 5); an installation may choose its own.

    Parameters
    ----------
    capabilities, text, data, neighbours, maker
        The most that each kind of evidence gives; together 100.
    same_vendor
        The part of ``maker`` that a vendor alone gives, at most; the same product gives all of it.
    generic_count, generic_share
        A capability that more than max(count, share of all systems) have is generic.
    carries
        Generic capabilities count only beside another share of at least so many points.
    name
        How much of the likeness of texts is that of the names; the rest is names and descriptions together.
        Chosen on renamed things of VERA and TOOP (benchmarks/overlap_quality_weights.py).
    noise
        Likeness below this is chance.
    """

    capabilities: float = 45.0
    text: float = 20.0
    data: float = 10.0
    neighbours: float = 15.0
    maker: float = 10.0
    same_vendor: float = 0.5
    generic_count: float = 6.0
    generic_share: float = 0.05
    carries: float = 5.0
    name: float = 0.3
    noise: float = 0.05


CAPS = Caps()


def caps_of(rules: RuleSet) -> Caps:
    """Return the points that an installation has chosen (graphsvc.toml, ``weights``), else those that are shipped.

    Examples
    --------
    >>> from graphsvc.rules import RULES
    >>> caps_of(RULES) == CAPS, caps_of(RULES.with_weights({"overlap.text": 10.0})).text
    (True, 10.0)
    """
    return Caps(**{name.removeprefix("overlap."): number for name, number in rules.points.items()})
