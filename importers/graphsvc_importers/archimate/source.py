"""An ArchiMate model as it stands in its file, whichever of the two formats it was written in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Element", "Model", "Relationship", "Said"]

#: What is said in which language: ``(language or "", words)``, in the order of the file.
Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One element.

    Parameters
    ----------
    id, original_id
        Its identifier as stored and as in the file.
    type
        ArchiMate's name of its type, without prefix (``ApplicationComponent``).
    names, descriptions
        Its words by language.
    properties
        ``(key, value)``, in the order of the file.
    subtype
        ``and`` or ``or`` of a junction.
    folder
        Where it lies in the model's folders, joined with ``/``.
    """

    id: str
    original_id: str
    type: str
    names: Said = ()
    descriptions: Said = ()
    properties: tuple[tuple[str, str], ...] = ()
    specialization: str | None = None
    subtype: str | None = None
    folder: str | None = None
    line: int | None = None

    @property
    def name(self) -> str:
        """What it is called in the first language of the file, or nothing."""
        return self.names[0][1] if self.names else ""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship; ``access`` is ``read``, ``write``, ``read_write``, ``unspecified`` or absent in the file."""

    id: str
    original_id: str
    type: str
    source: str
    target: str
    names: Said = ()
    descriptions: Said = ()
    properties: tuple[tuple[str, str], ...] = ()
    specialization: str | None = None
    access: str | None = None
    folder: str | None = None
    line: int | None = None

    @property
    def name(self) -> str:
        """What it is called in the first language of the file, or nothing."""
        return self.names[0][1] if self.names else ""


@dataclass(slots=True)
class Model:
    """A whole model.

    Parameters
    ----------
    id, name
        What the model calls itself; either may be empty.
    dialect
        ``native`` or ``exchange``.
    elements, relationships
        In the order of the file; identifiers are unique once the checks have passed.
    views, texts
        How many views, and how many texts of the model itself, are left out.
    """

    id: str
    name: str
    dialect: str
    elements: Sequence[Element] = ()
    relationships: Sequence[Relationship] = ()
    views: int = 0
    texts: int = 0
    by_id: Mapping[str, Element] = field(default_factory=dict)
    relationship_by_id: Mapping[str, Relationship] = field(default_factory=dict)
