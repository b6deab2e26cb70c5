"""Every model among the bad inputs behaves as its row in index.csv says; other faults are said with their place."""

from __future__ import annotations

import csv
import gzip
import io
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.model import Severity
from graphsvc.ports import ImportOptions
from graphsvc.records import Problem, Reading
from graphsvc_importers.archimate import ArchimateImporter
from tests.archimate_models import exchange, native, read_text, things
from tests.bounds import within

TWO = {"a": "ApplicationComponent", "b": "BusinessService"}


def read(path: Path) -> Reading:
    return ArchimateImporter().read([path], ImportOptions())


def errors(reading: Reading) -> list[Problem]:
    return [problem for problem in reading.problems if problem.severity is Severity.ERROR]


def rejected(reading: Reading, code: str, line: int | None, *words: str) -> None:
    (problem,) = errors(reading)
    assert (problem.code, problem.line, reading.records) == (code, line, ())
    assert all(word in problem.message.en for word in words)
    assert problem.fix is not None
    assert (problem.column is not None) == (code in {"wrong-end-tag", "not-well-formed"})


def accepted(reading: Reading, elements: int, relationships: int, *codes: str) -> None:
    assert errors(reading) == []
    assert (reading.counts["things"], reading.counts["relations"]) == (elements, relationships)
    assert set(codes) <= {problem.code for problem in reading.problems}


EXPECTED: dict[str, Callable[[Reading], None]] = {
    "good_archimate.xml": lambda reading: accepted(reading, 2, 1),
    "xml_01_xxe_file.xml": lambda reading: rejected(reading, "doctype", 2, "DOCTYPE"),
    "xml_02_xxe_http.xml": lambda reading: rejected(reading, "doctype", 2, "DOCTYPE"),
    "xml_04_billion_laughs.xml": lambda reading: rejected(reading, "doctype", 2, "DOCTYPE"),
    "xml_05_quadratic_blowup.xml": lambda reading: rejected(reading, "doctype", 2, "DOCTYPE"),
    "xml_07_not_wellformed.xml": lambda reading: rejected(
        reading, "wrong-end-tag", 2, "</elements>", "opened on line 2"
    ),
    "xml_08_wrong_root_drawio.xml": lambda reading: rejected(reading, "wrong-root", 2, "mxfile"),
    "xml_10_duplicate_identifier.xml": lambda reading: rejected(reading, "duplicate-id", 2, "id-1", "on line 2"),
    "xml_11_unknown_type.xml": lambda reading: accepted(reading, 1, 0, "unknown-type"),
    "xml_13_archi_native.archimate": lambda reading: accepted(reading, 0, 0, "empty-model"),
    "xml_14_xinclude.xml": lambda reading: accepted(reading, 0, 0, "xinclude", "empty-model"),
}


@pytest.fixture(scope="session")
def badinputs(shared: Path) -> Path:
    return shared / "data" / "badinputs"


@pytest.mark.parametrize("file", EXPECTED)
def test_a_bad_model_behaves_as_its_row_says_and_within_a_second(badinputs: Path, file: str) -> None:
    with within(1):
        reading = read(badinputs / file)
    assert ArchimateImporter().recognises([badinputs / file])
    EXPECTED[file](reading)


def test_no_model_among_the_bad_inputs_is_left_out(badinputs: Path) -> None:
    with (badinputs / "index.csv").open(encoding="utf-8-sig", newline="") as stream:
        listed = {row["file"] for row in csv.DictReader(stream) if row["format"] == "archimate"}
    assert listed == set(EXPECTED)


def test_nothing_outside_the_file_is_read(badinputs: Path) -> None:
    for file in ("xml_01_xxe_file.xml", "xml_14_xinclude.xml"):
        assert "root:" not in repr(read(badinputs / file))


