"""A small register with a map and a forum, for tests of its use cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphsvc.records import ChangeSet, ClaimChange, Record
from graphsvc.register import PEOPLE
from graphsvc.service import Workspace
from tests.installations import settings_at
from tests.registers import linked, load, thing, told

__all__ = ["TODAY", "edit", "filled_small", "small"]

TODAY = dt.date(2026, 12, 1)

#: Two sectors, three units, four systems, two services; an old system that others depend on.
MAP = (
    thing("unit:A", name_nb="Administrasjon", level="sector"),
    thing("unit:B", name_nb="Teknikk", level="sector"),
    thing("unit:A1", name_nb="IKT", level="unit"),
    thing("unit:B1", name_nb="Vei", level="unit"),
    linked("part_of", "unit:A1", "unit:A"),
    linked("part_of", "unit:B1", "unit:B"),
    thing("system:old", name_nb="Gammelt", scope="local", yearly_cost=100),
    thing("system:kart", name_nb="Kart", scope="local"),
    thing("system:arkiv", name_nb="Arkiv", scope="local"),
    thing("system:krr", name_nb="Kontaktregister", scope="national"),
    thing("service:T1", name_nb="Brøyting"),
    thing("service:T2", name_nb="Gravemelding"),
    thing("capability:varsling", name_nb="Varsling"),
    linked("owns", "unit:B1", "system:old"),
    linked("uses", "unit:B1", "system:old"),
    linked("supports", "system:old", "service:T1", strength="required"),
    linked("delivers", "unit:B1", "service:T1", role="lead"),
    linked("provides", "system:old", "capability:varsling"),
    linked("flow", "system:kart", "system:old", name="f1", mode="sync", data_to="dependent"),
)
FORUM = (
    thing(
        "proposal:P1",
        name_nb="Nytt varslingssystem",
        need_nb="Varsel til beboere",
        proposer_unit=("B1",),
        phase="concept",
        needed_capabilities=("varsling",),
        affected_services=("T1",),
        affected_units=("B1",),
        replaces_systems=("old",),
        investment=300,
        yearly_cost=50,
        yearly_benefit=90,
    ),
    thing("proposal:P2", name_nb="Bare en tanke", need_nb="Vet ikke", proposer_unit=("A1",), phase="idea"),
    thing("role:F1", name_nb="Leder", role_kind="leader"),
    thing("role:K1", name_nb="Kompetansegruppe teknikk", role_kind="competence_group", sector=("B",)),
)


@contextmanager
def small(home: Path) -> Iterator[Workspace]:
    """Make a register with the map and the forum of this module."""
    with Workspace.create(settings_at(home)) as workspace:
        filled_small(workspace)
        yield workspace


def filled_small(workspace: Workspace) -> None:
    """Put the map and the forum into an empty register, as an import that nobody has published yet."""
    workspace.register.set_about(who="kari", title="Prøvekommunen", synthetic=True, today=TODAY)
    load(workspace.register, told("hr", *MAP, *FORUM))


def edit(workspace: Workspace, *records: Record) -> int:
    """Let people say something of the map."""
    standing = workspace.register.archive.own(PEOPLE, {(one.subject.value, one.id) for one in records})
    changes = [ClaimChange(standing.get((one.subject.value, one.id)), one) for one in records]
    return workspace.register.commit_changes(ChangeSet(PEOPLE, changes), who="kari", message="redigert")
