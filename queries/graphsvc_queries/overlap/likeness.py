"""How alike names and texts are: weighted words and runs of letters, compared as directions of sparse rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

import numpy as np
import scipy
from numpy.typing import NDArray

from graphsvc.model import Value
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_queries.overlap.words import ENGLISH, NORWEGIAN, Tongue, runs_of, stems_of, tongue_of, words_of

__all__ = ["Corpus", "Document", "corpora", "documents", "likeness", "shared_words"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Document:
    """What a thing is called and how it is described, in one language; ``tongue`` None = not known."""

    tongue: Tongue | None
    name: str
    text: str = ""

    @property
    def whole(self) -> str:
        """Name and description together."""
        return f"{self.name} {self.text}".strip()


_LANGUAGES: tuple[tuple[str, Tongue | None], ...] = (
    ("_nb", NORWEGIAN),
    ("_nn", NORWEGIAN),
    ("_en", ENGLISH),
    ("", None),
)


def documents(fields: Mapping[str, Value]) -> list[Document]:
    """Return a thing's names and descriptions, one document a language."""
    found = []
    for ending, tongue in _LANGUAGES:
        name, text = (str(fields.get(f"{part}{ending}") or "") for part in ("name", "description"))
        if name or text:
            found.append(Document(tongue, name, text))
    return found


class Corpus:
    """The documents of one language as sparse rows, so that the likeness of two is the product of their rows.

    A row has four blocks: stems and runs of letters, of the name and of the whole document. Each block is weighted
    by rarity (TF-IDF) and has length 1 times the root of the block's weight; likeness is then the weighted mean of
    the blocks' cosines, 0 to 1.

    Parameters
    ----------
    tongue
        Whose endings are taken off.
    things
        Position of each document's thing among the candidates, shape (documents,).
    written
        The documents.
    name
        Weight of the name, 0 to 1.
    """

    def __init__(self, tongue: Tongue, things: Sequence[int], written: Sequence[Document], name: float) -> None:
        self.tongue = tongue
        self.things = np.array(things, dtype=np.int64)
        self.written = tuple(written)
        self._known = frozenset(stem for one in written for stem in stems_of(one.whole, tongue))
        self._weights = (name / 2, name / 2, (1 - name) / 2, (1 - name) / 2)
        bags = [self._bags(one) for one in written]
        self._blocks = [_Block([bag[number] for bag in bags]) for number in range(4)]
        self.rows = self._rows(bags)

    def _bags(self, one: Document) -> tuple[list[str], ...]:
        words, name = one.whole, one.name or one.text
        return (
            stems_of(name, self.tongue, self._known),
            runs_of(name),
            stems_of(words, self.tongue, self._known),
            runs_of(words),
        )

    def _rows(self, bags: Sequence[tuple[list[str], ...]]) -> scipy.sparse.csr_array:
        made = [
            block.rows([bag[number] for bag in bags]) * weight**0.5
            for number, (block, weight) in enumerate(zip(self._blocks, self._weights, strict=True))
        ]
        return scipy.sparse.csr_array(scipy.sparse.hstack(made, format="csr"))

    def asked(self, questions: Sequence[Document]) -> scipy.sparse.csr_array:
        """Return documents from outside as rows of this corpus."""
        return self._rows([self._bags(one) for one in questions])

    def stems(self, one: Document) -> set[str]:
        """Return the stems of a document, and the parts of its compounds."""
        return set(stems_of(one.whole, self.tongue, self._known))

    def spelled(self, one: Document) -> Iterator[tuple[str, list[str]]]:
        """Give each word of a document with its stems."""
        for word in words_of(one.whole):
            yield word, stems_of(word, self.tongue, self._known)

    def rarity(self, stem: str) -> float:
        """Return how much a stem tells."""
        return self._blocks[2].rarity(stem)


