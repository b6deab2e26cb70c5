"""Chooses the one weight of overlap that the design leaves open: ``python -m benchmarks.overlap_quality_weights``.

The caps are given (model.md section 5); open is how much of the likeness of words is that of the names. It is chosen
on VERA and TOOP, whose things are renamed at random; GEMMA, on which quality is measured, is not looked at.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.overlap_quality import Case, edition, measure, ours
from benchmarks.overlap_renaming import renamed_at_random
from graphsvc.snapshot import Snapshot
from graphsvc_queries.overlap.caps import CAPS

__all__ = ["MODELS", "SEEDS", "WEIGHTS", "models", "reciprocal"]

MODELS = {"vera/vera.archimate.gz": "vera", "toop/toop.archimate.gz": None}
SEEDS = (1, 2)
WEIGHTS = (0.1, 0.3, 0.5, 0.7, 0.9)


def models(folder: Path) -> list[tuple[Snapshot, list[Case]]]:
    """Read the models and rename their things, once for each seed."""
    read = [edition(folder / name, mapping) for name, mapping in MODELS.items()]
    return [(model, renamed_at_random(model, seed)) for model in read for seed in SEEDS]


def reciprocal(known: list[tuple[Snapshot, list[Case]]], weight: float, evidence: str) -> float:
    """Return the mean reciprocal rank over all models and seeds with a weight of the name."""
    caps = replace(CAPS, name=weight)
    found = [measure(ours(model, evidence, caps), asked) for model, asked in known]
    ranks = [rank for one in found for rank in one.ranks]
    return sum(1 / rank for rank in ranks) / len(ranks)


if __name__ == "__main__":
    renamed = models(Path(__file__).resolve().parents[1] / "tests" / "data" / "archimate")
    print("| weight of the name | name and text | full |\n| ---: | ---: | ---: |")
    for weight in WEIGHTS:
        found = [reciprocal(renamed, weight, evidence) for evidence in ("text", "full")]
        print(f"| {weight} | {found[0]:.4f} | {found[1]:.4f} |", flush=True)
