"""What a model says in which language, put into fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphsvc_importers.archimate.source import Said

__all__ = ["by_language", "first_words", "gather", "language_of"]

LANGUAGES = {"nb": "nb", "no": "nb", "nob": "nb", "nor": "nb", "nn": "nn", "nno": "nn", "en": "en", "eng": "en"}
PREFERRED = ("nb", "nn", "en")


def language_of(tag: str) -> str | None:
    """Return which of the product's languages an xml:lang names; ``no`` is read as bokmål.

    Examples
    --------
    >>> language_of("nn-NO"), language_of("no"), language_of("nl")
    ('nn', 'nb', None)
    """
    return LANGUAGES.get(tag.strip().lower().replace("_", "-").partition("-")[0])


def by_language(said: Said, field: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Divide words into fields and leftovers.

    Parameters
    ----------
    said
        The words by language, in the order of the file.
    field
        ``name`` or ``description``: nb, nn and en go to ``name_nb`` ..., any other or no language to ``name``.

    Returns
    -------
    tuple
        Fields, and what has no field as properties ``name@xx``. Nothing is lost.
    """
    fields: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for tag, words in sorted(said, key=lambda one: bool(one[0])):  # words without a language come first
        known = language_of(tag)
        target = f"{field}_{known}" if known else field
        if target not in fields:
            fields[target] = words
        elif fields[target] != words:
            rest.append((f"{field}@{tag or 'und'}", words))
    return fields, rest


def first_words(said: Said, field: str) -> tuple[str | None, list[tuple[str, str]]]:
    """Choose one wording, for what has one field only: nb, nn, en, then the file's own; the rest are properties."""
    fields, rest = by_language(said, field)
    order = [*(f"{field}_{language}" for language in PREFERRED), field]
    present = [name for name in order if name in fields]
    if not present:
        return None, rest
    return fields[present[0]], [*((name.replace("_", "@"), fields[name]) for name in present[1:]), *rest]


def gather(properties: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Join properties by key; a key that comes several times keeps every different value, joined with ``; ``.

    Examples
    --------
    >>> gather([("a", "1"), ("a", "2"), ("a", "1")])
    {'a': '1; 2'}
    """
    found: dict[str, list[str]] = {}
    for key, value in properties:
        values = found.setdefault(key, [])
        if value not in values:
            values.append(value)
    return {key: "; ".join(values) for key, values in sorted(found.items())}
