"""Which elements are the sectors: chosen in the profile, because every model has its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graphsvc.text import Text
from graphsvc_importers.archimate.findings import Findings, nearest
from graphsvc_importers.archimate.profile import Profile
from graphsvc_importers.archimate.source import Element, Model
from graphsvc_importers.archimate.vocabulary import ELEMENTS

__all__ = ["Axis", "find_axis"]

WHOLE = frozenset({"Composition", "Aggregation"})
#: Which element is meant when several have the name of a property's value.
NAMED_FIRST = ("Grouping", "BusinessActor", "BusinessFunction", "BusinessRole", "Capability", "Location")
FORMS = "children:NAME, property:KEY, BusinessActor, BusinessActor+BusinessRole, ..."


@dataclass(frozen=True, slots=True)
class Axis:
    """The sectors of a model.

    Parameters
    ----------
    nodes
        Ids of the elements that are sectors.
    generic
        Those of them that are shown apart.
    members
        Sector -> elements that name it in a property, for an axis that is a property.
    """

    nodes: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find_axis(model: Model, profile: Profile, findings: Findings) -> Axis:
    """Find the sectors that the profile names; what matches nothing is an error with the nearest name.

    Notes
    -----
    O(elements + relationships).
    """
    if not profile.axis:
        if model.elements:
            findings.say("no-axis")
        return Axis()
    members: dict[str, tuple[str, ...]] = {}
    form, _, name = _first_that_fits(model, profile.axis).partition(":")
    if form == "children" and name:
        found = _children(model, name, findings)
    elif form == "property" and name:
        members = _by_property(model, name, findings)
        found = list(members)
    else:
        found = _of_types(model, form, profile.level, findings)
    nodes = [one for one in found if model.by_id[one].name not in profile.excluded]
    _check_names("[exclude] names", profile.excluded, {one.name for one in model.elements}, findings)
    _check_names("[axis] generic", profile.generic, {model.by_id[one].name for one in nodes}, findings)
    generic = frozenset(one for one in nodes if model.by_id[one].name in profile.generic)
    return Axis(frozenset(nodes), generic, {one: members[one] for one in nodes if one in members})


def _first_that_fits(model: Model, forms: tuple[str, ...]) -> str:
    """Return the first form whose name the model has: one profile may serve several editions of a model."""
    names = {f"children:{one.name}" for one in model.elements}
    names |= {f"property:{key}" for one in model.elements for key, _ in one.properties}
    return next((form for form in forms if form in names), forms[0])


def _check_names(key: str, names: Iterable[str], known: set[str], findings: Findings) -> None:
    for name in names:
        if name not in known:
            findings.say("profile-no-match", value=name, key=key, near=nearest(name, known))


def _children(model: Model, name: str, findings: Findings) -> list[str]:
    parents = {one.id for one in model.elements if one.name == name}
    _check_names("[axis] by", [name], {one.name for one in model.elements}, findings)
    below = [one.target for one in model.relationships if one.type in WHOLE and one.source in parents]
    return sorted({one for one in below if one in model.by_id})


def _of_types(model: Model, written: str, depth: int, findings: Findings) -> list[str]:
    types = {name.strip() for name in written.split("+")}
    unknown = sorted(types - set(ELEMENTS))
    if unknown:
        findings.say("profile-bad-value", value=written, key="[axis] by", allowed=Text.same(FORMS))
        return []
    own = {one.id for one in model.elements if one.type in types}
    if not own:
        findings.say(
            "profile-no-match",
            value=written,
            key="[axis] by",
            near=nearest(written, {one.type for one in model.elements}),
        )
    joins = WHOLE | {"Assignment"} if len(types) > 1 else WHOLE
    below: dict[str, list[str]] = {}
    for one in model.relationships:
        if one.type in joins and one.source in own and one.target in own and one.source != one.target:
            below.setdefault(one.source, []).append(one.target)
    level = own - {child for children in below.values() for child in children}
    for _ in range(1, depth):
        level = {child for parent in level for child in below.get(parent, ())}
    return sorted(level)


def _by_property(model: Model, key: str, findings: Findings) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[str]] = {}
    for one in model.elements:
        for name, value in one.properties:
            if name == key and value:
                values.setdefault(value, []).append(one.id)
    if not values:
        known = {name for one in model.elements for name, _ in one.properties}
        findings.say("profile-no-match", value=key, key="[axis] by", near=nearest(key, known))
    found = {}
    for value, members in sorted(values.items()):
        node = _called(model, value)
        if node is None:
            findings.say("axis-without-element", value=value, key=key)
        else:
            found[node.id] = tuple(sorted(set(members)))
    return found


def _called(model: Model, name: str) -> Element | None:
    fitting = [one for one in model.elements if one.name == name and one.type in NAMED_FIRST]
    return min(fitting, key=lambda one: (NAMED_FIRST.index(one.type), one.id), default=None)
