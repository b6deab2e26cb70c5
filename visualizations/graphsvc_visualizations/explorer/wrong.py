"""The page that says what went wrong and what would work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import render
from graphsvc_visualizations.lettering import clean

__all__ = ["error"]


def error(
    frame: Frame, *, title: str, detail: str, status: int, problems: Sequence[str] = (), reference: str = ""
) -> str:
    """Return the page of an error.

    Parameters
    ----------
    frame
        What surrounds the page.
    title, detail
        What kind of error, and what would work.
    status
        Of the answer.
    problems
        What is wrong with the input, one line each.
    reference
        By which the one who keeps the log finds it there.
    """
    told = [clean(problem) for problem in problems[:100]]
    words: dict[str, Any] = {"title": title, "detail": clean(detail), "status": status, "problems": told}
    return render("error.html", frame, reference=reference, **words)
