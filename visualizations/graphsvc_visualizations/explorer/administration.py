"""The page for whoever keeps the installation: what is in force, how it stands, and what there is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.history import moment
from graphsvc_visualizations.explorer.templating import render

__all__ = ["administration"]

#: Sources that are no files; they keep their places.
_LEAD = frozenset({"people", "forum"})


def administration(
    frame: Frame, snapshot: Snapshot, *, document: Mapping[str, Any], done: int | None = None, error: str | None = None
) -> str:
    """Return the page.

    Parameters
    ----------
    document
        As the use case of the same name tells it.
    done, error
        The revision that was just made, or why nothing was done.
    """
    return render(
        "administration.html",
        frame,
        snapshot,
        told=document,
        version=f"graphsvc {document['health']['version']}, Python {document['health']['python']}",
        looks=("graphsvc doctor", "graphsvc verify", "/health/ready"),
        rules_command="graphsvc rules",
        copying=_copying(document["backup"]),
        done=done,
        error=error,
        files=[one for one in document["sources"] if one["name"] not in _LEAD],
        moment=lambda iso: moment(frame, iso),
        kind=lambda name: frame.say(f"administration.kind_{name}"),
        megabytes=frame.number(document["health"]["settings"]["upload_bytes"] / 1_000_000),
    )


def _copying(backup: Mapping[str, Any]) -> str:
    """Write the commands that make a copy, put it back, and show that nothing was altered."""
    file = f"register-{backup['revision']}.sqlite"
    digest = backup["digest"] or "DIGEST"
    return f"graphsvc backup {file}\ngraphsvc restore {file} --yes\ngraphsvc verify --head {digest}"
