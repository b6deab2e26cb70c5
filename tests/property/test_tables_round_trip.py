"""What holds for every table: workbooks come back equal, order is nothing, and no bytes make it fall over."""

from __future__ import annotations

import io
import random
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.metamodel import FieldType, fields_of
from graphsvc.model import Kind, Value
from graphsvc.ports import ImportOptions
from graphsvc.records import Reading, ThingRecord
from graphsvc.text import Language
from graphsvc_importers.tables import TablesImporter
from graphsvc_importers.tables.escapes import guard, join_list, join_pairs, split_list, split_pairs, unguard

# Letters that Excel, CSV and the escapes have an interest in, and some that they have none in.
LETTERS = st.sampled_from("abzæøåÅ09 =+-@\t\r\n'\"\\;,|_x_(){}<>&%\u00a0\u200b🛈") | st.characters(
    exclude_categories=["Cs", "Cc"]
)
TEXTS = st.text(LETTERS, max_size=12)
IDS = TEXTS.map(str.strip).filter(bool)
DATES = st.dates().filter(lambda day: day.year >= 1000).map(str)
NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(-(10**6), 10**6, places=3).map(float)
VALUES = {
    FieldType.TEXT: TEXTS | st.none(),
    FieldType.DATE: DATES,
    FieldType.FLAG: st.booleans(),
    FieldType.MONEY: NUMBERS,
    FieldType.LIST: st.lists(TEXTS, max_size=3).map(tuple),
    FieldType.PROPERTIES: st.dictionaries(TEXTS, TEXTS, max_size=3),
}
SYSTEM = [field for field in fields_of(Kind.SYSTEM).values() if field.type in VALUES]


@st.composite
def systems(draw: st.DrawFn) -> list[ThingRecord]:
    """Systems with any of the fields that may hold anything."""
    found = []
    for identifier in draw(st.lists(IDS, min_size=1, max_size=4, unique=True)):
        fields = draw(st.lists(st.sampled_from(SYSTEM), max_size=5, unique_by=lambda field: field.name))
        values = {field.name: draw(VALUES[field.type]) for field in fields}
        # A name is never read as the claim that there is none.
        found.append(
            ThingRecord(
                Kind.SYSTEM, identifier, {n: v for n, v in values.items() if v is not None or not n.startswith("name")}
            )
        )
    return found


def told(reading: Reading) -> set[str]:
    return {
        repr((r.subject.value, r.id, sorted(r.fields.items()), getattr(r, "start", 0), getattr(r, "end", 0)))
        for r in reading.records
    }


@given(systems(), st.sampled_from(list(Language)))
def test_any_systems_come_back_equal_from_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, things: list[ThingRecord], language: Language
) -> None:
    path = tmp_path_factory.mktemp("book") / "x.xlsx"
    TablesImporter.write_workbook(path, things, [], language, {})
    back = TablesImporter().read([path], ImportOptions())
    assert {record.id: dict(record.fields) for record in back.records} == {
        unicodedata.normalize("NFC", thing.id): dict(thing.fields) for thing in things
    }


@given(st.lists(TEXTS, max_size=5))
def test_any_list_comes_back_from_a_cell(items: list[str]) -> None:
    assert split_list(unguard(guard(join_list(items)))) == tuple(items)


@given(st.dictionaries(TEXTS, TEXTS, max_size=5))
def test_any_properties_come_back_from_a_cell(pairs: dict[str, str]) -> None:
    assert split_pairs(unguard(guard(join_pairs(pairs)))) == pairs


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(tmp_path_factory: pytest.TempPathFactory, chance: random.Random) -> None:
    folder = tmp_path_factory.mktemp("rows")
    rows = [f"s{number},S{number},{'s' + str(number // 2) if number else ''}" for number in range(12)]
    readings = []
    for _ in range(2):
        chance.shuffle(rows)
        (folder / "systems.csv").write_text("id,name_nb,parent\n" + "\n".join(rows) + "\n", encoding="utf-8")
        readings.append(TablesImporter().read([folder], ImportOptions()))
    assert told(readings[0]) == told(readings[1])
    assert not readings[0].has_errors


GOOD = (
    'id,name_nb,contract_end,yearly_cost,owner,platform\na,Sak på Ås,2027-12-31,12.5,u,ja\nb,"B, ""b""",,1 000,u,nei\n'
).encode()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "x.xlsx"
    fields: dict[str, Value] = {"name_nb": "A", "users": 3, "platform": True, "contract_end": "2027-12-31"}
    TablesImporter.write_workbook(path, [ThingRecord(Kind.SYSTEM, "a", fields)], [], Language.NB, {})
    return path.read_bytes()


PIECES = st.binary(max_size=4) | st.sampled_from(
    [b'"', b",", b"\r", b"\x00", b"\xff\xfe", b"=", b"\xc3\xa5", b"<!DOCTYPE x>", b"<c/>"]
)
CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 4), PIECES), min_size=1, max_size=6)
Changes = list[tuple[float, int, bytes]]


def damage(good: bytes, changes: Changes) -> bytes:
    """Change, take out or put in some bytes."""
    data = bytearray(good)
    for where, length, piece in changes:
        place = int(where * len(data))
        data[place : place + length] = piece
    return bytes(data)


def survives(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    reading = TablesImporter().read([folder / name], ImportOptions(known=frozenset({"unit:u"})))
    for problem in reading.problems:
        repr(problem).encode("utf-8")
        assert len(problem.value or "") <= 80
    if not reading.has_errors:
        repr(reading.records).encode("utf-8")


@given(CHANGES)
def test_a_damaged_csv_file_is_read_or_refused_but_never_falls_over(
    tmp_path_factory: pytest.TempPathFactory, changes: Changes
) -> None:
    survives(tmp_path_factory.getbasetemp(), "systems.csv", damage(GOOD, changes))


@given(CHANGES)
def test_a_damaged_workbook_is_read_or_refused_but_never_falls_over(
    tmp_path_factory: pytest.TempPathFactory, workbook: bytes, changes: Changes
) -> None:
    survives(tmp_path_factory.getbasetemp(), "systems.xlsx", damage(workbook, changes))


@given(st.data(), CHANGES)
def test_a_workbook_with_a_damaged_part_is_read_or_refused_but_never_falls_over(
    tmp_path_factory: pytest.TempPathFactory, workbook: bytes, data: st.DataObject, changes: Changes
) -> None:
    found = parts(workbook)
    name = data.draw(st.sampled_from(sorted(found)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for part, body in found.items():
            book.writestr(part, damage(body, changes) if part == name else body)
    survives(tmp_path_factory.getbasetemp(), "systems.xlsx", stream.getvalue())
