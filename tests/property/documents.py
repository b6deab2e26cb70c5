"""The promised documents of impact and reach, brought to the shape in which the oracle answers."""

from __future__ import annotations

from typing import Any

from graphsvc.model import ChangeKind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import impact

__all__ = ["answer", "differences", "plain"]

#: Products of the same weights in another order differ by no more than this.
TOLERANCE = 1e-9
PARTS = ("from", "to", "relation", "id", "weight", "confirmed_on")
SECTOR = {
    "effect": ("strength", "services", "units", "systems", "users", "deliverers"),
    "work": ("strength", "units", "systems"),
}


def answer(snapshot: Snapshot, question: dict[str, Any]) -> dict[str, Any]:
    """Ask the product."""
    change = question.get("change")
    asked = {**question, "change": ChangeKind(change) if change else None}
    document: dict[str, Any] = impact(snapshot, **asked).document(Language.NB)
    return document


def plain(snapshot: Snapshot, document: dict[str, Any]) -> dict[str, Any]:
    """Keep of an impact document what the oracle answers too."""
    unknown = [row["thing"] for row in document["unknown"]]
    return {
        "changes": sorted((row["thing"], row["kind"]) for row in document["changes"]),
        "touched": {(row["way"], row["thing"]): _touched(row) for row in document["touched"]},
        "sectors": [_sector(row) for row in document["sectors"]],
        "below": {way: dict(counts) for way, counts in document["below"].items()},
        "truncated": document["truncated"],
        "unknown": [name for name in unknown if name in snapshot],
        "missing": sorted(name for name in unknown if name not in snapshot),
        "consult": [row["thing"] for row in document["consult"]],
        "platforms": {row["platform"]: list(row["touched"]) for row in document["platforms"]},
    }


def _touched(row: dict[str, Any]) -> dict[str, Any]:
    confidence = (row["confidence"]["confirmed"], row["confidence"]["of"])
    path = [tuple(hop[part] for part in PARTS) for hop in row["path"]]
    return {**{key: row[key] for key in ("strength", "steps", "direct")}, "confidence": confidence, "path": path}


def _sector(row: dict[str, Any]) -> dict[str, Any]:
    ways = {way: {name: row[way][name] for name in names} for way, names in SECTOR.items()}
    return {"id": _sector_name(row["id"]), **ways, "direct": row["direct"]}


def _sector_name(identifier: str) -> str:
    """The two rows outside the sectors have names of their own, the others are units."""
    return identifier if identifier in ("outside", "without_owner") else f"unit:{identifier}"


def differences(got: Any, expected: Any, where: str = "") -> list[str]:
    """Name every place where two answers differ; numbers may differ by rounding."""
    if isinstance(expected, dict) and isinstance(got, dict):
        missing = [f"{where}/{key}: missing" for key in expected.keys() - got.keys()]
        extra = [f"{where}/{key}: not expected, {got[key]}" for key in got.keys() - expected.keys()]
        inner = [differences(got[key], expected[key], f"{where}/{key}") for key in expected.keys() & got.keys()]
        return sorted([*missing, *extra, *(line for lines in inner for line in lines)])
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple) and len(got) == len(expected):
        pairs = enumerate(zip(got, expected, strict=True))
        return [line for number, (one, other) in pairs for line in differences(one, other, f"{where}/{number}")]
    if isinstance(expected, float) and isinstance(got, float | int):
        return [] if abs(got - expected) <= TOLERANCE else [f"{where}: {got}, expected {expected}"]
    return [] if got == expected else [f"{where}: {got}, expected {expected}"]
