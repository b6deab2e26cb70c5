"""The learning arena: competence groups by sector, who knows about what, and notes of what was learnt."""

from __future__ import annotations

from graphsvc.model import Kind, Reference, reference
from graphsvc.service.forum.case import Case, ids_in
from graphsvc.service.forum.cases import case_document, list_cases
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language

__all__ = ["arena", "list_notes"]

_GROUP = "competence_group"


def list_notes(
    workspace: Workspace,
    language: Language,
    *,
    about: str | None = None,
    group: str | None = None,
    meeting: str | None = None,
    revision: int | None = None,
) -> list[dict[str, object]]:
    """List notes, newest first.

    Parameters
    ----------
    about
        Only those about a thing of the map or a proposal, as id, ``kind:id`` or name.
    group, meeting
        Only those of a competence group, from a meeting.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When ``about`` names nothing, or several things.
    """
    thing = None if about is None else _thing(workspace, about)
    found = []
    for case in list_cases(workspace, Kind.NOTE, revision=revision):
        fields = case.fields
        fits = thing is None or thing in _references(case, "about")
        for name, kind, wanted in (("group", Kind.ROLE, group), ("meeting", Kind.MEETING, meeting)):
            fits = fits and (wanted is None or wanted.removeprefix(f"{kind.value}:") in ids_in(fields.get(name)))
        if fits:
            found.append(case_document(case, language))
    return sorted(found, key=lambda one: str(one.get("noted_on") or ""), reverse=True)


def _thing(workspace: Workspace, words: str) -> Reference:
    name = words.strip()
    if name.removeprefix("proposal:") in workspace.register.archive.cases(Kind.PROPOSAL):
        return reference(Kind.PROPOSAL, name.removeprefix("proposal:"))
    snapshot = workspace.map_snapshot()
    return snapshot.references[snapshot.find(name)]


def _references(case: Case, name: str) -> set[Reference]:
    """Return what a list of things names; a bare id is a system."""
    listed = case.fields.get(name)
    words = listed if isinstance(listed, tuple) else ()
    return {Reference(word if ":" in word else f"{Kind.SYSTEM.value}:{word}") for word in words}


def arena(workspace: Workspace, language: Language, *, revision: int | None = None) -> list[dict[str, object]]:
    """Return competence groups by sector, with what each knows about and its notes."""
    notes = list_cases(workspace, Kind.NOTE, revision=revision)
    found = []
    for role in list_cases(workspace, Kind.ROLE, revision=revision):
        if role.fields.get("role_kind") == _GROUP:
            own = [case_document(one, language) for one in notes if role.id in ids_in(one.fields.get("group"))]
            found.append(case_document(role, language, notes=own))
    return sorted(found, key=lambda one: (str(one.get("sector") or ""), str(one["id"])))
