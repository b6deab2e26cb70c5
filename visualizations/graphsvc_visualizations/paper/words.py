"""Words on paper: cut where they would not end, and counted where there are too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.i18n import count, date, number, say
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.text import Language
from graphsvc_queries.naming import Named
from graphsvc_visualizations.lettering import clean

__all__ = ["Words"]

_NAME, _NAMES = 80, 6


@dataclass(frozen=True, slots=True)
class Words:
    """Writes in one language.

    Parameters
    ----------
    language
        Of all words.
    """

    language: Language

    def say(self, key: str, **values: object) -> str:
        """Return a message of the memo's catalogue (``memo.KEY``, or ``room.KEY`` as it stands)."""
        return say(key if "." in key else f"memo.{key}", self.language, **values)

    def name(self, one: Named) -> str:
        """Return a thing's name, cut when it is longer than a line."""
        return self.cut(one.name.in_(self.language), _NAME)

    def names(self, things: Sequence[Named], shown: int = _NAMES) -> str:
        """List names; those that do not fit are counted."""
        told = [self.name(one) for one in things[: shown if len(things) > shown + 1 else shown + 1]]
        listed = ", ".join(told)
        left = len(things) - len(told)
        return self.say("and_more", names=listed, n=left) if left else listed

    def cut(self, words: str, longest: int) -> str:
        """Cut words that are too long, at a space where there is one near."""
        words = clean(words).strip()
        if len(words) <= longest:
            return words
        head = words[: longest - 1]
        space = head.rfind(" ", longest // 2)
        return (head[:space] if space > 0 else head).rstrip() + "…"

    def counted(self, amount: int, kind: Kind) -> str:
        """Count things of a kind with the right form of the word; none is a bare 0."""
        return count(amount, KINDS[kind].label, KINDS[kind].plural, self.language) if amount else "0"

    def amount(self, value: float | None, hidden: bool = False) -> str:
        """Write an amount, or that it is unknown or withheld."""
        if hidden:
            return self.say("hidden_amount")
        return self.say("unknown_amount") if value is None else number(value, self.language).replace("-", "−")

    def day(self, iso: object) -> str:
        """Write a date; what is no date stays as it is, and none is unknown."""
        if not iso:
            return self.say("unknown_amount")
        try:
            return date(str(iso), self.language)
        except ValueError:
            return str(iso)
