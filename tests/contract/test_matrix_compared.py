"""The matrix held against another day, revision or proposal, over HTTP and at the terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from typer.testing import CliRunner

from graphsvc.cli.program import application
from tests.web import Answer, Web


def _file(demo_web: Web, ending: str, **more: str) -> Answer:
    answer = demo_web.ask(f"/api/v1/matrix/compared{ending}?{urlencode({'lang': 'en', 'compare': 'P6', **more})}")
    assert answer.status == 200, answer.text[:300]
    return answer


def _rows(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize("by", ["sector", "unit"])
@pytest.mark.parametrize("relation", ["all", "flows", "services"])
def test_both_plain_matrices_together_are_the_comparison(demo_web: Web, by: str, relation: str) -> None:
    asked = f"by={by}&relation={relation}&lang=en"
    sides = [demo_web.ask(f"/api/v1/matrix?{asked}&as-of={day}").json for day in ("2026-12-01", "2028-01-01")]
    numbers = [
        {
            (row["id"], end["id"]): total
            for row, totals in zip(side["axes"], side["total"], strict=True)
            for end, total in zip(side["axes"], totals, strict=True)
        }
        for side in sides
    ]
    document = _file(demo_web, "", compare="2028-01-01", by=by, relation=relation).json
    assert [document[side]["as_of"] for side in ("before", "after")] == ["2026-12-01", "2028-01-01"]
    for one in document["changes"]:
        cell = one["row"], one["column"]
        assert [one["before"], one["after"]] == [side.get(cell, 0) for side in numbers]
        assert one["after"] - one["before"] == one["new"] - one["gone"]
        assert one["written"] == " ".join(
            f"{sign}{one[name]}" for sign, name in (("+", "new"), ("−", "gone")) if one[name]
        )
    changed = {(one["row"], one["column"]) for one in document["changes"]}
    assert {cell for cell, total in numbers[0].items() if total != numbers[1].get(cell, 0)} <= changed


def test_the_table_has_signs_and_words_and_the_workbook_says_the_same(demo_web: Web) -> None:
    rows = _rows(_file(demo_web, ".csv"))
    health = next(row for row in rows if row["From"] == row["To"] == "Health, care and welfare")
    assert health["Difference"] == "added +5, gone −3"
    assert [health[name] for name in ("Ties before", "Added (+)", "Gone (−)", "Ties after")] == ["106", "5", "3", "108"]
    book = openpyxl.load_workbook(io.BytesIO(_file(demo_web, ".xlsx").body)).worksheets[0]
    assert [str(cell.value) for cell in book[2]] == list(rows[0].values())


def test_the_picture_writes_the_signs_in_the_cells_and_says_what_is_compared(demo_web: Web) -> None:
    picture = _file(demo_web, ".svg").text
    assert "From 1 Dec 2026, revision 2 to proposal P6 carried out" in picture
    assert ">+5 −3<" in picture
    assert picture == _file(demo_web, ".svg").text
    units = _file(demo_web, ".svg", by="unit").text
    assert "Drawn 30 of 45 rows." in units


def test_the_page_links_the_comparisons_own_files_and_else_those_of_the_matrix(demo_web: Web) -> None:
    for given, endings in (("compare=P6&", [".svg", ".csv", ".xlsx", ".json"]), ("", [".csv", ".xlsx", ".json"])):
        page = demo_web.ask(f"/matrix?{given}by=unit&lang=en", accept="text/html").text
        found = re.findall(r'href="(/api/v1/matrix[^"]+)" download="matrix(\.\w+)"', page)
        assert [ending for _, ending in found] == endings
        for address, _ in found:
            assert ("/compared" in address) == bool(given)
            assert "by=unit" in address
            assert demo_web.ask(unescape(address)).status == 200


def test_the_plain_table_has_the_numbers_of_the_cells(demo_web: Web) -> None:
    rows = _rows(demo_web.ask("/api/v1/matrix.csv?lang=en"))
    document = demo_web.ask("/api/v1/matrix").json
    assert sum(int(row["ties"]) for row in rows) == sum(map(sum, document["total"]))
    assert {(row["row"], row["column"]) for row in rows} >= {("A1", "A2"), ("national", "A2")}


def test_what_is_missing_or_wrong_is_said(demo_web: Web) -> None:
    assert demo_web.ask("/api/v1/matrix/compared").status == 400
    assert 400 <= demo_web.ask("/api/v1/matrix/compared?compare=P99").status < 500
    assert demo_web.ask("/api/v1/matrix/compared?compare=P6&thing=system:epj").status == 400


@pytest.mark.parametrize("question", [["matrix"], ["impact", "epj", "--change", "retire"]])
def test_the_command_says_in_sentences_what_differs_and_writes_the_same_files(
    demo_web: Web, demo_home: Path, tmp_path: Path, question: list[str]
) -> None:
    words = [*question, "--compare", "P6", "--home", str(demo_home), "--lang", "en"]
    told = CliRunner().invoke(application, words)
    assert told.exit_code == 0, told.output
    assert "to proposal P6 carried out" in told.output
    assert ("14 come, 8 go" in told.output) == (question == ["matrix"])
    assert ("1 system added; 1 system gone" in told.output) == (question[0] == "impact")
    asked = "" if question == ["matrix"] else "thing=system:epj&change=retire&"
    for ending in (".svg", ".csv", ".json"):
        target = tmp_path / f"difference{ending}"
        assert CliRunner().invoke(application, [*words, "-o", str(target)]).exit_code == 0
        address = f"/api/v1/{question[0]}/compared{ending.replace('.json', '')}?{asked}compare=P6&lang=en"
        assert target.read_bytes() == demo_web.ask(address).body
    document = CliRunner().invoke(application, [*words, "--json"])
    assert json.loads(document.stdout)["after"]["carried_out"] == "P6"


def test_the_command_refuses_what_cannot_be_compared_with(demo_home: Path, demo_web: Web, tmp_path: Path) -> None:
    del demo_web  # makes the register
    words = ["impact", "epj", "--home", str(demo_home), "--lang", "en", "--compare"]
    assert CliRunner().invoke(application, [*words, "next summer"]).exit_code != 0
    assert CliRunner().invoke(application, [*words, "P6", "-o", str(tmp_path / "report.pdf")]).exit_code != 0
