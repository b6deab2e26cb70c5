"""The forum's pages and forms: read and written as a browser does, and refused when another site's page tries to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from graphsvc.api.protection import CONTENT_POLICY
from graphsvc_visualizations.explorer.forum.fields import Offered
from tests.contract.test_api_routes import HTML, JSON, refused, secured, with_parameter
from tests.forum_routes import FORMS, PAGES, filled
from tests.installations import demo_at
from tests.web import Answer, Web, serving

OFFERING = "graphsvc_visualizations.explorer.forum.fields"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    workspace = demo_at(tmp_path_factory.mktemp("forum") / "home")
    with workspace:
        filled(workspace)
        with serving(workspace) as served:
            yield served


def token(web: Web, address: str) -> dict[str, str]:
    """Return the hidden fields of the forms on a page."""
    page = web.page(address).text
    found = re.findall(r'<input type="hidden" name="(csrf_token|version)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in reversed(found)}


def send(web: Web, address: str, fields: dict[str, Any], **more: str) -> Answer:
    parts = [(name, None, str(value).encode()) for name, value in {**fields, **more}.items()]
    return web.send(address, *parts)


def post(web: Web, address: str, page: str | None = None, **fields: str) -> Answer:
    return send(web, address, {**token(web, page or address), **fields})


def head(web: Web) -> int:
    return int(web.ask("/api/v1/history").json["revisions"][0]["revision"])


def told(web: Web, address: str) -> Any:
    return web.ask(f"/api/v1{address}").json


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("route", PAGES)
def test_a_page_answers_in_each_language_and_is_secured(web: Web, route: str, language: str) -> None:
    answer = web.ask(with_parameter(PAGES[route], f"lang={language}"), accept=HTML)
    assert (answer.status, answer.sort) == (200, HTML), answer.text[:500]
    assert f'<html lang="{language}"' in answer.text
    assert " style=" not in answer.text
    assert "forum_pages." not in answer.text
    secured(answer)
    assert answer.headers["content-security-policy"] == CONTENT_POLICY


@pytest.mark.parametrize("accept", [HTML, JSON])
@pytest.mark.parametrize("address", PAGES.values())
def test_an_unknown_parameter_and_a_foreign_host_are_refused(web: Web, address: str, accept: str) -> None:
    refused(web.ask(with_parameter(address, "sektor=A1"), accept=accept), 400)
    refused(web.ask(with_parameter(address, "revision=to"), accept=accept), 400)
    refused(web.ask(with_parameter(address, "revision=999999"), accept=accept), 404, 422)
    refused(web.ask(address, host="evil.example"), 400, 421)


@pytest.mark.parametrize("address", [one for one in PAGES.values() if "carry" not in one and "edit" not in one])
def test_a_page_shows_an_older_revision(web: Web, address: str) -> None:
    answer = web.ask(with_parameter(address, f"revision={head(web)}"), accept=HTML)
    assert answer.status == 200


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        ("/proposals/P999", (404,)),
        ("/proposals/P999/edit", (404,)),
        ("/proposals/P1/carry-out", (422,)),
        ("/proposals/P8/carry-out?on=snart", (400,)),
        ("/proposals?phase=drom", (400,)),
        ("/decisions/D99", (404,)),
        ("/decisions?outcome=kanskje", (400,)),
        ("/meetings/M99", (404,)),
        ("/meetings/%00", (404,)),
        ("/proposals/%22%3E%3Cscript%3E", (404,)),
    ],
)
def test_what_does_not_exist_is_a_page_that_says_so(web: Web, address: str, statuses: tuple[int, ...]) -> None:
    answer = web.ask(address, accept=HTML)
    refused(answer, *statuses)
    assert "<script>" not in answer.text.replace('<script type="module"', "")


@pytest.mark.parametrize("route", FORMS)
def test_a_form_of_another_site_an_old_one_and_no_form_write_nothing(web: Web, route: str) -> None:
    address, fields = FORMS[route]
    before = head(web)
    parts = [(name, None, value.encode()) for name, value in fields.items()]
    for extra in ([], [("csrf_token", None, b"")], [("csrf_token", None, b"0" * 64)]):
        refused(web.send(address, *parts, *extra), 403)
    good = ("csrf_token", None, token(web, PAGES[route])["csrf_token"].encode())
    refused(web.send(address, *parts, good, sec_fetch_site="cross-site"), 403)
    refused(web.ask(address, "POST", b"{}", content_type=JSON), 400, 403, 415)
    refused(web.send(address, *parts, good, ("unknown_field", None, b"x")), 400)
    assert head(web) == before


def test_three_fields_make_a_proposal_and_what_lacks_is_told_above_the_form(web: Web) -> None:
    lacking = post(web, "/proposals/new", title='Et <b>"godt"</b> forslag', proposer_unit="U20")
    assert lacking.status == 422
    assert "need_nb" in lacking.text
    assert "Et &lt;b&gt;&#34;godt&#34;&lt;/b&gt; forslag" in lacking.text
    made = post(web, "/proposals/new", title="Et godt forslag", need_nb="Fordi", proposer_unit="U20")
    assert made.status == 303
    identifier = made.headers["location"].rpartition("/")[2]
    assert told(web, f"/proposals/{identifier}")["need_nb"] == "Fordi"


def test_where_not_all_units_can_be_listed_another_one_may_be_written(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{OFFERING}._MOST", 3)
    page = web.page("/proposals/new").text
    assert 'id="f-unit" name="proposer_unit" value="" ' in page
    assert page.partition('<datalist id="l-f-unit">')[2].partition("</datalist>")[0].count("<option") == 3
    unit = "Barnehager og barnehagemyndighet"
    made = post(web, "/proposals/new", title="Ett til", need_nb="Fordi", proposer_unit=unit)
    identifier = made.headers["location"].rpartition("/")[2]
    assert told(web, f"/proposals/{identifier}")["proposer_unit"] == "U23"
    assert 'name="proposer_unit" value="U23"' in web.page(f"/proposals/{identifier}/edit").text
    assert f"/proposals/{identifier}" in web.page("/proposals?unit=Barnehager+og+barnehagemyndighet").text
    nobody = web.ask("/proposals?unit=Barnehager+og+barnehagemyndiget", accept=HTML)
    assert nobody.status == 404
    assert "Barnehager og barnehagemyndighet" in nobody.text


def test_what_stands_in_a_field_stays_there_when_it_can_no_longer_be_chosen(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = told(web, "/proposals/P3")["proposer_unit"]
    monkeypatch.setattr(f"{OFFERING}.offered", lambda *_: Offered((("U999", "Den nye"),), True))
    page = web.page("/proposals/P3/edit").text
    assert f'<option value="{unit}" selected>{unit}</option>' in page


def test_an_edit_writes_only_what_differs_and_a_late_one_shows_both_versions(web: Web) -> None:
    fields = token(web, "/proposals/P3/edit")
    document = told(web, "/proposals/P3")
    boxes = {
        name: "; ".join(value) if isinstance(value, list) else str(value)
        for name, value in document.items()
        if name in ("name_nb", "name_en", "need_nb", "proposer_unit", "replaces_systems", "affected_services")
        or name in ("affected_units", "needed_capabilities", "national_components", "yearly_cost", "yearly_benefit")
        or name in ("it_person_weeks", "legal_basis", "personal_data_level", "shared_data_nb", "main_risk_nb")
        or name in ("other_benefit_nb", "scores")
    }
    before = head(web)
    assert send(web, "/proposals/P3/edit", {**fields, **boxes, "investment": "1850"}).status == 303
    assert head(web) == before
    assert send(web, "/proposals/P3/edit", {**fields, **boxes, "investment": "1900", "note": "Ny"}).status == 303
    (entry,) = [one for one in told(web, "/proposals/P3/history")["history"] if one["source"] == "forum"]
    assert {one["name"]: one["after"] for one in entry["fields"]} == {"investment": 1900, "note": "Ny"}
    late = send(web, "/proposals/P3/edit", {**fields, **boxes, "investment": "2000"})
    assert late.status == 409
    assert "1900" in late.text
    assert 'value="2000"' in late.text
    newest = told(web, "/proposals/P3")["version"]
    assert newest in late.text
    again = send(web, "/proposals/P3/edit", {**fields, **boxes, "version": newest, "investment": "2000", "note": "Ny"})
    assert again.status == 303
    assert told(web, "/proposals/P3")["investment"] == 2000
    wrong = send(web, "/proposals/P3/edit", {**token(web, "/proposals/P3/edit"), **boxes, "investment": "mye"})
    assert (wrong.status, 'value="mye"' in wrong.text) == (422, True)


def test_the_course_of_a_proposal_by_forms(web: Web) -> None:
    def act(action: str, **fields: str) -> Answer:
        return post(web, "/proposals/P5", action=action, **fields)

    assert act("phase", phase="concept").status == 303
    assert act("phase", phase="closing").status == 422
    assert act("sprenge").status == 400
    stale = {**token(web, "/proposals/P5"), "version": "0123456789abcdef"}
    assert send(web, "/proposals/P5", {**stale, "action": "phase", "phase": "planning"}).status == 409
    assert act("answer", question="Q04", answer="Nei", answered_by="leder").status == 303
    refused_ = act("answer", question="Q99", answer="Kanskje <i>", answered_by="leder")
    assert (refused_.status, "Kanskje &lt;i&gt;" in refused_.text) == (422, True)
    assert act("withdraw", because="Venter").status == 303
    assert act("phase", phase="planning").status == 422
    assert act("reinstate").status == 303
    assert told(web, "/proposals/P5")["phase"] == "concept"


def test_a_file_is_attached_and_taken_away_by_forms(web: Web) -> None:
    fields = {**token(web, "/proposals/P6"), "action": "attach"}
    parts = [(name, None, value.encode()) for name, value in fields.items()]
    assert web.send("/proposals/P6", *parts, ("file", "plan.svg", b"<svg onload=alert(1)>")).status == 303
    (digest, _, _) = told(web, "/proposals/P6")["attachments"][0].split(" ", 2)
    got = web.ask(f"/api/v1/proposals/P6/attachments/{digest}")
    assert (got.sort, got.body) == ("application/octet-stream", b"<svg onload=alert(1)>")
    assert post(web, "/proposals/P6", action="detach", attachment=digest).status == 303
    assert not told(web, "/proposals/P6").get("attachments")
    assert post(web, "/proposals/P6", action="attach").status == 400


def test_deciding_following_up_and_carrying_out_by_forms(web: Web) -> None:
    hidden = {**token(web, "/proposals/P7"), "action": "decide"}
    fields = {**hidden, "outcome": "approve_with_conditions", "reasons": "Prøv <u>", "meeting": "M1"}
    lacking = send(web, "/proposals/P7", fields)
    assert (lacking.status, "Prøv &lt;u&gt;" in lacking.text) == (422, True)
    fields |= {"condition-1": "Først DPIA", "owner-1": "U04", "due-1": "2027-03-01", "condition-3": "Så mål"}
    parts = [(name, None, value.encode()) for name, value in fields.items()]
    roles = [("participants", None, b"F1"), ("participants", None, b"F3")]
    assert web.send("/proposals/P7", *parts, *roles).status == 303
    made = told(web, "/proposals/P7")["decisions"][-1]
    assert made["participants"] == ["F1", "F3"]
    assert made["conditions"] == ["Først DPIA", "Så mål"]
    page = f"/decisions/{made['id']}"
    first = told(web, f"/conditions/{made['id']}:1")
    done = post(web, page, condition=f"{made['id']}:1", note="Gjort", version=first["version"])
    assert done.status == 303
    assert post(web, page, condition=f"{made['id']}:1", version="*").status == 409
    assert told(web, f"/conditions/{made['id']}:1")["note"] == "Gjort"
    carry = "/proposals/P7/carry-out"
    assert post(web, carry, on="snart").status == 400
    assert post(web, carry, on="2027-01-01", seen="1").status == 409
    assert post(web, carry, on="2027-01-01", seen=str(head(web))).status == 303
    assert told(web, "/proposals/P7")["carried_out_on"] == "2027-01-01"
    refused(web.ask(carry, accept=HTML), 422)


def test_a_meeting_is_planned_ordered_and_minuted_by_forms(web: Web) -> None:
    fields = token(web, "/meetings")
    parts = [(name, None, value.encode()) for name, value in {**fields, "title": "Møte", "date": "2027-01-20"}.items()]
    made = web.send("/meetings", *parts, ("agenda", None, b"P1"), ("agenda", None, b"P2"), ("agenda", None, b"P4"))
    address = made.headers["location"]
    for move, proposal, agenda in (
        ("up", "P4", ["P1", "P4", "P2"]),
        ("out", "P1", ["P4", "P2"]),
        ("in", "P3", ["P4", "P2", "P3"]),
        ("up", "P4", ["P4", "P2", "P3"]),
    ):
        assert post(web, address, action="agenda", move=move, proposal=proposal).status == 303
        assert told(web, address)["agenda"] == agenda
    assert post(web, address, action="agenda", move="in", proposal="P99").status == 422
    seen = token(web, address)
    assert post(web, address, action="minutes", minutes="Først").status == 303
    late = send(web, address, {**seen, "action": "minutes", "minutes": "Mitt <referat>"})
    assert late.status == 409
    assert "Mitt &lt;referat&gt;" in late.text
    assert "Først" in late.text
    assert post(web, address, action="minutes", minutes="Ferdig", approved="true").status == 303
    assert post(web, address, action="minutes", minutes="Likevel ikke").status == 422
    assert post(web, "/meetings", title="Uten dato").status == 422


def test_notes_statements_and_what_groups_know_by_forms(web: Web) -> None:
    page = "/learning-arena"
    assert post(web, page, action="note", title="Erfaring", text="Spør", about="iotva; capability:iot").status == 303
    assert told(web, "/notes?about=iotva")["notes"][0]["title"] == "Erfaring"
    wrong = post(web, page, action="note", title="Erfaring", text="Spør <b>", about="finnes ikke")
    assert (wrong.status, "Spør &lt;b&gt;" in wrong.text) == (422, True)
    assert post(web, page, action="statement", title="Åpne data", text="Vi deler").status == 303
    group = told(web, "/roles/K3")
    assert post(web, page, action="knows", role="K3", knows="epj", version=group["version"]).status == 303
    assert post(web, page, action="knows", role="K3", knows="bygg", version=group["version"]).status == 409
    assert told(web, "/roles/K3")["knows"] == ["epj"]
    assert post(web, page, action="annet").status == 400
