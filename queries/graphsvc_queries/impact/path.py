"""The words of a path: one hop after the other, each with its sentence, its source and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphsvc.model import Reference, Relation
from graphsvc.text import Language, Text

__all__ = ["Confidence", "Hop"]


@dataclass(frozen=True, slots=True)
class Confidence:
    """How many of the things and relations of a path were confirmed within the last twelve months."""

    confirmed: int
    of: int

    def document(self) -> dict[str, int]:
        """Return the promised fields."""
        return {"confirmed": self.confirmed, "of": self.of}


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path: why the second thing is touched when the first one is.

    Parameters
    ----------
    start, end
        The things, in the order in which the change travels (not always the relation's own direction).
    relation, rule
        The relation travelled and the name of the rule (:mod:`graphsvc.rules`).
    weight
        The weight used: after k, factor and the upgrade half; the product along a path is its strength.
    step
        Whether it counts towards the step limit.
    wording
        The rule's sentence with its placeholders; :attr:`sentence` fills them.
    cause, touched, provider
        Names of the things, and of the flow's provider when the system that it goes through is what touches.
    data, how
        Of a flow: what data it carries, and its protocol, mode and who shares its weight.
    k
        Among how many providers an uncertain flow's weight was divided; 1 when it was not.
    assumed
        True when the mode of the flow is unknown and the weight is that of an asynchronous one.
    relation_id
        The relation's own id; None where a proposal's field says it.
    parallel
        Ids of the other relations between the same things that could have carried the change.
    source, place
        Who claims the relation and where it stands there.
    confirmed_on
        ISO date or None.
    certainty, via
        Of a derived relation: how certain it is and the ids of those it comes from.
    """

    start: Reference
    end: Reference
    relation: Relation
    rule: str
    weight: float
    step: bool
    wording: Text
    cause: Text
    touched: Text
    provider: Text | None = None
    data: Text | None = None
    how: Text | None = None
    k: int = 1
    assumed: bool = False
    relation_id: str | None = None
    parallel: tuple[str, ...] = ()
    source: str | None = None
    place: str | None = None
    confirmed_on: str | None = None
    certainty: str | None = None
    via: tuple[str, ...] = ()
    #: What is told of it, once it was: paths share their beginnings.
    _told: dict[Language, dict[str, object]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def sentence(self) -> Text:
        """The hop in words, in every language."""
        return Text(*(self.in_(language) for language in (Language.NB, Language.NN, Language.EN)))

    def in_(self, language: Language) -> str:
        """Return the hop in words, in one language."""
        values = {
            "cause": self.cause.in_(language),
            "touched": self.touched.in_(language),
            "provider": self.provider.in_(language) if self.provider else "",
            "how": self.how.in_(language) if self.how else "",
            "data": self.data.in_(language) if self.data else "",
        }
        return self.wording.in_(language).format(**values)

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields, and more, in one language."""
        if language not in self._told:
            self._told[language] = self._document(language)
        return dict(self._told[language])

    def _document(self, language: Language) -> dict[str, object]:
        return {
            "from": self.start,
            "to": self.end,
            "relation": self.relation.value,
            "weight": round(self.weight, 9),
            "sentence": self.in_(language),
            "source": self.source,
            "confirmed_on": self.confirmed_on,
            "rule": self.rule,
            "id": self.relation_id,
            "place": self.place,
            "k": self.k,
            "assumed": self.assumed,
            "parallel": list(self.parallel),
            "certainty": self.certainty,
            "via": list(self.via),
        }
