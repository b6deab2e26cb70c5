"""Order changes nothing, both formats agree, and no damage ends in an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.records import Reading, RelationRecord
from graphsvc_importers.archimate.vocabulary import ELEMENTS, RELATIONSHIPS
from tests.archimate_models import Tie, derived, direct, exchange, native, read_text, things

TYPES = (
    sorted(set(ELEMENTS) - {"AndJunction", "OrJunction"})
    + ["Junction/or"]
    + ["ApplicationComponent", "ApplicationService"] * 9
)
SEED = Path(__file__).resolve().parents[1] / "data" / "badinputs" / "good_archimate.xml"


@st.composite
def models(draw: st.DrawFn) -> tuple[dict[str, str], list[Tie]]:
    elements = {f"e{number}": draw(st.sampled_from(TYPES)) for number in range(draw(st.integers(1, 9)))}
    end = st.sampled_from(sorted(elements))
    ties = draw(st.lists(st.tuples(st.sampled_from(sorted(RELATIONSHIPS)), end, end), max_size=25))
    return elements, [(*tie, {"id": f"r{number:02}"}) for number, tie in enumerate(ties)]


def reading_of(text: str | bytes, profile: str = "plain") -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        return read_text(Path(folder), text, profile=profile)


def content(reading: Reading) -> set[str]:
    """Return the records without their lines, which change with the order of a file."""
    return {
        repr(
            (
                one.subject,
                one.id,
                sorted(one.fields.items(), key=str),
                getattr(one, "start", ""),
                getattr(one, "end", ""),
            )
        )
        for one in reading.records
    }


@given(models(), st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_the_order_of_the_file_changes_nothing(model: tuple[dict[str, str], list[Tie]], random) -> None:
    elements, ties = model
    rows, mixed = list(elements.items()), list(ties)
    random.shuffle(rows)
    random.shuffle(mixed)
    assert content(reading_of(native(elements, ties))) == content(reading_of(native(dict(rows), mixed)))


@given(models())
@settings(max_examples=60)
def test_every_element_and_relationship_is_there_once_and_every_step_exists(
    model: tuple[dict[str, str], list[Tie]],
) -> None:
    elements, ties = model
    reading = reading_of(
        native(elements, ties),
        '[axis]\nby = ["BusinessActor+BusinessRole+Node"]\n'
        if set(elements.values()) & {"BusinessActor", "Node"}
        else "plain",
    )
    assert set(things(reading)) == set(elements)
    assert set(direct(reading)) == {tie[3]["id"] for tie in ties}
    known = {one.reference for one in reading.records}
    for one in derived(reading):
        assert {one.start, one.end} <= known
        assert set(one.fields["via"]) <= set(direct(reading))
        assert one.start != one.end
        assert 0 < one.fields.get("factor", 1) <= 1


@given(models())
@settings(max_examples=60)
def test_both_formats_give_the_same_relations(model: tuple[dict[str, str], list[Tie]]) -> None:
    elements, ties = model
    plain = {name: type_ if "/" not in type_ else "OrJunction" for name, type_ in elements.items()}
    said = [(*tie[:3], tie[3] | {"accessType": "Write"}) if tie[0] == "Access" else tie for tie in ties]

    def rows(reading: Reading) -> set[tuple[str, str, str, str]]:
        return {
            (one.relation.value, one.id, one.start, one.end)
            for one in reading.records
            if isinstance(one, RelationRecord)
        }

    assert rows(reading_of(native(elements, ties))) == rows(reading_of(exchange(plain, said)))


@given(st.lists(st.tuples(st.integers(0, 525), st.integers(0, 255)), max_size=8), st.integers(0, 526))
@settings(max_examples=500)
def test_damage_never_ends_in_an_exception(changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(SEED.read_bytes())
    for place, value in changes:
        data[place % len(data)] = value
    for damaged in (bytes(data), bytes(data[:length])):
        reading = reading_of(damaged)
        assert reading.has_errors or len(reading.records) <= 3