def test_no_connection_is_opened_for_an_external_entity(tmp_path: Path, badinputs: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        text = (
            (badinputs / "xml_02_xxe_http.xml")
            .read_text()
            .replace("127.0.0.1:9", f"127.0.0.1:{server.getsockname()[1]}")
        )
        rejected(read_text(tmp_path, text), "doctype", 2)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_doctype_is_found_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = '<?xml version="1.0"?>\n<!DOCTYPE m [<!ENTITY x "y">]><m>&x;</m>'
    rejected(read_text(tmp_path, text.encode(encoding)), "doctype", 2)


def test_every_dangling_end_is_said_with_its_line_and_what_is_nearest(tmp_path: Path) -> None:
    ties = [("Serving", "a", "bb"), ("Flow", "ax", "b"), ("Flow", "a", "")]
    reading = read_text(tmp_path, exchange(TWO | {"abcdef": "Node"}, [*ties, ("Flow", "abcdeg", "a")]))
    found = errors(reading)
    assert [(one.code, one.line, one.value) for one in found] == [
        ("missing-end", 9, "bb"),
        ("missing-end", 10, "ax"),
        ("missing-end", 11, "?"),
        ("missing-end", 12, "abcdeg"),
    ]
    assert "closest: abcdef" in found[3].message.en
    assert found[3].pointer == "r4"


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    text = native(
        {"a": "Node", "": "Node", "q": "QuantumService"}, [("Flow", "a", "z", {"id": "a"}), ("Floow", "a", "q")]
    )
    assert {problem.code for problem in read_text(tmp_path, text).problems} == {
        "missing-id",
        "duplicate-id",
        "circle-of-relations",
        "missing-end",
        "unknown-type",
    }


def test_an_unknown_type_is_kept_and_counted(tmp_path: Path) -> None:
    reading = read_text(tmp_path, native({"q": "QuantumService", "a": "Node"}, [("Servng", "q", "a")]))
    assert dict(reading.unmapped) == {"QuantumService": 1, "Servng": 1}
    assert "closest: Serving" in next(one for one in reading.problems if one.value == "Servng").message.en


def test_a_relationship_that_ends_at_itself_is_an_error(tmp_path: Path) -> None:
    reading = read_text(tmp_path, native({"a": "Node"}, [("Flow", "a", "r1")]))
    assert [problem.code for problem in errors(reading)] == ["circle-of-relations"]


def test_what_is_no_part_of_the_format_is_said(tmp_path: Path) -> None:
    reading = read_text(tmp_path, exchange(TWO).replace("</elements>", "<extra/></elements>"))
    assert [(one.code, one.line) for one in reading.problems if one.severity is Severity.WARNING] == [("not-read", 6)]


def test_deep_nesting_is_refused_and_does_not_exhaust_the_stack(tmp_path: Path) -> None:
    deep = native({}, more="<folder>" * 200 + "</folder>" * 200)
    rejected(read_text(tmp_path, deep), "too-deep", 9, "100")
    bottomless = native({}, more="<folder>" * 100_000 + "</folder>" * 100_000)
    assert errors(read_text(tmp_path, bottomless))


def test_limits_of_size_hold_before_and_after_unpacking(tmp_path: Path) -> None:
    path = tmp_path / "m.xml"
    path.write_bytes(gzip.compress(exchange(TWO).encode() + bytes(range(256)) * 50_000, compresslevel=0))
    reading = ArchimateImporter().read([path], ImportOptions(limits={"unpacked_bytes": 10_000_000}))
    rejected(reading, "unpacks-too-large", None, "10000000")
    path.write_bytes(gzip.compress(b" " * 60_000_000))  # more than a hundred times its size
    rejected(read(path), "unpacks-too-large", None)
    reading = ArchimateImporter().read([path], ImportOptions(limits={"upload_bytes": 100}))
    rejected(reading, "too-large", None)


def test_a_zip_bomb_and_a_zip_without_model_are_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.xml", b" " * 60_000_000)
    rejected(read_text(tmp_path, packed.getvalue()), "unpacks-too-large", None)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("other.xml", "<a/>")
    rejected(read_text(tmp_path, packed.getvalue()), "no-model", None)


@pytest.mark.parametrize("cut", [3, 30, 200])
def test_a_cut_archive_is_refused(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(exchange(TWO).encode() * 9)[:cut]
    rejected(read_text(tmp_path, packed), "damaged", None)


def test_an_empty_file_and_a_folder_and_nothing_are_errors(tmp_path: Path) -> None:
    rejected(read_text(tmp_path, b""), "not-well-formed", 1)
    rejected(read(tmp_path), "unreadable", None)
    rejected(read(tmp_path / "gone.xml"), "unreadable", None)


def test_texts_that_are_too_long_are_refused_with_their_place(tmp_path: Path) -> None:
    reading = read_text(tmp_path, exchange(TWO).replace("<name>a</name>", f"<name>{'a' * 4001}</name>"))
    rejected(reading, "text-too-long", 4, "4001", "4000")


def test_problems_beyond_the_limit_are_counted_and_an_error_is_never_among_them(tmp_path: Path) -> None:
    path = tmp_path / "m.xml"
    elements = {f"q{number}": "Quantum" for number in range(30)}
    path.write_text(exchange(elements, [("Flow", "q1", "gone")]))
    reading = ArchimateImporter().read([path], ImportOptions(limits={"problems": 10}))
    assert reading.has_errors
    assert [problem.code for problem in reading.problems][-1] == "more"
    assert "20" in reading.problems[-1].message.en


def test_hostile_words_are_data_and_shown_safely(tmp_path: Path) -> None:
    elements = {"a": "Node"}
    words = "=cmd|' /C calc'!A0 <script>\u202e 01010112345"
    text = exchange(elements).replace("<name>a</name>", f"<name>{words.replace('<', '&lt;')}</name>")
    assert things(read_text(tmp_path, text))["a"].fields["name"] == words
    bad = read_text(tmp_path, exchange({"a": "Node"}, [("Flow", "a", words)]))
    assert "\u202e" not in bad.problems[0].message.nb
    assert "01010112345" not in repr([(one.message, one.value) for one in bad.problems])


def test_every_error_names_its_file_and_a_remedy(badinputs: Path) -> None:
    found = [problem for file in EXPECTED for problem in errors(read(badinputs / file))]
    assert len(found) == 7
    assert all(problem.fix and problem.file and problem.line for problem in found)
