"""The ids that an import may refer to, and the way from a cell to a thing."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, reference, split_reference
from graphsvc.text import Text
from graphsvc_importers.tables.findings import Findings, Spot, nearest

__all__ = ["References", "clean_id", "things_word"]

#: Suggestions are dear; after so many unknown ids the rest get none.
MOST_SUGGESTIONS = 100
MOST_CANDIDATES = 20_000
KIND_WORDS = frozenset(kind.value for kind in Kind)


def clean_id(text: str) -> str:
    """Trim outer white space and compose Unicode (NFC); ids are never turned into numbers.

    Examples
    --------
    >>> clean_id(" 0012 ")
    '0012'
    """
    trimmed = text.strip()
    return trimmed if trimmed.isascii() else unicodedata.normalize("NFC", trimmed)


def things_word(name: Reference, kinds: Sequence[Kind]) -> str:
    """Write a thing as a field keeps it: bare when of the first kind, else ``kind:id``.

    Examples
    --------
    >>> things_word(Reference("system:epj"), [Kind.SYSTEM])
    'epj'
    """
    kind, identifier = split_reference(name)
    plain = kinds and kind == kinds[0].value and split_reference(identifier)[0] not in KIND_WORDS | {"relation"}
    return identifier if plain else name


class References:
    """The ids of this import by kind, and those that the register has."""

    def __init__(self, known: Iterable[str], findings: Findings) -> None:
        self._own: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        self._register = frozenset(known)
        self._findings = findings
        self._suggested = 0
        self._by_kind: dict[str, list[str]] | None = None
        self.relation_ends: list[tuple[str, Spot]] = []

    def add(self, kind: Kind, identifier: str) -> None:
        """Say that this import has a thing."""
        self._own[kind].add(identifier)

    def has(self, kind: Kind, identifier: str) -> bool:
        """Tell whether a thing is in this import or in the register."""
        return identifier in self._own[kind] or f"{kind.value}:{identifier}" in self._register

    def knows_relation(self, identifier: str) -> bool:
        """Tell whether the register has a relation of this id."""
        return f"relation:{identifier}" in self._register

    def find(self, text: str, kinds: Sequence[Kind], spot: Spot) -> Reference | None:
        """Find the thing that a cell names, or say that there is none.

        ``kind:id`` names one kind; a bare id is of the first kind (among ``kinds``, or all) that has it.
        """
        identifier = clean_id(text)
        word, rest = split_reference(identifier)
        if word == "relation" and rest and not kinds:
            self.relation_ends.append((rest, spot))
            return Reference(identifier)
        if word in KIND_WORDS and rest and (not kinds or Kind(word) in kinds) and self.has(Kind(word), rest):
            return reference(Kind(word), rest)
        for kind in kinds or tuple(Kind):
            if self.has(kind, identifier):
                return reference(kind, identifier)
        if word in KIND_WORDS and rest:
            self._unknown(rest, (Kind(word),), spot, text)
        else:
            self._unknown(identifier, kinds or tuple(Kind), spot, text)
        return None

    def _unknown(self, identifier: str, kinds: Sequence[Kind], spot: Spot, text: str) -> None:
        label = KINDS[kinds[0]].label
        column = Text.same(f"{spot.column}: ") if spot.column else Text.same("")
        words = Text(
            *(
                f"{before}{word}"
                for before, word in zip((column.nb, column.nn, column.en), (label.nb, label.nn, label.en), strict=True)
            )
        )
        self._findings.say(
            "unknown-reference",
            spot,
            value=text,
            kind=words,
            id=identifier,
            nearest=nearest(self._nearest(identifier, kinds)),
        )

    def _register_ids(self) -> dict[str, list[str]]:
        if self._by_kind is None:
            self._by_kind = {}
            for name in self._register:
                word, identifier = split_reference(name)
                self._by_kind.setdefault(word, []).append(identifier)
        return self._by_kind

    def _nearest(self, identifier: str, kinds: Sequence[Kind]) -> str | None:
        self._suggested += 1
        if self._suggested > MOST_SUGGESTIONS or len(identifier) > 200:
            return None
        pool = [
            name
            for kind in kinds
            for names in (self._own[kind], self._register_ids().get(kind.value, ()))
            for name in names
        ]
        if len(pool) > MOST_CANDIDATES:
            return None
        found = difflib.get_close_matches(identifier, sorted(set(pool)), n=1)
        return found[0] if found else None
