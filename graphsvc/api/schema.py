"""How routes for programs describe themselves: bodies from the metamodel, headers, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphsvc.api.taking import HEADER_DESCRIBED
from graphsvc.metamodel import Field, FieldType
from graphsvc.service.forum.sorts import SINGLE, TITLES, Sort

__all__ = ["described", "field_schema", "fields_schema"]

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 200},
    "description": "Your own word for this request: sent again with the same body it is answered, and not done twice.",
}
_TEXT: Mapping[str, Any] = {"type": "string"}
_TYPES: Mapping[FieldType, Mapping[str, Any]] = {
    FieldType.TEXT: _TEXT,
    FieldType.INTEGER: {"type": "integer"},
    FieldType.NUMBER: {"type": "number"},
    FieldType.MONEY: {"type": "number", "description": "kNOK"},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.FLAG: {"type": "boolean"},
    FieldType.LIST: {"type": "array", "items": _TEXT},
    FieldType.THINGS: {"type": "array", "items": _TEXT},
    FieldType.PROPERTIES: {"type": "object", "additionalProperties": _TEXT},
}


def fields_schema(sort: Sort, *, new: bool) -> dict[str, Any]:
    """Return the schema of a body that fills in a sort's fields."""
    properties = {name: field_schema(field) for name, field in sort.editable.items()}
    properties["title"] = {"type": "string", "description": f"In the language of the request; else one of {TITLES}"}
    if "title" not in sort.required and not set(TITLES) & set(sort.editable):
        del properties["title"]
    return {"type": "object", "properties": properties, **({"required": list(sort.required)} if new else {})}


def field_schema(field: Field) -> dict[str, Any]:
    """Return the schema of one field's value."""
    if field.type is FieldType.CHOICE:
        return {"enum": list(field.allowed), "description": field.label.en}
    schema = dict(_TEXT if field.name in SINGLE else _TYPES[field.type])
    if field.kinds:
        schema["description"] = f"{field.label.en}: {' | '.join(kind.value for kind in field.kinds)}"
    else:
        schema.setdefault("description", field.label.en)
    return schema


def described(
    schema: Mapping[str, Any] | None = None,
    *,
    media: str = "application/json",
    version: str | None = None,
    writes: bool = True,
    parameters: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what a route adds to the description of the API.

    Parameters
    ----------
    schema
        Of the body; None = there is none.
    version
        ``needed`` or ``optional`` when ``If-Match`` is read.
    parameters
        What may stand in the address, with the type of each.
    """
    listed: list[Mapping[str, Any]] = [
        {"name": name, "in": "query", "schema": {"type": type_}} for name, type_ in (parameters or {}).items()
    ]
    listed.append({"name": "lang", "in": "query", "schema": {"enum": ["nb", "nn", "en"]}})
    if writes:
        listed += [HEADER_DESCRIBED, _KEY]
    if version is not None:
        about = (
            "The ETag that you have seen, or *; when it is no longer what stands, the answer is 409 with both versions."
        )
        listed.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": version == "needed",
                "schema": {"type": "string"},
                "description": about,
            }
        )
    found: dict[str, Any] = {"parameters": listed}
    if schema is not None:
        found["requestBody"] = {"required": True, "content": {media: {"schema": schema}}}
    return found
