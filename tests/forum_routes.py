"""Every route of the forum for programs, and an address that works once :func:`filled` has filled the register."""

from __future__ import annotations

import io

from graphsvc.model import Kind
from graphsvc.service import Workspace
from graphsvc.service.forum.assessing import answer_question
from graphsvc.service.forum.attaching import attach
from graphsvc.service.forum.cases import add_case
from graphsvc.service.forum.deciding import decide
from graphsvc.service.forum.meetings import add_meeting
from graphsvc.text import Language

__all__ = ["FILES", "FORMS", "PAGES", "PRINTED", "READING", "UNTIMED", "WRITING", "filled"]

NB = Language.NB
API = "/api/v1"
_SORTS = {"conditions": "D1:1", "statements": "S1", "meetings": "M1", "roles": "K2", "notes": "N1"}

#: Route -> address, for those that answer with JSON.
READING = {
    f"{API}/proposals": f"{API}/proposals",
    f"{API}/proposals/{{id:path}}": f"{API}/proposals/P8",
    f"{API}/proposals/{{id:path}}/history": f"{API}/proposals/P8/history",
    f"{API}/proposals/{{id:path}}/carry-out": f"{API}/proposals/P8/carry-out",
    f"{API}/proposals/{{id:path}}/follow-up": f"{API}/proposals/P8/follow-up",
    f"{API}/decisions": f"{API}/decisions",
    f"{API}/decisions/{{id}}": f"{API}/decisions/D1",
    f"{API}/decisions/{{id}}/metadata": f"{API}/decisions/D1/metadata",
    f"{API}/learning-arena": f"{API}/learning-arena",
}
for _path, _id in _SORTS.items():
    READING[f"{API}/{_path}"] = f"{API}/{_path}"
    READING[f"{API}/{_path}/{{id:path}}"] = f"{API}/{_path}/{_id}"
    READING[f"{API}/{_path}/{{id:path}}/history"] = f"{API}/{_path}/{_id}/history"

#: Route -> address, for those that hand out a file.
FILES = {
    f"{API}/decisions/{{id}}/package": f"{API}/decisions/D1/package",
    f"{API}/decisions/{{id}}/documents/{{name}}": f"{API}/decisions/D1/documents/P8-impact.json",
    f"{API}/proposals/{{id:path}}/attachments/{{name}}": f"{API}/proposals/P8/attachments/plan.html",
}
#: Route -> address, for those that print: a PDF, or a page with a policy of its own.
PRINTED = {
    f"{API}/{path}{ending}": f"{API}/{address}{ending}"
    for ending in (".pdf", ".html")
    for path, address in (
        ("meetings/{name}/memo", "meetings/M1/memo"),
        ("decisions/{id}/document", "decisions/D1/document"),
    )
}
#: Those that answer for now only.
UNTIMED = ("/history", "/carry-out", "/follow-up", "/metadata", "/package", "/documents/", "/attachments/")

