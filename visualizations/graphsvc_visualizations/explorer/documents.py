"""Documents that leave the explorer: one file, with its style and script inside, that loads nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from graphsvc.text import Language
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import finished, render

__all__ = ["document_page", "policy_of"]

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r'<script type="module">(.*?)</script>', re.DOTALL)
_POLICY = "default-src 'none'; {scripts}style-src {styles}; base-uri 'none'; form-action 'none'"
_SCRIPTS = "script-src {hashes}; img-src data:; "


def document_page(template: str, language: Language, *, css: str | None = None, **values: Any) -> bytes:
    """Fill a template as a file of its own: its policy allows the styles and scripts inside, by hash, and nothing else.

    Parameters
    ----------
    template
        Its file's name.
    language
        Of all words.
    css
        Its style; that of paper when not given.
    values
        What it shows.
    """
    frame = Frame(language, "", (), "")
    style = finished(_style() if css is None else css)
    body = render(template, frame, css=style, finished=finished, policy="{policy}", **values)
    return body.replace("{policy}", policy_of(body), 1).encode()


def policy_of(page: str) -> str:
    """Return the content policy under which a page's own styles and scripts, and nothing else, are in force.

    Examples
    --------
    >>> policy_of("<style>p{}</style>").partition("; ")[2]
    "style-src 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='; base-uri 'none'; form-action 'none'"
    """
    styles = dict.fromkeys(_hash(style) for style in _STYLE.findall(page))
    scripts = dict.fromkeys(_hash(script) for script in _SCRIPT.findall(page))
    allowed = _SCRIPTS.format(hashes=" ".join(scripts)) if scripts else ""
    return _POLICY.format(scripts=allowed, styles=" ".join(styles) or "'none'")


def _hash(words: str) -> str:
    return f"'sha256-{b64encode(sha256(words.encode()).digest()).decode()}'"


@cache
def _style() -> str:
    return files(__package__).joinpath("static", "paper.css").read_text(encoding="utf-8")
