"""What the program tells of its work, in words that hold nobody's values: names of routes and questions, and numbers.

Whoever works tells a :class:`Watch`. The one here takes no note; ``metrics`` and ``logs`` do. Nothing of what people
write (ids, names, texts, addresses, file names) may ever be handed to one: the types below have no place for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

__all__ = ["REQUEST", "Asked", "Fault", "Served", "Standing", "Watch", "Watches", "asked_with"]

#: The id of the request that is being answered, empty outside of one.
REQUEST: ContextVar[str] = ContextVar("request", default="")


@dataclass(frozen=True, slots=True)
class Served:
    """A request that was answered.

    Parameters
    ----------
    method, route
        GET, POST ...; the route's template, never the address; ``-`` where there is no such route.
    status
        Of the answer; 499 when the one who asked went away before it.
    seconds
        From the request's head to the end of the answer.
    revision
        That the answer shows, where it shows one.
    """

    method: str
    route: str
    status: int
    seconds: float
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked.

    Parameters
    ----------
    question
        Its installed name; ``-`` where there is none of that name.
    outcome
        ``answered``, ``kept`` (answered from memory), ``refused`` (cannot be answered as put), ``stopped`` (nobody
        waited any longer) or ``failed``.
    seconds
        How long it took.
    given
        Its parameters by name, each with its kind and number as :func:`asked_with` tells them.
    revision
        That it was asked over.
    """

    question: str
    outcome: str
    seconds: float
    given: Mapping[str, str] = field(default_factory=dict)
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an installation stands, as ``/health/ready`` tells it.

    Parameters
    ----------
    ready
        Whether the newest revision can be read and the graph database answers.
    graph_in_step
        Whether the graph database shows the newest revision of the map; None when it cannot be told.
    graph_revision
        The revision that it shows.
    """

    ready: bool
    graph_in_step: bool | None = None
    graph_revision: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that nobody foresaw.

    Parameters
    ----------
    kind
        The exception's class; what it says is left out, for it may repeat what somebody wrote.
    frames
        Where it happened, outermost first: file, line and function of each.
    route
        The route's template, ``-`` outside of a request.
    """

    kind: str
    frames: Sequence[str]
    route: str = "-"


class Watch:
    """Is told of the work, and takes no note of it.

    Examples
    --------
    >>> with Watch().timed("read"):
    ...     pass
    """

    def began(self) -> None:
        """A request has come in."""

    def served(self, request: Served) -> None:
        """A request was answered, or left."""

    def asked(self, asked: Asked) -> None:
        """A question was asked."""

    def previewed(self, format: str, outcome: str, problems: Mapping[str, int]) -> None:
        """Files were read: ``outcome`` is ``good`` or ``errors``; problems by severity."""

    def imported(self, format: str, outcome: str) -> None:
        """An import ended: ``written``, ``unchanged``, ``overtaken`` by another one, or ``failed``."""

    def took(self, step: str, seconds: float) -> None:
        """A step of an import took so long: ``read``, ``plan``, ``commit`` or ``publish``."""

    def published(self, *, good: bool) -> None:
        """The graph database was looked at after a change, and written where that was needed."""

    def register_at(self, revision: int) -> None:
        """The register's newest revision is this one."""

    def snapshot_at(self, revision: int, things: int) -> None:
        """The newest revision is in memory, with so many things."""

    def set_aside(self, why: str) -> None:
        """A cached snapshot was not as it was written, and is not used."""

    def stands(self, standing: Standing) -> None:
        """Somebody has looked how the installation stands."""

    def broke(self, fault: Fault) -> None:
        """Something happened that nobody foresaw."""

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Tell how long the block took, however it ended."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.took(step, time.perf_counter() - begun)


class Watches(Watch):
    """Passes on what it is told to several."""

    def __init__(self, *watches: Watch) -> None:
        self.watches = watches


def _passing(name: str) -> Callable[..., None]:
    def told(self: Watches, *words: Any, **named: Any) -> None:
        for watch in self.watches:
            getattr(watch, name)(*words, **named)

    return told


for _name in (one for one in vars(Watch) if not one.startswith("_") and one != "timed"):
    setattr(Watches, _name, _passing(_name))


def asked_with(given: Mapping[str, object]) -> dict[str, str]:
    """Return the kind and number of each parameter that was given, without a word of what it holds.

    Parameters
    ----------
    given
        Parameters by the names of a question's signature.

    Examples
    --------
    >>> asked_with({"things": ("system:epj", "kari@example.no"), "min_strength": 0.25, "text": "01017012345"})
    {'things': '2 texts', 'min_strength': 'number', 'text': 'text'}
    """
    return {name: _kind(value) for name, value in given.items()}


def _kind(value: object) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        of = {_kind(one) for one in value}
        return f"{len(value)} {of.pop() if len(of) == 1 else 'value'}{'' if len(value) == 1 else 's'}"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, StrEnum):
        return "choice"
    return "text" if isinstance(value, str) else "number" if isinstance(value, (int, float)) else "value"
