"""Mapping profiles: the user's own, recognition, and errors that say where and what is nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.model import Relation, Severity
from graphsvc.ports import ImportOptions
from graphsvc.records import Reading, RelationRecord
from graphsvc_importers.tables import TablesImporter
from graphsvc_importers.tables.profile import ProfileError, parse_profile, shipped_names, shipped_profile

OWN = """
decimal = "comma"
separator = "|"
ignore = ["ark*"]
[[things]]
kind = "organisation"
id = "k"
[tables.programmer]
kind = "system"
id = "kode"
set = { scope = "local" }
ignore = ["sum"]
[tables.programmer.columns]
tittel = { field = "name_nb", required = true }
pris = { field = "yearly_cost", scale = 0.001 }
status = { field = "disposition", values = { "I bruk" = "tolerate", "Fases ut" = "eliminate" } }
eier = { relation = "owns", row = "end", kind = "unit" }
[tables.avdelinger]
kind = "unit"
relations = [{ relation = "part_of", to = "organisation:k" }]
"""
FILES = {
    "programmer": 'kode,tittel,pris,status,eier,farge,sum\na,A,"1.250.000,50",I bruk,u|v,blå,9\n',
    "avdelinger": "id,Navn (bokmål)\nu,U\nv,V\n",
    "arkiv": "x\n1\n2\n",
}


def read(folder: Path, profile: str, files: dict[str, str]) -> Reading:
    source = folder / "source"
    source.mkdir()
    for name, text in files.items():
        (source / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "own.toml").write_text(profile, encoding="utf-8")
    return TablesImporter().read([source], ImportOptions(mapping=str(folder / "own.toml")))


def test_a_profile_of_ones_own_is_followed(tmp_path: Path) -> None:
    reading = read(tmp_path, OWN, FILES)
    assert [p.code for p in reading.problems if p.severity is not Severity.NOTE] == []
    system = next(record for record in reading.records if record.id == "a")
    assert system.fields == {
        "scope": "local",
        "name_nb": "A",
        "yearly_cost": 1250.0005,
        "disposition": "tolerate",
        "properties": {"farge": "blå"},
    }
    assert reading.unmapped == {"system.farge": 1}
    pairs = {(r.relation, r.start, r.end) for r in reading.records if isinstance(r, RelationRecord)}
    assert pairs == {
        (Relation.OWNS, "unit:u", "system:a"),
        (Relation.OWNS, "unit:v", "system:a"),
        (Relation.PART_OF, "unit:u", "organisation:k"),
        (Relation.PART_OF, "unit:v", "organisation:k"),
    }
    assert reading.name == "own"
    assert reading.profile == OWN
    assert "2 rows" in next(p.message.en for p in reading.problems if p.code == "ignored-table")


def test_a_word_that_the_profile_does_not_know_is_an_error_that_lists_its_words(tmp_path: Path) -> None:
    reading = read(tmp_path, OWN, FILES | {"programmer": "kode,tittel,status\na,A,Fases inn\n"})
    (problem,) = [p for p in reading.problems if p.severity is Severity.ERROR]
    assert (problem.code, problem.line, problem.column) == ("bad-choice", 2, "status")
    assert "closest: fases ut" in problem.message.en


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("row = ", "rwo = "), "did you mean 'row'"),
        (('kind = "system"', 'kind = "sistem"'), "did you mean 'system'"),
        (('"owns"', '"own"'), "did you mean 'owns'"),
        (('"name_nb"', '"name_bn"'), "did you mean 'name_"),
        (("[tables.programmer]", "[tabels.programmer]"), "did you mean 'tables'"),
        (('row = "end"', 'row = "begin"'), "row must be 'start' or 'end'"),
        (('kind = "unit" }', 'kind = "service" }'), "does not join"),
        (('decimal = "comma"', 'decimal = "dot"'), "decimal must be"),
        (('decimal = "comma"', "decimal = "), "line 2"),
        (("required = true", 'required = "yes"'), "required must be"),
        (('kind = "system"\nid', "id"), "either kind or relation"),
        (('id = "k"\n', ""), "id is missing"),
    ],
)
def test_a_profile_that_does_not_hold_together_says_where_and_what_is_nearest(
    change: tuple[str, str], words: str
) -> None:
    broken = OWN.replace(*change)
    assert broken != OWN
    with pytest.raises(ProfileError, match=words):
        parse_profile("own", broken)


def test_a_broken_profile_and_an_unknown_one_are_problems_not_exceptions(tmp_path: Path) -> None:
    reading = read(tmp_path, OWN.replace("row = ", "rwo = "), FILES)
    assert [p.code for p in reading.problems] == ["bad-profile"]
    assert "did you mean 'row'" in reading.problems[0].message.en
    unknown = TablesImporter().read([tmp_path / "source"], ImportOptions(mapping="eksempelvk"))
    assert "closest: eksempelvik" in unknown.problems[-1].message.en


def test_the_shipped_profiles_hold_together() -> None:
    assert shipped_names() == ("eksempelvik", "neutral", "neutral_flows")
    for name in shipped_names():
        assert shipped_profile(name).tables


@pytest.mark.parametrize(
    ("file", "header", "profile"),
    [
        ("systems", "id,name_nb,owner_unit_id,user_unit_ids,time_disposition", "the profile eksempelvik"),
        ("anything", "id,name,budget_nok", "the profile neutral"),
        ("systems", "id,name_nb,owner", "the product's own layout"),
    ],
)
def test_a_source_is_recognised_by_its_headings_and_a_note_says_so(
    tmp_path: Path, file: str, header: str, profile: str
) -> None:
    (tmp_path / f"{file}.csv").write_text(header + "\n", encoding="utf-8")
    reading = TablesImporter().read([tmp_path], ImportOptions())
    (note,) = [problem for problem in reading.problems if problem.code == "mapping"]
    assert profile in note.message.en


def test_tables_of_two_profiles_alike_are_a_question(tmp_path: Path) -> None:
    (tmp_path / "holds.csv").write_text("system_id,data_object_id,role\n", encoding="utf-8")
    (tmp_path / "x.csv").write_text("id,name,sector\n", encoding="utf-8")
    reading = TablesImporter().read([tmp_path], ImportOptions())
    assert [problem.code for problem in reading.problems] == ["mapping-question"]
    assert "eksempelvik, neutral" in reading.problems[0].message.en


COMPLETING = """
[tables.ideas]
kind = "proposal"
[tables.scores]
kind = "proposal"
completes = true
"""
IDEAS = {"ideas": "id,name_nb,investment\nP1,En,100\nP2,To,200\n"}


def test_a_table_that_completes_adds_its_fields_to_the_things_of_another(tmp_path: Path) -> None:
    reading = read(tmp_path, COMPLETING, IDEAS | {"scores": "id,scores\nP2,quality=4;risk=1\n"})
    assert not reading.has_errors
    fields = {record.id: record.fields for record in reading.records}
    assert fields["P1"] == {"name_nb": "En", "investment": 100}
    assert fields["P2"] == {"name_nb": "To", "investment": 200, "scores": ("quality=4", "risk=1")}
    (cover,) = [cover for cover in reading.coverage if cover.subject == "proposal"]
    assert {"name_nb", "investment", "scores"} <= (cover.fields or frozenset())


def test_a_table_that_completes_may_be_absent_and_then_covers_nothing(tmp_path: Path) -> None:
    reading = read(tmp_path, COMPLETING, IDEAS)
    (cover,) = [cover for cover in reading.coverage if cover.subject == "proposal"]
    assert "scores" not in (cover.fields or ())


def test_a_row_that_completes_nothing_or_says_otherwise_is_an_error(tmp_path: Path) -> None:
    reading = read(tmp_path, COMPLETING, IDEAS | {"scores": "id,scores,investment\nP3,risk=1,\nP2,risk=2,300\n"})
    problems = [(p.code, p.line) for p in reading.problems if p.severity is Severity.ERROR]
    assert sorted(problems) == [("duplicate", 3), ("unknown-reference", 2)]
