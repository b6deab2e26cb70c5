"""The explorer's pages over HTTP: routes that ask, and hand the answer to a page builder."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.comparing import asked_of, impact_of
from graphsvc.api.framing import ASSETS, choice, frame_of, page, respond, snapshot_or_none
from graphsvc.api.view_pages import on_start
from graphsvc.errors import GraphsvcError, QuestionError
from graphsvc.model import Reference, Relation, Strength, Way
from graphsvc.monitoring import REQUEST
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.asking import ask
from graphsvc.service.searching import search_document
from graphsvc.snapshot import Snapshot

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
    "view",
    "compare",
)
_MATRIX = ("relation", "by", "row", "column", "sector", "compare")
_HITS, _LONGEST = 100, 200
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
    matrix = workspace.ask("matrix", revision=snapshot.revision, date=snapshot.date, relation=relation)
    touched = {identifier: _sectors_touched(workspace, snapshot, identifier) for identifier in snapshot.proposals}
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
    relation = choice(request, "relation", _RELATIONS, "all")
    by = choice(request, "by", ("sector", "unit"), "sector")
    revision, date = snapshot.revision, snapshot.date
    result = workspace_of(request).ask("matrix", revision=revision, date=date, relation=relation, by=by)
    frame, pages, held = frame_of(request, snapshot), view("explorer"), None
    if words := frame.value("compare"):
        other = pages.other_side(snapshot, words)
        theirs = ask(other.snapshot, "matrix", relation=result.relation, by=result.by)
        held = pages.held_matrix(frame, snapshot, result, other, theirs)
    return str(pages.matrix(frame, snapshot, result=result, held=held))


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
    asked = frame.values("sector")
    return frozenset(str(snapshot.references[snapshot.find(one if ":" in one else f"unit:{one}")]) for one in asked)


def _often_required(snapshot: Snapshot) -> list[tuple[int, int]]:
    """Return the ten systems that most services require, and how many each."""
    edges = snapshot.edges(Relation.SUPPORTS)
    pairs = zip(edges.start.tolist(), edges.records, strict=True)
    counted = Counter(start for start, record in pairs if record.fields.get("strength") == Strength.REQUIRED)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