class _Block:
    """The vocabulary of one block, and how rare each feature is."""

    def __init__(self, bags: Sequence[Sequence[str]]) -> None:
        self._columns = {feature: number for number, feature in enumerate(sorted(set(chain.from_iterable(bags))))}
        self._new = log(1 + len(bags)) + 1
        spread = np.bincount(self._counts(bags, {}).indices, minlength=len(self._columns))
        self._rarity: Floats = np.log((1 + len(bags)) / (1 + spread)) + 1

    def rarity(self, feature: str) -> float:
        """Return how much a feature tells; one that is nowhere tells most."""
        column = self._columns.get(feature)
        return self._new if column is None else float(self._rarity[column])

    def rows(self, bags: Sequence[Sequence[str]]) -> scipy.sparse.csr_array:
        """Return bags as rows of length 1; what this corpus does not know makes the rest shorter."""
        new: dict[str, int] = {}
        made = self._counts(bags, new)
        rarity = np.concatenate([self._rarity, np.full(len(new), self._new)])
        made.data = (1 + np.log(made.data)) * rarity[made.indices]
        lengths = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)))
        made.data /= np.repeat(lengths, np.diff(made.indptr))
        return made[:, : len(self._columns)]

    def _counts(self, bags: Sequence[Sequence[str]], new: dict[str, int]) -> scipy.sparse.csr_array:
        """Count features by bag; unknown ones get columns after the known, which are noted in ``new``."""
        known, size = self._columns, len(self._columns)
        columns = [
            known[feature] if feature in known else new.setdefault(feature, size + len(new))
            for feature in chain.from_iterable(bags)
        ]
        pointers = np.cumsum([0, *map(len, bags)])
        made = scipy.sparse.csr_array(
            (np.ones(len(columns)), np.array(columns, dtype=np.int32), pointers), shape=(len(bags), size + len(new))
        )
        made.sum_duplicates()
        return made


def corpora(snapshot: Snapshot, things: Sequence[int], name: float) -> tuple[Corpus, ...]:
    """Return the documents of candidates, by language; texts without a language are told apart by source.

    Notes
    -----
    O(letters), once for a snapshot.
    """
    by_tongue: dict[Tongue, list[tuple[int, Document]]] = defaultdict(list)
    by_source: dict[str, list[tuple[int, Document]]] = defaultdict(list)
    for number, thing in enumerate(things):
        fact = snapshot.things[thing]
        for one in documents(fact.record.fields):
            group = by_source[_source(fact)] if one.tongue is None else by_tongue[one.tongue]
            group.append((number, one))
    for rows in by_source.values():
        by_tongue[tongue_of(one.whole for _, one in rows)] += rows
    return tuple(
        Corpus(tongue, [number for number, _ in rows], [one for _, one in rows], name)
        for tongue, rows in sorted(by_tongue.items())
    )


def _source(fact: Fact) -> str:
    return fact.origins[0].source if fact.origins else ""


def likeness(known: Sequence[Corpus], questions: Sequence[Document], size: int) -> Floats:
    """Return how alike each candidate is to what is asked, 0 to 1: its best document against the best question.

    Notes
    -----
    O(features of the questions x documents that share them).
    """
    best = np.zeros(size)
    for corpus in known:
        fitting = _fitting(corpus, questions)
        if fitting:
            alike = (corpus.asked(fitting) @ corpus.rows.T).toarray().max(axis=0)
            np.maximum.at(best, corpus.things, alike)
    return np.minimum(best, 1.0)


def _fitting(corpus: Corpus, questions: Sequence[Document]) -> list[Document]:
    """Return the questions in the language of a corpus or in an unknown one, or all of them when none is."""
    return [one for one in questions if one.tongue in {None, corpus.tongue}] or list(questions)


def shared_words(
    known: Sequence[Corpus], questions: Sequence[Document], number: int, first: Tongue, count: int = 4
) -> tuple[Tongue, tuple[str, ...]]:
    """Return the words of a candidate that are also asked for, the most telling first, and in which language.

    Parameters
    ----------
    first
        The language to tell it in, where the words are alike in several.
    """
    for corpus in sorted(known, key=lambda one: one.tongue != first):
        asked = {stem for one in _fitting(corpus, questions) for stem in corpus.stems(one)}
        shown: dict[str, str] = {}
        for row in np.flatnonzero(corpus.things == number).tolist():
            for word, stems in corpus.spelled(corpus.written[row]):
                shown.update((stem, word) for stem in stems if stem in asked and stem not in shown)
        if shown:
            telling = sorted(shown, key=lambda stem: (-corpus.rarity(stem), stem))
            return corpus.tongue, tuple(dict.fromkeys(shown[stem] for stem in telling))[:count]
    return first, ()
