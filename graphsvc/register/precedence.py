"""Which source is heard first, which id of a source means which thing: the register's own claims, read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graphsvc.model import Reference, split_reference
from graphsvc.register.claims import Key, Stored, value_of
from graphsvc.register.schema import ALIAS, SETTING, SOURCE

__all__ = ["FORUM", "PEOPLE", "PRECEDENCE", "alias_key", "aliases", "arranged", "order", "registered", "source_key"]

#: The sources that are no files: what people edit, and what the forum decided.
PEOPLE, FORUM = "people", "forum"

#: Where the order is kept when somebody has chosen one.
PRECEDENCE = Key("", SETTING, "precedence")


def source_key(name: str) -> Key:
    """Return where a source is registered."""
    return Key("", SOURCE, name)


def alias_key(source: str, kind: str, identifier: str) -> Key:
    """Return where an alias of a source's id is kept."""
    return Key(source, ALIAS, f"{kind}:{identifier}")


def registered(own: Mapping[Key, Stored]) -> dict[str, dict[str, object]]:
    """Return what is known of each source, by name."""
    return {key.id: value_of(stored) for key, stored in own.items() if key.subject == SOURCE}


def aliases(own: Mapping[Key, Stored]) -> dict[str, dict[tuple[str, str], Reference]]:
    """Return, by source, which (kind, id) means which other thing."""
    found: dict[str, dict[tuple[str, str], Reference]] = {}
    for key, stored in own.items():
        if key.subject == ALIAS:
            found.setdefault(key.source, {})[split_reference(key.id)] = Reference(str(value_of(stored)["means"]))
    return found


def order(own: Mapping[Key, Stored], *also: str) -> tuple[str, ...]:
    """Return all sources, the one that is heard first first; ``also`` names ones that may not be registered yet."""
    known = registered(own)
    unregistered = [name for name in also if name not in known]
    newest_first = [*unregistered, *sorted(known, key=lambda name: (-int(str(known[name]["registered"])), name))]
    chosen = value_of(own[PRECEDENCE])["value"] if PRECEDENCE in own else (PEOPLE, FORUM)
    assert isinstance(chosen, Iterable)  # noqa: S101 - set_precedence stores a list
    return arranged([str(name) for name in chosen], newest_first)


def arranged(chosen: Sequence[str], newest_first: Iterable[str]) -> tuple[str, ...]:
    """Put the sources that were not placed by anyone right after people and the forum, newest first.

    Examples
    --------
    >>> arranged(["people", "forum"], ["hr", "gemma"])
    ('people', 'forum', 'hr', 'gemma')
    >>> arranged(["gemma", "people", "forum", "hr"], ["new", "hr", "gemma", "forum"])
    ('gemma', 'people', 'forum', 'new', 'hr')
    """
    listed = [*(name for name in (PEOPLE, FORUM) if name not in chosen), *chosen]
    cut = max(listed.index(PEOPLE), listed.index(FORUM)) + 1
    return (*listed[:cut], *dict.fromkeys(name for name in newest_first if name not in listed), *listed[cut:])
