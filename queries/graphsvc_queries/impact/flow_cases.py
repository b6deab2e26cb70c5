"""Which rule applies to a flow, by what it says of itself."""

from __future__ import annotations

from graphsvc.model import Criticality, Mode, Value

__all__ = ["case_of"]

#: Modes of flows that share a dependent's trust among its providers; unknown belongs to them.
_SHARED = {Mode.ASYNC, Mode.BATCH, Mode.MANUAL, "unknown"}


def case_of(criticality: Value, mode: Value) -> tuple[str | None, bool]:
    """Return which flow rule applies (None: no touch) and whether its weight is shared among providers.

    A criticality that is not said is ``unknown``.

    Examples
    --------
    >>> case_of("unknown", "async"), case_of(None, "async")
    (('async', True), (None, False))
    """
    if criticality is None or criticality == Criticality.NONE:
        return None, False
    if criticality != "unknown":
        return str(criticality), False
    known = str(mode or "unknown")
    return known, known in _SHARED
