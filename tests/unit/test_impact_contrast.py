"""Two answers to one impact question, held against one another: what comes, what goes, what changes in strength."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graphsvc.errors import GraphsvcError
from graphsvc.model import ChangeKind, Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact
from graphsvc_queries.impact.contrast import Contrast, Standing
from graphsvc_visualizations.explorer.moments import other_side, steps, times
from graphsvc_visualizations.swimlane import swimlane
from tests.demo_facts import demo_snapshot
from tests.graphs import Tie, graph

#: P6 replaces the plan system by one across sectors (eksempelvik, proposals.csv).
OLD, NEW = "system:iplan", "system:P6"


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.fixture(scope="module")
def today(demo: Snapshot) -> Impact:
    return impact(demo, things=("system:epj",), change=ChangeKind.RETIRE)


@pytest.fixture(scope="module")
def planned(demo: Snapshot) -> Snapshot:
    return other_side(demo, "P6").snapshot


@pytest.fixture(scope="module")
def later(planned: Snapshot) -> Impact:
    return impact(planned, things=("system:epj",), change=ChangeKind.RETIRE)


def _by_thing(answer: Impact) -> dict[tuple[str, Way], float]:
    return {(one.thing, one.way): one.strength for one in answer.touched}


def test_what_a_proposal_replaces_goes_and_what_it_brings_comes(today: Impact, later: Impact) -> None:
    rows = {row.touched.thing: row for row in Contrast(today, later, own_first=True).rows}
    gone, new = rows[OLD], rows[NEW]
    assert (gone.standing, gone.before, gone.after) == (Standing.GONE, pytest.approx(0.6), None)
    assert (new.standing, new.before, new.after) == (Standing.NEW, None, pytest.approx(0.6))


def test_the_counts_are_those_of_two_answers_laid_beside_one_another(today: Impact, later: Impact) -> None:
    before, after = _by_thing(today), _by_thing(later)
    counts = Contrast(today, later, own_first=True).counts()
    assert counts[Standing.NEW] == len(after.keys() - before.keys()) == 1
    assert counts[Standing.GONE] == len(before.keys() - after.keys()) == 1
    assert counts[Standing.SAME] == sum(abs(before[key] - after[key]) < 5e-4 for key in before.keys() & after.keys())
    assert counts.total() == len(before.keys() | after.keys())


def test_which_answer_is_the_earlier_turns_coming_into_going(today: Impact, later: Impact) -> None:
    forward, back = Contrast(today, later, own_first=True), Contrast(later, today, own_first=False)
    assert {(row.touched.thing, row.standing) for row in forward.rows} == {
        (row.touched.thing, row.standing) for row in back.rows
    }
    turned = Contrast(today, later, own_first=False)
    assert (turned.counts()[Standing.NEW], turned.kinds(Way.WORK, Standing.GONE).total()) == (1, 1)
    assert {row.touched.thing for row in turned.rows if row.standing is Standing.NEW} == {OLD}


def _tied(strength: str) -> Impact:
    ties: list[Tie] = [("supports", "system:one", "service:two", {"strength": strength})]
    return impact(graph(ties=ties), things=("system:one",), change=ChangeKind.RETIRE, min_strength=0)


def test_a_weaker_tie_is_told_with_both_strengths() -> None:
    strong, weak = _tied("required"), _tied("supporting")
    row = Contrast(strong, weak, own_first=True).of("service:two", Way.EFFECT)
    assert row is not None
    assert (row.standing, row.before, row.after) == (
        Standing.WEAKER,
        strong.find("service:two", Way.EFFECT).strength,  # type: ignore[union-attr]
        weak.find("service:two", Way.EFFECT).strength,  # type: ignore[union-attr]
    )
    other = Contrast(weak, strong, own_first=True).of("service:two", Way.EFFECT)
    assert other is not None
    assert other.standing is Standing.STRONGER


def test_an_answer_held_against_itself_is_the_same(today: Impact) -> None:
    contrast = Contrast(today, today, own_first=True)
    assert contrast.is_same
    assert set(contrast.merged.touched) == set(today.touched)
    assert len(contrast.merged.touched) == len(today.touched)
    assert not contrast.ties


def test_what_is_not_there_then_touches_nothing_and_everything_is_new(today: Impact) -> None:
    contrast = Contrast(today, None, own_first=False)
    assert contrast.counts() == {Standing.NEW: len(today.touched)}
    assert contrast.merged == today


def test_the_picture_says_in_words_what_comes_and_goes(
    demo: Snapshot, planned: Snapshot, today: Impact, later: Impact
) -> None:
    contrast = Contrast(today, later, own_first=True)
    drawn = swimlane(demo, contrast.merged, language=Language.EN, contrast=contrast, other=planned)
    assert "− gone, was 0.60" in drawn
    assert "+ new, 0.60" in drawn
    assert drawn == swimlane(demo, contrast.merged, language=Language.EN, contrast=contrast, other=planned)
    assert "− gone" not in swimlane(demo, today, language=Language.EN)


def test_a_moment_a_proposal_and_a_change_set_are_told_apart(demo: Snapshot) -> None:
    assert (other_side(demo, "proposal:P6").proposal, other_side(demo, "P6").planned) == ("P6", True)
    moment = other_side(demo, "2027-07-01")
    assert (moment.snapshot.date, moment.planned, moment.is_later(demo)) == (dt.date(2027, 7, 1), False, True)
    assert not other_side(demo, "2024-01-01").is_later(demo)
    written = other_side(demo, '[[end.system]]\nid = "epj"')
    assert (written.planned, "system:epj" in written.snapshot) == (True, False)
    with pytest.raises(GraphsvcError):
        other_side(demo, "next summer")


def test_the_days_that_are_offered_are_those_at_which_something_begins_or_ends(demo: Snapshot) -> None:
    days = [step.day for step in steps(demo)]
    assert days == sorted(days)
    for day in days:
        before, after = demo.as_of(day - dt.timedelta(days=1)), demo.as_of(day)
        assert before.digest != after.digest
    around = times(demo)
    assert around.back is not None
    assert around.ahead is not None
    assert around.back.day < demo.date < around.ahead.day
