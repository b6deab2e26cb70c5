"""The words of ArchiMate: every type of element with its kind and class, every type of relationship.

A class is the letter by which the mapping and the derivation speak of an element: S system, K application
behaviour or interface, B business behaviour, U actor or role, E event or business interface, D data, T technology,
C capability, V value stream, G grouping, J junction, M motivation, strategy and implementation.
"""

from __future__ import annotations

from typing import NamedTuple

from graphsvc.model import Kind

__all__ = [
    "ELEMENTS",
    "JUNCTIONS",
    "RELATIONSHIPS",
    "UNKNOWN",
    "ElementType",
    "class_of_kind",
    "element_type",
    "relationship_type",
]


class ElementType(NamedTuple):
    """What becomes of a type of element; ``subtyped`` = the type is kept as a subtype for filtering."""

    kind: Kind
    letter: str
    subtyped: bool = False


def _rows() -> dict[str, ElementType]:
    technology = (
        "Node Device SystemSoftware Artifact TechnologyCollaboration TechnologyInterface TechnologyFunction "
        "TechnologyProcess TechnologyInteraction TechnologyEvent TechnologyService Path CommunicationNetwork "
        "Facility Equipment Material DistributionNetwork"
    )
    motivation = (
        "Stakeholder Driver Assessment Goal Outcome Principle Requirement Constraint Meaning Value Resource "
        "CourseOfAction WorkPackage Deliverable ImplementationEvent Plateau Gap"
    )
    table: tuple[tuple[str, ElementType], ...] = (
        ("ApplicationComponent ApplicationCollaboration", ElementType(Kind.SYSTEM, "S")),
        (
            "ApplicationService ApplicationFunction ApplicationProcess ApplicationInteraction",
            ElementType(Kind.CAPABILITY, "K", subtyped=True),
        ),
        ("ApplicationInterface ApplicationEvent", ElementType(Kind.ELEMENT, "K")),
        (
            "BusinessService BusinessProcess BusinessFunction BusinessInteraction Product",
            ElementType(Kind.SERVICE, "B", subtyped=True),
        ),
        ("BusinessActor BusinessRole BusinessCollaboration", ElementType(Kind.UNIT, "U", subtyped=True)),
        ("BusinessEvent BusinessInterface", ElementType(Kind.ELEMENT, "E")),
        ("DataObject BusinessObject Representation Contract", ElementType(Kind.DATA_OBJECT, "D")),
        (technology, ElementType(Kind.TECHNOLOGY, "T")),
        ("Capability", ElementType(Kind.CAPABILITY, "C")),
        ("ValueStream", ElementType(Kind.JOURNEY, "V")),
        ("Grouping Location", ElementType(Kind.ELEMENT, "G")),
        ("Junction AndJunction OrJunction", ElementType(Kind.ELEMENT, "J")),
        (motivation, ElementType(Kind.ELEMENT, "M")),
    )
    return {name: meaning for names, meaning in table for name in names.split()}


ELEMENTS: dict[str, ElementType] = _rows()
UNKNOWN = ElementType(Kind.ELEMENT, "M")
JUNCTIONS = {"AndJunction": "and", "OrJunction": "or"}
RELATIONSHIPS = frozenset(
    {
        "Composition",
        "Aggregation",
        "Assignment",
        "Realization",
        "Serving",
        "Access",
        "Influence",
        "Triggering",
        "Flow",
        "Specialization",
        "Association",
    }
)
#: Spellings of ArchiMate 2 and of older tools; the arrows point the same way.
OLD_NAMES = {
    "UsedBy": "Serving",
    "Realisation": "Realization",
    "Specialisation": "Specialization",
    "InfrastructureFunction": "TechnologyFunction",
    "InfrastructureInterface": "TechnologyInterface",
    "InfrastructureService": "TechnologyService",
    "CommunicationPath": "Path",
    "Network": "CommunicationNetwork",
}
#: The class that stands for a kind, for types that a profile gives another kind.
CLASS_OF_KIND = {
    Kind.SYSTEM: "S",
    Kind.CAPABILITY: "K",
    Kind.SERVICE: "B",
    Kind.UNIT: "U",
    Kind.DATA_OBJECT: "D",
    Kind.TECHNOLOGY: "T",
    Kind.JOURNEY: "V",
    Kind.ELEMENT: "M",
    Kind.ORGANISATION: "U",
}


def class_of_kind(kind: Kind) -> str:
    """Return the class that stands for a kind."""
    return CLASS_OF_KIND[kind]


def element_type(written: str) -> str:
    """Return today's name of a type of element, without prefix.

    Examples
    --------
    >>> element_type("archimate:InfrastructureService")
    'TechnologyService'
    """
    name = written.rpartition(":")[2]
    return OLD_NAMES.get(name, name)


def relationship_type(written: str) -> str:
    """Return today's name of a type of relationship, without prefix and without ``Relationship``.

    Examples
    --------
    >>> relationship_type("archimate:UsedByRelationship")
    'Serving'
    """
    name = written.rpartition(":")[2]
    name = name.removesuffix("Relationship") or name
    return OLD_NAMES.get(name, name)
