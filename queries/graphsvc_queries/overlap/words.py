"""Words of names and texts: split, stemmed, folded, and cut into runs of letters. No network, no language model."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import snowballstemmer  # type: ignore[import-untyped]

__all__ = ["ENGLISH", "NORWEGIAN", "Tongue", "letters_of", "runs_of", "stem_of", "stems_of", "tongue_of", "words_of"]

#: The name of a language as the stemmer knows it; bokmål and nynorsk share one.
Tongue = str

NORWEGIAN, ENGLISH = "norwegian", "english"

#: Words that tell a language, and say nothing of what a thing is.
_SMALL: dict[Tongue, frozenset[str]] = {
    line.split()[0]: frozenset(line.split()[1:])
    for line in """
        norwegian og i på for til av med som en ei et er den det de om fra eller ikke ikkje ein eit frå dei hva kva vi
        danish og i på for til af med som en et er den det de om fra eller ikke hvad vi ved skal kan
        swedish och i på för till av med som en ett är den det de om från eller inte vad vi vid ska
        dutch en de het een van voor in op te met zijn is dat die aan door of om wordt worden uit
        english and the of for to in on with a an is are or by from that as be at this what we
    """.strip().splitlines()
}
_WORD = re.compile(r"[^\W_]+")
#: Letters that neighbouring languages write differently.
_LETTERS = str.maketrans({"ø": "o", "æ": "a", "ß": "ss", "ð": "d", "þ": "t", "ł": "l"})
#: What may stand between the parts of a compound.
_JOINTS = ("", "s", "e", "en", "er", "n", "ing", "ings")
#: Where -ing makes a noun of a verb and the stemmer leaves it.
_ACTIONS = frozenset({NORWEGIAN, "danish", "swedish"})
#: The last part of a compound has at least so many letters (more when the first is not known), the first so many.
_PART, _FIRST = 4, 3


def words_of(text: str) -> list[str]:
    """Split text at everything that is no letter or digit, and inside CamelCase; in lower case.

    Examples
    --------
    >>> words_of("eByggesak: OpenbareRuimte, SMS-varsling")
    ['e', 'byggesak', 'openbare', 'ruimte', 'sms', 'varsling']
    """
    written = unicodedata.normalize("NFC", text)
    return [part.casefold() for word in _WORD.findall(written) for part in _humps(word)]


def _humps(word: str) -> Iterator[str]:
    """Cut where a capital begins a word, and before capitals in a row; a last one (IoT) stays where it is."""
    if word.islower() or word.isupper():
        yield word
        return
    start = 0
    for at in range(1, len(word)):
        before, here, after = word[at - 1], word[at], word[at + 1 : at + 2]
        if here.isupper() and (after.islower() or (after.isupper() and not before.isupper())):
            yield word[start:at]
            start = at
    yield word[start:]


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def letters_of(text: str) -> str:
    """Return only the letters and digits, folded: what two spellings of one name share.

    Examples
    --------
    >>> letters_of("OPENBARE RUIMTE") == letters_of("OpenbareRuimte")
    True
    """
    return "".join(_folded(word) for word in words_of(text))


@cache
def _stemmer(tongue: Tongue) -> Any:
    return snowballstemmer.stemmer(tongue)


@lru_cache(maxsize=65_536)
def stem_of(word: str, tongue: Tongue) -> str:
    """Return a word without its endings, folded.

    Examples
    --------
    >>> stem_of("tjenestene", "norwegian"), stem_of("varsling", "norwegian"), stem_of("varsle", "norwegian")
    ('tjenest', 'varsl', 'varsl')
    """
    stem = _folded(_stemmer(tongue).stemWord(word))
    # Snowball leaves the noun of an action apart from its verb: varsling, varsle.
    short = stem.removesuffix("ing")
    return short if tongue in _ACTIONS and len(short) >= _PART else stem


def stems_of(text: str, tongue: Tongue, known: frozenset[str] = frozenset()) -> list[str]:
    """Return the stems of a text without small words, and the parts of compounds that are known words.

    Parameters
    ----------
    known
        Stems of the corpus: a compound is cut where its last part is one of them.

    Examples
    --------
    >>> stems_of("varsling av befolkningen", "norwegian")
    ['varsl', 'befolkn']
    >>> stems_of("befolkningsvarsling", "norwegian", frozenset({"varsl", "befolkning"}))
    ['befolkningsvarsl', 'varsl', 'befolkning']
    """
    found: list[str] = []
    for word in words_of(text):
        if word not in _SMALL[tongue]:
            stem = stem_of(word, tongue)
            found += [stem, *_parts(stem, known)]
    return found


def _parts(stem: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the known parts of a compound, its longest last part first: that is what it is a kind of."""
    for at in range(_FIRST, len(stem) - _PART + 1):
        head, tail = stem[:at], stem[at:]
        if tail in known:
            firsts = (head.removesuffix(joint) for joint in _JOINTS if head.endswith(joint))
            first = next((part for part in firsts if len(part) >= _FIRST and part in known), None)
            if first is not None:
                return tail, first
            if len(tail) > _PART:
                return (tail,)
    return ()


def runs_of(text: str, lengths: Iterable[int] = (3, 4)) -> list[str]:
    """Return the runs of letters in a text written as one word: endings, compounds and slips of the pen matter less.

    Examples
    --------
    >>> runs_of("IoT", (3,))
    ['_io', 'iot', 'ot_']
    """
    joined = f"_{letters_of(text)}_"
    if joined == "__":
        return []
    return [joined[at : at + length] for length in lengths for at in range(len(joined) - length + 1)]


def tongue_of(texts: Iterable[str]) -> Tongue:
    """Tell the language of texts by their small words; Norwegian when nothing tells.

    Examples
    --------
    >>> tongue_of(["Het beheren van de gegevens van een gemeente"])
    'dutch'
    """
    counted = Counter(word for text in texts for word in words_of(text))
    told = {tongue: sum(counted[word] for word in small) for tongue, small in _SMALL.items()}
    return max(_SMALL, key=lambda tongue: told[tongue])  # the first of equals: the order of the table