#: Method and route -> address and a body that would do, for those that write.
WRITING: dict[str, tuple[str, dict[str, object]]] = {
    f"POST {API}/proposals": (f"{API}/proposals", {"title": "Nytt", "need_nb": "Behov", "proposer_unit": "U20"}),
    f"PATCH {API}/proposals/{{id:path}}": (f"{API}/proposals/P1", {"investment": 1}),
    f"POST {API}/proposals/{{id:path}}/phase": (f"{API}/proposals/P1/phase", {"phase": "planning"}),
    f"POST {API}/proposals/{{id:path}}/withdraw": (f"{API}/proposals/P1/withdraw", {"because": "Ikke aktuelt"}),
    f"POST {API}/proposals/{{id:path}}/reinstate": (f"{API}/proposals/P1/reinstate", {}),
    f"POST {API}/proposals/{{id:path}}/answers": (
        f"{API}/proposals/P1/answers",
        {"question": "Q04", "answer": "Nei", "answered_by": "forslagsstiller"},
    ),
    f"POST {API}/proposals/{{id:path}}/attachments": (f"{API}/proposals/P1/attachments", {}),
    f"DELETE {API}/proposals/{{id:path}}/attachments/{{name}}": (f"{API}/proposals/P1/attachments/plan.html", {}),
    f"POST {API}/proposals/{{id:path}}/decisions": (
        f"{API}/proposals/P1/decisions",
        {"outcome": "decline", "reasons": "Har det"},
    ),
    f"POST {API}/proposals/{{id:path}}/carry-out": (f"{API}/proposals/P1/carry-out", {}),
    f"PATCH {API}/conditions/{{id:path}}": (f"{API}/conditions/D1:1", {"due": "2027-01-01"}),
    f"POST {API}/conditions/{{id:path}}/fulfil": (f"{API}/conditions/D1:1/fulfil", {}),
    f"POST {API}/statements": (f"{API}/statements", {"title": "T", "text": "U"}),
    f"POST {API}/meetings": (f"{API}/meetings", {"title": "Møte", "date": "2027-01-10"}),
    f"PATCH {API}/meetings/{{id:path}}": (f"{API}/meetings/M1", {"place": "Rådhuset"}),
    f"POST {API}/meetings/{{id:path}}/agenda": (f"{API}/meetings/M1/agenda", {"proposals": ["P1", "P8"]}),
    f"POST {API}/meetings/{{id:path}}/minutes": (f"{API}/meetings/M1/minutes", {"minutes": "Vi møttes"}),
    f"POST {API}/roles": (f"{API}/roles", {"title": "Gruppe", "role_kind": "competence_group"}),
    f"PATCH {API}/roles/{{id:path}}": (f"{API}/roles/K2", {"knows": ["epj"]}),
    f"POST {API}/notes": (f"{API}/notes", {"title": "Notat", "text": "Lært", "about": ["epj"]}),
    f"PATCH {API}/notes/{{id:path}}": (f"{API}/notes/N1", {"text": "Lært mer"}),
}

#: Route -> address of the pages.
PAGES = {
    "/proposals": "/proposals",
    "/proposals/new": "/proposals/new",
    "/proposals/{id:path}": "/proposals/P8",
    "/proposals/{id:path}/edit": "/proposals/P8/edit",
    "/proposals/{id:path}/carry-out": "/proposals/P8/carry-out",
    "/decisions": "/decisions",
    "/decisions/{id}": "/decisions/D1",
    "/meetings": "/meetings",
    "/meetings/{id:path}": "/meetings/M1",
    "/learning-arena": "/learning-arena",
}
#: Route -> address and fields of a form that would do.
FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "/proposals/new": ("/proposals/new", {"title": "Nytt", "need_nb": "Behov", "proposer_unit": "U20"}),
    "/proposals/{id:path}": ("/proposals/P2", {"action": "phase", "phase": "execution"}),
    "/proposals/{id:path}/edit": ("/proposals/P2/edit", {"investment": "1"}),
    "/proposals/{id:path}/carry-out": ("/proposals/P8/carry-out", {"on": "2027-01-01"}),
    "/decisions/{id}": ("/decisions/D1", {"condition": "D1:1", "note": "Gjort"}),
    "/meetings": ("/meetings", {"title": "Møte 4", "date": "2027-02-01"}),
    "/meetings/{id:path}": ("/meetings/M1", {"action": "minutes", "minutes": "Vi møttes"}),
    "/learning-arena": ("/learning-arena", {"action": "note", "title": "N", "text": "Lært"}),
}


def filled(workspace: Workspace) -> None:
    """Put one case of every sort into a demo register."""
    given = {"title": "Møte 3", "date": "2026-12-10", "agenda": ["P8", "P1"], "participants": ["F1", "F2"]}
    add_meeting(workspace, given, NB)
    attach(workspace, "P8", "plan.html", io.BytesIO(b"<script>alert(1)</script>"), NB)
    decided = {
        "outcome": "approve_with_conditions",
        "reasons": "Vi prøver",
        "internal_note": "Pris under forhandling",
        "conditions": [{"text": "Bruk smsa", "owner": "U04", "due": "2027-03-01"}],
        "meeting": "M1",
        "participants": ["F1", "F2"],
    }
    decide(workspace, "P8", decided, NB)
    answer_question(workspace, "P8", "Q04", "Nabokommunen har det", "forslagsstiller", NB)
    add_case(workspace, Kind.STATEMENT, {"title": "Sky først", "text": "Vi kjøper tjenester", "meeting": "M1"}, NB)
    note = {"title": "Lærdom", "text": "Spør først", "about": ["smsa", "capability:varsling"], "group": "K4"}
    add_case(workspace, Kind.NOTE, note, NB)
