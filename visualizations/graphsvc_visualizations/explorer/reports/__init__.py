"""The pages of findings: what an analysis found, told, drawn and listed; all are built alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.completeness import completeness
from graphsvc_visualizations.explorer.reports.diff import diff
from graphsvc_visualizations.explorer.reports.journey import journey
from graphsvc_visualizations.explorer.reports.learning import learning
from graphsvc_visualizations.explorer.reports.privacy import privacy
from graphsvc_visualizations.explorer.reports.report import Report, page
from graphsvc_visualizations.explorer.reports.scenario import scenario
from graphsvc_visualizations.explorer.reports.structure import structure
from graphsvc_visualizations.explorer.reports.weak_spots import weak_spots

__all__ = ["REPORTS", "report"]

#: Analysis, as in its address -> what its page tells; the answer is None while the question still lacks words.
REPORTS: Mapping[str, Callable[[Frame, Snapshot, Any], Report]] = {
    "weak-spots": weak_spots,
    "structure": structure,
    "privacy": privacy,
    "journey": journey,
    "completeness": completeness,
    "learning": learning,
    "scenario": scenario,
    "diff": diff,
}


def report(frame: Frame, snapshot: Snapshot, *, question: str, result: Any) -> str:
    """Return the page of an analysis.

    Parameters
    ----------
    question
        Name of the analysis, a key of :data:`REPORTS`.
    result
        Its answer; None when the address does not say yet what is asked about.
    """
    return page(frame, snapshot, REPORTS[question](frame, snapshot, result))
