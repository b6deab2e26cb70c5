"""Draws two answers about paths in one: every path of either, with a sign and words for what became of it."""

from __future__ import annotations

from graphsvc.i18n import say
from graphsvc.model import Reference
from graphsvc.text import Language
from graphsvc_queries.paths.contrast import PathRow, PathsContrast, PathStanding
from graphsvc_visualizations.drawing import Markup, element, group, moved, text
from graphsvc_visualizations.frame import framed, heading
from graphsvc_visualizations.lettering import fit, width
from graphsvc_visualizations.path_strip import words
from graphsvc_visualizations.path_strip.picture import drawn_of
from graphsvc_visualizations.path_strip.strip import WIDTH, Sheet, patterns, strip

__all__ = ["compared_strip", "standing_words", "why_words"]

_INDENT, _HEAD, _APART = 16, 56, 10
_OUTER = WIDTH + 2 * _INDENT


def standing_words(row: PathRow, language: Language) -> str:
    """Say with a sign and words what became of a path."""
    was, became = (path.cost if path else 0 for path in (row.before, row.after))
    return say(f"contrast.path_{row.standing.value}", language, before=was, after=became)


def why_words(row: PathRow, language: Language) -> str:
    """Say why a path is in one of two answers only; empty for one that is in both."""
    if row.standing not in {PathStanding.NEW, PathStanding.GONE}:
        return ""
    if row.lacking:
        key = "path_lacks_one" if len(row.lacking) == 1 else "path_lacks"
        return say(f"contrast.{key}", language, flows=", ".join(row.lacking))
    return say("contrast.path_outranked", language)


def compared_strip(contrast: PathsContrast, /, *, language: Language, note: str, said: list[str]) -> str:
    """Draw every path of two answers, what differs first.

    Parameters
    ----------
    contrast
        Both answers.
    language
        Of the words.
    note, said
        What is compared, and the difference in sentences, for the heading.

    Returns
    -------
    str
        SVG, the same bytes for the same answers. It says how many of the paths it draws.

    Notes
    -----
    O(hops drawn).
    """
    drawn = drawn_of([row.path for row in contrast.rows]) if contrast.rows else ()
    own = Sheet(contrast.snapshot, language, contrast.own.undirected)
    other = Sheet(contrast.other_snapshot, language, contrast.own.undirected)
    parts: list[Markup] = []
    systems: tuple[dict[Reference, None], dict[Reference, None]] = ({}, {})
    y = 0.0
    for row in contrast.rows[: len(drawn)]:
        here = all(one in contrast.snapshot for one in row.path.systems)
        sheet, prefix = (own, "ps") if here else (other, "po")
        systems[0 if here else 1].update(dict.fromkeys(row.path.systems))
        inside, _, high = strip(sheet, row.path, prefix)
        lead = standing_words(row, language)
        told = " · ".join(sheet.say(one) for one, _ in words.facts(row.path))
        head = [
            text(lead, _INDENT, 23, "h", size=15),
            text(told, _INDENT + width(lead, 15, bold=True) + 14, 23),
            text(fit(why_words(row, language), WIDTH, 13)[0], _INDENT, 43, "m"),
        ]
        box = element("rect", x=0.5, y=0.5, width=_OUTER - 1, height=_HEAD + high + 6, rx=6, class_="frame")
        parts.append(group([box, *head, group([inside], transform=moved(_INDENT, _HEAD))], transform=moved(0, y)))
        y += _HEAD + high + 6 + _APART
    count = words.DRAWN.format(n=len(drawn), of=len(contrast.rows))
    parts += [
        text(own.say(count), 0, y + 14, "m"),
        text(fit(own.say(words.LEGEND), _OUTER, 12)[0], 0, y + 33, "m", size=12),
    ]
    label = own.say(words.LABEL.format(start=own.name(contrast.own.start), end=own.name(contrast.own.end)))
    headed, above = heading(label, [note, " ".join(said)], _OUTER)
    defined = [patterns(own, [*systems[0]], "ps"), patterns(other, [*systems[1]], "po")]
    return framed(
        [*defined, *headed, *parts],
        width=_OUTER,
        height=y + 40,
        label=label,
        class_="paths",
        language=language,
        standalone=True,
        above=above,
    )
