"""The candidates for a need as a picture: rank, name, score as a bar, the strongest reason."""

from __future__ import annotations

from graphsvc.i18n import number as written
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.overlap import Candidate, Overlap, Reason
from graphsvc_visualizations.drawing import Markup, element, number, text, title
from graphsvc_visualizations.frame import framed, heading, link
from graphsvc_visualizations.lettering import clean, fit, fold, width
from graphsvc_visualizations.overlap.bar import HEIGHT, LOOKS, bar

__all__ = ["ranking"]

_WIDTH, _ROW, _TOP, _AT, _BAR_WIDE, _WHY = 1232, 44, 6, 440, 300, 760
#: More than these are no picture any longer.
_MOST = 40

_LABEL = Text("Har vi dette allerede?", "Har vi dette alt?", "Do we already have this?")
_SHOWN = Text(
    "{shown} av {found} kandidater er tegnet",
    "{shown} av {found} kandidatar er teikna",
    "{shown} of {found} candidates drawn",
)
_OF = Text("{score} av 100", "{score} av 100", "{score} of 100")
_APART = Text("holdes adskilt", "skal haldast skilde", "keep apart")
_NONE = Text("Ingen kandidater", "Ingen kandidatar", "No candidates")


def ranking(snapshot: Snapshot, result: Overlap, /, *, language: Language, standalone: bool = True) -> str:
    """Draw the candidates with their scores.

    Notes
    -----
    O(candidates drawn), at most 40.
    """
    shown = result.candidates[:_MOST]
    parts: list[Markup] = [] if shown else [text(_NONE.in_(language), 0, 20)]
    for place, one in enumerate(shown):
        parts.append(_row(one, place, _TOP + _ROW * place, language))
    height = _TOP + _ROW * max(len(shown), 1) + 8
    parts += _legend(height + 14, language)
    told = [result.summary.in_(language), _SHOWN.format(shown=len(shown), found=result.found).in_(language)]
    head, above = heading(_LABEL.in_(language), told, _WIDTH) if standalone else ([], 0.0)
    return framed(
        [*parts, *head],
        width=_WIDTH,
        height=height + 24,
        label=_LABEL.in_(language),
        class_="ranking",
        language=language,
        standalone=standalone,
        above=above,
    )


def _row(one: Candidate, place: int, y: float, language: Language) -> Markup:
    name = clean(one.thing.name.in_(language))
    score = _OF.format(score=written(one.score, language, 1)).in_(language)
    said = " · ".join(reason.sentence.in_(language) for reason in one.reasons)
    lines, _ = fold(clean(said), [_WIDTH - _WHY] * 2, 12)
    apart = [text(_APART.in_(language), 30, y + 34, "warn", size=12)] if one.keep_apart else []
    parts = [
        title(f"{name}: {score}. {clean(said)}"),
        text(str(place + 1), 0, y + 17, "h"),
        text(fit(name, _AT - 130, 13, bold=True)[0], 30, y + 17, "h"),
        text(score, _AT - 10, y + 17, anchor="end"),
        *bar(one.reasons, _BAR_WIDE, _AT, y + 4),
        *(text(line, _WHY, y + 15 + 16 * at, size=12) for at, line in enumerate(lines)),
        *apart,
        element("path", d=f"M0 {number(y + _ROW - 4)}H{_WIDTH}", class_="grid"),
    ]
    return link(parts, clean(f"{place + 1}. {name}: {score}"), None, class_="candidate")


def _legend(y: float, language: Language) -> list[Markup]:
    """Say what each share looks like."""
    parts, x = [], 0.0
    for kind, look in LOOKS.items():
        words = look.words.in_(language)
        parts += bar([Reason(kind, 100.0, look.words)], 22, x, y - HEIGHT + 3)
        parts.append(text(words, x + 28, y, size=12))
        x += 28 + width(words, 12) + 22
    return parts
