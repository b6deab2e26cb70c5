"""Import over HTTP: the same document as the command, nothing written unasked, hostile files harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.service import Workspace
from graphsvc.service.uploading import file_name, uploaded
from tests.bounds import within
from tests.contract.table_expectations import BESIDE
from tests.installations import settings_at
from tests.web import MULTIPART, Answer, Part, Web, multipart, serving

BADINPUTS = Path(__file__).resolve().parents[1] / "data" / "badinputs"
PROBLEM = "application/problem+json"
DOCUMENT = {
    "source", "format", "dry_run", "revision", "added", "changed", "removed", "unchanged", "relations", "unmapped",
    "problems", "problem_count",
}  # fmt: skip
SERVICES = b"id,name\nsvc-1,Skole\nsvc-2,Barnehage\n"
MAPPING: Part = ("mapping", None, b"neutral")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(settings_at(tmp_path / "home")) as made:
        yield made


@pytest.fixture
def web(workspace: Workspace) -> Iterator[Web]:
    with serving(workspace) as served:
        yield served


@pytest.fixture(scope="module")
def register_for_bad_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Web]]:
    home = tmp_path_factory.mktemp("bad") / "home"
    with Workspace.create(settings_at(home)) as workspace, serving(workspace) as web:
        yield workspace, web


def load(web: Web, *parts: Part) -> Answer:
    body = multipart(*parts)
    return web.ask("/api/v1/import", "POST", body, content_type=MULTIPART, x_graphsvc_request="1")


def listed(*formats: str) -> list[str]:
    with (BADINPUTS / "index.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [row["file"] for row in csv.DictReader(stream) if row["format"] in formats]


@pytest.mark.parametrize("file", listed("csv", "xlsx", "archimate", "zip"))
def test_a_bad_file_gives_the_import_document_quickly_and_writes_nothing(
    register_for_bad_files: tuple[Workspace, Web], file: str
) -> None:
    workspace, web = register_for_bad_files
    head = workspace.register.head
    parts: list[Part] = [("files", name, (BADINPUTS / name).read_bytes()) for name in (file, BESIDE.get(file)) if name]
    if not file.endswith((".xml", ".archimate")):
        parts.append(("mapping", None, b"neutral_flows" if file.startswith(("sem_24", "sem_25")) else b"neutral"))
    with within(2):  # a child, a server and a client together
        answer = load(web, *parts, ("dry_run", None, b"true"))
    assert answer.status in {200, 422}, answer.text[:400]
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text
    document = answer.json
    assert set(document) >= DOCUMENT
    assert document["revision"] is None
    errors = [problem for problem in document["problems"] if problem["severity"] == "error"]
    assert bool(errors) == (answer.status == 422)
    assert document["problem_count"] >= len(document["problems"])
    assert all(problem.get("fix") for problem in errors)
    assert workspace.register.head == head


def test_a_good_file_is_written_once_and_the_second_time_nothing_is_new(web: Web, workspace: Workspace) -> None:
    first = load(web, ("files", "services.csv", SERVICES), MAPPING)
    assert (first.status, first.json["revision"], first.json["added"]) == (200, 1, {"service": 2})
    second = load(web, ("files", "services.csv", SERVICES), MAPPING)
    assert (second.status, second.json["revision"], second.json["unchanged"]) == (200, None, {"service": 2})
    assert workspace.register.head == 1


def test_a_dry_run_writes_nothing(web: Web, workspace: Workspace) -> None:
    answer = load(web, ("files", "services.csv", SERVICES), MAPPING, ("dry_run", None, b"true"))
    assert (answer.status, answer.json["dry_run"], answer.json["added"]) == (200, True, {"service": 2})
    assert workspace.register.head == 0


def test_many_removals_are_not_written_before_they_are_confirmed(web: Web, workspace: Workspace) -> None:
    rows = "".join(f"svc-{number},Tjeneste {number}\n" for number in range(50))
    assert load(web, ("files", "services.csv", f"id,name\n{rows}".encode()), MAPPING).status == 200
    answer = load(web, ("files", "services.csv", SERVICES), MAPPING)
    assert (answer.status, answer.sort, answer.json["code"]) == (409, PROBLEM, "confirmation-needed")
    assert answer.json["removed"] == {"service": 48}
    assert workspace.register.head == 1
    agreed = load(web, ("files", "services.csv", SERVICES), MAPPING, ("confirm_removals", None, b"true"))
    assert (agreed.status, agreed.json["revision"]) == (200, 2)


def test_undo_takes_an_import_back_and_needs_the_header_too(web: Web, workspace: Workspace) -> None:
    load(web, ("files", "services.csv", SERVICES), MAPPING)
    assert web.ask("/api/v1/undo/1", "POST", b"").status == 403
    undone = web.ask("/api/v1/undo/1", "POST", b"", x_graphsvc_request="1")
    assert undone.json == {"undone": 1, "revision": 2, "warnings": []}
    assert len(workspace.snapshot()) == 0
    again = web.ask("/api/v1/undo/9", "POST", b"", x_graphsvc_request="1")
    assert (again.status, again.sort) == (422, PROBLEM)


def test_a_server_that_only_reads_imports_nothing(web: Web, workspace: Workspace) -> None:
    with Workspace.open(workspace.settings) as reader, serving(reader) as other:
        assert load(other, ("files", "services.csv", SERVICES), MAPPING).status == 403
        assert other.ask("/api/v1/undo/1", "POST", b"", x_graphsvc_request="1").status == 403
        assert "csrf_token" not in other.page("/import").text
        for address in ("/import", "/import/key", "/history/1"):
            assert other.send(address, ("csrf_token", None, b"x")).status == 403


@pytest.mark.parametrize(
    ("part", "status", "word"),
    [
        (("mapping", None, b"/etc/passwd"), 400, "neutral"),
        (("mapping", None, b"../../x.toml"), 400, "neutral"),
        (("format", None, b"pickle"), 400, "archimate"),
        (("source", None, b"x" * 300), 400, "200"),
        (("source", None, b"people"), 422, "people"),
        (("dry_run", None, b"kanskje"), 400, "dry_run"),
        (("katalog", None, b"x"), 400, "katalog"),
        (("source", None, b"x" * 5000), 400, ""),
        (("profile", "own.toml", b"[tables"), 422, "own.toml"),
    ],
)
def test_a_field_that_does_not_fit_is_refused_and_named(
    web: Web, workspace: Workspace, part: Part, status: int, word: str
) -> None:
    answer = load(web, ("files", "services.csv", SERVICES), part)
    assert (answer.status, answer.sort) == (status, PROBLEM), answer.text[:300]
    assert word in answer.text
    assert workspace.register.head == 0


def test_a_form_without_files_says_so(web: Web) -> None:
    assert load(web, MAPPING).json["detail"] == "Velg minst én fil."
    assert load(web, ("files", "", b"")).status == 400


def hostile_names() -> list[str]:
    lines = (BADINPUTS / "misc_05_filenames.txt").read_text(encoding="utf-8").splitlines()
    return [
        *lines,
        "a\x00b.csv",
        "a\r\nSet-Cookie: x=1.csv",
        "..",
        ".",
        "...",
        "/",
        "\\\\server\\share\\x.csv",
        "x" * 300 + ".csv",
        "æ" * 200,
    ]


@pytest.mark.parametrize("name", hostile_names())
def test_a_hostile_file_name_becomes_a_harmless_one(name: str) -> None:
    made = file_name(name)
    assert made == Path(made).name
    assert 0 < len(made.encode()) <= 101
    assert not made.startswith(".")
    assert not set(made) & set('/\\<>:"|?*;\r\n\x00\u202e')
    with uploaded([(name, io.BytesIO(b"a")), (name, io.BytesIO(b"b"))]) as paths:
        folder = paths[0].parent
        assert len({path.name.casefold() for path in paths}) == 2
        assert folder.stat().st_mode & 0o077 == 0
        assert sorted(folder.iterdir()) == sorted(paths)
    assert not folder.exists()


@pytest.mark.parametrize("name", [name for name in hostile_names() if "\x00" not in name])
def test_a_hostile_file_name_is_harmless_over_http(web: Web, workspace: Workspace, name: str) -> None:
    outside = set(workspace.settings.home.parent.iterdir())
    sent = name.replace('"', "%22")
    answer = load(web, ("files", sent, SERVICES), MAPPING, ("format", None, b"tables"), ("dry_run", None, b"1"))
    assert answer.status in {200, 400, 422}, answer.text
    assert "set-cookie" not in answer.headers
    assert "<img" not in answer.text
    assert set(workspace.settings.home.parent.iterdir()) == outside


def test_uploads_leave_no_file_behind(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    load(web, ("files", "services.csv", SERVICES), MAPPING)
    load(web, ("files", "bad.csv", b"id,name\n1\n"), MAPPING)
    load(web, ("files", "unknown.bin", b"\x00\x01"))
    assert list(folder.iterdir()) == []


def token_in(page: Answer) -> bytes:
    return page.text.partition('name="csrf_token" value="')[2].partition('"')[0].encode()


def uploaded_page(web: Web, *parts: Part) -> tuple[str, bytes]:
    """Upload as a browser does; return where the preview is, and a token."""
    token = token_in(web.page("/import"))
    answer = web.send("/import", ("csrf_token", None, token), *parts)
    assert answer.status == 303, answer.text[:400]
    return answer.headers["location"], token


def test_a_person_sees_a_preview_says_yes_and_may_undo(web: Web, workspace: Workspace) -> None:
    place, token = uploaded_page(web, ("files", "services.csv", SERVICES), MAPPING)
    assert "Dette vil skje" in web.page(place).text
    assert workspace.register.head == 0
    assert web.send(place, ("csrf_token", None, token), ("action", None, b"write")).status == 303
    assert "Revisjon 1 er skrevet" in web.page(place).text
    assert web.send(place, ("csrf_token", None, token), ("action", None, b"write")).status == 303
    assert workspace.register.head == 1
    refused = web.send("/history/1", ("csrf_token", None, token))
    assert (refused.status, workspace.register.head) == (409, 1)
    done = web.send("/history/1", ("csrf_token", None, token), ("sure", None, b"true"))
    assert (done.headers["location"], workspace.register.head, len(workspace.snapshot())) == ("/history/2", 2, 0)


def test_a_person_who_says_no_changes_nothing(web: Web, workspace: Workspace) -> None:
    place, token = uploaded_page(web, ("files", "services.csv", SERVICES), MAPPING)
    assert web.send(place, ("csrf_token", None, token), ("action", None, b"drop")).headers["location"] == "/import"
    assert (web.page(place).status, workspace.register.head) == (404, 0)


def test_a_preview_belongs_to_the_browser_that_uploaded(web: Web) -> None:
    place, token = uploaded_page(web, ("files", "services.csv", SERVICES), MAPPING)
    other = Web(web.port, web.application)
    theirs = token_in(other.page("/import"))
    assert other.page(place).status == 404
    assert other.send(place, ("csrf_token", None, theirs), ("action", None, b"write")).status == 404
    assert other.send(place, ("csrf_token", None, token), ("action", None, b"write")).status == 403
    assert web.page(place).status == 200


def test_the_page_lists_problems_with_their_place_and_cannot_be_written(web: Web, workspace: Workspace) -> None:
    wrong = (BADINPUTS / "sem_23_too_many_errors.csv").read_bytes()
    place, token = uploaded_page(web, ("files", "wrong.csv", wrong), MAPPING)
    page = web.page(place).text
    assert page.count("<tr><td>") == 100
    assert "De første 100 av" in page
    assert "rad 2" in page
    assert "Slik rettes det:" in page
    assert 'value="write"' not in page
    assert web.send(place, ("csrf_token", None, token), ("action", None, b"write")).status == 303
    assert workspace.register.head == 0


def test_removals_and_a_source_that_seems_known_are_asked_about(web: Web, workspace: Workspace) -> None:
    rows = "".join(f"svc-{number},Tjeneste {number}\n" for number in range(50))
    load(
        web,
        ("files", "services.csv", f"id,name\n{rows}".encode()),
        ("mapping", None, b"neutral"),
        ("source", None, b"Listen"),
    )
    place, token = uploaded_page(web, ("files", "services.csv", f"id,name\n{rows[:-30]}".encode()), MAPPING)
    assert "Er det samme kilde?" in web.page(place).text
    answer = web.send(place, ("csrf_token", None, token), ("action", None, b"write"))
    assert (answer.status, workspace.register.head) == (409, 1)
    assert web.send(place, ("csrf_token", None, token), ("action", None, b"same")).status == 303
    page = web.page(place).text
    assert "Er det samme kilde?" not in page
    assert "Listen" in page
    place, token = uploaded_page(web, ("files", "services.csv", SERVICES), MAPPING, ("source", None, b"Listen"))
    answer = web.send(place, ("csrf_token", None, token), ("action", None, b"write"))
    assert (answer.status, workspace.register.head) == (409, 1)
    assert "kryss av" in answer.text
    agreed = [("csrf_token", None, token), ("action", None, b"write"), ("confirm_removals", None, b"true")]
    assert (web.send(place, *agreed).status, workspace.register.head) == (303, 2)


def test_a_preview_that_the_register_has_overtaken_is_shown_anew(web: Web, workspace: Workspace) -> None:
    place, token = uploaded_page(web, ("files", "services.csv", SERVICES), MAPPING)
    load(web, ("files", "other.csv", b"id,name\nsvc-9,Annet\n"), MAPPING, ("source", None, b"En annen"))
    yes = [("csrf_token", None, token), ("action", None, b"write")]
    answer = web.send(place, *yes)
    assert (answer.status, workspace.register.head) == (409, 1)
    assert "endret siden forhåndsvisningen" in answer.text
    assert (web.send(place, *yes).status, workspace.register.head) == (303, 2)


def test_a_wrong_choice_shows_the_form_again_with_what_was_written(web: Web) -> None:
    token = token_in(web.page("/import"))
    parts: list[Part] = [("csrf_token", None, token), ("source", None, b"Min <b>kilde</b>")]
    answer = web.send("/import", *parts)
    assert answer.status == 400
    assert "Velg minst én fil." in answer.text
    assert "Min &lt;b&gt;kilde&lt;/b&gt;" in answer.text
    unknown = web.send("/import", *parts, ("files", "ukjent.bin", b"\x00\x01"))
    assert unknown.status == 400
    assert "ukjent.bin" in unknown.text


def test_names_from_a_file_are_words_on_every_page_never_markup(web: Web) -> None:
    hostile = (BADINPUTS / "sem_20_html_js_names.csv").read_bytes()
    place, token = uploaded_page(web, ("files", "<script>.csv", hostile), MAPPING, ("source", None, b"<i>kilde</i>"))
    web.send(place, ("csrf_token", None, token), ("action", None, b"write"))
    for address in (place, "/history", "/history/1", "/import"):
        page = web.page(address).text
        assert "<i>kilde" not in page
        assert "<script>alert" not in page
        assert "<img" not in page
