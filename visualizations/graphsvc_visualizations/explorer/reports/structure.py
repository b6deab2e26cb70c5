"""What the page of the structure tells: how siloed the organisation is."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.i18n import say
from graphsvc.snapshot import Snapshot
from graphsvc_queries.structure import Structure
from graphsvc_queries.structure.result import Across, Community
from graphsvc_visualizations.charts.balance import sector_balance
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.report import (
    Column,
    Count,
    Figure,
    Report,
    Table,
    Thing,
    Things,
    Words,
    picture,
)

__all__ = ["structure"]


def structure(frame: Frame, snapshot: Snapshot, result: Structure) -> Report:
    """Say how much goes across sectors, which units hang together, and what sits across.

    Notes
    -----
    O(findings).
    """
    tables = [
        _sectors(frame, result),
        _shared(frame, result),
        _communities(frame, result.communities),
        *(_across(frame, name, result.across[name]) for name in ("units", "systems", "services")),
        _central(frame, result),
    ]
    drawn = picture(sector_balance(snapshot, result, language=frame.language, standalone=False))
    return Report(
        "structure",
        frame.say("reports.structure"),
        _summary(frame, result),
        notes=_notes(frame, result),
        figures=[Figure(frame.number(table.count), table.title, table.key) for table in tables[2:]],
        pictures=[(frame.say("reports.structure_picture"), drawn)],
        tables=tables,
    )


def _summary(frame: Frame, result: Structure) -> str:
    overall = result.index.overall
    every = overall.external + overall.internal
    if not every:
        return frame.say("reports.structure_nothing")
    return frame.say(
        "reports.structure_answer",
        share=frame.number(100 * overall.external / every),
        across=frame.number(overall.external),
        every=frame.number(every),
        index=frame.number(overall.index or 0.0, 2),
    )


def _notes(frame: Frame, result: Structure) -> list[str]:
    found = [say("insight.apart", frame.language, **{name: frame.number(n) for name, n in result.apart.items()})]
    if result.adjusted_rand_index is not None:
        value = frame.number(result.adjusted_rand_index, 2)
        found.append(say("insight.agreement", frame.language, value=value))
    if result.isolated:
        names = "; ".join(frame.words(one.name) for one in result.isolated)
        found.append(say("insight.isolated", frame.language, names=names))
    return [*found, frame.say("reports.betweenness_left_out")] if result.truncated else found


def _sectors(frame: Frame, result: Structure) -> Table:
    names = ("ties_across", "ties_within", "e_i_index")
    rows = [
        (Thing(f"unit:{name}"), Count(one.external), Count(one.internal), _index(one.index))
        for name, one in result.index.sectors.items()
    ]
    return Table(
        "sectors",
        frame.say("reports.by_sector"),
        [Column(frame.say("reports.sector")), *(Column(frame.say(f"reports.{name}"), number=True) for name in names)],
        rows,
        frame.say("reports.e_i_note"),
    )


def _index(value: float | None) -> Count | Words:
    return Words("–") if value is None else Count(value, 2)


def _shared(frame: Frame, result: Structure) -> Table:
    """Return how many systems each two sectors both use, each pair once."""
    axes, cells = result.matrix.axes, result.matrix.cells["shared_systems"]
    pairs = [
        (cells[row][column], row, column)
        for row in range(len(axes))
        for column in range(row + 1, len(axes))
        if cells[row][column]
    ]
    rows = [
        (Words(frame.words(axes[row].name)), Words(frame.words(axes[column].name)), Count(number))
        for number, row, column in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))
    ]
    sector = Column(frame.say("reports.sector"))
    return Table(
        "shared-systems",
        say("insight.shared_systems", frame.language),
        [sector, sector, Column(frame.say("reports.systems"), number=True)],
        rows,
    )


def _communities(frame: Frame, communities: Iterable[Community]) -> Table:
    rows = [
        (
            Words(frame.say("reports.community", n=one.id)),
            Count(len(one.members)),
            Things([f"unit:{sector}" for sector in one.sectors]),
            Things([member.thing for member in one.members]),
        )
        for one in communities
    ]
    names = ("group", "units", "sectors", "members")
    columns = [Column(frame.say(f"reports.{name}"), number=name == "units") for name in names]
    return Table(
        "communities",
        say("insight.communities", frame.language),
        columns,
        rows,
        frame.say("reports.communities_note"),
    )


def _across(frame: Frame, name: str, found: Iterable[Across]) -> Table:
    rows = [
        (Thing(one.one.thing), Things([f"unit:{sector}" for sector in one.sectors]), Count(one.units)) for one in found
    ]
    columns = [
        Column(frame.say("reports.what")),
        Column(frame.say("reports.sectors")),
        Column(frame.say("reports.units"), number=True),
    ]
    return Table(f"across-{name}", frame.say(f"reports.across_{name}"), columns, rows)


def _central(frame: Frame, result: Structure) -> Table:
    rows = [
        (
            Thing(one.one.thing),
            Count(one.providers),
            Count(one.dependents),
            Words("–") if one.betweenness is None else Count(one.betweenness, 3),
        )
        for one in result.central
    ]
    names = ("providers", "dependents", "betweenness")
    columns = [Column(frame.say(f"reports.{name}"), number=True) for name in names]
    title = say("insight.central", frame.language)
    return Table(
        "central", title, [Column(frame.say("reports.system")), *columns], rows, frame.say("reports.central_note")
    )
