"""A real model in two editions gives the true difference (data/archimate/gemma/SOURCE.txt)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graphsvc.ports import ImportOptions
from graphsvc.records import Reading
from graphsvc.register import Register
from graphsvc.register.plan import Counts
from graphsvc_importers.archimate import ArchimateImporter
from tests.registers import load


def edition(shared: Path, name: str) -> Reading:
    return ArchimateImporter().read([shared / "data" / "archimate" / "gemma" / name], ImportOptions())


def total(counts: Mapping[str, int]) -> int:
    return sum(counts.values())


def sums(counts: Counts) -> tuple[int, int, int]:
    """How many came, persist, and went."""
    return total(counts.added), total(counts.changed) + total(counts.unchanged), total(counts.removed)


def test_two_editions_of_gemma_give_the_true_difference(register: Register, shared: Path):
    old, new = edition(shared, "gemma-2024-04-16.archimate.gz"), edition(shared, "gemma.archimate.gz")
    load(register, old, "GEMMA")
    assert register.plan(old, "GEMMA").is_empty
    plan = register.plan(new, "GEMMA")
    assert sums(plan.things) == (371, 2635, 52)
    assert sums(plan.relations) == (1018, 5239, 101)
    assert plan.needs_confirmation
    assert plan.missing_ends == ()
    before = register.facts().digest
    register.commit(plan, who="kari", message="2026")
    assert register.plan(new, "GEMMA").is_empty
    assert register.facts(1).digest == before
    counts = register.revisions(limit=1)[0].counts
    assert (counts["added"], counts["withdrawn"]) == (1389, 153)
    register.undo(2, who="kari")
    assert register.facts().digest == before
    assert register.plan(old, "GEMMA").is_empty


def test_a_new_name_for_gemma_makes_the_preview_ask(register: Register, shared: Path):
    load(register, edition(shared, "gemma-2024-04-16.archimate.gz"), "GEMMA")
    assert register.plan(edition(shared, "gemma.archimate.gz"), None).same_source_question == "GEMMA"
