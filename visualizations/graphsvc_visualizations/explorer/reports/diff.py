"""What the page of a comparison tells: the register and answers at two revisions or dates."""

from __future__ import annotations

from graphsvc.snapshot import Snapshot
from graphsvc_queries.diff import Diff, Moment
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.comparison import analyses, answers, facts
from graphsvc_visualizations.explorer.reports.report import Checks, Entry, Report

__all__ = ["diff"]


def diff(frame: Frame, snapshot: Snapshot, result: Diff | None) -> Report:
    """Say what changed between two moments; without an answer the page is a form.

    Notes
    -----
    O(differences).
    """
    title, fields = frame.say("reports.diff"), _fields(frame)
    if result is None:
        return Report("diff", title, frame.say("reports.diff_ask"), fields=fields, asked=False)
    return Report(
        "diff",
        frame.say("reports.diff_between", before=_moment(frame, result.before), after=_moment(frame, result.after)),
        " ".join(result.sentences(frame.language)),
        fields=fields,
        tables=[*answers(frame, snapshot, result.analyses), *facts(frame, snapshot, None, result.graph)],
    )


def _fields(frame: Frame) -> list[Entry | Checks]:
    return [
        Entry("from", frame.say("reports.from"), frame.value("from") or ""),
        Entry("to", frame.say("reports.to"), frame.value("to") or ""),
        analyses(frame),
    ]


def _moment(frame: Frame, moment: Moment) -> str:
    return frame.say("reports.moment", revision=moment.revision, day=frame.day(moment.as_of))
