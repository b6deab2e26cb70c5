"""What the tables importer says about its input; the words stand in messages.toml, in three languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from graphsvc.model import Severity
from graphsvc.text import Text

__all__ = ["Message", "messages"]


class Message(NamedTuple):
    """One message: how bad it is, what it says, and how to mend it."""

    severity: Severity
    says: Text
    fix: Text | None


def _message(words: Mapping[str, str]) -> Message:
    fix = Text(words["fix_nb"], words["fix_nn"], words["fix_en"]) if "fix_nb" in words else None
    return Message(Severity(words["severity"]), Text(words["nb"], words["nn"], words["en"]), fix)


@cache
def messages() -> Mapping[str, Message]:
    """Return every message by its code.

    Examples
    --------
    >>> messages()["required"].says.format(field="id").nb
    'id mangler.'
    """
    path = resources.files("graphsvc_importers.tables") / "messages.toml"
    return {code: _message(words) for code, words in tomllib.loads(path.read_text(encoding="utf-8")).items()}
