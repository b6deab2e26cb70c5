"""Reads the Open Group's exchange file: 3.0 and later, and the draft of ArchiMate 2.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from graphsvc_importers.archimate.findings import Findings
from graphsvc_importers.archimate.parsing import line_of, local_name
from graphsvc_importers.archimate.source import Element, Model, Relationship, Said
from graphsvc_importers.archimate.vocabulary import JUNCTIONS, element_type, relationship_type

__all__ = ["NAMESPACE", "read_exchange"]

#: 3.0 and later add a version to it; the draft is the bare address.
NAMESPACE = "http://www.opengroup.org/xsd/archimate"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: The draft says ``label`` where later versions say ``name``.
NAMES = ("name", "label")
ACCESS = {"access": "unspecified", "read": "read", "write": "write", "readwrite": "read_write"}
XINCLUDE_TAG = "{http://www.w3.org/2001/XInclude}include"


@dataclass(slots=True)
class _Context:
    findings: Findings
    definitions: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)


def read_exchange(root: etree._Element, findings: Findings) -> Model:
    """Read an exchange file. O(size of the tree), without recursion."""
    context = _Context(findings, _definitions(root), _folders(root))
    elements = [_element(node, context) for node in _items(root, "elements", "element", findings)]
    relationships = [_relationship(node, context) for node in _items(root, "relationships", "relationship", findings)]
    views = sum(1 for part in _parts(root, "views") for node in part.iter() if local_name(node.tag) == "view")
    texts = sum(1 for _ in _parts(root, "documentation", "metadata"))
    texts += sum(len(part) for part in _parts(root, "properties"))
    name = _said(root, *NAMES)
    return Model(
        root.get("identifier", ""), name[0][1] if name else "", "exchange", elements, relationships, views, texts
    )


def _parts(node: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in node if local_name(child.tag) in names)


def _items(root: etree._Element, part: str, item: str, findings: Findings) -> Iterator[etree._Element]:
    for section in _parts(root, part):
        for node in section:
            if local_name(node.tag) == item:
                yield node
            elif node.tag != XINCLUDE_TAG:  # the parser has told about that one
                findings.say("not-read", line=line_of(node), tag=local_name(node.tag))


def _attribute(node: etree._Element, *names: str) -> str:
    """Return the first attribute that is there; the draft writes some of them in lower case."""
    return next((value for name in names if (value := node.get(name))), "")


def _said(node: etree._Element, *tags: str) -> Said:
    return tuple(
        (child.get(LANGUAGE, ""), child.text.strip())
        for child in _parts(node, *tags)
        if child.text and child.text.strip()
    )


def _definitions(root: etree._Element) -> dict[str, str]:
    found = {}
    for part in _parts(root, "propertyDefinitions", "propertydefs"):
        for node in _parts(part, "propertyDefinition", "propertydef"):
            said = _said(node, *NAMES)
            found[node.get("identifier", "")] = said[0][1] if said else node.get("name", "")
    return found


def _folders(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = [(part, "") for part in _parts(root, "organizations", "organization")]
    while waiting:
        node, path = waiting.pop()
        about = _attribute(node, "identifierRef", "identifierref", "ref")
        if about:
            found.setdefault(about, path)
        label = _said(node, *NAMES)
        below = f"{path}/{label[0][1]}".lstrip("/") if label and not about else path
        waiting.extend((child, below) for child in reversed(list(_parts(node, "item"))))
    return found


def _element(node: etree._Element, context: _Context) -> Element:
    identifier, written = node.get("identifier", ""), element_type(node.get(TYPE, ""))
    subtype = JUNCTIONS.get(written) or ((node.get("type") or "and").lower() if written == "Junction" else None)
    return Element(
        identifier,
        identifier,
        written,
        _said(node, *NAMES),
        _said(node, "documentation"),
        _properties(node, context),
        subtype=subtype,
        folder=context.folders.get(identifier) or None,
        line=line_of(node),
    )


def _relationship(node: etree._Element, context: _Context) -> Relationship:
    identifier, name = node.get("identifier", ""), relationship_type(node.get(TYPE, ""))
    extras = (("strength", node.get("modifier")), ("directed", node.get("isDirected")))
    properties = _properties(node, context) + tuple((key, value) for key, value in extras if value)
    access = ACCESS.get(_attribute(node, "accessType").lower(), "unspecified") if name == "Access" else None
    return Relationship(
        identifier,
        identifier,
        name,
        node.get("source", ""),
        node.get("target", ""),
        _said(node, *NAMES),
        _said(node, "documentation"),
        properties,
        access=access,
        folder=context.folders.get(identifier) or None,
        line=line_of(node),
    )


def _properties(node: etree._Element, context: _Context) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for part in _parts(node, "properties"):
        for one in _parts(part, "property"):
            about = _attribute(one, "propertyDefinitionRef", "propertydefinitionref", "identifierRef", "identifierref")
            if about not in context.definitions:
                context.findings.say("missing-definition", line=line_of(one), value=about)
            found += _values(one, context.definitions.get(about, about))
    return tuple(found)


def _values(node: etree._Element, key: str) -> list[tuple[str, str]]:
    """Give the first value the key; further ones, in other languages, the key with ``@xx``."""
    values = [(child.get(LANGUAGE, ""), child.text or "") for child in _parts(node, "value")]
    return [(key if number == 0 else f"{key}@{tag or 'und'}", words) for number, (tag, words) in enumerate(values)] or [
        (key, "")
    ]
