"""Which addresses may be kept: pages of our own that show something, and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from graphsvc.errors import UsageError
from graphsvc.i18n import text

__all__ = ["asked_of", "own_address", "pinned", "savable"]

#: Pages whose address is the whole view.
_PAGES = frozenset(
    {
        *("/", "/search", "/matrix", "/map", "/impact", "/paths", "/overlap", "/portfolio", "/assessment"),
        *("/weak-spots", "/structure", "/journey", "/privacy", "/learning", "/completeness", "/scenario", "/diff"),
        *("/proposals", "/decisions", "/meetings", "/learning-arena", "/history"),
    }
)
#: Pages of one thing or case: what follows is its id.
_UNDER = ("/thing/", "/proposals/", "/decisions/", "/meetings/")
#: Not of the view: the reader's own choice, and what a form leaves behind.
_NOT_KEPT = frozenset({"lang", "theme", "done", "edit"})
_LONGEST = 4_000


def savable(path: str) -> bool:
    """Tell whether a path is a page that can be kept.

    Examples
    --------
    >>> savable("/impact"), savable("/thing/system/epj"), savable("/api/v1/stats"), savable("//evil.example")
    (True, True, False, False)
    """
    return path in _PAGES or (path.startswith(_UNDER) and not path.endswith(("/new", "/edit", "/carry-out")))


def own_address(words: str) -> str:
    """Return an address as it is kept: path and query of one of our pages, without what is the reader's own.

    Raises
    ------
    UsageError
        When it leads anywhere else, or is too long.

    Examples
    --------
    >>> own_address("/impact?thing=system%3Aepj&lang=en&change=retire")
    '/impact?thing=system%3Aepj&change=retire'
    """
    given = words.strip()
    parts = urlsplit(given) if given.isprintable() and "\\" not in given else urlsplit("")
    plain = unquote(parts.path)
    foreign = parts.scheme or parts.netloc or not given.startswith("/") or given.startswith("//")
    climbs = any(part in {".", ".."} for part in plain.split("/"))
    if foreign or climbs or not savable(plain) or len(given) > _LONGEST:
        raise UsageError(text("views.bad_address").format(address=given[:80]))
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _NOT_KEPT]
    return f"{parts.path}?{urlencode(kept)}" if kept else parts.path


def pinned(address: str) -> bool:
    """Tell whether an address names a revision, so that it shows the same for ever."""
    return any(name == "revision" and value for name, value in parse_qsl(urlsplit(address).query))


def asked_of(address: str) -> tuple[str, dict[str, list[str]]]:
    """Return the path of an address, plain, and its parameters by name."""
    parts = urlsplit(address)
    asked: dict[str, list[str]] = {}
    for name, value in parse_qsl(parts.query):
        asked.setdefault(name, []).append(value)
    return unquote(parts.path), asked
