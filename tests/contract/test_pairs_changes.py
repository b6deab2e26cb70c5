"""Whatever is written on any pair of engines: the register verifies, and its graph is what a rebuild makes of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.model import Kind, Relation
from graphsvc.service import Workspace
from graphsvc.service.editing import Asked, add_relation, add_thing, confirm, edit, find_subject, remove
from graphsvc.service.forum.carrying_out import carry_out_proposal
from graphsvc.service.forum.cases import find_case
from graphsvc.service.forum.deciding import decide
from graphsvc.service.keeping import cypher, graph_rebuild, undo, verify
from graphsvc.service.safekeeping import backup, restore
from graphsvc.service.views import change_view, list_views, save_view, since
from graphsvc.text import Language
from tests.forum import filled_small
from tests.pairs import Pair, follows
from tests.web import MULTIPART, Web, multipart, serving

NB = Language.NB
APPROVED = {"outcome": "approve", "reasons": "Godt forslag"}
OLD = "MATCH (s:system) WHERE s.id = 'old' RETURN s.vendor"
NEW = "MATCH (s:system) WHERE s.id = 'P1' RETURN s.name_nb"


@pytest.fixture
def workspace(pair: Pair) -> Iterator[Workspace]:
    """A small register that the graph database shows; in the end both are sound, and the graph is as built anew."""
    with pair.workspace() as made:
        filled_small(made)
        assert made.publish() is None
        yield made


def rows(workspace: Workspace, statement: str) -> object:
    return cypher(workspace, statement)["rows"]


def test_edits_confirmations_and_removals(workspace: Workspace) -> None:
    edit(workspace, "system:old", Asked({"vendor": "Ny AS 🦆", "yearly_cost": None}), NB)
    assert rows(workspace, OLD) == [["Ny AS 🦆"]]
    follows(workspace)
    confirm(workspace, "system:old", NB, relations=True, who="Systemeier")
    add_thing(workspace, Kind.SYSTEM, Asked({"name_nb": "Droneplan"}), NB)
    add_relation(workspace, Relation.FLOW, "system:kart", "system:droneplan", Asked({"mode": "batch"}), NB)
    asked = "MATCH (a:system)-[f:flow]->(b:system) WHERE b.id = 'droneplan' RETURN a.id, f.mode"
    assert rows(workspace, asked) == [["kart", "batch"]]
    follows(workspace)
    flow = next(one for one in workspace.snapshot().edges(Relation.FLOW).records if one.end == "system:droneplan")
    remove(workspace, f"flow:{flow.id}", NB)
    remove(workspace, "system:droneplan", NB)
    edit(workspace, "system:old", Asked(take_back=("vendor", "yearly_cost")), NB)
    assert (rows(workspace, OLD), rows(workspace, asked)) == ([[None]], [])
    assert find_subject(workspace, "system:old").record.fields["yearly_cost"] == 100


def test_an_approved_proposal_is_carried_out_taken_back_and_carried_out_again(workspace: Workspace) -> None:
    decide(workspace, "P1", APPROVED, NB)
    on = dt.date(2027, 1, 1)
    done = carry_out_proposal(workspace, "P1", NB, on=on, key="k")
    assert rows(workspace, NEW) == [["Nytt varslingssystem"]]
    follows(workspace)
    assert carry_out_proposal(workspace, "P1", NB, on=on, key="k").revision == done.revision
    assert done.revision is not None
    assert undo(workspace, done.revision) == (done.revision + 1, ())
    assert rows(workspace, NEW) == []
    assert find_case(workspace, Kind.DECISION, "D1").fields["outcome"] == "approve"
    follows(workspace)
    carry_out_proposal(workspace, "P1", NB, on=on)
    assert rows(workspace, NEW) == [["Nytt varslingssystem"]]


def test_decisions_are_a_chain_and_leave_the_map_alone(workspace: Workspace) -> None:
    before = workspace.map_snapshot().revision
    for number in range(1, 4):
        decide(workspace, "P1", {"outcome": "investigate", "reasons": f"Grunn {number}"}, NB)
        decided = workspace.register.tip[1]
        assert verify(workspace, NB, head=decided)["register"]["head_at"] == workspace.register.head  # type: ignore[index]
    edit(workspace, "system:kart", Asked({"vendor": "X"}), NB)
    assert before < workspace.map_snapshot().revision
    found = workspace.register.verify(decided)
    assert (found.ok, found.chain_ok, found.head_at) == (True, True, workspace.register.head - 1)
    assert not workspace.register.verify("0" * 64).ok


def test_saved_views_tell_what_has_changed_since(workspace: Workspace) -> None:
    view, new = save_view(workspace, "Om 🦆", "/thing/system/old", note="til møtet")
    assert new
    edit(workspace, "system:old", Asked({"vendor": "Ny AS"}), NB)
    change_view(workspace, view.number, name="Om det gamle", shared=True)
    (kept,) = list_views(workspace)
    assert (kept.name, kept.shared, kept.address) == ("Om det gamle", True, "/thing/system/old")
    assert since(workspace, kept, looked_into=True).is_new


def test_a_backup_brings_the_register_and_its_graph_back(pair: Pair, tmp_path: Path) -> None:
    workspace = Workspace.create(pair.settings())
    filled_small(workspace)
    save_view(workspace, "Gammelt", "/thing/system/old")
    decide(workspace, "P1", APPROVED, NB)
    tip = workspace.register.tip
    backup(workspace, tmp_path / "copy.sqlite")
    edit(workspace, "system:old", Asked({"vendor": "Etterpå"}), NB)
    assert rows(workspace, OLD) == [["Etterpå"]]
    workspace.close()  # the program restores a register that nobody has open
    document, warnings = restore(pair.settings(), tmp_path / "copy.sqlite", replace=True)
    assert (document["revision"], warnings) == (tip[0], ())
    with Workspace.open(pair.settings(), write=True) as again:
        assert (again.register.tip, [one.name for one in list_views(again)]) == (tip, ["Gammelt"])
        assert rows(again, OLD) == [[None]]
        assert verify(again, NB)["ok"]
        graph_rebuild(again)
        follows(again)


def test_over_http_what_is_written_is_published_and_readiness_says_so(workspace: Workspace) -> None:
    def send(web: Web, method: str, path: str, body: object, **headers: str) -> int:
        content = json.dumps(body).encode()
        answer = web.ask(
            f"/api/v1/{path}", method, content, x_graphsvc_request="1", content_type="application/json", **headers
        )
        assert answer.status in (200, 201), answer.text
        ready = web.ask("/health/ready")
        assert (ready.status, ready.json["graph"]["in_step"]) == (200, True), ready.text
        return int(web.ask("/api/v1/history").json["revisions"][0]["revision"])

    with serving(workspace) as web:
        file = ("files", "system.csv", b"id,name_nb\nfil,Fra fil\n")
        body = multipart(file, ("source", None, b"feed"))
        made = web.ask("/api/v1/import", "POST", body, content_type=MULTIPART, x_graphsvc_request="1")
        assert made.status == 200, made.text
        edited = send(web, "PATCH", "things/system:fil", {"fields": {"vendor": "V"}}, if_match="*")
        assert rows(workspace, "MATCH (s:system) WHERE s.id = 'fil' RETURN s.vendor") == [["V"]]
        confirmed = send(web, "POST", "things/system:fil/confirm", {"relations": True})
        decided = send(web, "POST", "proposals/P1/decisions", APPROVED)
        carried = send(web, "POST", "proposals/P1/carry-out", {})
        assert [confirmed - edited, decided - confirmed, carried - decided] == [1, 1, 1]
        assert rows(workspace, NEW) == [["Nytt varslingssystem"]]
