"""What readers of the demo ask for, and how often: the weights are parts of the requests, whatever their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

__all__ = ["MIX", "Asked", "drawn"]

_SYSTEMS = ("epj", "hrm", "idm", "entra", "sakark", "iotva", "iothelse", "iplan", "minside", "arkivkjerne")
#: A word grows under the fingers, and the search box asks at each letter.
_TYPED = ("j", "jo", "jou", "journ", "journal", "sa", "sak", "saks", "barne", "barnevern", "vann", "tilgang", "arkv")


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of request.

    Parameters
    ----------
    name
        What it is called in the report.
    weight
        How often, beside the others.
    paths
        One of these is asked for.
    sign
        What must be in an answer for it to count.
    """

    name: str
    weight: int
    paths: tuple[str, ...]
    sign: bytes


MIX: tuple[Asked, ...] = (
    Asked("start page", 14, ("/", "/?relation=flows", "/?relation=services"), b"<table"),
    Asked("search as typed", 26, tuple(f"/api/v1/search?q={word}&limit=8" for word in _TYPED), b'"hits"'),
    Asked("search page", 4, tuple(f"/search?q={word}" for word in _TYPED[4:8]), b"<main"),
    Asked("thing page", 16, tuple(f"/thing/system/{one}" for one in _SYSTEMS), b"<main"),
    Asked("impact page", 10, tuple(f"/impact?thing=system:{one}&change=retire" for one in _SYSTEMS), b"<svg"),
    Asked("impact document", 8, tuple(f"/api/v1/impact?thing=system:{one}" for one in _SYSTEMS), b'"touched"'),
    Asked("impact picture", 2, tuple(f"/api/v1/impact.svg?thing=system:{one}" for one in _SYSTEMS[:4]), b"<svg"),
    Asked("matrix", 4, ("/matrix", "/matrix?by=unit", "/matrix?relation=flows"), b"<table"),
    Asked("paths", 4, tuple(f"/paths?from={one}&to=minside" for one in ("iplan", "epj", "hrm")), b"<main"),
    Asked("overlap", 4, ("/overlap", "/overlap?text=varsling+fra+sensorer"), b"<main"),
    Asked("map", 3, ("/map", "/map/layout.json"), b"unit:U01"),
    Asked("weak spots", 2, ("/weak-spots", "/api/v1/weak-spots"), b"system"),
    Asked("history", 2, ("/history",), b"<main"),
    Asked("export", 1, ("/api/v1/export?format=workbook", "/api/v1/export?format=graphml"), b""),
)


def drawn(chance: Random, mix: Sequence[Asked] = MIX) -> tuple[Asked, str]:
    """Draw what is asked for next, and its address.

    Examples
    --------
    >>> asked, path = drawn(Random(1))
    >>> path in asked.paths
    True
    """
    (asked,) = chance.choices(mix, [one.weight for one in mix])
    return asked, chance.choice(asked.paths)
