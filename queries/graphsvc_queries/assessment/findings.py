"""The parts of an assessment: sectors, needs, transfers, data, contracts, what is retired, and money."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from graphsvc.text import Language, Text
from graphsvc_queries.naming import Named

__all__ = ["Contract", "Money", "Need", "Retirement", "SectorImpact", "SharedData", "Transfer"]


@dataclass(frozen=True, slots=True)
class SectorImpact:
    """What of one sector is touched, and why.

    Parameters
    ----------
    id, name
        The sector's, or a row of its own for what stands outside all sectors or has no owner.
    services, units
        In effect, strongest first.
    workers
        Units that must act.
    systems
        How many systems are touched in either way.
    because
        The path to the unit that is touched most, as sentences; empty when nothing is touched.
    """

    id: str
    name: Text
    services: tuple[Named, ...]
    units: tuple[Named, ...]
    workers: tuple[Named, ...]
    systems: int
    because: tuple[Text, ...]

    @property
    def touched(self) -> bool:
        """Whether anything of it is touched."""
        return bool(self.services or self.units or self.workers or self.systems)

    def document(self, language: Language) -> dict[str, object]:
        """Return the sector in one language."""
        return {
            "id": self.id,
            "name": self.name.in_(language),
            "services": [one.document(language) for one in self.services],
            "units": [one.document(language) for one in self.units],
            "work_units": [one.document(language) for one in self.workers],
            "systems": self.systems,
            "because": [one.in_(language) for one in self.because],
        }


@dataclass(frozen=True, slots=True)
class Need:
    """A unit that the proposal does not name and that its services involve, or that needs the same.

    Parameters
    ----------
    involved
        Whether it delivers a service that the proposal affects.
    because
        Why, one sentence a reason.
    """

    unit: Named
    involved: bool
    because: tuple[Text, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.unit.document(language),
            "involved": self.involved,
            "because": [{"sentence": one.in_(language)} for one in self.because],
        }


@dataclass(frozen=True, slots=True)
class Transfer:
    """A manual transfer at a system that changes, along the data."""

    id: str
    start: Named
    end: Named
    data: tuple[Named, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            "id": self.id,
            "from": self.start.document(language),
            "to": self.end.document(language),
            "data": [one.document(language) for one in self.data],
        }


@dataclass(frozen=True, slots=True)
class SharedData:
    """A data object that the proposal shares.

    Parameters
    ----------
    category
        ``none``, ``ordinary``, ``special``, or None when nobody has said.
    masters
        The systems that are its master.
    systems, sectors
        In how many systems it is or passes, and in how many rows of the roll-up.
    """

    data: Named
    category: str | None
    masters: tuple[Named, ...]
    systems: int
    sectors: int

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.data.document(language),
            "personal_data": self.category,
            "masters": [one.document(language) for one in self.masters],
            "systems": self.systems,
            "sectors": self.sectors,
        }


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract of a system concerned.

    Parameters
    ----------
    end
        Its last day; None = unknown.
    notice
        The last day to give notice; None when the notice period, or the end, is unknown.
    expires
        Whether it ends within the period (or has ended).
    passed
        Whether the day for notice has passed.
    changes
        Whether the proposal itself changes the system; otherwise it is one that can do some of the same.
    """

    system: Named
    end: dt.date | None
    notice: dt.date | None
    expires: bool
    passed: bool
    changes: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.system.document(language),
            "end": self.end.isoformat() if self.end else None,
            "notice": self.notice.isoformat() if self.notice else None,
            "expires": self.expires,
            "notice_passed": self.passed,
            "changes": self.changes,
        }


@dataclass(frozen=True, slots=True)
class Retirement:
    """A system that is, or could be, taken out of use.

    Parameters
    ----------
    proposed
        Whether the proposal says so; otherwise the map points at it.
    disposition
        What the register says is meant to become of it.
    yearly_cost
        In kNOK; None = unknown.
    """

    system: Named
    proposed: bool
    disposition: str | None
    yearly_cost: float | None
    contract_end: str | None

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.system.document(language),
            "proposed": self.proposed,
            "disposition": self.disposition,
            "yearly_cost": self.yearly_cost,
            "contract_end": self.contract_end,
        }


@dataclass(frozen=True, slots=True)
class Money:
    """What it costs and gives, in kNOK; None = unknown.

    Parameters
    ----------
    saved
        Yearly cost of what the proposal retires, as far as known; None when nothing is retired or no cost is known.
    """

    investment: float | None
    yearly_cost: float | None
    yearly_benefit: float | None
    saved: float | None

    @property
    def net(self) -> float | None:
        """Yearly benefit less yearly cost, as the proposer gives them."""
        if self.yearly_benefit is None or self.yearly_cost is None:
            return None
        return self.yearly_benefit - self.yearly_cost

    @property
    def payback(self) -> float | None:
        """Years until the investment has come back; None when it never does, or is unknown."""
        if self.net is None or self.investment is None or self.net <= 0:
            return None
        return self.investment / self.net

    def document(self) -> dict[str, object]:
        """Return it as plain values; years are rounded to hundredths."""
        return {
            "investment": self.investment,
            "yearly_cost": self.yearly_cost,
            "yearly_benefit": self.yearly_benefit,
            "net": self.net,
            "payback_years": None if self.payback is None else round(self.payback, 2),
            "saved": self.saved,
        }
