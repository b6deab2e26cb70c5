"""Rule 11: which sector a service belongs to, and the members that an axis names in a property."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Kind, Relation
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.derivation.collector import Finding
from graphsvc_importers.archimate.derivation.provision import Path
from graphsvc_importers.archimate.ties import Web

__all__ = ["delivered", "named_members"]

UPWARD = frozenset({"Composition", "Aggregation", "Assignment"})
LEAD = {"role": "lead"}
#: What belongs to a sector, and how.
BELONGING = {
    Kind.SERVICE: (Relation.DELIVERS, LEAD),
    Kind.SYSTEM: (Relation.OWNS, {}),
    Kind.UNIT: (Relation.PART_OF, {}),
}


def delivered(cast: Cast, web: Web) -> Iterator[Finding]:
    """Climb from every service to the first sectors above it; a service below several sectors belongs to each.

    Notes
    -----
    O(services x what is above them); visited sets end circles.
    """
    for service in cast.of_class("B"):
        waiting, seen = [(service, Path())], {service}
        while waiting:
            here, path = waiting.pop(0)
            for tie in web.into(here, UPWARD):
                if tie.source in seen or not path.goes_on or not _climbs(cast, tie.type, tie.source):
                    continue
                seen.add(tie.source)
                further = path.then(tie)
                if tie.source in cast.axis.nodes:
                    yield Finding("11", Relation.DELIVERS, tie.source, service, further.via, LEAD)
                else:
                    waiting.append((tie.source, further))


def _climbs(cast: Cast, type_: str, source: str) -> bool:
    return cast.letters[source] == "U" if type_ == "Assignment" else cast.letters[source] in {"B", "U", "G"}


def named_members(cast: Cast) -> Iterator[Finding]:
    """Give each sector the services, systems and units that name it in the axis's property."""
    for node, members in sorted(cast.axis.members.items()):
        for member in members:
            found = BELONGING.get(cast.kinds[member])
            if found is None or member == node:
                continue
            relation, fields = found
            start, end = (member, node) if relation is Relation.PART_OF else (node, member)
            yield Finding("axis", relation, start, end, (), fields)
