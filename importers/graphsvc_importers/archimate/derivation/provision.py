"""Rule 1: which systems provide which application behaviour."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.ties import LONGEST_CHAIN, Tie, Web

__all__ = ["Path", "Provision"]

WHOLE = frozenset({"Composition", "Aggregation"})
STRUCTURE = WHOLE | {"Realization", "Assignment"}
#: B.3.2 of the specification: what holds for a part holds for the whole only potentially.
PART_TO_WHOLE = 0.5
#: Behaviour with more providers than this is generic: nothing follows from it for one of them.
MOST_PROVIDERS = 100


@dataclass(frozen=True, slots=True)
class Path:
    """A chain from a system to behaviour it provides."""

    via: tuple[str, ...] = ()
    certain: bool = True
    factor: float = 1.0

    def then(self, tie: Tie, factor: float = 1.0, *, certain: bool = True) -> Path:
        """Return the chain with one more step."""
        return Path(self.via + tie.via, self.certain and tie.certain and certain, self.factor * tie.factor * factor)

    @property
    def goes_on(self) -> bool:
        """Whether the chain is still short enough to be followed."""
        return len(self.via) < LONGEST_CHAIN


class Provision:
    """Who provides what, through chains of structure.

    Parameters
    ----------
    cast, web
        Classes, and the ties that count (those of groupings do not).

    Notes
    -----
    O(systems x behaviour reached) at most; every walk has a visited set and an end, so circles end.
    """

    def __init__(self, cast: Cast, web: Web) -> None:
        self._cast, self._web = cast, web
        self.explicit = {one: self._owners(one) for one in cast.of_class("K")}
        self.providers: dict[str, dict[str, Path]] = {}
        for system in cast.of_class("S"):
            for behaviour, path in sorted(self._reached(system).items()):
                self.providers.setdefault(behaviour, {})[system] = path

    def of(self, behaviour: str) -> dict[str, Path]:
        """Return the providers of application behaviour, each with its chain."""
        return self.providers.get(behaviour, {})

    def usable(self) -> list[tuple[str, dict[str, Path]]]:
        """Return behaviour with its providers, in order; what too many provide is left out."""
        return [
            (one, sorted_by_id(found)) for one, found in sorted(self.providers.items()) if len(found) <= MOST_PROVIDERS
        ]

    def _owners(self, behaviour: str) -> dict[str, Tie]:
        """Return the systems tied to behaviour directly; an interface belongs to those that are composed of it (1c)."""
        ties = [tie for tie in self._web.into(behaviour, STRUCTURE) if self._cast.letters[tie.source] == "S"]
        composed = [tie for tie in ties if tie.type == "Composition"]
        if composed and self._cast.model.by_id[behaviour].type == "ApplicationInterface":
            ties = composed
        return {tie.source: tie for tie in reversed(ties)}

    def _reached(self, system: str) -> dict[str, Path]:
        own = {one: Path(tie.via) for one, tie in self._given(system)}
        found, waiting = dict(own), deque(one for one in sorted(own) if len(self.explicit[one]) <= MOST_PROVIDERS)
        while waiting:
            behaviour = waiting.popleft()
            for tie in self._web.out(behaviour, STRUCTURE):
                if self._inherits(tie) and tie.target not in found and found[behaviour].goes_on:
                    found[tie.target] = found[behaviour].then(tie)
                    waiting.append(tie.target)
        return self._with_wholes(found)

    def _given(self, system: str) -> Iterator[tuple[str, Tie]]:
        for tie in self._web.out(system, STRUCTURE):
            if self._cast.letters[tie.target] == "K" and system in self.explicit[tie.target]:
                yield tie.target, self.explicit[tie.target][system]

    def _inherits(self, tie: Tie) -> bool:
        """Behaviour with a provider of its own is not inherited from a whole above it (1a)."""
        if self._cast.letters[tie.target] != "K":
            return False
        return tie.type not in WHOLE or not self.explicit[tie.target]

    def _with_wholes(self, found: dict[str, Path]) -> dict[str, Path]:
        """Follow part to whole, where the whole has no provider of its own (1b): the whole is degraded."""
        result = dict(found)
        waiting = deque(one for one in sorted(found) if len(self.explicit[one]) <= MOST_PROVIDERS)
        while waiting:
            part = waiting.popleft()
            for tie in self._web.into(part, WHOLE):
                if self._degrades(tie) and tie.source not in result and result[part].goes_on:
                    result[tie.source] = result[part].then(tie, PART_TO_WHOLE, certain=False)
                    waiting.append(tie.source)
        return result

    def _degrades(self, tie: Tie) -> bool:
        return self._cast.letters[tie.source] == "K" and not self.explicit[tie.source]


def sorted_by_id(found: dict[str, Path]) -> dict[str, Path]:
    """Return providers in the order of their ids."""
    return dict(sorted(found.items()))
