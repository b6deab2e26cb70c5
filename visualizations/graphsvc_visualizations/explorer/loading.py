"""The import page: a form for files, then all that is wrong and all that would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphsvc.metamodel import KINDS, RELATIONS
from graphsvc.records import ClaimChange, Record
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_visualizations.explorer.changes import tell
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import render

__all__ = ["importing", "previewed"]

_SORTS = ("added", "changed", "removed", "unchanged")
_FORMATS = frozenset({"tables", "archimate"})
_COUNTED = ("elements", "relationships", "views")
_UNMAPPED, _ENDED, _MEGA = 40, 20, 1_000_000
_KINDS = {kind.value: definition.plural for kind, definition in KINDS.items()}
_RELATIONS = {relation.value: definition.label for relation, definition in RELATIONS.items()}


def importing(
    frame: Frame,
    snapshot: Snapshot,
    *,
    profiles: Mapping[str, Sequence[str]],
    sources: Sequence[str],
    exports: Mapping[str, str],
    limit: int,
    given: Mapping[str, str],
    error: str | None = None,
) -> str:
    """Return the form for files.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph as it is.
    profiles
        Format -> names of the mapping profiles that come with it.
    sources
        Names of known sources.
    exports
        Formats in which the whole register is written -> how the names of their files end.
    limit
        The largest upload, in bytes.
    given, error
        What was sent before, and why it could not be read.
    """
    return render(
        "importing.html", frame, snapshot, profiles=profiles, formats={name: _format(frame, name) for name in profiles},
        sources=sources, exports=exports, limit=limit, megabytes=frame.number(limit / _MEGA), given=given, error=error,
        empty=len(snapshot) == 0,
    )  # fmt: skip


def previewed(
    frame: Frame,
    snapshot: Snapshot,
    *,
    key: str,
    done: bool,
    document: Mapping[str, Any],
    records: Iterable[Record],
    changes: Iterable[ClaimChange],
    planned: bool,
    empty: bool,
    reasons: Sequence[Text],
    same: str | None,
    error: str | None = None,
) -> str:
    """Return what an import would do, or did.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph as it is.
    key
        Finds the preview again.
    done
        Whether it was written.
    document
        The import document.
    records, changes
        All that was read, and what of it differs.
    planned, empty
        Whether it can be written at all, and whether there is nothing to write.
    reasons
        Why a person must confirm removals.
    same
        A known source that this one seems to be.
    error
        Why the last answer was not enough.

    Notes
    -----
    O(records + changes).
    """
    state = (
        "done" if done and document["revision"] else "wrong" if not planned else "nothing" if empty or done else "waits"
    )
    return render(
        "previewed.html", frame, snapshot, key=key, state=state, document=document, error=error, reasons=reasons,
        same=same, format=_format(frame, document["format"]), groups=tell(frame, snapshot, changes, records),
        things=_rows(frame, document, _KINDS),
        relations=_rows(frame, document["relations"], _RELATIONS),
        derived=_rows(frame, document["derived"], _RELATIONS),
        sorts=_SORTS, unmapped=sorted(document["unmapped"].items(), key=lambda one: (-one[1], one[0]))[:_UNMAPPED],
        unmapped_kinds=len(document["unmapped"]), ended=document["ended_elsewhere"][:_ENDED],
        counts=[(name, number) for name in _COUNTED if (number := document["counts"].get(name)) is not None],
    )  # fmt: skip


def _format(frame: Frame, name: str) -> str:
    """Return a format in words; one from elsewhere goes by its own name."""
    return frame.say(f"importing.format_{name}") if name in _FORMATS else name


def _rows(
    frame: Frame, counts: Mapping[str, Mapping[str, int]], labels: Mapping[str, Text]
) -> list[tuple[str, list[int]]]:
    """Return (label, numbers) of every kind that occurs, and the sum when there are several."""
    rows = []
    for name, label in labels.items():
        numbers = [counts[sort].get(name, 0) for sort in _SORTS]
        if any(numbers):
            rows.append((frame.words(label), numbers))
    if len(rows) > 1:
        rows.append(
            (
                frame.say("importing.sum"),
                [sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)],
            )
        )
    return rows
