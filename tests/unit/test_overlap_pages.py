"""The pages and pictures of overlap without a server: what they say, in every language, and nothing left out."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from graphsvc.judgement import State, judgement
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.snapshot import About, Snapshot
from graphsvc.text import Language
from graphsvc_queries.overlap import Evidence, Reason, overlap
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.overlaps.facts import contract_of
from graphsvc_visualizations.overlap import LOOKS, bar_icon, overlap_bars
from tests.demo_facts import demo_snapshot
from tests.graphs import graph

TODAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


def frame(language: Language = Language.NB, *, writes: bool = True, **parameters: str) -> Frame:
    pairs = tuple((name.replace("_", "-"), value) for name, value in parameters.items())
    about = About(synthetic=True)
    return Frame(
        language, "/overlap", pairs, "/static/x", about=about, date=TODAY, revision=1, head=1, token="t", writes=writes
    )


@pytest.mark.parametrize("language", Language)
def test_both_pages_can_be_made_in_every_language(demo: Snapshot, language: Language) -> None:
    answers = [overlap(demo, proposal=f"P{number}", limit=50) for number in range(1, 9)]
    answers += [overlap(demo, text="drone"), overlap(demo, thing="system:smsa"), overlap(demo, thing="unit:U11")]
    pages = [PAGES.overlap(frame(language, view=view), demo, result=one) for one in answers for view in ("", "table")]
    pages += [
        PAGES.overlap(frame(language), demo, result=None),
        PAGES.overlap(frame(language), demo, result=None, error="x"),
    ]
    found = overlap(demo, pairs=True, min_score=1, limit=40)
    pages += [
        PAGES.overlap_pairs(frame(language, pairs="all", view=view), demo, result=found) for view in ("", "table")
    ]
    for page in pages:
        assert f'<html lang="{language.value}"' in page
        assert " style=" not in page
        assert "overlap_page." not in page


def test_a_share_without_points_is_not_drawn_and_the_others_fill_as_much_as_they_count() -> None:
    reasons = [
        Reason(Evidence.CAPABILITIES, 45.0, LOOKS[Evidence.TEXT].words),
        Reason(Evidence.GENERIC, 0.0, LOOKS[Evidence.TEXT].words),
    ]
    drawn = bar_icon(reasons, 101)
    assert re.findall(r'<rect [^>]*width="([\d.]+)"[^>]*class="(\w+) share"', drawn) == [("45", "q4")]
    whole = [Reason(kind, 100 / 6, look.words) for kind, look in LOOKS.items()]
    widths = [float(one) for one in re.findall(r'width="([\d.]+)" height="16" class="\w+ share"', bar_icon(whole, 101))]
    assert sum(widths) == pytest.approx(100, abs=0.5)
    assert len({(look.ground, look.marks) for look in LOOKS.values()}) == len(LOOKS) == len(Evidence)


@pytest.mark.parametrize(
    ("end", "words", "look"),
    [
        ("2026-11-30", "avtalen gikk ut 30.11.2026", "warn"),
        ("2026-12-01", "avtalen gikk ut 1.12.2026", "warn"),
        ("2027-12-31", "avtale til 31.12.2027", "warn"),
        ("2028-01-01", "avtale til 1.1.2028", "warn"),
        ("2028-01-02", "avtale til 2.1.2028", ""),
        (None, "avtalens slutt ukjent", "unk"),
        ("none", "avtale til none", ""),
    ],
)
def test_a_contract_is_marked_within_thirteen_months(end: str | None, words: str, look: str) -> None:
    told = contract_of(frame(), end, TODAY)
    assert (told.words, told.look) == (words, look)


def test_forms_are_there_only_where_something_may_be_written(demo: Snapshot) -> None:
    found = overlap(demo, pairs=True, limit=3)
    assert PAGES.overlap_pairs(frame(pairs="all"), demo, result=found).count('method="post"') == 3
    reading = PAGES.overlap_pairs(frame(pairs="all", writes=False), demo, result=found)
    assert 'method="post"' not in reading
    assert "Denne serveren leser bare" in reading


def test_who_said_what_of_a_pair_and_when_stands_on_both_pages(demo: Snapshot) -> None:
    said = judgement("system:smsa", "system:smsc", State.DISMISSED, who="IKT", why="<i>ulikt</i>", on="2026-11-20")
    known = demo.with_(ChangeSet("people", (ClaimChange(None, said),)))
    page = PAGES.overlap_pairs(
        frame(pairs="dismissed"), known, result=overlap(known, pairs=True, state=State.DISMISSED)
    )
    assert "✗ avvist" in page
    assert "av IKT 20.11.2026" in page
    assert "&lt;i&gt;ulikt&lt;/i&gt;" in page
    thing = PAGES.thing(frame(), known, number=known.index("system:smsc"))
    assert "overlapp avvist av IKT 20.11.2026: &lt;i&gt;ulikt&lt;/i&gt;" in thing


def test_dates_and_numbers_at_their_ends_make_a_picture() -> None:
    ends = ("0001-01-01", "9999-12-31", "2026-12-01", "none", None, "2026-12-02")
    things = {
        f"system:{letter}": {"name_nb": "Samme", "contract_end": end, "notice_months": 1_000_000, "yearly_cost": 0}
        for letter, end in zip("abcdef", ends, strict=True)
    }
    snapshot = graph(
        {name: {key: value for key, value in fields.items() if value is not None} for name, fields in things.items()}
    )
    found = overlap(snapshot, pairs=True, min_score=1, limit=50)
    assert found.found == 15
    for language in Language:
        drawn = overlap_bars(snapshot, found, language=language)
        assert "nan" not in drawn
        assert max(float(x) for x in re.findall(r' x="(-?[\d.]+)"', drawn)) <= 1232
        assert PAGES.overlap_pairs(frame(language, pairs="all"), snapshot, result=found)


@pytest.mark.parametrize("language", Language)
def test_an_answer_without_candidates_or_pairs_is_drawn_too(language: Language) -> None:
    snapshot = graph({"capability:k": {}})
    for found in (overlap(snapshot, capability=("k",)), overlap(snapshot, pairs=True)):
        assert overlap_bars(snapshot, found, language=language).startswith("<svg")
