"""The explorer's pages over HTTP: routes that ask, and hand the answer to a page builder."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.comparing import asked_of, impact_of
from graphsvc.api.framing import ASSETS, choice, frame_of, page, respond, snapshot_or_none
from graphsvc.api.view_pages import on_start
from graphsvc.errors import GraphsvcError, QuestionError, UnknownThing, UsageError
from graphsvc.i18n import text
from graphsvc.model import Reference, Relation, Strength, Way
from graphsvc.monitoring import REQUEST
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.asking import ask
from graphsvc.service.searching import search_document
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.municipalities import municipality_named

__all__ = ["error_page", "router"]

_FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
_RELATIONS = ("all", "flows", "services")
_IMPACT = (
    "thing",
    "proposal",
    "change",
    "min-strength",
    "max-steps",
    "selected",
    "way",
    "unfolded",
    "sector",
    "municipality",
    "view",
    "compare",
)
_MATRIX = ("relation", "by", "municipality", "row", "column", "sector", "compare")
_HITS, _LONGEST = 100, 200
#: Over several municipalities the start page tells what so many proposals touch, and how many more there are.
_PROPOSALS = 20
#: How far "why not?" looks beyond the limits of the question.
_FAINT, _FAR = 0.01, 12


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of the pages that only read, and of the files that pages load."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(ASSETS + "/{digest}/{name}", _static, methods=["GET"], name="static")
    routes.add_api_route("/", page(("relation",), _start), methods=["GET"], name="start")
    routes.add_api_route("/impact", page(_IMPACT, _impact), methods=["GET"], name="impact-page")
    routes.add_api_route("/search", page(("q", "list", "start"), _search), methods=["GET"], name="search-page")
    routes.add_api_route("/matrix", page(_MATRIX, _matrix), methods=["GET"], name="matrix-page")
    routes.add_api_route("/help", page((), _help), methods=["GET"], name="help")
    return routes


def error_page(request: Request, error: GraphsvcError, status: int) -> Response:
    """Return an error as a page."""
    language = language_of(request)
    problems = [problem.message.in_(language) for problem in error.problems]
    frame = frame_of(request, snapshot_or_none(request))
    told = {"title": error.title.in_(language), "detail": error.in_(language), "problems": problems}
    # What goes wrong on the server's side is looked up in its log.
    html = view("explorer").error(frame, status=status, reference=REQUEST.get() if status >= 500 else "", **told)
    return respond(request, html, status)


async def _static(digest: str, name: str) -> Response:
    pages = view("explorer")
    if digest != pages.digest or name not in pages.static:
        raise HTTPException(404)
    content, media_type = pages.static[name]
    return Response(content, media_type=media_type, headers=_FOR_EVER)


def _start(request: Request) -> str:
    snapshot, workspace = snapshot_of(request), workspace_of(request)
    relation = choice(request, "relation", _RELATIONS, "all")
    matrix, proposals = None, list(snapshot.proposals)
    if snapshot.organisation.several:
        del proposals[_PROPOSALS:]
    else:
        matrix = workspace.ask("matrix", revision=snapshot.revision, date=snapshot.date, relation=relation)
    touched = {identifier: _sectors_touched(workspace, snapshot, identifier) for identifier in proposals}
    frame = frame_of(request, snapshot)
    kept = on_start(workspace, frame.language)
    return str(view("explorer").start(frame, snapshot, matrix=matrix, touched=touched, views=kept))


def _sectors_touched(workspace: Workspace, snapshot: Snapshot, proposal: str) -> list[Reference]:
    try:
        result = workspace.ask("impact", revision=snapshot.revision, date=snapshot.date, proposal=proposal)
    except QuestionError:
        return []
    rows = [row for row in result.sectors if row.effect.strength or row.work.strength]
    return [Reference(f"unit:{row.id}") for row in rows]


def _search(request: Request) -> str:
    snapshot, pages = snapshot_of(request), view("explorer")
    frame = frame_of(request, snapshot)
    if name := frame.value("list"):
        return str(pages.listing(frame, snapshot, name=name, start=_whole(frame.value("start"))))
    words = (frame.value("q") or "").strip()[:_LONGEST]
    document = search_document(snapshot, words, frame.language, limit=_HITS)
    told = {"hits": document["hits"], "suggestions": document["suggestions"]}
    return str(pages.search(frame, snapshot, words=words, limit=_HITS, **told))


def _matrix(request: Request) -> str:
    snapshot = snapshot_of(request)
    own = {
        "relation": choice(request, "relation", _RELATIONS, "all"),
        "by": choice(request, "by", ("sector", "unit"), "sector"),
    }
    frame, pages, held = frame_of(request, snapshot), view("explorer"), None
    municipality, words = _municipality(frame, snapshot), frame.value("compare")
    if municipality is None and snapshot.organisation.several:
        return str(pages.matrix_overview(frame, snapshot, relation=own["relation"]))
    other = pages.other_side(snapshot, words) if words else None
    if municipality:  # the same one in both graphs, of which one may lack it
        graphs = (snapshot, other.snapshot) if other else (snapshot,)
        own["municipality"] = pages.municipality_in(graphs, municipality)
        result = _matrix_at(request, snapshot, own)
    else:
        result = workspace_of(request).ask("matrix", revision=snapshot.revision, date=snapshot.date, **own)
    if other:
        theirs = pages.matrix_at(other.snapshot, **own) if municipality else ask(other.snapshot, "matrix", **own)
        held = pages.held_matrix(frame, snapshot, result, other, theirs)
    return str(pages.matrix(frame, snapshot, result=result, held=held))


def _matrix_at(request: Request, snapshot: Snapshot, own: dict[str, Any]) -> Any:
    """Return the matrix of a municipality that some graph has; the register keeps those of its own."""
    try:
        return workspace_of(request).ask("matrix", revision=snapshot.revision, date=snapshot.date, **own)
    except UnknownThing:
        return view("explorer").matrix_at(snapshot, **own)


def _municipality(frame: Any, snapshot: Snapshot) -> str | None:
    """Return the municipality that the address names, else that of the sector, row or column that it names."""
    if told := frame.value("municipality"):
        return str(told)
    for name in ("sector", "row", "column"):
        thing = f"unit:{frame.value(name)}"
        found = snapshot.organisation.municipality_of(snapshot.index(thing)) if thing in snapshot else None
        if found is not None:
            return str(snapshot.references[found])
    return None


def _help(request: Request) -> str:
    snapshot = snapshot_of(request)
    return str(view("explorer").help(frame_of(request, snapshot), snapshot))


def _whole(words: str | None) -> int:
    return int(words) if words and words.isdecimal() and len(words) < 9 else 0


def _impact(request: Request) -> str:
    snapshot, pages = snapshot_of(request), view("explorer")
    frame = frame_of(request, snapshot)
    question = asked_of(request, snapshot, frame)
    if question is None:
        return str(pages.impact_form(frame, snapshot, often=_often_required(snapshot)))
    result, contrast = question.result, question.contrast
    selected, way = _selected(frame, snapshot, contrast), choice(request, "way", ("effect", "work"))
    beyond = None
    found = contrast.merged if contrast else result
    if selected is not None and not any(found.find(selected, one) for one in Way):
        beyond = impact_of(
            request, snapshot, {**question.own, "min_strength": _FAINT, "max_steps": max(_FAR, result.max_steps)}
        )
    asked = pages.asked(
        things=question.things,
        selected=selected,
        way=Way(way) if way else None,
        beyond=beyond,
        unfolded=frozenset(frame.values("unfolded")),
        sectors=_sectors(frame, snapshot),
        view=choice(request, "view", ("picture", "table")),
        contrast=contrast,
        other=question.other,
    )
    return str(pages.impact(frame, snapshot, result, asked))


def _selected(frame: Any, snapshot: Snapshot, contrast: Any) -> str | None:
    words: str | None = frame.value("selected")
    if words is None or words.startswith("proposal:"):
        return words
    if contrast is not None and any(contrast.of(words, one) for one in Way):
        return words
    return str(snapshot.references[snapshot.find(words)])


def _sectors(frame: Any, snapshot: Snapshot) -> frozenset[str]:
    """Return the sectors that the address names, and all those of a municipality that it names."""
    asked = frame.values("sector")
    found = [snapshot.find(one if ":" in one else f"unit:{one}") for one in asked]
    chosen = municipality_named(snapshot, words := frame.value("municipality"))
    if chosen is not None:
        organisation = snapshot.organisation
        own = [one for one in organisation.sectors if organisation.municipality_of(one) == chosen]
        if not own:  # nothing to narrow by: the whole answer would pass for the municipality's
            raise UsageError(text("explorer.no_sectors").format(municipality=str(words)[:80]))
        found += own
    return frozenset(str(snapshot.references[one]) for one in found)


def _often_required(snapshot: Snapshot) -> list[tuple[int, int]]:
    """Return the ten systems that most services require, and how many each."""
    edges = snapshot.edges(Relation.SUPPORTS)
    required = edges.holding("strength", Strength.REQUIRED)
    systems, counts = np.unique(edges.start[required], return_counts=True)
    first = np.lexsort((systems, -counts))[:10]
    return list(zip(systems[first].tolist(), counts[first].tolist(), strict=True))
