"""Every element becomes exactly one thing."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.model import Kind, Value
from graphsvc.records import Place, ThingRecord
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.findings import Findings, nearest
from graphsvc_importers.archimate.meaning import AUDIENCE
from graphsvc_importers.archimate.profile import EVERY_FIELD
from graphsvc_importers.archimate.source import Element, Relationship
from graphsvc_importers.archimate.ties import Reader, Web
from graphsvc_importers.archimate.values import into_fields
from graphsvc_importers.archimate.vocabulary import ELEMENTS, UNKNOWN
from graphsvc_importers.archimate.wording import by_language, gather

__all__ = ["check_folders", "things_of"]

COLLABORATION = "ApplicationCollaboration"


def things_of(cast: Cast, web: Web, reader: Reader, findings: Findings) -> list[ThingRecord]:
    """Return one thing for each element, in the order of the file. O(elements + relationships)."""
    audiences = _audiences(cast, web, reader)
    owners = {member: node for node, members in sorted(cast.axis.members.items()) for member in members}
    return [_thing(element, cast, audiences, owners, findings) for element in cast.model.elements]


def check_folders(cast: Cast, findings: Findings) -> None:
    """Say which folders, specialisations and properties the profile names that the model does not have."""
    profile = cast.profile
    known = {f"folder:{part}" for one in cast.model.elements if one.folder for part in one.folder.split("/")}
    known |= {f"specialization:{one.specialization}" for one in cast.model.elements if one.specialization}
    known |= {f"property:{key}={value}" for one in cast.model.elements for key, value in one.properties}
    items: list[Element | Relationship] = [*cast.model.elements, *cast.model.relationships]
    keys = {key for one in items for key, _ in one.properties}
    named = {"[platform] folder": tuple(f"folder:{one}" for one in profile.platform_folders)}
    named |= {f"[scope] {scope}": wanted for scope, wanted in profile.scopes.items()}
    for key, wanted in named.items():
        for one in wanted:
            if one not in known:
                findings.say("profile-no-match", value=one, key=key, near=nearest(one, known))
    for field, property_key in profile.fields.items():
        if field != EVERY_FIELD and property_key not in keys:
            findings.say(
                "profile-no-match", value=property_key, key=f"[fields] {field}", near=nearest(property_key, keys)
            )


def _thing(
    element: Element,
    cast: Cast,
    audiences: Mapping[str, tuple[str, ...]],
    owners: Mapping[str, str],
    findings: Findings,
) -> ThingRecord:
    kind = cast.kinds[element.id]
    names, more_names = by_language(element.names, "name")
    descriptions, more_descriptions = by_language(element.descriptions, "description")
    mapped, left = into_fields(kind, element.properties, cast.profile.fields, element.line, findings)
    fields: dict[str, Value] = {**names, **descriptions, **_origin(element, cast), **_own(element, kind, cast)}
    fields |= mapped
    if element.id in audiences:
        fields["audience"] = audiences[element.id]
    if kind is Kind.DATA_OBJECT and element.id in owners:
        fields.setdefault("owner", cast.model.by_id[owners[element.id]].name)
    properties = gather((*left, *more_names, *more_descriptions))
    if properties:
        fields["properties"] = properties
    return ThingRecord(kind, element.id, fields, Place(findings.file, line=element.line, element=element.original_id))


def _origin(element: Element, cast: Cast) -> dict[str, Value]:
    fields: dict[str, Value] = {"original_type": element.type}
    subtype = element.subtype
    if subtype is None and ELEMENTS.get(element.type, UNKNOWN).subtyped:
        subtype = element.type
    if subtype is None and cast.kinds[element.id] is Kind.UNIT:
        subtype = element.type
    if subtype is not None:
        fields["subtype"] = subtype
    if element.specialization:
        fields["specialization"] = element.specialization
    if element.folder:
        fields["folder"] = element.folder
    return fields


def _own(element: Element, kind: Kind, cast: Cast) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    if element.id in cast.axis.nodes:
        fields["level"] = "sector"
        if element.id in cast.axis.generic:
            fields["subtype"] = "generic"
    if kind is Kind.SYSTEM:
        if element.type == COLLABORATION:
            fields["composite"] = True
        for scope, wanted in cast.profile.scopes.items():
            if any(_tells(element, one) for one in wanted):
                fields.setdefault("scope", scope)
        if any(_tells(element, f"folder:{one}") for one in cast.profile.platform_folders):
            fields["platform"] = True
    return fields


def _tells(element: Element, wanted: str) -> bool:
    form, _, words = wanted.partition(":")
    if form == "folder":
        return words in (element.folder or "").split("/")
    if form == "specialization":
        return words == element.specialization
    key, _, value = words.partition("=")
    return form == "property" and (key, value) in element.properties


def _audiences(cast: Cast, web: Web, reader: Reader) -> dict[str, tuple[str, ...]]:
    """Return whom each service serves: kept on the service, because a served customer is not who delivers it."""
    found: dict[str, set[str]] = {}
    for tie in web.ties:
        if reader.row(tie).subtype == AUDIENCE:
            service, unit = (tie.source, tie.target) if cast.letters[tie.source] == "B" else (tie.target, tie.source)
            found.setdefault(service, set()).add(cast.reference(unit))
    return {service: tuple(sorted(units)) for service, units in found.items()}
