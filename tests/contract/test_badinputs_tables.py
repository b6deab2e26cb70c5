"""Every table among the bad inputs behaves as its row in index.csv says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graphsvc.model import Severity
from graphsvc.ports import ImportOptions
from graphsvc.records import Reading
from graphsvc_importers.tables import TablesImporter
from tests.bounds import within
from tests.contract.table_expectations import BESIDE, EXPECTED, errors, only

FORMATS = {"csv", "xlsx", "zip", "note", "filenames"}
SERVICES = frozenset({"service:svc-001", "service:svc-002"})


def read(folder: Path, *files: str) -> Reading:
    mapping = "neutral_flows" if files[0].startswith(("sem_24", "sem_25")) else "neutral"
    return TablesImporter().read([folder / file for file in files], ImportOptions(mapping=mapping, known=SERVICES))


@pytest.fixture(scope="session")
def badinputs(shared: Path) -> Path:
    return shared / "data" / "badinputs"


@pytest.mark.parametrize("file", EXPECTED)
def test_a_bad_input_behaves_as_its_row_says_and_within_two_seconds(badinputs: Path, file: str) -> None:
    with within(2):
        reading = read(badinputs, file, *([BESIDE[file]] if file in BESIDE else []))
    EXPECTED[file](reading)


def test_no_table_among_the_bad_inputs_is_left_out(badinputs: Path) -> None:
    with (badinputs / "index.csv").open(encoding="utf-8-sig", newline="") as stream:
        listed = {row["file"] for row in csv.DictReader(stream) if row["format"] in FORMATS}
    assert listed == set(EXPECTED)


def test_every_error_says_how_to_mend_it_and_nearly_every_one_where_it_is(badinputs: Path) -> None:
    wrong = [p for file in EXPECTED for p in read(badinputs, file).problems if p.severity is Severity.ERROR]
    assert all(problem.fix is not None and problem.file is not None for problem in wrong)
    placed = [p for p in wrong if p.line is not None or p.cell is not None]
    assert len(placed) >= 0.95 * len(wrong)


def test_the_same_file_read_twice_gives_the_same_reading(badinputs: Path) -> None:
    for file in EXPECTED:
        assert read(badinputs, file) == read(badinputs, file)


def test_a_cell_of_ten_megabytes_is_refused_quickly(tmp_path: Path) -> None:
    (tmp_path / "giant.csv").write_text("id,name\nsvc-1," + "A" * 10_000_000 + "\n", encoding="utf-8")
    with within(2):
        reading = read(tmp_path, "giant.csv")
    assert errors(reading) == [("cell-too-long", 2, None)]
    assert "10000000 characters" in only(reading, "cell-too-long").message.en


@pytest.mark.parametrize(
    "name", ["CON.csv", "<img src=x onerror=alert(1)>.csv", ".htaccess", "x.csv;rm -rf ", "a\r\nSet-Cookie: x=1.csv"]
)
def test_a_hostile_file_name_is_shown_but_never_used_as_a_path(tmp_path: Path, badinputs: Path, name: str) -> None:
    (tmp_path / name).write_bytes((badinputs / "sem_17_dates.csv").read_bytes())
    reading = read(tmp_path, name)
    assert {problem.file for problem in reading.problems} == {name.replace("\r\n", "\\u000d\\u000a")}
    assert {record.place.file for record in reading.records} == {name}
