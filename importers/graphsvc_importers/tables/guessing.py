"""Which known heading an unknown one resembles."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from graphsvc_importers.tables.raw import heading_key

__all__ = ["resembling"]

#: Words that people write for the headings that every table has.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("nr", "nummer", "kode", "code", "key", "identifikator", "identifier"),
    "name": ("navn", "namn", "tittel", "title", "benevnelse", "betegnelse"),
    "description": ("beskrivelse", "skildring", "omtale"),
    "from": ("fra", "frå", "kilde", "kjelde", "source"),
    "to": ("til", "mål", "target"),
}
LEAST_LIKENESS = 0.75


def resembling(heading: str, known: Iterable[str]) -> str | None:
    """Return the known heading that this one resembles most, or None; O(known).

    Examples
    --------
    >>> resembling("ID_tjeneste", ["id", "name"]), resembling("Tittel", ["id", "name"])
    ('id', 'name')
    """
    key = heading_key(heading)
    choices = {heading_key(name): name for name in known}
    near = difflib.get_close_matches(key[:200], choices, n=1, cutoff=LEAST_LIKENESS)
    if near:
        return choices[near[0]]
    words = set(key.split())
    for name in choices.values():
        if heading_key(name) in words or any(word in words for word in SYNONYMS.get(name, ())):
            return name
    return None
