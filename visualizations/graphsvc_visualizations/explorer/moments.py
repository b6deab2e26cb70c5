"""Other times and other futures: the days at which the map changes, and the graph that an answer is held against."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from graphsvc.errors import QuestionError
from graphsvc.i18n import text
from graphsvc.ports import FileText
from graphsvc.snapshot import Snapshot
from graphsvc_queries.diff.moments import snapshot_at
from graphsvc_queries.scenario.proposals import carried_out
from graphsvc_queries.scenario.written import read_changes

__all__ = ["Other", "Step", "Times", "other_side", "steps", "times"]

#: So many days before and after the one that is shown are offered.
_BACK, _AHEAD = 2, 12
#: So many proposals are named to somebody who asks for one that is not there.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A day at which something in the map begins or ends, and how much."""

    day: dt.date
    changes: int


@dataclass(frozen=True, slots=True)
class Other:
    """A graph to hold the shown one against.

    Parameters
    ----------
    snapshot
        The graph.
    proposal
        The proposal that is carried out in it; empty when it is another time, or another change set.
    planned
        Whether it is a scenario; it comes after the shown graph then.
    """

    snapshot: Snapshot
    proposal: str = ""
    planned: bool = False

    def is_later(self, shown: Snapshot) -> bool:
        """Whether it comes after the graph that is shown."""
        here, there = (shown.date, shown.revision), (self.snapshot.date, self.snapshot.revision)
        return self.planned or here <= there


def other_side(snapshot: Snapshot, words: str) -> Other:
    """Return the graph that some words of an address name.

    Parameters
    ----------
    words
        A proposal (``P3``, ``proposal:P3``: as if it were carried out), a change set in TOML, or a moment
        (``2027-07-01``, ``12``, ``12@2027-07-01``).

    Raises
    ------
    QuestionError, DataError
        When it is neither, or the changes do not hold together.

    Notes
    -----
    O(facts).
    """
    proposal = words.strip().removeprefix("proposal:")
    if "[" in words:
        return Other(read_changes(snapshot, FileText(words)).on(snapshot), planned=True)
    if proposal in snapshot.proposals:
        return Other(carried_out(snapshot, proposal).on(snapshot), proposal, planned=True)
    if not proposal[:1].isdigit():  # no moment that is only written wrongly: it may have been meant as a proposal
        known = [*islice(snapshot.proposals, _NAMED), *(["…"] if len(snapshot.proposals) > _NAMED else [])]
        raise QuestionError(text("contrast.no_other").format(words=words[:40], proposals=", ".join(known) or "–"))
    return Other(snapshot_at(snapshot, words))


@dataclass(frozen=True, slots=True)
class Times:
    """The days around the shown one: ``back`` and ``ahead`` are the nearest at which something changes."""

    days: list[Step]
    back: Step | None
    ahead: Step | None


def times(snapshot: Snapshot) -> Times:
    """Return the days that a reader can step to."""
    days = steps(snapshot)
    back = [step for step in days if step.day < snapshot.date]
    ahead = [step for step in days if step.day > snapshot.date]
    return Times(days, back[-1] if back else None, ahead[0] if ahead else None)


def steps(snapshot: Snapshot) -> list[Step]:
    """Return the days around the shown one at which something begins or ends, the last few and the next dozen.

    Notes
    -----
    O(days); counting them is O(facts), once for each revision.
    """
    found = [Step(day, count) for words, count in snapshot.facts.turning_days.items() if (day := _day(words))]
    before = [step for step in found if step.day < snapshot.date][-_BACK:]
    return before + [step for step in found if step.day > snapshot.date][:_AHEAD]


def _day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None
