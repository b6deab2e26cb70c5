"""What the impact page tells when its answer is held against another: a sentence, counts, and a row for each sector."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphsvc.metamodel import shown_name
from graphsvc.model import Kind, Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact.contrast import Contrast, Contrasted, Standing
from graphsvc_queries.impact.result import Impact, Touched
from graphsvc_queries.impact.rollup import OUTSIDE, WITHOUT_OWNER
from graphsvc_queries.impact.rows import SectorRow
from graphsvc_queries.matrix import Matrix
from graphsvc_queries.matrix.contrast import MatrixContrast, matrix_contrast
from graphsvc_queries.paths import Paths
from graphsvc_queries.paths.contrast import PathsContrast
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.moments import Other, Step, steps
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.swimlane import words as drawn_words

__all__ = ["CONTRASTS", "Choices", "Told", "choices", "contrast_sentences", "difference_address", "moments_of", "told"]

_REVISIONS = 8
_KINDS = (Kind.SERVICE, Kind.UNIT, Kind.SYSTEM, Kind.JOURNEY)


@dataclass(frozen=True, slots=True)
class Choices:
    """What an answer can be held against: days, proposals (id, name) and revisions; ``chosen`` is the one that is."""

    days: Sequence[Step]
    proposals: Sequence[tuple[str, str]]
    revisions: Sequence[int]
    chosen: str

    @property
    def short(self) -> bool:
        """Whether what is chosen is a name or a number, and no change set."""
        return len(self.chosen) <= 24 and "\n" not in self.chosen

    @property
    def own(self) -> str:
        """What is chosen and not among the choices."""
        offered = {*(step.day.isoformat() for step in self.days), *(name for name, _ in self.proposals)}
        return "" if self.chosen in offered | {str(number) for number in self.revisions} else self.chosen


def choices(frame: Frame, snapshot: Snapshot) -> Choices:
    """Return what the shown answer can be held against."""
    proposals = [
        (name, clean(shown_name(fact.record.fields, name, frame.language).words))
        for name, fact in snapshot.proposals.items()
        if name != (frame.value("proposal") or "").removeprefix("proposal:")
    ]
    revisions = range(snapshot.revision - 1, 0, -1)[:_REVISIONS]
    return Choices(
        steps(snapshot), proposals, list(revisions), (frame.value("compare") or "").removeprefix("proposal:")
    )


class Told:
    """Two answers in words.

    Parameters
    ----------
    frame, snapshot
        The page, and the graph that it shows.
    contrast, other
        Both answers, and the graph of the second.
    """

    def __init__(self, frame: Frame, snapshot: Snapshot, contrast: Contrast, other: Other) -> None:
        self.contrast = contrast
        self.frame = frame
        self.own, self._there = moments_of(frame, snapshot, other)
        pair = self.own, self._there
        self.before, self.after = pair if contrast.own_first else pair[::-1]

    @property
    def sentences(self) -> list[str]:
        """The difference, the most telling first."""
        contrast, frame = self.contrast, self.frame
        if contrast.other is None:
            names = frame.words(drawn_words.joined([change.name for change in contrast.own.changes]))
            return [frame.say("contrast.missing", name=names, when=self._there)]
        if contrast.is_same:
            return [frame.say("contrast.same")]
        ways = [frame.say(f"contrast.{way.value}", told=self._way(way)) for way in (Way.EFFECT, Way.WORK)]
        return [*self._sectors(), *ways]

    def _sectors(self) -> list[str]:
        said = []
        for standing, key in ((Standing.GONE, "fewer"), (Standing.NEW, "more")):
            if rows := self.contrast.sectors[standing]:
                names = ", ".join(clean(self.frame.words(row.name)) for row in rows)
                name = f"contrast.sectors_{key}{'_one' if len(rows) == 1 else ''}"
                said.append(self.frame.say(name, n=len(rows), names=names))
        return said or [self.frame.say("contrast.sectors_same")]

    def _way(self, way: Way) -> str:
        said = []
        for standing in (Standing.NEW, Standing.GONE):
            counted = self.contrast.kinds(way, standing)
            things = ", ".join(self.frame.counted(counted[kind], kind) for kind in _KINDS if counted[kind])
            if things:
                said.append(self.frame.say(f"contrast.told_{standing.value}", things=things))
        return "; ".join(said) or self.frame.say("contrast.told_same")

    @property
    def counts(self) -> list[tuple[str, str]]:
        """How many things stand in each way: (sign, words)."""
        counted = self.contrast.counts()
        keys = {Standing.NEW: "+", Standing.GONE: "−", Standing.STRONGER: "▲", Standing.WEAKER: "▼", Standing.SAME: "="}
        return [
            (sign, self.frame.say(f"contrast.{'unchanged' if one is Standing.SAME else one.value}", n=counted[one]))
            for one, sign in keys.items()
        ]

    @property
    def ties(self) -> str:
        """How many ties come and go."""
        found = list(self.contrast.ties.values())
        return self.frame.say("contrast.ties", new=found.count(Standing.NEW), gone=found.count(Standing.GONE))

    def stands(self, one: Touched) -> str:
        """Say with a sign and words what became of a touched thing; empty for what is the same."""
        row = self.contrast.of(one.thing, one.way)
        if row is None or row.standing is Standing.SAME:
            return ""
        before, after = (_strength(self.frame, value) for value in (row.before, row.after))
        return self.frame.words(drawn_words.STANDINGS[row.standing].format(before=before, after=after))

    def number(self, row: SectorRow, way: str, name: str) -> str:
        """Write a number of the roll-up; where it differs, as it is before and after."""
        values = [
            0 if side is None else int(getattr(getattr(side, way) if way else side, name))
            for side in self.contrast.sector(row.id)
        ]
        return str(values[0]) if values[0] == values[1] else f"{values[0]} → {values[1]}"

    def mixed(self, row: SectorRow) -> str:
        """Count with + and − what comes and goes in a row of the roll-up; = when nothing does."""
        counted = self.contrast.counts(self._rows.get(row.id, ()))
        signs: Mapping[Standing, str] = {
            Standing.NEW: "+",
            Standing.GONE: "−",
            Standing.STRONGER: "▲",
            Standing.WEAKER: "▼",
        }
        return " ".join(f"{sign}{counted[one]}" for one, sign in signs.items() if counted[one]) or "="

    @cached_property
    def _rows(self) -> Mapping[str, list[Contrasted]]:
        found: dict[str, list[Contrasted]] = {}
        for row in self.contrast.rows:
            nobody = WITHOUT_OWNER if row.touched.kind is Kind.SYSTEM else OUTSIDE
            for key in row.touched.sectors or (nobody,):
                found.setdefault(key, []).append(row)
        return found


def told(frame: Frame, snapshot: Snapshot, contrast: Contrast | None, other: Other | None) -> Told | None:
    """Return the words of a comparison; None when the answer stands alone."""
    return None if contrast is None or other is None else Told(frame, snapshot, contrast, other)


def contrast_sentences(snapshot: Snapshot, contrast: Contrast, other: Other, language: Language) -> list[str]:
    """Say how two impact answers differ, as the page says it."""
    frame = Frame(language, "", (), "", date=snapshot.date, revision=snapshot.revision)
    return Told(frame, snapshot, contrast, other).sentences


def _impacts(snapshot: Snapshot, own: Impact, other: Other, there: Impact | None) -> Contrast:
    return Contrast(own, there, own_first=other.is_later(snapshot))


def _matrices(snapshot: Snapshot, own: Matrix, other: Other, there: Matrix) -> MatrixContrast:
    return matrix_contrast(snapshot, own, other.snapshot, there, own_first=other.is_later(snapshot))


def _paths(snapshot: Snapshot, own: Paths, other: Other, there: Paths | None) -> PathsContrast:
    return PathsContrast(snapshot, own, other.snapshot, there, other.is_later(snapshot))


#: Query -> what holds its answer against that of another graph.
CONTRASTS: Mapping[str, Callable[..., Any]] = {"impact": _impacts, "matrix": _matrices, "paths": _paths}


def moments_of(frame: Frame, snapshot: Snapshot, other: Other) -> tuple[str, str]:
    """Say which moment is shown, and which one (or whose plan) it is held against."""
    return _moment(frame, snapshot), _other(frame, other)


def difference_address(frame: Frame, other: Other, question: str) -> str:
    """Return where a comparison can be fetched as data: the question asked of both graphs."""
    words = frame.value("compare") or ""
    if other.planned:
        what = {"proposal": other.proposal} if other.proposal else {"changes": words}
        return frame.to("/api/v1/scenario", analysis=question, lang=frame.language.value, **what)
    here, there = f"{frame.revision}@{frame.date}", f"{other.snapshot.revision}@{other.snapshot.date}"
    return frame.to("/api/v1/diff", from_=here, to=there, analysis=question, lang=frame.language.value)


def _moment(frame: Frame, snapshot: Snapshot) -> str:
    return frame.say("contrast.moment", day=frame.day(snapshot.date), revision=snapshot.revision)


def _other(frame: Frame, other: Other) -> str:
    if not other.planned:
        return _moment(frame, other.snapshot)
    return frame.say("contrast.carried_out", id=other.proposal) if other.proposal else frame.say("contrast.planned")


def _strength(frame: Frame, value: float | None) -> str:
    return "" if value is None else frame.number(value, 2)
