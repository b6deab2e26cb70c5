"""One cell at a time: what is read, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graphsvc.metamodel import KINDS, RELATIONS, FieldType, fields_of
from graphsvc.model import Kind, Relation
from graphsvc.text import Language
from graphsvc_importers.tables.cells import CellError, Dialect, none_word, parser_for
from graphsvc_importers.tables.identity import holds_identity_number, mask
from graphsvc_importers.tables.plan import FieldColumn
from graphsvc_importers.tables.raw import ExcelNumber

SYSTEM, FLOW = fields_of(Kind.SYSTEM), fields_of(Relation.FLOW)
POINT, COMMA = Dialect(), Dialect(comma=True)


def parse(name: str, text: str, dialect: Dialect = POINT) -> object:
    return parser_for(FieldColumn(SYSTEM[name], (name,)), dialect)(text)


def refusal(name: str, text: str, dialect: Dialect = POINT) -> str:
    with pytest.raises(CellError) as caught:
        parse(name, text, dialect)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "dialect", "value"),
    [
        ("1250000", POINT, 1250000),
        ("1 250 000", POINT, 1250000),
        ("1\u00a0250\u202f000,5", COMMA, 1250000.5),
        ("-2", POINT, -2),
        ("0.50", POINT, 0.5),
        ("1250,00", COMMA, 1250),
        (ExcelNumber("0.5"), COMMA, 0.5),
        ("1.250.000,50", Dialect(comma=True, stated=True), 1250000.5),
        ("1,250,000.50", Dialect(stated=True), 1250000.5),
    ],
)
def test_numbers_are_read_in_the_dialect_of_their_table(text: str, dialect: Dialect, value: float) -> None:
    assert parse("yearly_cost", text, dialect) == value


@pytest.mark.parametrize(
    ("text", "dialect", "code"),
    [
        ("1.250.000,50", POINT, "ambiguous-number"),
        ("1,250,000.50", COMMA, "ambiguous-number"),
        ("1.250", COMMA, "ambiguous-number"),
        ("1,250", POINT, "ambiguous-number"),
        ("12 34", POINT, "bad-number"),
        ("1e3", POINT, "bad-number"),
        ("NaN", POINT, "bad-number"),
        ("\u22125", POINT, "bad-number"),
        ("١٢٣", POINT, "bad-number"),
        ("0x1F", POINT, "bad-number"),
        ("1250 kr", POINT, "bad-number"),
        ("1234567890123456", POINT, "too-many-digits"),
        ("1.250.000,50", Dialect(stated=True), "ambiguous-number"),
    ],
)
def test_numbers_that_another_reader_would_read_otherwise_are_refused(text: str, dialect: Dialect, code: str) -> None:
    assert refusal("yearly_cost", text, dialect) == code


def test_a_whole_number_is_whole_and_within_its_bounds() -> None:
    assert refusal("criticality", "2.5") == "not-whole"
    assert refusal("criticality", "5") == "out-of-range"
    assert parse("criticality", "svært høy") == 4


@pytest.mark.parametrize(
    ("text", "value"), [("2026-12-31", "2026-12-31"), ("31.12.2026", "2026-12-31"), ("1.2.2026", "2026-02-01")]
)
def test_dates_are_iso_or_norwegian(text: str, value: str) -> None:
    assert parse("contract_end", text) == value


@pytest.mark.parametrize("text", ["31/12/2026", "2026-02-30", "01.02.26", "46022", "2026-12-31T00:00", "desember 2026"])
def test_other_dates_are_refused(text: str) -> None:
    assert refusal("contract_end", text) == "bad-date"


def test_yes_and_no_are_read_in_norwegian_and_english() -> None:
    assert [parse("platform", text) for text in ("ja", "Yes", "TRUE", "x", "1")] == [True] * 5
    assert [parse("platform", text) for text in ("nei", "No", "false", "0")] == [False] * 4
    assert refusal("platform", "kanskje") == "bad-flag"


def test_a_choice_is_read_by_value_and_by_label_in_each_language() -> None:
    assert [parse("disposition", text) for text in ("eliminate", "Avvikle", "ELIMINATE")] == ["eliminate"] * 3
    assert refusal("disposition", "invst") == "bad-choice"


def test_every_label_of_a_choice_means_one_value() -> None:
    subjects: tuple[Kind | Relation, ...] = (*KINDS, *RELATIONS)
    for subject in subjects:
        for field in fields_of(subject).values():
            if field.type is FieldType.CHOICE:
                read = parser_for(FieldColumn(field, (field.name,)), POINT)
                for value in field.values:
                    assert {read(value.label.in_(language)) for language in Language} == {value.value}


def test_the_word_none_claims_that_there_is_none_but_not_where_it_is_a_value() -> None:
    assert none_word(SYSTEM["vendor"], "ingen")
    assert none_word(SYSTEM["vendor"], "None")
    assert not none_word(SYSTEM["name_nb"], "ingen")
    assert not none_word(FLOW["criticality"], "none")
    assert none_word(FLOW["criticality"], "(none)")
    assert not none_word(SYSTEM["personal_data_level"], "ingen")


def test_a_number_may_stand_for_a_word_and_be_scaled() -> None:
    steps = ((Decimal("0.75"), "required"), (Decimal(0), "supporting"))
    strength = FieldColumn(
        fields_of(Relation.REQUIRES)["strength"], ("strength",), steps=steps, lowest=Decimal(0), highest=Decimal(1)
    )
    read = parser_for(strength, POINT)
    assert [read("1"), read("0.75"), read("0.7499")] == ["required", "required", "supporting"]
    scaled = parser_for(FieldColumn(SYSTEM["yearly_cost"], ("nok",), scale=Decimal("0.001")), POINT)
    assert scaled("1250000.50") == 1250.0005


def with_check_digits(digits: str) -> str | None:
    """Append both check digits by the definition (modulus 11), or nothing where the number does not exist."""
    first = (11 - sum(w * int(d) for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits, strict=True)) % 11) % 11
    second = (
        11 - sum(w * int(d) for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), digits + str(first % 10), strict=True)) % 11
    ) % 11
    return None if 10 in {first, second} else f"{digits}{first}{second}"


@pytest.mark.parametrize(
    "date",
    ["010100", "311299", "410180", "018100", "014100"],
    ids=["plain", "plain 1999", "D-number", "synthetic", "NAV"],
)
def test_identity_numbers_are_told_by_their_date_and_both_check_digits(date: str) -> None:
    numbers = [number for serial in range(100, 160) if (number := with_check_digits(f"{date}{serial}"))]
    assert numbers
    for number in numbers:
        assert holds_identity_number(f"ring {number}.")
        assert mask(f"{number[:6]} {number[6:]}") == "*" * 11
        assert not holds_identity_number(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("number", ["99010012356", "01130012356", "112345678901", "1234567890"])
def test_other_numbers_are_left_alone(number: str) -> None:
    assert mask(number) == number
