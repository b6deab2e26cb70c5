"""Every screen of the explorer once, in one list: what the gates, and whoever takes pictures of all, go through."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection
from pathlib import Path

from graphsvc.api import create_application
from graphsvc.service.demo import open_demo
from graphsvc.settings import Settings
from tests.web import routes_of

__all__ = ["PICTURES", "SCREENS", "unseen"]

#: Routes that are no screens: answers for programs, files, and what exists only after something has been sent.
_BESIDE = ("/api/", "/health/", "/metrics", "/static/", "/import/", "/views/{", "/map/layout.json")

#: Name of the screen -> its address on a demo that `tests.forum_routes.filled` has filled.
SCREENS = {
    "start": "/",
    "search": "/search?q=bygg",
    "search without a hit": "/search?q=qqqqqq",
    "list of things": "/search?list=systems-never",
    "list of flows": "/search?list=flows-manual",
    "system": "/thing/system/bygg",
    "service": "/thing/service/T001",
    "unit": "/thing/unit/U43",
    "capability": "/thing/capability/saksbehandling",
    "crowded system": "/thing/system/entra?left=10&right=15",
    "editing a fact": "/thing/system/bygg?edit=vendor",
    "editing names": "/thing/system/bygg?edit=names",
    "confirming": "/thing/system/bygg?edit=confirm",
    "a new thing": "/edit/new?kind=system",
    "relations to add": "/edit/relation?thing=system:bygg",
    "a new flow": "/edit/relation?thing=system:bygg&join=flow",
    "a relation": "/edit/relation?relation=flow:I053",
    "matrix": "/matrix?row=A1&column=A4",
    "matrix compared": "/matrix?compare=P6",
    "ties of a cell compared": "/matrix?compare=P6&row=A1&column=A2",
    "matrix of units": "/matrix?by=unit",
    "matrix of units compared": "/matrix?by=unit&compare=2027-07-02",
    "question of impact": "/impact",
    "impact": "/impact?thing=system:epj&selected=unit:U43",
    "impact as a table": "/impact?thing=system:epj&view=table",
    "impact compared": "/impact?thing=system:epj&change=retire&compare=P6",
    "why not": "/impact?thing=system:sfo&selected=unit:U43",
    "impact of a proposal": "/impact?proposal=P3",
    "question of paths": "/paths?from=iplan",
    "paths": "/paths?from=iplan&to=minside",
    "paths as a table": "/paths?from=iplan&to=minside&view=table",
    "paths compared": "/paths?from=iplan&to=minside&compare=P6",
    "no path": "/paths?from=scada&to=bi&mode=sync&mode=batch&avoid=oko",
    "unknown ends of paths": "/paths?from=iplann&to=minsid",
    "map": "/map?selected=unit:U35",
    "map with several": "/map?selected=unit:U01&selected=unit:U35&pin=unit:U24&pin=unit:U01&pin=system:epj",
    "map compared": "/map?compare=P6&selected=unit:U35",
    "map compared with later": "/map?compare=2028-01-01&show=systems",
    "map compared as a table": "/map?compare=P6&view=table",
    "map of systems": "/map?show=systems",
    "map as a table": "/map?view=table",
    "overlap": "/overlap",
    "overlap of a proposal": "/overlap?proposal=P8",
    "overlap as a table": "/overlap?proposal=P1&limit=20&view=table",
    "overlap in words": "/overlap?text=booking",
    "pairs": "/overlap?pairs=all",
    "pairs as a table": "/overlap?pairs=open&view=table",
    "proposals": "/proposals",
    "a new proposal": "/proposals/new",
    "proposal": "/proposals/P8",
    "editing a proposal": "/proposals/P8/edit",
    "carrying out": "/proposals/P8/carry-out",
    "assessment asked": "/assessment",
    "assessment": "/assessment?proposal=P6",
    "portfolio": "/portfolio?budget=7000&capacity=150",
    "portfolio suggested": "/portfolio",
    "portfolio as tables": "/portfolio?budget=7000&view=table",
    "portfolio impossible": "/portfolio?budget=1000&must=P2&floor=A3%3D2000",
    "meetings": "/meetings",
    "meeting": "/meetings/M1",
    "decisions": "/decisions",
    "decision": "/decisions/D1",
    "learning arena": "/learning-arena",
    "memo on paper": "/api/v1/memo/P6.html",
    "weak spots": "/weak-spots",
    "structure": "/structure",
    "privacy": "/privacy",
    "privacy of one": "/privacy?thing=data_object:D004",
    "journeys": "/journey",
    "journey": "/journey?thing=J2",
    "completeness": "/completeness?unit=U24",
    "learning asked": "/learning",
    "learning": "/learning?capability=iot",
    "what if": "/scenario?proposal=P3&analysis=weak-spots",
    "what if asked": "/scenario",
    "import": "/import",
    "history": "/history",
    "a revision": "/history/1",
    "compare": "/diff?from=2026-12-01&to=2027-07-02",
    "administration": "/administration",
    "saved views": "/views",
    "saving a view": "/views/new?address=/map",
    "help": "/help",
    "error": "/thing/system/nothing",
}
#: One screen of each of the four kinds of picture, and their states of another date or a proposal, for the variants.
PICTURES = ("impact", "paths", "matrix", "matrix compared", "matrix of units compared", "map", "map compared")


def unseen(addresses: Collection[str]) -> list[str]:
    """Return the pages of the program that none of some addresses shows."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, _ = open_demo(Settings(home=Path(folder) / "home", graph="none"))
        with workspace:
            routes = list(routes_of(create_application(workspace, port=8765).routes))
    pages = {path for method, path in routes if method == "GET" and not path.startswith(_BESIDE)}
    return sorted(path for path in pages if not any(_shows(address, path) for address in addresses))


def _shows(address: str, path: str) -> bool:
    pattern = re.sub(r"\{[^}]*:path\}", ".+", re.sub(r"\{[^}:]*\}", "[^/]+", path))
    return re.fullmatch(pattern, address.partition("?")[0]) is not None
