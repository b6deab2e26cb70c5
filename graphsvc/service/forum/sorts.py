"""What each sort of case of the forum needs, and who may write it: one declared table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.metamodel import Field, fields_of
from graphsvc.metamodel.fields import COMMON, NAMES, ORIGIN
from graphsvc.model import Kind
from graphsvc.security import Action

__all__ = ["SINGLE", "SORTS", "TITLES", "Sort", "sort_of"]

#: Fields in which a title may stand, one a language.
TITLES = tuple(field.name for field in NAMES[:4])
#: Lists of things that hold at most one here.
SINGLE = frozenset({"proposal", "meeting", "decision", "proposer_unit", "sector", "replaces"})
#: What an import brings along of its own words is nothing that a person fills in.
_OF_FILES = {field.name for field in (*NAMES[4:], *ORIGIN, *COMMON)} - {"note"}


@dataclass(frozen=True)
class Sort:
    """One sort of case.

    Parameters
    ----------
    kind
        What it is in the metamodel.
    path
        What it is called in addresses and commands, in the plural.
    prefix
        Ids are this and a number.
    action
        What one must be allowed to do to write it.
    required
        Fields without which there is none; ``title`` stands for a title in some language.
    managed
        Fields that only certain use cases set (the phase, documents, what is frozen).
    dated
        The field that holds the day; today when nobody gives it.
    """

    kind: Kind
    path: str
    prefix: str
    action: Action
    required: tuple[str, ...] = ()
    managed: frozenset[str] = frozenset()
    dated: str | None = None

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field that a person may see of it."""
        return {name: field for name, field in fields_of(self.kind).items() if name not in _OF_FILES}

    @property
    def editable(self) -> Mapping[str, Field]:
        """Every field that a person may fill in."""
        return {name: field for name, field in self.fields.items() if name not in self.managed}


_DECIDED = frozenset({"documents", "map_revision", "map_date"})
SORTS: Mapping[Kind, Sort] = {
    sort.kind: sort
    for sort in (
        Sort(
            Kind.PROPOSAL,
            "proposals",
            "P",
            Action.PROPOSE,
            ("title", "need_nb", "proposer_unit"),
            frozenset({"phase", "attachments", "withdrawn_on", "withdrawn_because", "carried_out_on"}),
        ),
        Sort(
            Kind.ASSESSMENT,
            "assessments",
            "",
            Action.PROPOSE,
            ("proposal", "question", "answer", "answered_by"),
            frozenset({"proposal", "question"}),
            "answered_on",
        ),
        Sort(
            Kind.DECISION, "decisions", "D", Action.DECIDE, ("proposal", "outcome", "reasons"), _DECIDED, "decided_on"
        ),
        Sort(Kind.CONDITION, "conditions", "", Action.DECIDE, ("decision", "text"), frozenset({"decision", "text"})),
        Sort(Kind.STATEMENT, "statements", "S", Action.DECIDE, ("title", "text"), frozenset(), "stated_on"),
        Sort(Kind.MEETING, "meetings", "M", Action.DECIDE, ("title", "date")),
        Sort(Kind.ROLE, "roles", "R", Action.DECIDE, ("title", "role_kind")),
        Sort(Kind.NOTE, "notes", "N", Action.PROPOSE, ("title", "text"), frozenset(), "noted_on"),
    )
}


def sort_of(path: str) -> Sort:
    """Return a sort by its name in addresses.

    Raises
    ------
    KeyError
        When there is none.

    Examples
    --------
    >>> sort_of("meetings").kind.value
    'meeting'
    """
    return {sort.path: sort for sort in SORTS.values()}[path]
