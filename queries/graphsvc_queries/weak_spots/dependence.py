"""Who depends on whom, as compressed sparse rows over the systems of a snapshot."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

from graphsvc.metamodel import fields_of
from graphsvc.model import Kind, Mode, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_queries.naming import listed

__all__ = ["dependents", "joined", "through"]

_AT_ONCE = (Mode.SYNC, Mode.LOGIN)


def dependents(snapshot: Snapshot, *, at_once: bool = False) -> scipy.sparse.csr_array:
    """Return the systems that depend on each: flows from provider and from hubs to the dependent.

    Parameters
    ----------
    at_once
        Only sync and login flows: what is away when the other is.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (n, n) for n systems in the order of :meth:`Snapshot.of_kind`; each pair once, none to itself.

    Notes
    -----
    O(m log m) for m flows.
    """
    flows = snapshot.edges(Relation.FLOW)
    hub, flow = through(snapshot).T
    start, end = np.concatenate([flows.start, hub]), np.concatenate([flows.end, flows.end[flow]])
    if at_once:
        allowed = fields_of(Relation.FLOW)["mode"].allowed
        chosen = np.isin(flows.column("mode"), [allowed.index(mode) for mode in _AT_ONCE])
        chosen = np.concatenate([chosen, chosen[flow]])
        start, end = start[chosen], end[chosen]
    return _rows(snapshot, start, end)


def joined(snapshot: Snapshot) -> scipy.sparse.csr_array:
    """Return the undirected simple graph of systems: two are neighbours when any flow goes between them.

    Notes
    -----
    O(m log m) for m flows; rows as of :func:`dependents`.
    """
    flows = snapshot.edges(Relation.FLOW)
    return _rows(snapshot, np.concatenate([flows.start, flows.end]), np.concatenate([flows.end, flows.start]))


def through(snapshot: Snapshot) -> NDArray[np.int64]:
    """Return the hubs that are there, each with the position of its flow, shape (k, 2); each once a flow."""
    told = snapshot.edges(Relation.FLOW).column("through")
    found: list[tuple[int, int]] = []
    for position in np.flatnonzero(told.astype(bool)).tolist():
        names = (one if ":" in one else f"{Kind.SYSTEM.value}:{one}" for one in listed(told[position]))
        found += [(hub, position) for hub in sorted({snapshot.index(name) for name in names if name in snapshot})]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _rows(snapshot: Snapshot, start: NDArray[np.integer], end: NDArray[np.integer]) -> scipy.sparse.csr_array:
    systems = snapshot.of_kind(Kind.SYSTEM)
    size = len(systems)
    rows, columns = (np.searchsorted(systems, ends).astype(np.int64) for ends in (start, end))
    pairs = np.sort((rows * size + columns)[rows != columns])
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    pointers = np.searchsorted(pairs, np.arange(size + 1, dtype=np.int64) * size)
    return scipy.sparse.csr_array(
        (np.ones(len(pairs), dtype=np.int8), pairs % max(size, 1), pointers), shape=(size, size)
    )
