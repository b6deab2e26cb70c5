"""Rule 1: which systems provide which application behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.ties import Tie, Web

__all__ = ["Path", "Provision"]

WHOLE = frozenset({"Composition", "Aggregation"})
STRUCTURE = WHOLE | {"Realization", "Assignment"}
#: B.3.2 of the specification: what holds for a part holds for the whole only potentially.
PART_TO_WHOLE = 0.5


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
    def order(self) -> tuple[float, bool, int, tuple[str, ...]]:
        """Sorts the best first: strongest, certain, shortest, then by steps."""
        return (-self.factor, not self.certain, len(self.via), self.via)


class Provision:
    """Who provides what, through chains of structure.

    Parameters
    ----------
    cast, web
        Classes, and the ties that count (those of groupings do not).

    Notes
    -----
    O(systems x behaviour reached) at most; every walk has a visited set, so circles end.
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

    def _owners(self, behaviour: str) -> dict[str, Tie]:
        """Return the systems tied to behaviour directly; an interface belongs to those that are composed of it (1c)."""
        ties = [tie for tie in self._web.into(behaviour, STRUCTURE) if self._cast.letters[tie.source] == "S"]
        composed = [tie for tie in ties if tie.type == "Composition"]
        if composed and self._cast.model.by_id[behaviour].type == "ApplicationInterface":
            ties = composed
        return {tie.source: tie for tie in reversed(ties)}

    def _reached(self, system: str) -> dict[str, Path]:
        own = {one: Path(tie.via) for one, tie in self._given(system)}
        found, waiting = dict(own), sorted(own)
        while waiting:
            behaviour = waiting.pop(0)
            for tie in self._web.out(behaviour, STRUCTURE):
                if self._inherits(tie) and tie.target not in found:
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
        result, waiting = dict(found), sorted(found)
        while waiting:
            part = waiting.pop(0)
            for tie in self._web.into(part, WHOLE):
                if self._cast.letters[tie.source] == "K" and not self.explicit[tie.source] and tie.source not in result:
                    result[tie.source] = result[part].then(tie, PART_TO_WHOLE, certain=False)
                    waiting.append(tie.source)
        return result
