"""Single points of failure as bars: how many services stop when a system is away."""

from __future__ import annotations

from graphsvc.i18n import count
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.weak_spots.result import SinglePoint, WeakSpots
from graphsvc_visualizations.charts.rows import LEFT, RIGHT, ROW, TOP, bar, chart, label, note, worth
from graphsvc_visualizations.drawing import Markup

__all__ = ["weak_spots_bars"]

_MOST = 12
_OWN = Text(
    "tjenester som selv krever systemet", "tenester som sjølve krev systemet", "services that need it themselves"
)
_FURTHER = Text(
    "tjenester som stopper fordi andre systemer faller med",
    "tenester som stoppar fordi andre system fell med",
    "services that stop since other systems go with it",
)
_OF_OWN = Text("{services} ({own} selv)", "{services} ({own} sjølve)", "{services} ({own} themselves)")
_LABEL = Text(
    "Tjenester som stopper når ett system er borte",
    "Tenester som stoppar når eitt system er borte",
    "Services that stop when one system is away",
)
_SERVICES = Text("tjeneste", "teneste", "service"), Text("tjenester", "tenester", "services")
_UNITS = Text("enhet", "eining", "unit"), Text("enheter", "einingar", "units")
_SECTORS = (
    Text("sektor", "sektor", "sector"),
    Text("sektorer", "sektorar", "sectors"),
)


def weak_spots_bars(snapshot: Snapshot, result: WeakSpots, /, *, language: Language, standalone: bool = True) -> str:
    """Draw the systems whose loss stops most services.

    Parameters
    ----------
    snapshot, result
        The graph, and its weak spots.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer: at most twelve rows, and how many there are.

    Notes
    -----
    O(rows shown).
    """
    shown = result.single_points[:_MOST]
    most = max((len(one.services) for one in shown), default=1)
    parts = note([("q4", _OWN.in_(language)), ("q2", _FURTHER.in_(language))])
    for place, one in enumerate(shown):
        parts += _row(snapshot, one, TOP + ROW * place, (RIGHT - LEFT) / most, language)
    return chart(
        parts,
        rows=len(shown),
        exist=result.counts["single_points"],
        label=_LABEL.in_(language),
        class_="chart",
        language=language,
        standalone=standalone,
    )


def _row(snapshot: Snapshot, one: SinglePoint, y: float, unit: float, language: Language) -> list[Markup]:
    own, every = len(one.own), len(one.services)
    words = [count(len(found), *names, language) for found, names in _counts(one)]
    words[0] = _OF_OWN.format(services=words[0], own=own).in_(language)
    return [
        label(snapshot, snapshot.index(one.system), y, language),
        bar(LEFT, y, own * unit, "q4"),
        bar(LEFT + own * unit, y, (every - own) * unit, "q2"),
        worth(" · ".join(words), LEFT + every * unit, y),
    ]


def _counts(one: SinglePoint) -> tuple[tuple[tuple[str, ...], tuple[Text, Text]], ...]:
    return (one.services, _SERVICES), (one.units, _UNITS), (one.sectors, _SECTORS)
