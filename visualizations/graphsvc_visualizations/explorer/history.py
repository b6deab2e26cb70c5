"""The history pages: every revision, and what one of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graphsvc.records import ClaimChange
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.changes import tell
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import render

__all__ = ["history", "moment", "revision"]

_COUNTS = ("added", "changed", "withdrawn")


def history(frame: Frame, snapshot: Snapshot, *, revisions: Sequence[Any], more: bool, thing: str | None = None) -> str:
    """Return the list of revisions.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph that names the thing.
    revisions
        Newest first, as the register tells them.
    more
        Whether there are older ones.
    thing
        Reference of the thing that they all changed; None = all revisions.
    """
    rows = [_row(frame, one) for one in revisions]
    return render("history.html", frame, snapshot, rows=rows, more=more, thing=thing)


def revision(
    frame: Frame, snapshot: Snapshot, *, revision: Any, changes: Iterable[ClaimChange], error: str | None = None
) -> str:
    """Return the page of one revision.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph that names things.
    revision, changes
        As the register tells them.
    error
        Why it was not undone.

    Notes
    -----
    O(changes).
    """
    told = tell(frame, snapshot, changes)
    return render(
        "revision.html", frame, snapshot, row=_row(frame, revision), digest=revision.digest, groups=told, error=error
    )


def _row(frame: Frame, revision: Any) -> dict[str, Any]:
    parts = [
        frame.say(f"importing.n_{name}", n=frame.number(number))
        for name in _COUNTS
        if (number := revision.counts.get(name, 0))
    ]
    return {
        "number": revision.number, "iso": revision.time, "time": moment(frame, revision.time), "who": revision.who,
        "source": revision.source, "message": revision.message,
        "kind": frame.say(f"importing.kind_{revision.kind.value}", revision=revision.undoes),
        "counts": ", ".join(parts) or frame.say("importing.n_none"),
    }  # fmt: skip


def moment(frame: Frame, iso: str) -> str:
    """Write a moment as people do; the register's clock is UTC, and the page says so."""
    day, _, clock = iso.partition("T")
    hour, minute = [*clock.split(":"), "", ""][:2]
    return frame.say("importing.time", day=frame.day(day), hour=hour, minute=minute)
