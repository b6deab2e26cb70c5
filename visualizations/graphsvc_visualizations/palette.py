"""The colours of a picture that leaves the page: the shared style sheet with every variable resolved.

Pages load ``tokens.css`` and ``picture.css``. A standalone file carries the same rules inside itself, with literal
colours, since drawing programs know no custom properties; what is dark comes last, in a media query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

__all__ = ["colour", "stylesheet"]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN = re.compile(r"--([\w-]+):((?:[^;{}()]|\([^()]*\))+)")
_PAIR = re.compile(r"light-dark\(([^,]+),([^)]+)\)")
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
_OF_SECTOR = re.compile(r"var\(--[ct]\)")
_LIGHT, _DARK = 1, 2


@cache
def stylesheet(sectors: frozenset[str]) -> str:
    """Return the style sheet of a standalone picture.

    Parameters
    ----------
    sectors
        The colour classes that occur (``s-1``, ``s-n``); rules for others are left out.

    Returns
    -------
    str
        Rules for light, and those that differ for dark in a media query. Holds no ``<`` and no ``&``.

    Notes
    -----
    O(rules x sectors), kept for the next picture.

    Examples
    --------
    >>> ".pic .s-1 .g{fill:#0b5c8f}" in stylesheet(frozenset({"s-1"}))
    True
    """
    light, dark = (list(_rules(sectors, theme)) for theme in (_LIGHT, _DARK))
    differing = [rule for rule, other in zip(dark, light, strict=True) if rule != other]
    return "".join(light) + "@media (prefers-color-scheme:dark){" + "".join(differing) + "}"


def _rules(sectors: frozenset[str], theme: int) -> Iterable[str]:
    tokens = _tokens(theme)
    for selector, declarations in _RULE.findall(_read("picture.css")):
        if not _OF_SECTOR.search(declarations):
            if "--" not in declarations.replace("var(--", ""):
                yield f"{selector.strip()}{{{_resolved(declarations, tokens)}}}"
            continue
        for sector in sorted(sectors):
            own = {**tokens, "c": tokens[f"s-{sector[2:]}"], "t": tokens[f"tint-{sector[2:]}"]}
            yield f"{_within(selector.strip(), sector)}{{{_resolved(declarations, own)}}}"


def _within(selector: str, sector: str) -> str:
    """Confine a rule to the parts of one sector: ``.pic .g`` becomes ``.pic .s-1 .g``."""
    scope, _, rest = selector.partition(" ")
    return f"{scope} .{sector} {rest}"


def _resolved(declarations: str, tokens: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda found: tokens[found[1]], declarations)


@cache
def _tokens(theme: int) -> dict[str, str]:
    pairs = _TOKEN.findall(_read("tokens.css"))
    return {name: _PAIR.sub(lambda found: found[theme].strip(), value).strip() for name, value in pairs}


@cache
def _read(name: str) -> str:
    folder = resources.files(__package__).joinpath("explorer", "static")
    return _COMMENT.sub("", folder.joinpath(name).read_text(encoding="utf-8"))


def colour(name: str) -> str:
    """Return a colour of the light theme by the name of its variable, for drawings that know no style sheet.

    Examples
    --------
    >>> colour("s-1")
    '#0b5c8f'
    """
    return _tokens(_LIGHT)[name]
