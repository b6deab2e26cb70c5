"""What every comparison has: two graphs, what is asked of both, and how they are called."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphsvc.i18n import date, say
from graphsvc.service.picturing import file_of
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["Compared", "Rows"]

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Compared(ABC):
    """Two answers to one question held against one another.

    Parameters
    ----------
    snapshot
        The graph that is asked.
    other
        What it is held against: another graph, and whether a proposal or a change set is carried out in it
        (``graphsvc_visualizations.explorer.moments.Other``).
    contrast
        Both answers; what it is depends on the question.
    """

    snapshot: Snapshot
    other: Any
    contrast: Any

    @property
    def own_first(self) -> bool:
        """Whether the graph that is asked comes before the other."""
        return bool(self.other.is_later(self.snapshot))

    def file(self, ending: str, language: Language) -> bytes:
        """Return the comparison as the content of a file; ``ending`` is ``.svg``, ``.json``, ``.csv`` or ``.xlsx``.

        Raises
        ------
        UsageError
            When the ending is unknown; lists those that are.
        """
        return file_of(
            ending,
            picture=lambda: self.picture(language),
            document=lambda: self.document(language),
            rows=lambda: self.table(language),
        )

    def title(self, language: Language) -> str:
        """Say what is compared: from when to when, or to which plan."""
        own, there = self._said(self.snapshot, language), self._other(language)
        before, after = (own, there) if self.own_first else (there, own)
        return say("contrast.title", language, before=before, after=after)

    def moments(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what is before and what is after, for a document."""
        planned = (self.other.proposal or "changes") if self.other.planned else None
        own, there = _moment(self.snapshot, None), _moment(self.other.snapshot, planned)
        return (own, there) if self.own_first else (there, own)

    @abstractmethod
    def sentences(self, language: Language) -> list[str]:
        """Say what differs."""

    @abstractmethod
    def printed(self, language: Language) -> tuple[list[str], Rows]:
        """Return headings and rows of what differs, for a terminal."""

    @abstractmethod
    def picture(self, language: Language) -> str:
        """Draw both answers in one."""

    @abstractmethod
    def document(self, language: Language) -> dict[str, Any]:
        """Return the comparison as plain values."""

    @abstractmethod
    def table(self, language: Language) -> list[dict[str, Any]]:
        """Return the comparison as rows."""

    def _other(self, language: Language) -> str:
        if not self.other.planned:
            return self._said(self.other.snapshot, language)
        if not self.other.proposal:
            return say("contrast.planned", language)
        return say("contrast.carried_out", language, id=self.other.proposal)

    @staticmethod
    def _said(snapshot: Snapshot, language: Language) -> str:
        return say("contrast.moment", language, day=date(snapshot.date, language), revision=snapshot.revision)


def _moment(snapshot: Snapshot, planned: str | None) -> dict[str, Any]:
    return {"revision": snapshot.revision, "as_of": snapshot.date.isoformat(), "carried_out": planned}
