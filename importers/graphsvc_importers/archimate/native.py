"""Reads the file that Archi itself saves (``.archimate``)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from graphsvc_importers.archimate.parsing import line_of, local_name
from graphsvc_importers.archimate.source import Element, Model, Relationship, Said
from graphsvc_importers.archimate.vocabulary import element_type, relationship_type

__all__ = ["NAMESPACES", "read_native"]

NAMESPACES = frozenset({"http://www.archimatetool.com/archimate", "http://www.bolton.ac.uk/archimate"})
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
DIAGRAMS = frozenset({"ArchimateDiagramModel", "SketchModel", "CanvasModel"})
#: Archi leaves out accessType when it is 0, which is write.
ACCESS = {"": "write", "0": "write", "1": "read", "2": "unspecified", "3": "read_write"}


def read_native(root: etree._Element) -> Model:
    """Read Archi's own format. O(size of the tree), without recursion."""
    elements: list[Element] = []
    relationships: list[Relationship] = []
    profiles = {node.get("id", ""): node.get("name", "") for node in root.iterchildren("profile")}
    views = 0
    for node, folder in _members(root):
        written = node.get(TYPE, "")
        if written.rpartition(":")[2] in DIAGRAMS:
            views += 1
        elif written.endswith("Relationship") or (node.get("source") and node.get("target")):
            relationships.append(_relationship(node, folder, profiles))
        else:
            elements.append(_element(node, folder, profiles))
    texts = sum(1 for node in root.iterchildren("purpose", "documentation", "property", "metadata"))
    return Model(root.get("id", ""), root.get("name", ""), "native", elements, relationships, views, texts)


def _members(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Go through folders in the order of the file, each element with the path of its folder."""
    waiting: list[tuple[etree._Element, str]] = [(root, "")]
    while waiting:
        node, path = waiting.pop()
        if local_name(node.tag) == "element":
            yield node, path
            continue
        below = path if node is root else f"{path}/{node.get('name', '')}".lstrip("/")
        inside = list(node.iterchildren("folder", "element"))
        waiting.extend((child, below) for child in reversed(inside))


def _element(node: etree._Element, folder: str, profiles: dict[str, str]) -> Element:
    name = element_type(node.get(TYPE, ""))
    subtype = (node.get("type") or "and") if name == "Junction" else None
    return Element(
        node.get("id", ""),
        node.get("id", ""),
        name,
        _name(node),
        _documentation(node),
        _properties(node),
        _specialization(node, profiles),
        subtype,
        folder or None,
        line_of(node),
    )


def _relationship(node: etree._Element, folder: str, profiles: dict[str, str]) -> Relationship:
    name = relationship_type(node.get(TYPE, ""))
    properties = _properties(node)
    extras = (("strength", node.get("strength")), ("directed", node.get("directed")))
    properties += tuple((key, value) for key, value in extras if value)
    return Relationship(
        node.get("id", ""),
        node.get("id", ""),
        name,
        node.get("source", ""),
        node.get("target", ""),
        _name(node),
        _documentation(node),
        properties,
        _specialization(node, profiles),
        ACCESS.get(node.get("accessType", ""), "unspecified") if name == "Access" else None,
        folder or None,
        line_of(node),
    )


def _name(node: etree._Element) -> Said:
    words = node.get("name", "").strip()
    return (("", words),) if words else ()


def _documentation(node: etree._Element) -> Said:
    words = "\n\n".join(child.text for child in node.iterchildren("documentation") if child.text)
    return (("", words),) if words else ()


def _properties(node: etree._Element) -> tuple[tuple[str, str], ...]:
    own = tuple((child.get("key") or "", child.get("value") or "") for child in node.iterchildren("property"))
    features = tuple(
        (f"feature:{child.get('name', '')}", child.get("value", "")) for child in node.iterchildren("feature")
    )
    return own + features


def _specialization(node: etree._Element, profiles: dict[str, str]) -> str | None:
    names = [profiles.get(one, one) for one in (node.get("profiles") or "").split()]
    return "; ".join(names) or None
