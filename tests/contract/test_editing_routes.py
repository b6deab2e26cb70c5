"""Editing in place over HTTP: for programs, and from the forms of pages without any script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.contract.test_api_routes import HTML, JSON, refused, secured
from tests.editing_routes import READING, WRITING
from tests.installations import demo_at
from tests.web import Answer, Web, serving

FROM_PROGRAM = {"x_graphsvc_request": "1", "content_type": JSON}
EPJ, PAGE = "/api/v1/things/system:epj", "/thing/system/epj"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    workspace = demo_at(tmp_path_factory.mktemp("edit") / "home")
    with workspace, serving(workspace) as served:
        yield served


def send(web: Web, method: str, address: str, body: Any, **headers: str) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return web.ask(address, method, content, **{**FROM_PROGRAM, **headers})


def head(web: Web) -> int:
    return int(web.ask("/api/v1/history").json["revisions"][0]["revision"])


def field(web: Web, name: str, address: str = EPJ) -> Any:
    return next((one["value"] for one in web.ask(address).json["fields"] if one["name"] == name), "unknown")


# -- programs ------------------------------------------------------------------------------------------------------
def test_a_field_is_changed_from_the_version_that_was_seen(web: Web) -> None:
    seen = web.ask(EPJ).headers["etag"]
    answer = send(web, "PATCH", EPJ, {"fields": {"vendor": "Ny AS", "users": None}, "why": "ringte"}, if_match=seen)
    assert answer.status == 200, answer.text
    secured(answer)
    assert answer.json["revision"] == head(web)
    assert answer.headers["etag"] == f'"{head(web)}"'
    assert (field(web, "vendor"), field(web, "users")) == ("Ny AS", None)
    late = send(web, "PATCH", EPJ, {"fields": {"vendor": "Annet AS"}}, if_match=seen)
    refused(late, 409)
    assert (late.json["code"], late.json["stored"]) == ("edit-conflict", {"vendor": "Ny AS"})
    again = send(web, "PATCH", EPJ, {"fields": {"vendor": "Annet AS"}}, if_match=f'"{late.json["version"]}"')
    assert again.json["changes"][0]["before"] == "Ny AS"
    back = send(web, "PATCH", EPJ, {"take_back": ["vendor", "users"]}, if_match="*")
    assert (back.status, field(web, "vendor"), field(web, "users")) == (200, "Leverandør Zulu (fiktiv)", 1500)


def test_a_program_adds_joins_ends_and_removes(web: Web) -> None:
    new = {"kind": "system", "fields": {"name_nb": "Droneplan"}}
    made, again = (send(web, "POST", "/api/v1/things", new, idempotency_key="drone") for _ in range(2))
    assert (made.status, again.status) == (201, 200)
    assert (made.headers["location"], again.headers["idempotent-replayed"]) == (
        "/api/v1/things/system:droneplan",
        "true",
    )
    flow = {"relation": "flow", "from": "system:droneplan", "to": "system:epj", "fields": {"mode": "batch"}}
    tried = send(web, "POST", "/api/v1/relations", {**flow, "dry_run": True})
    assert (tried.status, tried.json["revision"]) == (200, None)
    joined = send(web, "POST", "/api/v1/relations", flow)
    assert joined.status == 201, joined.text
    address = joined.headers["location"]
    shown = web.ask(address)
    assert (shown.json["from"], shown.json["version"]) == ("system:droneplan", str(head(web)))
    assert send(web, "POST", f"{address}/confirm", {}).json["confirmed"] == 1
    refused(send(web, "DELETE", "/api/v1/things/system:droneplan", {}), 422)
    assert send(web, "DELETE", address, {}).status == 200
    assert send(web, "DELETE", "/api/v1/things/system:droneplan", {}).status == 200
    refused(web.ask("/api/v1/things/system:droneplan"), 404)


@pytest.mark.parametrize("route", WRITING)
def test_nothing_is_written_for_another_site_or_without_what_is_needed(web: Web, route: str) -> None:
    method, (address, body) = route.split(" ", maxsplit=1)[0], WRITING[route]
    before = head(web)
    refused(web.ask(address, method, json.dumps(body).encode(), content_type=JSON), 403)
    refused(web.ask(address, method, b"", host="evil.example"), 400, 421)
    refused(send(web, method, f"{address}?sektor=A1", body, if_match="*"), 400)
    for content in (b"{", b"[1]", b'{"x": 1}', b'{"fields": 7, "why": 7}', b"\xff"):
        refused(send(web, method, address, content, if_match="*"), 400, 422)
    if method == "PATCH":
        refused(send(web, method, address, body), 428)
        refused(send(web, method, address, body, if_match='"siste"'), 400)
    assert head(web) == before


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        (EPJ, {"fields": {"contract_end": "snart", "vendr": "x"}}, 422),
        (EPJ, {"fields": {"vendor": ["a"]}}, 422),
        (EPJ, {"take_back": "vendor"}, 400),
        ("/api/v1/things/system:finnes-ikke", {"fields": {"vendor": "x"}}, 404),
        ("/api/v1/things/proposal:P1", {"fields": {"note": "x"}}, 404),
        ("/api/v1/relations/flow:finnes-ikke", {"fields": {"data": "x"}}, 404),
    ],
)
def test_what_does_not_fit_is_refused_clearly(web: Web, address: str, body: dict[str, Any], status: int) -> None:
    answer = send(web, "PATCH", address, body, if_match="*")
    refused(answer, status)
    if status == 422:
        assert all(problem["fix"] for problem in answer.json["problems"])


def test_a_relation_is_shown_with_its_sources(web: Web) -> None:
    answer = web.ask(next(iter(READING.values())))
    assert answer.json["sources"][0]["source"] == "eksempelvik"


# -- pages ---------------------------------------------------------------------------------------------------------
def hidden(page: Answer) -> dict[str, str]:
    """What the form on a page carries along unseen."""
    form = page.text.partition('<form class="case editing"')[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def post(web: Web, address: str, **fields: str) -> Answer:
    body = urlencode(fields).encode()
    return web.page(address, "POST", body, content_type="application/x-www-form-urlencoded")


def test_the_page_of_a_thing_offers_to_edit_only_where_that_can_be_done(web: Web) -> None:
    assert 'class="edit"' in web.page(PAGE).text
    assert "csrf_token" not in web.page(PAGE).text
    past = web.page(f"{PAGE}?revision=1&edit=vendor").text
    assert 'class="edit"' not in past
    assert "csrf_token" not in past
    refused(web.page(f"{PAGE}?edit=tull"), 400)


def test_a_fact_is_previewed_saved_once_shown_with_its_source_and_undone(web: Web) -> None:
    form = {**hidden(web.page(f"{PAGE}?edit=vendor")), "vendor": "Ny AS", "why": "ringte dem"}
    before = head(web)
    tried = post(web, PAGE, **form, action="preview")
    assert "Leverandør går fra «Leverandør Zulu (fiktiv)» (eksempelvik) til «Ny AS»" in tried.text
    assert 'value="Ny AS"' in tried.text
    assert head(web) == before
    saved, again = (post(web, PAGE, **form, action="save") for _ in range(2))
    assert saved.status == again.status == 303
    assert saved.headers["location"] == again.headers["location"] == f"{PAGE}?done={before + 1}"
    assert head(web) == before + 1
    page = web.page(saved.headers["location"]).text
    assert "Leverandør: «Ny AS»" in page
    assert f"/history/{before + 1}#undo" in page
    assert "Kildene er uenige" in page
    assert "eksempelvik sier Leverandør Zulu (fiktiv)." in page


def test_both_versions_are_shown_and_what_was_written_is_kept(web: Web) -> None:
    form = {**hidden(web.page(f"{PAGE}?edit=product")), "product": "Min"}
    post(web, PAGE, **{**form, "product": "Deres", "key": "another"}, action="save")
    answer = post(web, PAGE, **form, action="save")
    assert answer.status == 409
    assert 'value="Min"' in answer.text
    assert "<td>Min</td><td>Deres</td>" in answer.text
    retry = {**hidden(answer), "product": "Min"}
    assert post(web, PAGE, **retry, action="save").status == 303
    assert field(web, "product") == "Min"
    taken = {**hidden(web.page(f"{PAGE}?edit=product"))}
    assert post(web, PAGE, **taken, action="take_back").status == 303
    assert post(web, PAGE, **hidden(web.page(f"{PAGE}?edit=product")), action="none").status == 303
    assert field(web, "product") is None


def test_a_form_that_is_wrong_comes_back_with_what_it_held_and_the_remedy(web: Web) -> None:
    form = {**hidden(web.page(f"{PAGE}?edit=contract_end")), "contract_end": "snart"}
    answer = post(web, PAGE, **form, action="save")
    assert answer.status == 422
    assert "ÅÅÅÅ-MM-DD" in answer.text
    assert 'value="snart"' in answer.text
    refused(post(web, PAGE, **{**form, "csrf_token": "0" * 64}, action="save"), 403)
    refused(post(web, PAGE, **form, action="spreng"), 400)


def test_names_in_three_languages_are_one_form(web: Web) -> None:
    form = hidden(web.page(f"{PAGE}?edit=names"))
    given = {"name_nb": "Journal", "name_nn": "Journal helse", "name_en": "EHR – care services"}
    assert post(web, PAGE, **form, **given, action="save").status == 303
    assert (field(web, "name_nb"), field(web, "name_nn")) == ("Journal", "Journal helse")
    own = web.ask("/api/v1/things/system:epj").json["conflicts"]
    assert "name_en" not in {one["field"] for one in own}, "an unchanged box says nothing"


def test_a_thing_is_confirmed_ended_and_found_again_in_the_history(web: Web) -> None:
    confirmed = post(web, PAGE, **hidden(web.page(f"{PAGE}?edit=confirm")), action="confirm", who="Systemeier")
    assert confirmed.status == 303
    assert field(web, "confirmed_by") == "Systemeier"
    old = "/thing/system/fysjou"
    ended = post(web, old, **hidden(web.page(f"{old}?edit=valid_to")), valid_to="2026-12-01", action="save")
    assert ended.headers["location"] == f"/history/{head(web)}"
    refused(web.page(old), 404)
    back = send(web, "PATCH", "/api/v1/things/system:fysjou", {"take_back": ["valid_to"]}, if_match="*")
    assert (back.status, web.page(old).status) == (200, 200)


def test_a_new_thing_and_a_new_flow_from_forms(web: Web) -> None:
    new = "/edit/new?kind=system"
    assert 'href="/edit/new?kind=data_object"' in web.page("/edit/new").text
    form = {**hidden(web.page(new)), "name_nb": "Journal pleie og omsorg 2", "action": "save"}
    made = post(web, new, **form)
    assert made.headers["location"].startswith("/thing/system/journal-pleie-og-omsorg-2?done=")
    taken = post(web, new, **{**form, "key": "k"})
    assert taken.status == 409
    assert 'name="anyway"' in taken.text
    join = "/edit/relation?thing=system:epj&join=flow&side=to"
    assert "join=owns&amp;side=to" in web.page("/edit/relation?thing=system:epj").text
    wrong = post(web, join, **hidden(web.page(join)), other="service:T001", action="save")
    assert wrong.status == 422
    assert "Den går mellom system → system" in wrong.text
    joined = post(web, join, **hidden(wrong), other="system:journal-pleie-og-omsorg-2", mode="sync", action="save")
    assert joined.headers["location"].startswith("/thing/system/epj?done=")
    refused(web.page("/edit/relation?thing=system:epj&join=owns&side=from"), 400)
    refused(web.page("/edit/relation"), 400)
    refused(web.page("/edit/relation?relation=system:epj"), 400)


def test_a_relation_is_changed_confirmed_and_taken_back_on_its_page(web: Web) -> None:
    address = "/edit/relation?relation=flow:I053&thing=system:epj"
    page = web.page(address)
    form = {**hidden(page), "protocol": "SFTP", "data": "Målinger og egenbehandlingsplan", "mode": "async"}
    shown = dict(re.findall(r'<input id="f-(\w+)" name="\w+" value="([^"]*)"', page.text))
    chosen = dict(re.findall(r'<select id="f-(\w+)".*?value="(\w+)" selected', page.text))
    saved = post(web, address, **{**shown, **chosen, **form}, action="save")
    assert saved.headers["location"].endswith(f"done={head(web)}")
    flow = READING["/api/v1/relations/{relation:path}"]
    assert field(web, "protocol", flow) == "SFTP"
    assert len(web.ask(flow).json["sources"]) == 2
    page = web.page(address)
    assert "eksempelvik sier FHIR." in page.text
    shown["protocol"] = "SFTP"
    taken = post(web, address, **{**shown, **chosen, **hidden(page)}, take_back="protocol", action="save")
    assert taken.status == 303
    assert field(web, "protocol", flow) == "FHIR"
    assert post(web, address, **hidden(web.page(address)), action="confirm").status == 303
    assert field(web, "confirmed_on", flow) == "2026-12-01"


@pytest.mark.parametrize("accept", [HTML, JSON])
def test_a_hostile_word_is_shown_as_a_word(web: Web, accept: str) -> None:
    evil = '"><script>alert(1)</script>'
    form = {**hidden(web.page(f"{PAGE}?edit=login")), "login": evil}
    post(web, PAGE, **form, action="save")
    page = web.ask(
        f"{PAGE}?edit=login", accept=accept, cookie="; ".join(f"{k}={v}" for k, v in web.cookies.items())
    ).text
    assert "<script>alert" not in page
