"""Words for people, in the three languages of the product."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

__all__ = ["Language", "Shown", "Text"]


class Language(StrEnum):
    """A language of the interface."""

    NB = "nb"
    NN = "nn"
    EN = "en"


#: In which order a missing language is replaced by another one (model.md: nn -> nb -> en -> id).
FALLBACK: dict[Language, tuple[Language, ...]] = {
    Language.NB: (Language.NB, Language.NN, Language.EN),
    Language.NN: (Language.NN, Language.NB, Language.EN),
    Language.EN: (Language.EN, Language.NB, Language.NN),
}


class Shown(NamedTuple):
    """A word as it is shown: the words and whether another language had to step in."""

    words: str
    fallen_back: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One message in bokmål, nynorsk and English.

    Parameters
    ----------
    nb, nn, en : str
        The words; may hold ``{placeholders}`` for :meth:`format`.

    Examples
    --------
    >>> Text("enhet", "eining", "unit").in_(Language.NN)
    'eining'
    """

    nb: str
    nn: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the words in one language."""
        if language == Language.NB:
            return self.nb
        return self.nn if language == Language.NN else self.en

    def format(self, **values: object) -> Text:
        """Fill the placeholders; a value that is itself a Text is put in language by language.

        Raises
        ------
        KeyError
            When a placeholder has no value.
        """
        texts = {name: value for name, value in values.items() if isinstance(value, Text)}
        if not texts:
            return Text(self.nb.format(**values), self.nn.format(**values), self.en.format(**values))
        return Text(
            self.nb.format(**{**values, **{name: text.nb for name, text in texts.items()}}),
            self.nn.format(**{**values, **{name: text.nn for name, text in texts.items()}}),
            self.en.format(**{**values, **{name: text.en for name, text in texts.items()}}),
        )

    @classmethod
    def same(cls, words: str) -> Text:
        """Return words that are alike in all languages (a name, an id)."""
        return cls(words, words, words)

    def __str__(self) -> str:
        return self.en
