"""What the page "what if" tells: the register and the answers before and after changes that are written nowhere."""

from __future__ import annotations

from graphsvc.metamodel import shown_name
from graphsvc.snapshot import Snapshot
from graphsvc_queries.scenario import Scenario
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.comparison import analyses, answers, facts
from graphsvc_visualizations.explorer.reports.report import Area, Checks, Choice, Column, Report, Table, Words

__all__ = ["scenario"]

_EXAMPLE = '[[end.system]]\nid = "epj"\n'


def scenario(frame: Frame, snapshot: Snapshot, result: Scenario | None) -> Report:
    """Say what a proposal or a change set would do; without an answer the page is a form.

    Notes
    -----
    O(differences).
    """
    title, fields = frame.say("reports.scenario"), _fields(frame, snapshot)
    if result is None:
        return Report("scenario", title, frame.say("reports.scenario_ask"), fields=fields, asked=False)
    notes = [frame.say("reports.scenario_written_nowhere")]
    notes += [frame.words(one) for one in result.planned.assumptions]
    return Report(
        "scenario",
        frame.say("reports.scenario_of", title=frame.words(result.planned.title) or title),
        " ".join(result.sentences(frame.language)),
        notes=notes,
        fields=fields,
        tables=[
            *answers(frame, snapshot, result.analyses),
            *facts(frame, snapshot, None, result.graph),
            *_missing(frame, result),
        ],
    )


def _fields(frame: Frame, snapshot: Snapshot) -> list[Choice | Area | Checks]:
    proposals = [
        (name, f"{name} {shown_name(fact.record.fields, name, frame.language).words}")
        for name, fact in snapshot.proposals.items()
    ]
    return [
        Choice("proposal", frame.say("reports.proposal"), [("", "–"), *proposals], frame.value("proposal") or ""),
        analyses(frame),
        Area("changes", frame.say("reports.changes"), frame.value("changes") or "", _EXAMPLE),
    ]


def _missing(frame: Frame, result: Scenario) -> list[Table]:
    found = []
    if result.planned.missing:
        rows = [(Words(str(one)),) for one in result.planned.missing]
        columns = [Column(frame.say("reports.what"))]
        found.append(Table("missing", frame.say("reports.named_but_missing"), columns, rows))
    if result.without_effect:
        rows = [(Words(str(one)),) for one in result.without_effect]
        columns = [Column(frame.say("reports.what"))]
        found.append(Table("without-effect", frame.say("reports.without_effect"), columns, rows))
    return found
