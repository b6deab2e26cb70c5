"""What a decision about a pair needs to know of each of the two: owners, contract, notice, cost."""

from __future__ import annotations

import datetime as dt

from graphsvc_queries.overlap.candidates import cost_of
from graphsvc_queries.overlap.ground import Ground
from graphsvc_queries.overlap.paired import Side
from graphsvc_queries.overlap.sentences import names_of
from graphsvc_queries.weak_spots.lifecycle import months_from

__all__ = ["last_notice", "side_of"]


def side_of(known: Ground, position: int) -> Side:
    """Tell of one system."""
    fields, thing = known.records[position].fields, known.things[position]
    end = fields.get("contract_end")
    return Side(
        owners=names_of(known.snapshot, known.snapshot.organisation.owners_of(thing)),
        contract_end=None if end is None else str(end),
        notice=last_notice(end, fields.get("notice_months")),
        disposition=None if fields.get("disposition") is None else str(fields["disposition"]),
        scope=None if fields.get("scope") is None else str(fields["scope"]),
        yearly_cost=cost_of(fields),
    )


def last_notice(end: object, months: object) -> str | None:
    """Return the last day to give notice: so many months before a contract ends; None when either is unknown.

    Examples
    --------
    >>> last_notice("2027-05-31", 3), last_notice("2027-05-31", None), last_notice("none", 3)
    ('2027-02-28', None, None)
    """
    try:
        return months_from(dt.date.fromisoformat(str(end)), -int(float(str(months)))).isoformat()
    except ValueError:
        return None
