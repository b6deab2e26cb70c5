"""Which boxes a form of editing has, what stands in them, and what of it differs from what stands on the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphsvc.metamodel import fields_of
from graphsvc.metamodel.by_hand import editable
from graphsvc.model import Kind, Relation, Value
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_visualizations.explorer.forum.fields import Box, boxes, words_of
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.values import shown

__all__ = [
    "GROUPS",
    "PEOPLE",
    "Editing",
    "Under",
    "emptied",
    "filled",
    "form_names",
    "may_edit",
    "source_word",
    "under",
    "words_given",
]

#: The source of what people write.
PEOPLE = "people"
#: Boxes that belong together and are edited at once.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "names": (
        *("name_nb", "name_nn", "name_en"),
        *("description_nb", "description_nn", "description_en"),
    )
}
#: The boxes of a relation, the most asked for first; a relation has those of them that its type has.
_RELATION = (
    *("strength", "role", "kind", "purpose", "mode", "protocol", "data", "data_objects", "data_to", "criticality"),
    *("through", "initiator", "status", "legal_basis", "alternative", "maturity", "access", "users", "since", "order"),
    *("date", "name", "valid_from", "valid_to", "note"),
)
#: What a source alone calls a thing is not asked for in a form.
_NOT_ASKED = frozenset({"name", "description", "url", "order"})


@dataclass(frozen=True)
class Editing:
    """What is being edited on a page, and what came of the last attempt.

    Parameters
    ----------
    what
        The field, ``names``, ``confirm``, ``end`` or ``remove``; empty when nothing is.
    key
        A word for the request: a form that is sent twice is carried out once.
    given
        What the form held; None when it is shown for the first time.
    error, conflict
        Why nothing was written; what the editor wrote and what stands, where somebody was quicker.
    preview
        What would change, in a sentence.
    done
        The revision that was just made.
    """

    what: str = ""
    key: str = ""
    given: Mapping[str, str] | None = None
    error: str | None = None
    conflict: Mapping[str, Mapping[str, Any]] | None = None
    preview: str | None = None
    done: int | None = None
    anyway: bool = False
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Under:
    """What a source says below people's word."""

    source: str
    words: str


def may_edit(frame: Frame) -> bool:
    """Tell whether this page may offer to edit: what was known once is not changed, and a reader changes nothing."""
    return frame.writes and not frame.past


def source_word(frame: Frame, source: str | None) -> str:
    """Return what a source is called on pages."""
    return frame.say("editing.people") if source == PEOPLE else source or ""


def under(frame: Frame, snapshot: Snapshot, fact: Fact, name: str) -> Under | None:
    """Return what stands below people's word on a field, where a source says something else."""
    for conflict in snapshot.conflicts:
        if conflict.reference == fact.record.reference and conflict.field == name and conflict.values[0][0] == PEOPLE:
            source, value = conflict.values[1]
            known = fields_of(fact.record.subject)
            return Under(source, shown(frame, known[name], value) if name in known else str(value))
    return None


def form_names(subject: Kind | Relation, what: str = "") -> tuple[str, ...]:
    """Return the fields that a form asks for, in order.

    Examples
    --------
    >>> form_names(Kind.SYSTEM, "vendor"), form_names(Relation.SUPPORTS)[:2]
    (('vendor',), ('strength', 'alternative'))
    """
    known = editable(subject)
    if what:
        return GROUPS.get(what, (what,) if what in known else ())
    if isinstance(subject, Relation):
        return tuple(name for name in _RELATION if name in known)
    names = [name for name in known if name not in _NOT_ASKED and not name.startswith(("name_", "description_"))]
    return (*GROUPS["names"][:3], "description_nb", *(name for name in names))


def filled(
    frame: Frame,
    snapshot: Snapshot,
    subject: Kind | Relation,
    names: Iterable[str],
    fields: Mapping[str, Value],
    given: Mapping[str, str] | None,
) -> list[Box]:
    """Return boxes with what was given, else with what stands."""
    return boxes(frame, snapshot, subject, names, fields if given is None else given)


def words_given(fields: Mapping[str, Value], name: str) -> str:
    """Return what a box holds of what stands."""
    return words_of(fields.get(name))


def emptied(
    fields: Mapping[str, Value], given: Mapping[str, str], names: Iterable[str]
) -> tuple[dict[str, str], list[str]]:
    """Return the boxes of a form that say something new, and those that were emptied."""
    changed, cleared = {}, []
    for name in names:
        now, then = words_given(fields, name), given.get(name, "")
        if " ".join(then.split()) == " ".join(now.split()):
            continue
        if then.strip():
            changed[name] = then
        else:
            cleared.append(name)
    return changed, cleared
