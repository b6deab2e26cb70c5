"""An impact answer as a report: the answer, why, sums, doubts, whom to consult and all that is touched, to print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphsvc.i18n import number
from graphsvc.metamodel import KINDS
from graphsvc.model import Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact
from graphsvc_queries.impact.result import Consulted, Touched
from graphsvc_visualizations.explorer.documents import document_page
from graphsvc_visualizations.explorer.doubts import doubts
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.impact import asked_title, below_told
from graphsvc_visualizations.explorer.reasons import hop_note
from graphsvc_visualizations.explorer.sectors import Bar, bars_of
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.paper.memo import check_format, measured
from graphsvc_visualizations.paper.tables import glyph_of
from graphsvc_visualizations.paper.typesetting import typeset
from graphsvc_visualizations.paper.words import Words
from graphsvc_visualizations.swimlane import swimlane
from graphsvc_visualizations.swimlane.parts import strength_class

__all__ = ["impact_report"]

#: So many rows of what is touched, and so many names of a doubt; the rest is counted.
_ROWS, _NAMES = 400, 12
_NAME, _TEXT = 90, 700
#: Heading -> message.
_LABELS = {
    "why": "report.why", "picture": "explorer.picture_title",
    "sums": "explorer.rollup_title", "sector": "explorer.col_sector",
    "effect": "explorer.way_effect", "work": "explorer.way_work", "services": "explorer.roll_services_long",
    "units": "explorer.roll_units_long", "systems": "explorer.roll_systems_long", "direct": "explorer.roll_direct",
    "unknown": "explorer.unknown_title", "unknown_nothing": "explorer.unknown_nothing",
    "consult": "explorer.consult_title", "unit": "explorer.col_unit", "because": "explorer.consult_because",
    "contact": "explorer.consult_contact", "nobody": "explorer.consult_nobody", "name": "explorer.col_name",
    "kind": "explorer.col_kind", "way": "explorer.col_way", "strength": "explorer.col_strength",
    "nothing": "explorer.nothing_touched",
}  # fmt: skip


def impact_report(snapshot: Snapshot, result: Impact, /, *, language: Language, format: str = "pdf") -> bytes:
    """Make the report of an impact answer.

    Parameters
    ----------
    snapshot, result
        The map that was asked, and its answer.
    language
        Of all words.
    format
        ``pdf`` (PDF/UA-1: real text, tagged, with headings, title and language) or ``html`` (one file, loads nothing).

    Returns
    -------
    bytes
        The file. The same map, answer and language give the same bytes; its date is that of the map.

    Raises
    ------
    UsageError
        When the format is another.

    Notes
    -----
    O(touched log touched + ties), and the typesetting.
    """
    check_format(format)
    words, frame = Words(language), Frame(language, "", (), "")
    values = _values(words, frame, snapshot, result.whole())
    if format == "html":
        return document_page("impact_report.html", language, **values)
    author = clean(snapshot.about.title) or words.say("explorer.product")
    more = {"language": language.value, "author": author, **measured(str(values["picture"]))}
    return typeset("report", {**values, **more}, date=snapshot.date)


def _values(words: Words, frame: Frame, snapshot: Snapshot, result: Impact) -> dict[str, Any]:
    bars, about = bars_of(snapshot, result), snapshot.about
    labels = {name: words.say(key) for name, key in _LABELS.items()}
    labels["page"] = words.say("page", n="{n}", of="{of}")
    touched = result.touched[:_ROWS]
    said = words.say("explorer.change_said", strength=number(result.min_strength, words.language, 2),
                     steps=result.max_steps, date=words.day(result.as_of.isoformat()))  # fmt: skip
    return {
        "title": words.cut(asked_title(frame, result), 200),
        "head": " · ".join(one for one in (words.cut(about.title, 80), words.say("report.kind")) if one),
        "stamp": words.say("stamp", date=words.day(result.as_of.isoformat()), revision=result.revision),
        "summary": words.cut(result.summary.in_(words.language), _TEXT),
        "asked": words.say("report.asked", said=said),
        "notes": list(_notes(words, frame, result)),
        "picture": swimlane(snapshot, result, language=words.language) if result.touched else "",
        "picture_alt": words.say(
            "report.picture_alt", summary=words.cut(result.summary.in_(words.language), _TEXT), table=labels["sums"]
        ),
        "sums": [_sum(words, frame, snapshot, result, bar) for bar in bars],
        "paths": [_path(words, frame, snapshot, bar) for bar in bars if bar.strongest],
        "unknown": list(_unknown(words, frame, snapshot, result)),
        "consult": [_consulted(words, one) for one in result.consult],
        "missing": _missing(words, result),
        "touched": [_touched(words, snapshot, one) for one in touched],
        "touched_title": words.say("explorer.touched_title", n=len(result.touched)),
        "touched_cut": words.say("report.cut", n=len(touched), of=len(result.touched))
        if len(touched) < len(result.touched)
        else "",
        "words": labels,
        "foot": _foot(words, snapshot, result),
    }


def _notes(words: Words, frame: Frame, result: Impact) -> Iterator[str]:
    if result.truncated:
        yield words.say("explorer.truncated", steps=result.max_steps)
    if below := below_told(frame, result):
        yield words.say("explorer.below_line", limit=number(result.min_strength, words.language, 2), told=below)


def _strength(words: Words, strength: float) -> str:
    return f"{words.say(f'explorer.strength_{strength_class(strength)}')} {number(strength, words.language, 2)}"


def _way(words: Words, way: Way) -> str:
    return words.say("explorer.way_effect_small" if way is Way.EFFECT else "explorer.way_work_small")


def _sector_name(words: Words, snapshot: Snapshot, bar: Bar) -> str:
    if bar.thing:
        return words.cut(snapshot.name(snapshot.index(bar.thing), words.language).words, _NAME)
    return words.cut(bar.row.name.in_(words.language), _NAME)


def _sum(words: Words, frame: Frame, snapshot: Snapshot, result: Impact, bar: Bar) -> dict[str, Any]:
    """Return a row of the roll-up; a sector with nothing touched has its zeros."""
    effect, work = bar.row.effect, bar.row.work
    below = words.say("explorer.roll_below", limit=frame.number(result.min_strength, 2))
    none = {"effect": words.say("explorer.roll_not"), "work": words.say("explorer.roll_no_work")}
    told = {
        name: _strength(words, side.strength) if side.strength else below if side.below else none[name]
        for name, side in (("effect", effect), ("work", work))
    }
    numbers = [effect.services, effect.units, effect.systems, bar.row.direct]
    return {
        "glyph": glyph_of(bar.mark),
        "name": _sector_name(words, snapshot, bar),
        **told,
        "numbers": [str(one) for one in numbers],
        "worked": [str(one) for one in (work.systems, work.units)],
        "touched": bool(effect.strength or work.strength),
    }


def _path(words: Words, frame: Frame, snapshot: Snapshot, bar: Bar) -> dict[str, Any]:
    """Return the strongest path into a sector in numbered sentences, each with its source and confirmation."""
    one = bar.strongest
    assert one is not None  # noqa: S101 - the caller asks for those that have one
    sure = words.say("explorer.why_confirmed", n=one.confidence.confirmed, of=one.confidence.of)
    return {
        "sector": _sector_name(words, snapshot, bar),
        "unit": words.cut(one.name.in_(words.language), _NAME),
        "strength": f"{_way(words, one.way)}: {_strength(words, one.strength)} · {sure}",
        "hops": [
            [words.cut(hop.in_(words.language), _TEXT), words.cut(hop_note(frame, snapshot, hop), _TEXT)]
            for hop in one.path
        ],
    }


def _unknown(words: Words, frame: Frame, snapshot: Snapshot, result: Impact) -> Iterator[str]:
    """Yield what the answer rests on that nobody has confirmed, and what may be touched without our seeing it."""
    found, say = doubts(snapshot, result), words.say
    if found.systems:
        yield say("explorer.unknown_systems_fresh", n=found.fresh, of=found.systems)
    if found.ties_never or found.ties_stale:
        yield say("explorer.unknown_ties", never=found.ties_never, of=found.ties, stale=found.ties_stale)
    if found.assumed:
        yield say("explorer.unknown_assumed", n=found.assumed)
    for key, things in (("unknown_never", found.never), ("unknown_stale", found.stale)):
        if things:
            names = [words.cut(snapshot.name(snapshot.index(one), words.language).words, _NAME) for one in things]
            more = [say("explorer.and_more", n=len(names) - _NAMES)] if len(names) > _NAMES else []
            yield say(f"explorer.{key}", names=", ".join([*names[:_NAMES], *more]))
    for gap in result.unknown[:_ROWS]:
        name, kind = words.cut(gap.name.in_(words.language), _NAME), frame.words(KINDS[gap.kind].label)
        yield f"{name} ({kind}): {words.cut(gap.why.in_(words.language), _TEXT)}"
    others = max(len(result.unknown) - _ROWS, 0) + result.unknown_elsewhere
    if others:
        yield say("explorer.and_more", n=others)


def _consulted(words: Words, one: Consulted) -> dict[str, str]:
    ways = dict.fromkeys(_way(words, because.way) for because in one.because if because.way)
    return {
        "name": words.cut(one.name.in_(words.language), _NAME),
        "ways": ", ".join(ways),
        "because": words.cut(" ".join(because.sentence.in_(words.language) for because in one.because), _TEXT),
        "contact": words.cut(one.contact or "", _NAME) or words.say("explorer.unknown"),
    }


def _missing(words: Words, result: Impact) -> str:
    missing = sum(not one.contact for one in result.consult)
    return words.say("explorer.consult_missing", n=missing, of=len(result.consult)) if missing else ""


def _touched(words: Words, snapshot: Snapshot, one: Touched) -> dict[str, str]:
    places = [f"unit:{place}" for place in (*one.sectors[:1], *((one.unit,) if one.unit else ()))]
    above = [place for place in dict.fromkeys(places) if place in snapshot and place != one.thing]
    names = [words.cut(snapshot.name(snapshot.index(place), words.language).words, _NAME) for place in above]
    return {
        "name": words.cut(one.name.in_(words.language), _NAME),
        "kind": KINDS[one.kind].label.in_(words.language),
        "where": " · ".join(names),
        "way": _way(words, one.way),
        "strength": _strength(words, one.strength),
    }


def _foot(words: Words, snapshot: Snapshot, result: Impact) -> str:
    made = words.say("made", product=words.say("explorer.product"), revision=result.revision)
    return f"{made} {words.say('synthetic')}" if snapshot.about.synthetic else made
