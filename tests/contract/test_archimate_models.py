"""Real models: their own numbers to the last one, the true difference between editions, and what GEMMA answers."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from graphsvc.guard import read_guarded
from graphsvc.metamodel import RELATIONS, fields_of
from graphsvc.model import ChangeKind, Kind, split_reference
from graphsvc.ports import ImportOptions
from graphsvc.records import Reading, RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc_importers.archimate import ArchimateImporter
from graphsvc_queries.impact import impact
from tests.archimate_models import derived, direct, things
from tests.bounds import within

#: Models with their number of files in SOURCE.txt that state counts by type.
MODELS = {"canada-ca": 3, "esdc": 4, "gemma": 1, "gemma-softwarecatalogus": 1, "toop": 1, "vera": 3}
STATED = re.compile(
    r"^file: (?P<file>.+?)(?:  <- | \(\d+ bytes\))[^\n]*\n  name=(?P<head>[^\n]*)\n"
    r"  el: (?P<el>[^\n]*)\n  rel:(?P<rel>[^\n]*)",
    re.MULTILINE,
)


@cache
def read(path: Path, mapping: str | None = None) -> Reading:
    return ArchimateImporter().read([path], ImportOptions(mapping=mapping))


def stated(folder: Path) -> list[tuple[Path, str, dict[str, int], dict[str, int]]]:
    """Return what SOURCE.txt says: file, its facts, elements by type, relationships by type."""
    found = []
    for match in STATED.finditer((folder / "SOURCE.txt").read_text(encoding="utf-8")):
        path = folder / match["file"].strip()
        path = path if path.exists() else path.with_name(path.name + ".gz")
        found.append((path, match["head"], by_type(match["el"]), by_type(match["rel"])))
    return found


def by_type(words: str) -> dict[str, int]:
    pairs = (part.rsplit(" ", 1) for part in words.strip().split(", ") if part)
    return {name: int(number) for name, number in pairs}


def types_of(records: list[ThingRecord] | list[RelationRecord]) -> dict[str, int]:
    return dict(Counter(str(record.fields["original_type"]) for record in records))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_its_own_numbers_by_type_to_the_last_one(shared: Path, model: str) -> None:
    files = stated(shared / "data" / "archimate" / model)
    assert len(files) == MODELS[model]
    for path, head, elements, relationships in files:
        reading = read(path)
        assert not reading.has_errors
        assert types_of(list(things(reading).values())) == elements
        assert types_of(list(direct(reading).values())) == relationships
        assert f"views={reading.counts['views']};" in head


@pytest.mark.parametrize("model", MODELS)
def test_mapped_and_unmapped_make_the_whole(shared: Path, model: str) -> None:
    for path, _, elements, relationships in stated(shared / "data" / "archimate" / model):
        reading = read(path)
        left = [one for one in reading.records if one.subject.value in {"element", "related"}]
        assert sum(reading.unmapped.values()) == len(left)
        assert len(things(reading)) + len(direct(reading)) == sum(elements.values()) + sum(relationships.values())


def test_the_models_that_are_shipped_with_the_tests_are_read_alike(data_folder: Path, shared: Path) -> None:
    ours, theirs = data_folder / "archimate", shared / "data" / "archimate"
    assert read(ours / "vera" / "vera.archimate.gz").records == read(theirs / "vera" / "vera.archimate.gz").records
    toop = read(ours / "toop" / "toop.archimate.gz")
    assert (toop.counts["elements"], toop.counts["relationships"]) == (246, 465)


def test_relations_obey_the_metamodel_and_rest_on_what_is_there(shared: Path) -> None:
    for path in sorted((shared / "data" / "archimate").glob("*/*.archimate*")):
        reading = read(path)
        known = {one.reference for one in reading.records}
        ids = {one.id for one in direct(reading).values()}
        for one in reading.records:
            assert set(one.fields) <= set(fields_of(one.subject))
            if isinstance(one, RelationRecord):
                assert {one.start, one.end} <= known
                kinds = [split_reference(end)[0] for end in (one.start, one.end)]
                assert "relation" in kinds or RELATIONS[one.relation].allows(*(Kind(kind) for kind in kinds))
                assert set(one.fields.get("via") or ()) <= ids


def test_derived_relations_have_ids_of_their_own_and_are_never_beside_an_equal_one(shared: Path) -> None:
    reading = read(shared / "data" / "archimate" / "gemma" / "gemma.archimate.gz")
    ids = [one.id for one in reading.records]
    assert len(ids) == len(set(ids))
    ends = Counter((one.relation, one.start, one.end) for one in derived(reading))
    assert max(ends.values()) == 1


def test_both_forms_of_vera_are_one_model(shared: Path) -> None:
    folder = shared / "data" / "archimate" / "vera"
    native, exchange = read(folder / "vera.archimate.gz"), read(folder / "VERA 4.3.1.xml")
    rows = [
        {(one.relation, one.id, one.start, one.end) for one in direct(each).values()} for each in (native, exchange)
    ]
    assert len(rows[0] & rows[1]) == len(rows[0]) == len(rows[1]) == 1761
    assert {(one.kind, one.id) for one in things(native).values()} == {
        (one.kind, one.id) for one in things(exchange).values()
    }
    assert native.name == exchange.name


def test_two_editions_of_gemma_differ_truly(shared: Path) -> None:
    folder = shared / "data" / "archimate" / "gemma"
    before, after = read(folder / "gemma-2024-04-16.archimate.gz"), read(folder / "gemma.archimate.gz")
    assert before.name == after.name
    for records, expected in ((things, (2635, 52, 371)), (direct, (5239, 101, 1018))):
        old, new = set(records(before)), set(records(after))
        assert (len(old & new), len(old - new), len(new - old)) == expected


def test_gemma_is_recognised_and_read_in_seconds(shared: Path) -> None:
    path = shared / "data" / "archimate" / "gemma" / "gemma.archimate.gz"
    with within(10):
        reading = ArchimateImporter().read([path], ImportOptions())
    assert {one.severity.value for one in reading.problems} == {"note"}
    assert {one.code for one in reading.problems} == {"views", "model-text", "profile-recognised"}
    assert reading == read(path)


def test_the_guarded_child_hands_over_the_same_reading(data_folder: Path) -> None:
    path = data_folder / "archimate" / "toop" / "toop.archimate.gz"
    assert read_guarded("archimate", [path], ImportOptions()) == read(path)


@pytest.fixture(scope="module")
def gemma(shared: Path) -> Snapshot:
    reading = read(shared / "data" / "archimate" / "gemma" / "gemma.archimate.gz", "gemma")
    facts = [Fact(record) for record in reading.records]
    of_things = tuple(fact for fact in facts if isinstance(fact.record, ThingRecord))
    of_relations = tuple(fact for fact in facts if not isinstance(fact.record, ThingRecord))
    return Snapshot(Facts(1, of_things, of_relations), dt.date(2026, 12, 1))


def test_the_sectors_of_gemma_are_its_seven_domains(gemma: Snapshot) -> None:
    sectors = [gemma.record(int(unit)) for unit in gemma.of_kind(Kind.UNIT)]
    names = {str(one.fields["name"]): one.fields["subtype"] for one in sectors if one.fields.get("level") == "sector"}
    assert set(names) == {
        "Bestuur",
        "Fysieke leefomgeving",
        "Niet domeingebonden",
        "Ondersteuning",
        "Openbare orde en veiligheid",
        "Publieksdiensten",
        "Sociaal domein",
    }
    assert names["Niet domeingebonden"] == "generic"


def test_the_rules_find_a_business_use_for_as_many_components_of_gemma_as_the_prototype(shared: Path) -> None:
    reading = read(shared / "data" / "archimate" / "gemma" / "gemma.archimate.gz", "gemma")
    naive = {one.start for one in direct(reading).values() if one.relation.value == "supports"}
    found = naive | {one.start for one in derived(reading) if one.relation.value == "supports"}
    systems = [{start for start in starts if start.startswith("system:")} for starts in (naive, found)]
    assert [len(starts) for starts in systems] == [48, 172]


def test_retiring_a_component_of_gemma_touches_as_many_sectors_as_measured(gemma: Snapshot) -> None:
    """Classes: 0, 1, 2, 3, 4-5, 6-7 sectors. Why they differ a little from those measured: docs/archimate.md."""
    classes: Counter[int] = Counter()
    most: set[str] = set()
    components = [int(one) for one in gemma.of_kind(Kind.SYSTEM) if not gemma.record(int(one)).fields.get("composite")]
    for number in components:
        answer = impact(gemma, things=(gemma.references[number],), change=ChangeKind.RETIRE)
        touched = sum(bool(row.effect.strength) for row in answer.sectors if row.id not in {"outside", "without_owner"})
        classes[min(touched, 4) if touched < 6 else 6] += 1
        if touched == 7:
            most.add(gemma.name(number).words)
    assert [classes[one] for one in (0, 1, 2, 3, 4, 6)] == [122, 105, 21, 8, 6, 7]
    assert len(components) == 269
    assert most == {"Documentregistratiecomponent", "Zaakregistratiecomponent", "Zaaktypecataloguscomponent"}
