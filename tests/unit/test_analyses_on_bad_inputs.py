"""Every analysis answers on registers that are empty, circular, deep, crowded or hostile, and never falls over."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from graphsvc.errors import GraphsvcError
from graphsvc.model import Kind
from graphsvc.ports import FileText
from graphsvc.registry import queries
from graphsvc.service.asking import ask
from graphsvc.service.picturing import answer_document, answer_file
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from tests.bounds import within
from tests.graphs import Tie, graph

SECONDS = 20  # of a machine that others use too; expected are fractions of one

HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\ttab first",
    "'); DROP TABLE systems; --",
    "{placeholder} {0} %s",
    "\u202egnirts",
    "x" * 300,
)


def empty() -> Snapshot:
    return graph()


def single() -> Snapshot:
    return graph(["system:only"])


def circular() -> Snapshot:
    """Units above themselves, flows to oneself and round, services that require each other."""
    ties: list[Tie] = [
        ("part_of", "unit:a", "unit:b"),
        ("part_of", "unit:b", "unit:a"),
        ("part_of", "unit:c", "unit:c"),
        ("owns", "unit:a", "system:x"),
        ("uses", "unit:c", "system:x"),
        ("flow", "system:x", "system:x", {"mode": "sync", "data_objects": ("d",), "through": ("x",)}),
        ("flow", "system:x", "system:y", {"mode": "login", "data_objects": ("d",), "through": ("gone", "y")}),
        ("flow", "system:y", "system:x", {"mode": "sync", "data_objects": ("gone",)}),
        ("replaces", "system:x", "system:x"),
        ("holds", "system:x", "data_object:d"),
        ("supports", "system:x", "service:t", {"strength": "required", "alternative": "g"}),
        ("requires", "service:t", "service:t"),
        ("requires", "service:t", "service:u"),
        ("requires", "service:u", "service:t"),
        ("delivers", "unit:a", "service:t"),
        ("contains", "journey:j", "service:t"),
        ("provides", "system:x", "capability:c"),
        ("part_of", "capability:c", "capability:c"),
    ]
    return graph({"data_object:d": {"personal_data": "special"}, "system:x": {"decommission": "2027-01-01"}}, ties)


def deep() -> Snapshot:
    """An organisation of 3,000 levels, and a chain of as many systems."""
    ties: list[Tie] = [("part_of", f"unit:u{one + 1}", f"unit:u{one}") for one in range(3000)]
    ties += [("flow", f"system:s{one}", f"system:s{one + 1}", {"mode": "sync"}) for one in range(3000)]
    ties += [("owns", "unit:u3000", "system:s0"), ("delivers", "unit:u3000", "service:t")]
    ties += [("supports", "system:s3000", "service:t", {"strength": "required"})]
    return graph({"unit:u0": {"level": "sector"}}, ties)


def crowded() -> Snapshot:
    """Thirty systems that all depend on each other, and all support one service."""
    names = [f"system:n{one:02}" for one in range(30)]
    ties: list[Tie] = [("flow", one, other, {"mode": "sync"}) for one in names for other in names if one != other]
    ties += [("supports", one, "service:t", {"strength": "required"}) for one in names]
    return graph({}, ties)


def hostile() -> Snapshot:
    """Names and values that are markup, formulas, statements, or very long."""
    things: dict[str, dict[str, Any]] = {"journey:j": {"name_nb": HOSTILE[0]}, "unit:s": {"level": "sector"}}
    ties: list[Tie] = []
    for number, words in enumerate(HOSTILE):
        system, service, unit, data = (
            f"system:s{number}",
            f"service:t{number}",
            f"unit:u{number}",
            f"data_object:d{number}",
        )
        things[system] = {"name_nb": words, "vendor": words, "product": words, "contract_end": "2027-01-01"}
        things[service] = {"name_nb": words, "legal_basis": words}
        things[unit] = {"name_nb": words, "contact": words}
        things[data] = {"name_nb": words, "personal_data": "special"}
        ties += [
            ("owns", unit, system),
            ("part_of", unit, "unit:s"),
            ("delivers", unit, service, {"role": "lead"}),
            ("supports", system, service, {"strength": "required", "alternative": words}),
            ("holds", system, data, {"role": "master"}),
            ("provides", system, f"capability:c{number % 2}"),
            ("contains", "journey:j", service, {"order": number}),
            (
                "flow",
                system,
                f"system:s{(number + 1) % len(HOSTILE)}",
                {"mode": "sync", "protocol": words, "data": words},
            ),
        ]
    return graph(things, ties)


REGISTERS: dict[str, Callable[[], Snapshot]] = {
    one.__name__: one for one in (empty, single, circular, deep, crowded, hostile)
}


def questions(snapshot: Snapshot) -> list[tuple[str, dict[str, Any]]]:
    """Every analysis, about the first thing of each kind that there is."""

    def first(kind: Kind) -> str | None:
        found = snapshot.of_kind(kind).tolist()
        return snapshot.references[found[0]] if found else None

    system, journey, capability = first(Kind.SYSTEM), first(Kind.JOURNEY), first(Kind.CAPABILITY)
    asked: list[tuple[str, dict[str, Any]]] = [
        (name, {}) for name in ("weak_spots", "structure", "matrix", "privacy", "completeness")
    ]
    asked += [("structure", {"by": "unit"}), ("overlap", {"text": "x"}), ("overlap", {"pairs": True})]
    asked.append(("diff", {"from_": "2026-12-01", "to": "2030-01-01", "analysis": ("weak-spots", "structure")}))
    if system:
        last = snapshot.references[snapshot.of_kind(Kind.SYSTEM).tolist()[-1]]
        ended = FileText(f'[[end.system]]\nid = "{system.split(":")[1]}"')
        asked += [("impact", {"things": (system,)}), ("reach", {"thing": system})]
        asked += [("paths", {"from_": system, "to": last})] if last != system else []
        asked.append(("scenario", {"changes": ended, "analysis": ("weak-spots", "matrix", f"reach?thing={last}")}))
    asked += [("journey", {"thing": journey})] if journey else []
    asked += [("learning", {"capability": (capability,)})] if capability else []
    return asked


@pytest.mark.parametrize("register", REGISTERS)
def test_every_analysis_answers_in_every_language_and_as_every_file(register: str) -> None:
    snapshot = REGISTERS[register]()
    for name, given in questions(snapshot):
        with within(SECONDS, (name, given)):
            result = ask(snapshot, name, **given)
        for language in Language if len(snapshot) < 1000 else (Language.NN,):
            document = answer_document(name, snapshot, result, language)
            assert json.loads(json.dumps(document, default=str)) is not None
        again = ask(snapshot, name, **given)
        one, other = (answer_document(name, snapshot, each, Language.NB) for each in (result, again))
        assert one == other, (name, given)


def test_no_cell_of_a_file_begins_a_formula() -> None:
    snapshot = hostile()
    for name, given in questions(snapshot):
        result = ask(snapshot, name, **given)
        table = answer_file(name, snapshot, result, ".csv", Language.NB).decode("utf-8-sig")
        for row in csv.reader(io.StringIO(table), delimiter=";"):
            assert not [cell for cell in row if cell[:1] in "=+-@\t\r" and cell and not _is_number(cell)], (name, row)
        book = openpyxl.load_workbook(io.BytesIO(answer_file(name, snapshot, result, ".xlsx", Language.NB)))
        assert not [
            cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ], name


def _is_number(words: str) -> bool:
    try:
        float(words.replace(",", "."))
    except ValueError:
        return False
    return True


def test_what_is_not_there_is_refused_in_words_by_every_analysis_that_takes_a_thing() -> None:
    snapshot = circular()
    for name, given in (
        ("impact", {"things": ("nothing like it",)}),
        ("reach", {"thing": "nothing like it"}),
        ("paths", {"from_": "nothing like it", "to": "x"}),
        ("journey", {"thing": "nothing like it"}),
        ("privacy", {"things": ("nothing like it",)}),
        ("learning", {"capability": ("nothing like it",)}),
        ("completeness", {"unit": "nothing like it"}),
        ("scenario", {"proposal": "nothing like it"}),
    ):
        with pytest.raises(GraphsvcError) as refused:
            ask(snapshot, name, **given)
        assert "nothing like it" in refused.value.in_(Language.NN), name
        assert refused.value.exit_status == 1, name
    assert {"weak_spots", "structure", "scenario", "diff"} <= set(queries())
