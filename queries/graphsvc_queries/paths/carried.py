"""How sensitive the personal data is that flows carry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Value, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.coded import Coded

__all__ = ["Carried", "named", "names_in"]

_LEVELS = {"none": 0, "ordinary": 1, "special": 2}


class Carried:
    """What is known of the data that flows name.

    Parameters
    ----------
    snapshot
        The graph.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._many = False  # until all flows are asked about, those that are shown are looked up

    def levels(self, told: Coded) -> NDArray[np.int8]:
        """Return the level of what each flow carries, 0-2; -1 when it is unknown. O(data objects + flows).

        Parameters
        ----------
        told
            The data objects of each flow.
        """
        self._many = True
        found = [self.level(value) for value in told.each(())]
        levels: NDArray[np.int8] = np.array([-1 if one is None else one for one in found], dtype=np.int8)[told.codes]
        return levels

    def level(self, told: Value) -> int | None:
        """Return the highest level of personal data; unknown when some of what the flow carries is, unless it is 2."""
        if told is None:
            return 0
        levels = [self._of(name) for name in names_in(told)]
        known = [level for level in levels if level is not None]
        if 2 in known:
            return 2
        return max(known) if known and len(known) == len(levels) else None

    @cached_property
    def _known(self) -> Mapping[str, int | None]:
        """The level of each data object by its id; what might be the reference of something else is left out."""
        told = self._snapshot.coded(Kind.DATA_OBJECT, "personal_data")
        levels = [_read(value) for value in told.each("")]
        ids = (split_reference(one)[1] for one in self._snapshot.named(self._snapshot.of_kind(Kind.DATA_OBJECT)))
        pairs = zip(ids, told.codes.tolist(), strict=True)
        return {name: levels[code] for name, code in pairs if ":" not in name}

    def _of(self, name: str) -> int | None:
        if self._many and name in self._known:
            return self._known[name]
        there = named(self._snapshot, Kind.DATA_OBJECT, name)
        return _read(self._snapshot.record(there[0]).fields.get("personal_data", "") if there else "")


def _read(level: Value) -> int | None:
    return 0 if level is None else _LEVELS.get(str(level))


def names_in(value: object) -> tuple[str, ...]:
    """Return the names of things in a field that holds one, several or none."""
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def named(snapshot: Snapshot, kind: Kind, name: str) -> list[int]:
    """Return the number of the thing that a field names by reference or by id, in a list; empty when there is none."""
    references = (name, f"{kind.value}:{name}")
    return [snapshot.index(reference) for reference in references if reference in snapshot][:1]
