"""What the document of impact promises of itself, on random municipalities."""

from __future__ import annotations

import math
from typing import Any

from tests.oracle.register import register
from tests.property.documents import answer
from tests.property.graphs import municipality, question, seeds

GRAPHS = 200


def _documents() -> list[tuple[int, dict[str, Any]]]:
    return [(seed, answer((made := municipality(seed)).snapshot, question(made))) for seed in seeds(GRAPHS)]


def test_the_product_of_a_paths_weights_is_its_strength() -> None:
    for seed, document in _documents():
        for row in document["touched"]:
            assert math.isclose(math.prod(hop["weight"] for hop in row["path"]), row["strength"], abs_tol=1e-9), seed


def test_a_path_leads_from_a_change_to_the_thing_without_loops_or_other_changes() -> None:
    for seed, document in _documents():
        changed = {change["thing"] for change in document["changes"]}
        for row in document["touched"]:
            way = [row["path"][0]["from"], *(hop["to"] for hop in row["path"])]
            assert way[:-1] == [hop["from"] for hop in row["path"]], seed
            assert len(set(way)) == len(way), seed
            assert way[0] in changed, seed
            assert not changed & set(way[1:]), seed
            assert way[-1] == row["thing"], seed


def test_touched_things_are_sorted_by_strength_then_id() -> None:
    for seed, document in _documents():
        order = [(-round(row["strength"], 9), row["id"]) for row in document["touched"]]
        assert order == sorted(order), seed


def test_the_sector_of_a_service_is_that_of_its_lead_unit() -> None:
    seen_any = 0
    for seed, document in _documents():
        seen = register(municipality(seed).snapshot)
        for row in document["touched"]:
            delivering = [one for one in seen.of("delivers") if one.end == row["thing"]]
            leads = {one.start for one in delivering if one.fields.get("role") == "lead"}
            if row["kind"] == "service" and len(leads) == 1:
                assert {f"unit:{row['unit']}"} == leads, seed
                seen_any += 1
    assert seen_any > GRAPHS / 4


def test_every_hop_and_every_unit_to_consult_comes_with_a_sentence() -> None:
    for _, document in _documents():
        for row in document["touched"]:
            assert all(hop["sentence"].endswith(".") and "{" not in hop["sentence"] for hop in row["path"])
        assert all(one["because"] for one in document["consult"])
