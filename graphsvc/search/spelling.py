"""How words are compared: without case, accents and signs; æ, ø and å also as keyboards without them write them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["LETTERS", "fold", "forms", "loosened", "split", "stem"]

#: Letters of their own: Swedish ones are written for Norwegian ones, and Sami ones have no accent to take away.
_OWN = {"æ": "æ", "ø": "ø", "å": "å", "ä": "æ", "ö": "ø", "đ": "d", "ŧ": "t", "ŋ": "n", "ð": "d", "þ": "th"}
_BARE = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


class _Letters(dict[int, str]):
    """What each character is compared as, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        letters = "".join(_plain(letter) for letter in chr(code).casefold())
        # What stands alone is a letter, a digit, a mark on the letter before, or separates words.
        kept = letters or ("" if unicodedata.combining(chr(code)) else " ")
        self[code] = kept
        return kept


def _plain(letter: str) -> str:
    if letter in _OWN:
        return _OWN[letter]
    return "".join(part for part in unicodedata.normalize("NFKD", letter).casefold() if part.isalnum())


#: What each character is compared as: letters, nothing (a mark on the letter before), or a blank that separates words.
LETTERS = _Letters()


def fold(words: str) -> str:
    """Write words as they are compared.

    Examples
    --------
    >>> fold(" Ærø: Évita-2 (Örebro) ")
    'ærø evita 2 ørebro'
    """
    return " ".join(split(words))


def split(words: str) -> list[str]:
    """Return the words of a text as they are compared; signs separate words. O(letters).

    Examples
    --------
    >>> split("m0003.EPJ, pleie og omsorg")
    ['m0003', 'epj', 'pleie', 'og', 'omsorg']
    """
    return loosened(words).split()


def loosened(words: str) -> str:
    """Return a text whose words are folded and stand between blanks, for those who split many at once."""
    return unicodedata.normalize("NFC", words).translate(LETTERS)


#: Endings of nouns in bokmål, nynorsk and English, longest first.
_ENDINGS = ("enes", "anes", "ene", "ane", "ens", "ets", "ers", "er", "ar", "en", "et", "a", "e", "s")
_STEM = 3


def stem(word: str) -> str:
    """Return a folded word without the ending of a noun, or as it is when it has none or is too short.

    Examples
    --------
    >>> [stem(word) for word in ("byggesakene", "sykehjemmet", "skoler", "lønn", "m0003s")]
    ['byggesak', 'sykehjem', 'skol', 'lønn', 'm0003s']
    """
    if not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            bare = word[: -len(ending)]
            # A letter is doubled before an ending only ("hjem", "hjemmet").
            return bare[:-1] if len(bare) > _STEM + 1 and bare[-1] == bare[-2] else bare
    return word


@lru_cache(maxsize=4096)
def forms(word: str) -> tuple[str, ...]:
    """Return the ways in which a folded word is written, its own first.

    Examples
    --------
    >>> forms("søknad"), forms("epj")
    (('søknad', 'soknad', 'soeknad'), ('epj',))
    """
    return tuple(dict.fromkeys((word, word.translate(_BARE), word.translate(_SPELLED))))
