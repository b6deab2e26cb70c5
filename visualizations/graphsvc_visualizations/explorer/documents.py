"""Documents that leave the explorer: one file, with its style inside, that loads nothing."""

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
_POLICY = "default-src 'none'; style-src {hashes}; base-uri 'none'; form-action 'none'"


def document_page(template: str, language: Language, **values: Any) -> bytes:
    """Fill a template as a file of its own: its policy names the hash of each style inside, and allows nothing else.

    Parameters
    ----------
    template
        Its file's name.
    language
        Of all words.
    values
        What it shows.
    """
    frame = Frame(language, "", (), "")
    body = render(template, frame, css=finished(_style()), finished=finished, policy="{policy}", **values)
    return body.replace("{policy}", policy_of(body), 1).encode()


def policy_of(page: str) -> str:
    """Return the content policy under which a page's own styles, and nothing else, are in force."""
    found = dict.fromkeys(_hash(style) for style in _STYLE.findall(page))
    return _POLICY.format(hashes=" ".join(found) or "'none'")


def _hash(style: str) -> str:
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


@cache
def _style() -> str:
    return files(__package__).joinpath("static", "paper.css").read_text(encoding="utf-8")
