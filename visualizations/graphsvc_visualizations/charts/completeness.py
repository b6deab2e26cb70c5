"""How much is known of each kind of thing, and how fresh it is, as bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphsvc.i18n import number
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.completeness.result import Completeness, Confirmation, FieldShare, Share
from graphsvc_visualizations.charts.rows import LEFT, RIGHT, ROW, TOP, bar, chart, note, worth
from graphsvc_visualizations.drawing import Markup, element, text, title
from graphsvc_visualizations.lettering import clean, fit

__all__ = ["completeness_bars"]

_FULL = RIGHT - LEFT
_KNOWN = Text(
    "kjent eller bekreftet siste tolv måneder",
    "kjent eller stadfesta siste tolv månader",
    "known, or confirmed within twelve months",
)
_STALE = Text("bekreftet for lenge siden", "stadfesta for lenge sidan", "confirmed too long ago")
_MISSING = Text("mangler, eller aldri bekreftet", "manglar, eller aldri stadfesta", "missing, or never confirmed")
_WORTH = Text(
    "{known} av {expected} ({share} %)", "{known} av {expected} ({share} %)", "{known} of {expected} ({share} %)"
)
_THINGS = Text("Bekreftede ting", "Stadfesta ting", "Confirmed things")
_RELATIONS = Text("Bekreftede koblinger", "Stadfesta koplingar", "Confirmed ties")
_FIELD = Text("{subject}: {field}", "{subject}: {field}", "{subject}: {field}")
_LABEL = Text(
    "Hvor mye som er kjent og bekreftet", "Kor mykje som er kjent og stadfesta", "How much is known and confirmed"
)


def completeness_bars(
    snapshot: Snapshot, result: Completeness, /, *, language: Language, standalone: bool = True
) -> str:
    """Draw how many of the expected fields are known, field by field, and how many facts are confirmed.

    Parameters
    ----------
    snapshot, result
        The graph, and what is known of it.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer. What is missing is a dotted box, never a gap.

    Notes
    -----
    O(expected fields).
    """
    parts = note([("q4", _KNOWN.in_(language)), ("q2", _STALE.in_(language)), ("unk", _MISSING.in_(language))])
    rows = [*_fields(result.fields, language), *_confirmed(result.confirmed, language)]
    for place, (words, share, stale) in enumerate(rows):
        parts += _row(words, share, stale, TOP + ROW * place, language)
    return chart(
        parts,
        rows=len(rows),
        exist=len(rows),
        label=_LABEL.in_(language),
        class_="chart",
        language=language,
        standalone=standalone,
    )


def _fields(fields: Iterable[FieldShare], language: Language) -> Iterable[tuple[str, Share, int]]:
    for one in fields:
        if one.field != "confirmed_on":
            words = _FIELD.format(subject=one.subject_label, field=one.label).in_(language)
            yield words[:1].upper() + words[1:], one.count, 0


def _confirmed(
    confirmed: Mapping[str, Mapping[Confirmation, int]], language: Language
) -> Iterable[tuple[str, Share, int]]:
    for name, words in (("things", _THINGS), ("relations", _RELATIONS)):
        counts = confirmed.get(name, {})
        share = Share(expected=sum(counts.values()), known=counts.get(Confirmation.FRESH, 0))
        yield words.in_(language), share, counts.get(Confirmation.STALE, 0)


def _row(words: str, share: Share, stale: int, y: float, language: Language) -> list[Markup]:
    shown, cut = fit(clean(words), LEFT - 30, 13)
    parts = [title(clean(words))] if cut else []
    parts.append(text(shown, 0, y + 12.5))
    if not share.expected:
        return [*parts, worth("–", LEFT, y)]
    known, old = (_FULL * part / share.expected for part in (share.known, stale))
    box = element("rect", x=LEFT + known + old, y=y + 1, width=max(_FULL - known - old - 1, 0), height=14, class_="unk")
    said = _WORTH.format(
        known=number(share.known, language),
        expected=number(share.expected, language),
        share=number(100 * (share.share or 0), language),
    )
    drawn = [bar(LEFT, y, known, "q4"), bar(LEFT + known, y, old, "q2")]
    return [
        *parts,
        *drawn,
        *([box] if share.known + stale < share.expected else []),
        worth(said.in_(language), RIGHT, y),
    ]
