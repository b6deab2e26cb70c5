"""What a thing is called, carried along in all languages until an answer is written in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from graphsvc.model import Kind, Reference, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["Named", "bare", "counted", "day", "listed", "named", "sentence_list"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and its name.

    Examples
    --------
    >>> Named(Reference("system:epj"), Text.same("Journal")).document(Language.EN)
    {'id': 'epj', 'kind': 'system', 'name': 'Journal'}
    """

    thing: Reference
    name: Text

    @property
    def id(self) -> str:
        """The id without its kind."""
        return split_reference(self.thing)[1]

    @property
    def kind(self) -> Kind:
        """What it is."""
        return Kind(split_reference(self.thing)[0])

    def document(self, language: Language) -> dict[str, object]:
        """Return id, kind and name in one language."""
        return {"id": self.id, "kind": self.kind.value, "name": self.name.in_(language)}


#: Names are asked for again and again by one answer; a snapshot never changes, so they are made once.
_KNOWN: WeakKeyDictionary[Snapshot, dict[int, Named]] = WeakKeyDictionary()


def named(snapshot: Snapshot, thing: int) -> Named:
    """Name a thing of a snapshot; a missing language falls back as everywhere."""
    known = _KNOWN.setdefault(snapshot, {})
    if thing not in known:
        words = (snapshot.name(thing, language).words for language in (Language.NB, Language.NN, Language.EN))
        known[thing] = Named(snapshot.references[thing], Text(*words))
    return known[thing]


def bare(references: Iterable[Reference]) -> list[str]:
    """Return ids without their kind.

    Examples
    --------
    >>> bare([Reference("unit:U01")])
    ['U01']
    """
    return [split_reference(reference)[1] for reference in references]


def counted(amount: int, one: Text, many: Text) -> Text:
    """Count with the right form of the word.

    Examples
    --------
    >>> counted(1, Text("flyt", "flyt", "flow"), Text("flyter", "flytar", "flows")).nb
    '1 flyt'
    """
    words = one if amount == 1 else many
    return Text(f"{amount} {words.nb}", f"{amount} {words.nn}", f"{amount} {words.en}")


def day(iso: str) -> Text:
    """Write a date as people do; what is no date stays as it is.

    Examples
    --------
    >>> day("2026-12-01").nb, day("2026-12-01").en
    ('1.12.2026', '1 Dec 2026')
    """
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return Text.same(iso)
    year, month, number = (int(part) for part in parts)
    norwegian = f"{number}.{month}.{year}"
    return Text(norwegian, norwegian, f"{number} {_MONTHS[month - 1]} {year}")


def listed(value: object) -> tuple[str, ...]:
    """Return a field's list of ids, also when a source wrote a single word.

    Examples
    --------
    >>> listed(("a", "b")), listed("a"), listed(None)
    (('a', 'b'), ('a',), ())
    """
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def sentence_list(names: Iterable[Text]) -> Text:
    """Join names as a sentence does: commas, and a word before the last.

    Examples
    --------
    >>> sentence_list(map(Text.same, "abc")).nb
    'a, b og c'
    """
    texts = list(names)
    joined = {language: _joined([text.in_(language) for text in texts], language) for language in Language}
    return Text(joined[Language.NB], joined[Language.NN], joined[Language.EN])


def _joined(words: list[str], language: Language) -> str:
    if len(words) < 2:
        return "".join(words)
    conjunction = "and" if language is Language.EN else "og"
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"
