"""What the register holds of the forum: which claims only the forum makes, and which ones nobody ever changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphsvc.errors import DataError
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.records import Record
from graphsvc.register.claims import Key, Step
from graphsvc.register.precedence import FORUM
from graphsvc.text import Text

__all__ = ["APPEND_ONLY", "FORUM_SUBJECTS", "check_imported", "guarded", "rewrites"]

#: Subjects outside the graph: a revision of these alone leaves the map as it was.
FORUM_SUBJECTS = frozenset(kind.value for kind, definition in KINDS.items() if not definition.in_graph)
#: Subjects that only the forum claims.
FORUM_ONLY = frozenset(kind.value for kind, definition in KINDS.items() if not definition.importable)
#: Subjects of claims that are never changed nor withdrawn.
APPEND_ONLY = frozenset(kind.value for kind, definition in KINDS.items() if definition.append_only)


def guarded(steps: Iterable[Step]) -> Iterator[Step]:
    """Pass steps on, but none that changes what the forum decided or that speaks in its place.

    Raises
    ------
    DataError
        Naming the claim and what to do instead.
    """
    for step in steps:
        if rewrites(step):
            raise _append_only(step.key)
        if {step.subject, step.was} & FORUM_ONLY and step.source != FORUM:
            raise _forum_only(step.key)
        yield step


def rewrites(step: Step) -> bool:
    """Tell whether a step changes or withdraws a claim that only ever is added."""
    return step.before is not None and bool({step.subject, step.was} & APPEND_ONLY)


def check_imported(records: Iterable[Record]) -> None:
    """Refuse an import that claims what only the forum says.

    Raises
    ------
    DataError
        Naming the first such record.
    """
    for record in records:
        if record.subject.value in FORUM_ONLY:
            raise _forum_only(Key("", record.subject.value, record.id))


def _append_only(key: Key) -> DataError:
    label = KINDS[Kind(key.subject)].label
    return DataError(
        Text(
            f"{key.reference} er en {label.nb} og endres aldri, heller ikke ved å angre. Er forumet kommet til noe "
            "annet, skriv en ny som viser til denne (replaces).",
            f"{key.reference} er ei {label.nn} og blir aldri endra, heller ikkje ved å angre. Har forumet kome til "
            "noko anna, skriv ei ny som viser til denne (replaces).",
            f"{key.reference} is a {label.en} and never changes, not by undo either. If the forum has come to another "
            "view, write a new one that points at this one (replaces).",
        )
    )


def _forum_only(key: Key) -> DataError:
    return DataError(
        Text(
            f"{key.reference} kan bare skrives av forumet selv, ikke leses inn eller redigeres. Bruk kommandoene og "
            "sidene for forumet.",
            f"{key.reference} kan berre skrivast av forumet sjølv, ikkje lesast inn eller redigerast. Bruk kommandoane "
            "og sidene for forumet.",
            f"{key.reference} can only be written by the forum itself, not imported or edited. Use the commands and "
            "pages of the forum.",
        )
    )
