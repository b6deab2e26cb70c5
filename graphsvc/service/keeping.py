"""Keeping the register sound: verify, undo, the graph database, and what is wrong with an installation."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version

from graphsvc.errors import GraphDatabaseError, GraphsvcError
from graphsvc.graphdb.sync import in_step
from graphsvc.guard import protection
from graphsvc.i18n import text
from graphsvc.ports import GraphDatabase
from graphsvc.register import Register
from graphsvc.registry import importers, queries, views
from graphsvc.security import Action, permit
from graphsvc.service.whereabouts import register_at
from graphsvc.service.workspace import Workspace
from graphsvc.settings import Settings, origins
from graphsvc.text import Language, Text

__all__ = ["Check", "cypher", "doctor", "graph_rebuild", "graph_status", "undo", "verify"]


def verify(workspace: Workspace, language: Language, *, head: str | None = None) -> dict[str, object]:
    """Check every digest and the chain, and the graph database against the register (surface.md, verify).

    Parameters
    ----------
    head
        A digest that an export of a decision or an earlier check told: some revision of the chain must have it.
    """
    permit(workspace.actor, Action.OPERATE)
    register = workspace.register.verify(head)
    graph = graph_status(workspace, language, verify=True)
    return {
        "ok": register.ok and bool(graph["ok"]),
        "register": {
            "ok": register.ok,
            "revisions": register.revisions,
            "chain_ok": register.chain_ok,
            "digest": register.digest,
            "documents": register.documents,
            "head_at": register.head_at,
            "problems": [problem.in_(language) for problem in register.problems],
        },
        "graph": graph,
    }


def graph_status(workspace: Workspace, language: Language, *, verify: bool = False) -> dict[str, object]:
    """Say which revision the graph database shows and whether it is in step with the register."""
    permit(workspace.actor, Action.READ)
    graph = workspace.graph()
    if graph is None:
        why = text("service.no_graph").in_(language)
        return {
            "engine": "none",
            "answers": True,
            "revision": None,
            "in_step": True,
            "digest_ok": True,
            "ok": True,
            "why": why,
        }
    status = graph.status(verify=verify)
    snapshot = workspace.map_snapshot()
    # Nothing has been written yet: there is nothing that the graph database could lag behind.
    empty = snapshot.revision == 0 and status.revision is None and status.answers
    digest_ok = status.digest_ok or empty
    follows = empty or in_step(status, snapshot)
    reason = status.why
    if reason is None and not follows:
        reason = text("graphdb.behind").format(shown=status.revision, newest=snapshot.revision)
    return {
        "engine": status.engine,
        "answers": status.answers,
        "revision": status.revision,
        "in_step": follows,
        "digest_ok": digest_ok,
        "ok": follows and digest_ok,
        "why": reason.in_(language) if reason else None,
    }


def graph_rebuild(workspace: Workspace) -> None:
    """Build the graph database anew from the newest revision.

    Raises
    ------
    GraphDatabaseError
        When it cannot be built.
    """
    permit(workspace.actor, Action.OPERATE)
    _graph(workspace).build(workspace.map_snapshot())


def cypher(workspace: Workspace, statement: str) -> dict[str, object]:
    """Ask the graph database a read-only question; for the operator on the command line only."""
    permit(workspace.actor, Action.OPERATE)
    answer = _graph(workspace).read(statement)
    return {"columns": answer.columns, "rows": answer.rows, "truncated": answer.truncated}


def _graph(workspace: Workspace) -> GraphDatabase:
    graph = workspace.graph()
    if graph is None:
        raise GraphDatabaseError(text("service.no_graph"))
    return graph


def undo(workspace: Workspace, revision: int) -> tuple[int, tuple[Text, ...]]:
    """Take a revision back by a new one; return its number and warnings."""
    permit(workspace.actor, Action.UNDO)
    made = workspace.register.undo(revision, who=workspace.actor.name)
    warning = workspace.publish()
    return made, (warning,) if warning else ()


@dataclass(frozen=True, slots=True)
class Check:
    """One look at the installation."""

    name: str
    ok: bool
    found: str


def doctor(settings: Settings, language: Language) -> dict[str, object]:
    """Look at everything that an installation needs and say what is wrong."""
    checks = [
        Check("python", sys.version_info >= (3, 11), platform.python_version()),
        Check("graphsvc", True, version("graphsvc")),
        _settings(settings, language),
        _attempt("importers", lambda: ", ".join(importers()), language),
        _attempt("queries", lambda: ", ".join(queries()), language),
        _attempt("views", lambda: ", ".join(views()), language),
        _attempt("guard", lambda: protection().in_(language), language),
        _register(settings, language),
        _graph_check(settings, language),
    ]
    return {
        "ok": all(check.ok for check in checks),
        "home": str(settings.home),
        "checks": [asdict(check) for check in checks],
    }


def _attempt(name: str, look: object, language: Language) -> Check:
    try:
        return Check(name, True, str(look()))  # type: ignore[operator]
    except GraphsvcError as error:
        return Check(name, False, error.in_(language))
    except (ImportError, AttributeError) as error:  # a plugin that does not load
        return Check(name, False, str(error))


def _settings(settings: Settings, language: Language) -> Check:
    """Tell where settings come from; a file of them that lies in the home is easily taken for one that is read."""
    file, variables = origins()
    beside = settings.home.absolute() / file.name
    found = text("service.settings_read" if file.is_file() else "service.settings_absent").format(path=str(file))
    told = [found.in_(language), *variables]
    unread = beside.is_file() and not (file.is_file() and beside.samefile(file))
    if unread:
        told.append(text("service.settings_unread").format(path=str(beside)).in_(language))
    return Check("settings", not unread, "; ".join(told))


def _register(settings: Settings, language: Language) -> Check:
    def look() -> str:
        with Register.open(register_at(settings)) as register:
            return f"{register.place}, revision {register.head}"

    return _attempt("register", look, language)


def _graph_check(settings: Settings, language: Language) -> Check:
    try:
        with Workspace.open(settings) as workspace:
            status = graph_status(workspace, language)
    except GraphsvcError as error:
        return Check("graph", False, error.in_(language))
    return Check("graph", bool(status["ok"]), _graph_found(status))


def _graph_found(status: Mapping[str, object]) -> str:
    shown = "" if status["revision"] is None else f"revision {status['revision']}"
    return " ".join(str(part) for part in (status["engine"], shown, status["why"]) if part)
