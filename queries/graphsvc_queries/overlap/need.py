"""What is asked for: words, capabilities, data and surroundings, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphsvc_queries.overlap.likeness import Document

__all__ = ["Need"]


@dataclass(frozen=True, slots=True)
class Need:
    """A need, or a thing described as one.

    Parameters
    ----------
    documents
        Its words, one document a language.
    capabilities, data, neighbours
        Numbers of things in the snapshot: what it must be able to, what it holds, what it would stand beside.
    vendor, product
        Who makes it, and what.
    level
        Personal data, 0 to 2; None = unknown.
    bases
        Legal bases, folded to letters; empty = unknown.
    whole
        Whether this describes a thing whole, so that what a candidate has beside it counts against likeness.
    itself
        The thing that is described, when it is one of the candidates.
    replaces, named
        Systems that a proposal would replace or retire, and national components that it names.
    unrecognised
        Words for data that no data object answers to.
    """

    documents: tuple[Document, ...] = ()
    capabilities: frozenset[int] = frozenset()
    data: frozenset[int] = frozenset()
    neighbours: frozenset[int] = frozenset()
    vendor: str = ""
    product: str = ""
    level: int | None = None
    bases: frozenset[str] = field(default_factory=frozenset)
    whole: bool = False
    itself: int | None = None
    replaces: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    unrecognised: tuple[str, ...] = ()
