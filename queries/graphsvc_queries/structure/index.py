"""The E-I index: how much of what ties a sector goes out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphsvc.snapshot import Snapshot
from graphsvc_queries.structure.ties import Tie

__all__ = ["Balance", "Balances", "balances"]


@dataclass(frozen=True, slots=True)
class Balance:
    """How many ties go out of a sector, and how many stay within.

    Examples
    --------
    >>> Balance(external=1, internal=3).index
    -0.5
    """

    external: int = 0
    internal: int = 0

    @property
    def index(self) -> float | None:
        """(E - I) / (E + I): -1 all within, 1 all across, None without ties."""
        every = self.external + self.internal
        return (self.external - self.internal) / every if every else None

    def with_(self, *, external: bool) -> Balance:
        """Return the balance with one more tie."""
        return Balance(self.external + external, self.internal + (not external))

    def document(self) -> dict[str, object]:
        """Return the index and the two counts."""
        return {"index": self.index, "external": self.external, "internal": self.internal}


@dataclass(frozen=True, slots=True)
class Balances:
    """The balance over all sectors, and of each.

    Parameters
    ----------
    overall
        Every tie between sectors counts once.
    sectors
        Number of a sector -> its own ties; a tie between two sectors counts in both.
    apart
        Ties that lie within no sector and between none: an end is national, has no known unit, or its units have no
        sector.
    """

    overall: Balance
    sectors: Mapping[int, Balance]
    apart: Mapping[str, int]


def balances(snapshot: Snapshot, every: Iterable[Tie]) -> Balances:
    """Count ties within and across sectors.

    A tie is internal when its ends share a sector, external otherwise; for one sector it is internal when both ends
    belong to it. D. Krackhardt and R. N. Stern, "Informal networks and organizational crises", Social Psychology
    Quarterly 51, 1988.

    Notes
    -----
    O(ties).
    """
    overall = Balance()
    sectors = dict.fromkeys(snapshot.organisation.sectors, Balance())
    apart = {"national": 0, "without_unit": 0, "outside": 0}
    for tie in every:
        why = _apart(snapshot, tie)
        if why is not None:
            apart[why] += 1
            continue
        start, end = _sectors(snapshot, tie.start), _sectors(snapshot, tie.end)
        overall = overall.with_(external=not start & end)
        for sector in start | end:
            sectors[sector] = sectors[sector].with_(external=sector not in start & end)
    return Balances(overall, sectors, apart)


def _apart(snapshot: Snapshot, tie: Tie) -> str | None:
    if tie.national:
        return "national"
    if not tie.start or not tie.end:
        return "without_unit"
    return None if _sectors(snapshot, tie.start) and _sectors(snapshot, tie.end) else "outside"


def _sectors(snapshot: Snapshot, units: Sequence[int]) -> set[int]:
    return {sector for unit in units for sector in snapshot.organisation.sectors_of(unit)}
