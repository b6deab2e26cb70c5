"""What an administrator should know of an installation: who may do what, sources, rules, copies, the log, health."""

from __future__ import annotations

import platform
from importlib.metadata import version

from graphsvc.errors import GraphsvcError
from graphsvc.i18n import say
from graphsvc.register import RevisionKind
from graphsvc.security import Action, Actor, permit
from graphsvc.service.keeping import graph_status
from graphsvc.service.ordering import list_sources
from graphsvc.service.ruling import rules_table
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language

__all__ = ["administration"]

_NEWEST = 10
#: What there is not yet: said plainly, so that nobody relies on it.
_LACKING = ("login", "roles", "tokens", "backups_by_itself", "reading_log")


def administration(workspace: Workspace, language: Language) -> dict[str, object]:
    """Return what is in force and how it stands, and what does not exist.

    Raises
    ------
    PermissionDenied
        When whoever asks may not operate the installation.

    Notes
    -----
    O(revisions + claims), counted by the engine, and one look at the graph database.
    """
    permit(workspace.actor, Action.OPERATE)
    return {
        "people": _people(workspace.actor, language),
        "sources": list_sources(workspace, language),
        "rules": _rules(workspace, language),
        "backup": _backup(workspace),
        "audit": _audit(workspace),
        "health": _health(workspace, language),
        "lacking": [{"name": name, "told": say(f"administration.no_{name}", language)} for name in _LACKING],
    }


def _people(actor: Actor, language: Language) -> dict[str, object]:
    rights = [
        {
            "action": action.value,
            "told": say(f"administration.may_{action.value}", language),
            "allowed": _may(actor, action),
        }
        for action in Action
    ]
    return {"name": actor.name, "local": actor.local, "rights": rights}


def _may(actor: Actor, action: Action) -> bool:
    try:
        permit(actor, action)
    except GraphsvcError:
        return False
    return True


def _rules(workspace: Workspace, language: Language) -> dict[str, object]:
    """Return what the installation has set itself; the rest are the numbers that are shipped."""
    head = workspace.register.head
    document = rules_table(head, workspace.facts(head).about.rules, workspace.settings, language)
    own: list[dict[str, object]] = []
    numbers = 0
    for part, value, shipped in (("rules", "weight", "shipped_weight"), ("points", "value", "shipped_value")):
        rows = document[part]
        assert isinstance(rows, list)  # noqa: S101 - the document is made of lists
        numbers += len(rows)
        for row in rows:
            if row["overridden_by"]:
                told = row.get("sentence") or row.get("meaning")
                own.append(
                    {
                        "name": row["name"],
                        "value": row[value],
                        "shipped": row[shipped],
                        "set_by": row["overridden_by"],
                        "told": told,
                    }
                )
    limits = {name: document[name] for name in ("minimum_strength", "maximum_steps", "upgrade_factor")}
    return {"numbers": numbers, "own": own, **limits}


def _backup(workspace: Workspace) -> dict[str, object]:
    """Return what a copy would hold; the register does not know of copies that were made of it."""
    number, digest = workspace.register.tip
    return {"revision": number, "digest": digest, "last": None, "command": "graphsvc backup FILE"}


def _audit(workspace: Workspace) -> dict[str, object]:
    revisions = workspace.register.revisions()
    by_kind = {kind.value: sum(one.kind is kind for one in revisions) for kind in RevisionKind}
    newest = [
        {"revision": one.number, "time": one.time, "who": one.who, "source": one.source, "kind": one.kind.value}
        | {"message": one.message}
        for one in revisions[:_NEWEST]
    ]
    who: dict[str, int] = {}
    for one in revisions:
        who[one.who] = who.get(one.who, 0) + 1
    return {"revisions": len(revisions), "by_kind": by_kind, "by_person": who, "newest": newest}


def _health(workspace: Workspace, language: Language) -> dict[str, object]:
    settings = workspace.settings
    try:
        graph = graph_status(workspace, language)
    except GraphsvcError as error:
        graph = {"engine": settings.graph, "answers": False, "ok": False, "revision": None, "why": error.in_(language)}
    snapshot = workspace.snapshot()
    return {
        "version": version("graphsvc"),
        "python": platform.python_version(),
        "register": {
            "place": workspace.register.place,
            "revision": workspace.register.head,
            "map_revision": workspace.register.map_revision,
            "writes": workspace.writes,
            "things": len(snapshot),
            "conflicts": len(snapshot.conflicts),
            "missing_ends": len(snapshot.missing_ends),
        },
        "graph": graph,
        "kept": workspace.kept,
        "settings": {
            "host": settings.host,
            "workers": settings.workers,
            "question_seconds": settings.question_seconds,
            "upload_bytes": settings.upload_bytes,
            "guard_memory_mb": settings.guard_memory_mb,
            "guard_seconds": settings.guard_seconds,
        },
    }
