"""Getting ready for readers: what nearly every page needs of a revision is worked out before somebody asks."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import suppress

import numpy as np

from graphsvc.errors import GraphsvcError, UsageError
from graphsvc.model import Kind, Relation
from graphsvc.registry import query, query_names, view
from graphsvc.service.asking import ask
from graphsvc.service.picturing import answer_document
from graphsvc.service.searching import prepare
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Snapshot

__all__ = ["load_pages", "prepare_impact", "warm"]

#: The start page tells of every proposal; of more than these it works out the rest when it is asked for.
_PROPOSALS = 20


def load_pages() -> None:
    """Load the questions, and read and translate the templates of the pages that are opened first, if there are pages.

    A question that does not load says so to whoever asks it.
    """
    for name in query_names():
        with suppress(Exception):
            query(name)
    try:
        pages = view("explorer")
    except UsageError:  # an installation without them still answers programs
        return
    pages.load()


def prepare_impact(workspace: Workspace) -> None:
    """Work out what every question about impact needs of the newest revision, by asking one with a small answer."""
    snapshot = workspace.snapshot()
    for system in _least_tied(snapshot):
        with suppress(GraphsvcError):  # whoever asks will be told
            result = ask(snapshot, "impact", things=[snapshot.references[system]], max_steps=1)
            answer_document("impact", snapshot, result, workspace.settings.lang)


def _least_tied(snapshot: Snapshot) -> list[int]:
    """Return the system with the fewest flows and services, as far as there is one with a flow."""
    flows, services = snapshot.edges(Relation.FLOW), snapshot.edges(Relation.SUPPORTS)
    systems, size = snapshot.of_kind(Kind.SYSTEM), len(snapshot)
    flowing = np.bincount(np.concatenate([flows.start, flows.end]), minlength=size)[systems]
    many = flowing + np.bincount(services.start, minlength=size)[systems]
    order = np.argsort(np.where(flowing > 0, many, len(flows) + len(services) + 1), kind="stable")
    return [int(systems[one]) for one in order[:1]]


def warm(workspace: Workspace, *, again: bool = False) -> Snapshot:
    """Work out what the start page, the search box and the first question about impact need of the newest revision.

    Parameters
    ----------
    again
        Whether this process did so before, for an older revision.

    Returns
    -------
    Snapshot
        Of the newest revision.

    Notes
    -----
    What is in memory now will stay there for long, so the collector of garbage is told to leave it alone. Else it would
    walk over all of it again and again, each time while somebody waits: 0.13 s on the demo. What became garbage since
    the last time is let go first; a first time has none behind it, and walks over nothing.
    """
    snapshot = workspace.snapshot()
    prepare_impact(workspace)
    prepare(snapshot)
    for name, parameters in _usual(snapshot):
        try:
            workspace.foresee(name, **parameters)
        except GraphsvcError:  # whoever asks will be told
            continue
    if again:
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    return snapshot


def _usual(snapshot: Snapshot) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not snapshot.organisation.several:  # else the start page has no room for it
        yield "matrix", {"relation": "all"}
    for proposal in list(snapshot.proposals)[:_PROPOSALS]:
        yield "impact", {"proposal": proposal}
