"""What surrounds every page: language, address, whose data it is, and of which revision and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from graphsvc.i18n import count, date, number, say
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, split_reference
from graphsvc.snapshot import About
from graphsvc.text import Language, Text

__all__ = ["Frame"]

#: The view of time goes with the reader from page to page.
_CARRIED = ("as-of", "revision")
Given = str | int | float | Iterable[str] | None


@dataclass(frozen=True)
class Frame:
    """Everything that a page needs beside its own answer.

    Parameters
    ----------
    language
        Of all words.
    path, parameters
        The address of this page; parameters as (name, value) in the address's order.
    assets
        Address of the folder with style sheets and modules.
    about
        What the installation says of itself; None when the register could not be read.
    date, revision, head
        Which graph is shown, and the newest revision there is.
    theme
        ``light`` or ``dark`` when the reader has chosen, else None (the system's wish).
    token
        Goes into every form that writes.
    writes
        Whether this process may write.
    view
        This page's address where it can be kept as a view; empty where it cannot.
    """

    language: Language
    path: str
    parameters: tuple[tuple[str, str], ...]
    assets: str
    about: About | None = None
    date: dt.date | None = None
    revision: int | None = None
    head: int | None = None
    theme: str | None = None
    token: str | None = None
    writes: bool = False
    view: str = ""

    def say(self, key: str, **values: object) -> str:
        """Return a message of the explorer's catalogue (``explorer.KEY``, or ``room.KEY`` as it stands)."""
        return say(key if "." in key else f"explorer.{key}", self.language, **values)

    def words(self, text: Text) -> str:
        """Return a text in the page's language."""
        return text.in_(self.language)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number as the language does."""
        return number(value, self.language, decimals)

    def day(self, day: dt.date | str | None) -> str:
        """Write a date as the language does; what is no date stays as it is, so that nothing is lost."""
        try:
            return date(day, self.language) if day else ""
        except ValueError:
            return str(day)

    def counted(self, amount: int, kind: Kind) -> str:
        """Count things of a kind with the right form of the word."""
        return count(amount, KINDS[kind].label, KINDS[kind].plural, self.language)

    def value(self, name: str) -> str | None:
        """Return a parameter of this page's address, None when it is absent or empty."""
        return next((value for key, value in reversed(self.parameters) if key == name and value), None)

    def values(self, name: str) -> list[str]:
        """Return all values of a parameter of this page's address."""
        return [value for key, value in self.parameters if key == name and value]

    def to(self, path: str, **parameters: Given) -> str:
        """Return the address of a page, in the same view of time; ``min_strength`` is ``min-strength``."""
        carried = [(key, value) for key, value in self.parameters if key in _CARRIED and value]
        return _address(path, [*_pairs(parameters), *carried])

    def thing(self, reference: str) -> str:
        """Return the address of a thing's page."""
        kind, identifier = split_reference(reference)
        return self.to(f"/thing/{quote(kind, safe='')}/{quote(identifier, safe='')}")

    def same(self, **changes: Given) -> str:
        """Return this page's address with some parameters replaced; None takes one away."""
        names = {name.replace("_", "-") for name in changes}
        kept = [(key, value) for key, value in self.parameters if key not in names and value]
        return _address(quote(self.path, safe="/:@"), [*kept, *_pairs(changes)])

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """Return the parameters that a form on this page must carry along."""
        return [(key, value) for key, value in self.parameters if key not in without and value]

    @property
    def synthetic(self) -> bool:
        """Whether the data is invented; every page says so."""
        return self.about is not None and self.about.synthetic

    @property
    def past(self) -> bool:
        """Whether the reader looks at another date or revision than the newest."""
        return any(self.value(name) for name in _CARRIED)


def _pairs(given: dict[str, Given]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in given.items():
        values = [] if value is None else [str(value)] if isinstance(value, str | int | float) else list(value)
        pairs += [(name.rstrip("_").replace("_", "-"), one) for one in values]
    return pairs


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
