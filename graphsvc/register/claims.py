"""Claims as they are stored: keys, contents as canonical JSON, and the way there and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.records import ClaimChange, Place, Record, RelationRecord, ThingRecord
from graphsvc.register import refusals
from graphsvc.register.schema import OWN_SUBJECTS
from graphsvc.snapshot import canonical_json

__all__ = [
    "DERIVED_MARK",
    "Key",
    "Step",
    "Stored",
    "content_of",
    "is_derived",
    "key_of",
    "record_of",
    "storable",
    "store",
    "subject_of",
    "value_of",
]

#: How a true field `derived` reads in canonical JSON: cheap to look for, and quotes in texts are escaped there.
DERIVED_MARK = '"derived":true'


class Key(NamedTuple):
    """Whose claim, on what."""

    source: str
    subject: str
    id: str

    @property
    def reference(self) -> Reference:
        """``kind:id``, or ``relation:id``."""
        return Reference(f"{self.subject if self.subject in _KINDS else 'relation'}:{self.id}")


class Stored(NamedTuple):
    """What a claim says (canonical JSON), and where it stands in its source (JSON, or nothing)."""

    content: str
    place: str


class Step(NamedTuple):
    """One line of the log: a claim before and after; ``was`` is the subject before, where it was another."""

    source: str
    subject: str
    id: str
    was: str
    before: Stored | None
    after: Stored | None

    @property
    def key(self) -> Key:
        """The claim as it is known after."""
        return Key(self.source, self.subject, self.id)

    @property
    def old_key(self) -> Key:
        """The claim as it was known before."""
        return Key(self.source, self.was, self.id)

    @property
    def own(self) -> bool:
        """Whether this is about the register itself: a setting, an alias, a source."""
        return self.subject in OWN_SUBJECTS

    @property
    def only_moved(self) -> bool:
        """Whether the claim says the same as before at another place."""
        return self.before is not None and self.after is not None and self.before.content == self.after.content

    @property
    def derived(self) -> bool:
        """Whether a rule made this claim from others."""
        stored = self.after if self.after is not None else self.before
        return stored is not None and is_derived(stored.content)

    def reversed(self) -> Step:
        """Return the step that takes this one back."""
        return Step(self.source, self.was, self.id, self.subject, self.after, self.before)

    def change(self) -> ClaimChange:
        """Return the step in the words of the model."""
        before = None if self.before is None else record_of(self.before)
        return ClaimChange(before, None if self.after is None else record_of(self.after))


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_PLACE = tuple(Place.__dataclass_fields__)
_KINDS = frozenset(kind.value for kind in Kind)


@cache
def subject_of(word: str) -> Kind | Relation:
    """Return the kind or relation of this name."""
    return Kind(word) if word in _KINDS else Relation(word)


def key_of(source: str, record: Record) -> Key:
    """Return under which key a source's record is kept."""
    return Key(source, record.subject.value, record.id)


def store(record: Record) -> Stored:
    """Write a record as it is stored.

    Raises
    ------
    DataError
        When it holds characters that cannot be stored.
    """
    place = {name: value for name in _PLACE if (value := getattr(record.place, name)) is not None}
    stored = Stored(canonical_json(record), _json(place) if place else "")
    if not storable(record.id) or not storable("".join(stored)):
        raise refusals.unfit(record.id, str(record.place))
    return stored


def storable(words: str) -> bool:
    r"""Tell whether every engine can keep a text: no NUL and no half of a character.

    Examples
    --------
    >>> storable("Ærfugl 🦆"), storable("a\0b"), storable("\ud800")
    (True, False, False)
    """
    try:
        return b"\0" not in words.encode()
    except UnicodeEncodeError:
        return False


def record_of(stored: Stored) -> Record:
    """Read a record back.

    Examples
    --------
    >>> record = ThingRecord(Kind.SYSTEM, "epj", {"protocols": ("HL7", "REST")}, Place("systems.csv", line=2))
    >>> record_of(store(record)) == record
    True
    """
    document = json.loads(stored.content)
    place = Place(**json.loads(stored.place)) if stored.place else Place()
    fields: Mapping[str, Value] = {name: _plain(value) for name, value in document["fields"].items()}
    subject = subject_of(document["is"])
    if isinstance(subject, Kind):
        return ThingRecord(subject, document["id"], fields, place)
    return RelationRecord(subject, document["id"], document["from"], document["to"], fields, place)


def _plain(value: Value | list[str]) -> Value:
    return tuple(value) if isinstance(value, list) else value


def is_derived(content: str) -> bool:
    """Tell whether a stored claim is a derived relation."""
    return DERIVED_MARK in content and json.loads(content)["fields"].get("derived") is True


def content_of(value: object) -> Stored:
    """Write a setting, an alias or a source as it is stored."""
    return Stored(_json(value), "")


def value_of(stored: Stored) -> dict[str, object]:
    """Read a setting, an alias or a source back."""
    found = json.loads(stored.content)
    assert isinstance(found, dict)  # noqa: S101 - content_of is only ever given mappings
    return found


def _json(value: object) -> str:
    return _ENCODER.encode(value)
