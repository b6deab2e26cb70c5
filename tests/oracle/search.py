"""Search the obvious way: every text of every thing is read for every question, letter by letter (docs/search.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphsvc.search import Level, Row, split
from graphsvc.search.spelling import stem

__all__ = ["errors", "search"]

ENOUGH, FINE = 8, 65_535

Ranked = tuple[Level, int]


def search(rows: Iterable[Row], ranks: Sequence[int], words: str, limit: int) -> list[tuple[int, Level, int]]:
    """Return number, level and fit (0 to 65,535) of the things that fit best, best first."""
    asked = split(words)[:16]
    longer = [word for word in asked if len(word) > 3]
    rows = list(rows)
    found = _search(rows, ranks, asked, limit) if asked else []
    return found or (_search(rows, ranks, longer, limit) if longer else [])


def _search(rows: list[Row], ranks: Sequence[int], asked: list[str], limit: int) -> list[tuple[int, Level, int]]:
    texts: dict[int, list[tuple[bool, list[str]]]] = {thing: [] for thing in range(len(ranks))}
    for row in rows:
        texts[row.thing].append((row.own, split(row.words)))
    held = {thing: best for thing, of in texts.items() if (best := _held(asked, of))}
    found = sorted(held, key=lambda thing: (-held[thing][0], ranks[thing], -held[thing][1], thing))
    told = [(thing, *held[thing]) for thing in found[:limit]]
    if len(held) < min(ENOUGH, limit) and not (told and told[0][1] is Level.WHOLE):
        others = {thing: _alike(asked, of) for thing, of in texts.items() if thing not in held}
        like = {thing: fit for thing, fit in others.items() if fit is not None}
        found = sorted(like, key=lambda thing: (-(like[thing] // 64), ranks[thing], -like[thing], thing))
        told += [(thing, Level.ALIKE, like[thing]) for thing in found[: limit - len(told)]]
    return told


def _forms(word: str) -> set[str]:
    bare = word.replace("æ", "ae").replace("ø", "o").replace("å", "a")
    spelled = word.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return {word, bare, spelled}


def _grade(asked: str, word: str) -> int:
    """Return 3 for the same, 2 for the beginning, 1 for a part, doubled; one less for another way of writing."""
    return max(
        2 * _plain_grade(one, other) - ((one, other) != (asked, word))
        for one in _forms(asked)
        for other in _forms(word)
    )


def _plain_grade(asked: str, word: str) -> int:
    if asked == word:
        return 3
    if word.startswith(asked):
        return 2
    return 1 if len(asked) >= 2 and asked in word else 0


def _share(asked: list[str], text: list[str]) -> float:
    return min(len("".join(asked)) / max(len("".join(text)), 1), 1.0)


def _held(asked: list[str], texts: list[tuple[bool, list[str]]]) -> Ranked | None:
    everywhere = [word for _, text in texts for word in text]
    if not all(any(_grade(one, word) > 0 for word in everywhere) for one in asked):
        return None
    best = (Level.ELSEWHERE, 0)
    for own, text in texts:
        grades = [max([_grade(one, word) for word in text], default=0) for one in asked]
        if own and min(grades) > 0:
            share = _share(asked, text) * (0.8 if any(grade % 2 for grade in grades) else 1.0)
            best = max(best, (_level(asked, text), int(share * FINE)))
    return best


def _level(asked: list[str], text: list[str]) -> Level:
    begun = [start for start in range(len(text)) if _follows(asked, text[start:])]
    if 0 in begun and len(text) == len(asked) and _grade(asked[-1], text[-1]) >= 5:
        return Level.WHOLE
    if 0 in begun or (len(asked) == len(text) == 1 and _share(asked, text) > 0.75):
        return Level.BEGINNING
    if begun:
        return Level.WORD
    return Level.PART if len(asked) == 1 else Level.WORDS


def _follows(asked: list[str], text: list[str]) -> bool:
    """Tell whether a text goes on with these words, the last one perhaps not to its end."""
    if len(text) < len(asked):
        return False
    grades = [_grade(one, word) for one, word in zip(asked, text, strict=False)]
    return all(grade >= 5 for grade in grades[:-1]) and grades[-1] >= 3


def _alike(asked: list[str], texts: list[tuple[bool, list[str]]]) -> int | None:
    total, share = 0, 0.0
    for one in asked:
        costs = [(_cost(one, word), text) for _, text in texts for word in text]
        known = [(cost, text) for cost, text in costs if cost is not None]
        if not known:
            return None
        total += min(cost for cost, _ in known)
        share = max(share, *(_share(asked, text) for _, text in known))
    letters = 2 * len("".join(asked))
    return int(max(letters - total, 0) / letters * (FINE // 128)) * 128 + 64 * (share > 0.75) + int(share * 63)


def _cost(asked: str, word: str) -> int | None:
    """Return the lower of the costs of a word and of the same word without its ending, which costs one more."""
    bare = stem(asked)
    costs = [(_own_cost(asked, word), 0), (_own_cost(bare, word), 1 if bare != asked else 0)]
    return min([cost + more for cost, more in costs if cost is not None], default=None)


def _own_cost(asked: str, word: str) -> int | None:
    """Return twice the typing errors, one more inside a word; None when the words are not alike."""
    if _grade(asked, word) > 0:
        return 0
    letters = len(asked)
    most = 0 if letters < 4 or letters > 63 else 1 if letters < 8 else 2 if letters < 13 else 3
    if any(letter.isdigit() for letter in asked) or not most:
        return None
    begins = [2 * found for form in _forms(word) if (found := errors(asked, form, anchored=True)) <= most]
    if letters < 6:
        return min(begins, default=None)
    within = [2 * found + 1 for form in _forms(word) if (found := errors(asked, form, anchored=False)) <= most]
    return min([*begins, *within], default=None)


def errors(asked: str, word: str, *, anchored: bool) -> int:
    """Return the least number of errors between what was asked and a part (or the beginning) of a word."""
    table = [[0] * (len(word) + 1) for _ in range(len(asked) + 1)]
    for row in range(len(asked) + 1):
        table[row][0] = row
    for column in range(len(word) + 1):
        table[0][column] = column if anchored else 0
    for row in range(1, len(asked) + 1):
        for column in range(1, len(word) + 1):
            same = asked[row - 1] == word[column - 1]
            best = min(table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + (not same))
            if row > 1 and column > 1 and asked[row - 2 : row] == word[column - 2 : column][::-1]:
                best = min(best, table[row - 2][column - 2] + 1)
            table[row][column] = best
    return min(table[-1])
