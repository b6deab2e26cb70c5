"""What a person should decide: which systems are platforms, which things of one name are one."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.model import Kind, Relation
from graphsvc.records import RelationRecord
from graphsvc.text import Text
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.findings import Findings, nearest, shown

__all__ = ["propose"]

#: A system with at least this many dependents, or this share of all systems, is proposed as a platform.
DEPENDENTS, SHARE = 6, 0.05
SHOWN = 12


def propose(cast: Cast, records: Sequence[RelationRecord], findings: Findings) -> None:
    """Say what the profile leaves open. O(relations + elements)."""
    if not cast.profile.platform_folders:
        _platforms(cast, records, findings)
    names: dict[str, list[str]] = {}
    for element in cast.model.elements:
        names.setdefault(element.name, []).append(cast.reference(element.id))
    for name in cast.profile.same_names:
        if name not in names:
            findings.say("profile-no-match", value=name, key="[alias] same_name", near=nearest(name, names))
        elif len(names[name]) > 1:
            listed = _listed(sorted(names[name]))
            findings.say("same-name", value=name, count=len(names[name]), ids=Text.same(listed))


def _listed(words: Sequence[str]) -> str:
    """Join the first words; the rest is an ellipsis."""
    return ", ".join(shown(word) for word in words[:SHOWN]) + (" …" if len(words) > SHOWN else "")


def _platforms(cast: Cast, records: Sequence[RelationRecord], findings: Findings) -> None:
    dependents: dict[str, set[str]] = {}
    for record in records:
        if record.relation is Relation.FLOW:
            dependents.setdefault(record.start, set()).add(record.end)
    systems = sum(kind is Kind.SYSTEM for kind in cast.kinds.values())
    limit = max(DEPENDENTS, SHARE * systems)
    found = sorted((-len(those), system) for system, those in dependents.items() if len(those) >= limit)
    if found:
        listed = _listed([cast.model.by_id[system.partition(":")[2]].name for _, system in found])
        findings.say("platforms-proposed", count=len(found), limit=int(limit + 0.999), names=Text.same(listed))
