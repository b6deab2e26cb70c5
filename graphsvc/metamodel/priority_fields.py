"""What a proposal says of its place among others: scores, needs and exclusions (model.md section 5, portfolio)."""

from __future__ import annotations

from graphsvc.metamodel.definitions import Field
from graphsvc.metamodel.fields import flag, listed, text, things
from graphsvc.model import Kind

__all__ = ["PRIORITY_FIELDS"]

#: A score is ``criterion=0`` to ``criterion=5``; an exclusion counts since a person has said it, and says who and why.
PRIORITY_FIELDS: tuple[Field, ...] = (
    listed("scores", "Poeng per kriterium", "Poeng per kriterium", "Scores by criterion"),
    things("sector", "Kommunalområde", "Kommunalområde", "Sector", Kind.UNIT),
    flag("mandatory", "Obligatorisk", "Obligatorisk", "Mandatory"),
    text("mandatory_because", "Obligatorisk fordi", "Obligatorisk fordi", "Mandatory because"),
    things("requires_proposals", "Krever forslag", "Krev forslag", "Requires proposals", Kind.PROPOSAL),
    things("excludes_proposals", "Utelukker forslag", "Utelukkar forslag", "Excludes proposals", Kind.PROPOSAL),
    text("excludes_because", "Utelukker fordi", "Utelukkar fordi", "Excludes because"),
    text("excludes_by", "Utelukkelsen bekreftet av", "Utelukkinga stadfesta av", "Exclusion confirmed by"),
)
