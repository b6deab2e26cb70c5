"""What every picture must do; written once, run over every view that is installed and draws."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from graphsvc.model import ChangeKind, Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.completeness import completeness
from graphsvc_queries.impact import impact
from graphsvc_queries.journey import journey
from graphsvc_queries.learning import learning
from graphsvc_queries.matrix import MatrixBy, matrix
from graphsvc_queries.overlap import overlap
from graphsvc_queries.paths import paths
from graphsvc_queries.portfolio import portfolio
from graphsvc_queries.privacy import privacy
from graphsvc_queries.structure import structure
from graphsvc_queries.weak_spots import weak_spots
from tests.graphs import Tie, graph

#: The pages and the documents are found under the same group, but are no picture; one is drawn of two graphs.
NO_PICTURES = {"path_strip_compared", "explorer", "memo", "memo_pack", "decision_document"}
VIEWS = sorted(entry.name for entry in entry_points(group="graphsvc.views") if entry.name not in NO_PICTURES)
#: What a view takes beside the snapshot; the others take a thing.
ANSWERS: dict[str, Callable[[Snapshot, str], Any]] = {
    "swimlane": lambda snapshot, thing: impact(snapshot, things=(thing,), change=ChangeKind.RETIRE),
    "overlap_bars": lambda snapshot, thing: overlap(snapshot, thing=thing, min_score=0.1, limit=50),
    "matrix_grid": lambda snapshot, _: matrix(snapshot, by=MatrixBy.UNIT),
    "municipality_map": lambda snapshot, _: None,
    "weak_spots_bars": lambda snapshot, _: weak_spots(snapshot),
    "path_strip": lambda snapshot, thing: paths(snapshot, from_=thing, to="system:s3", max_steps=0, k=3),
    "portfolio_bars": lambda snapshot, _: portfolio(snapshot, budget=900, weight=("reach=0",), sweep=True),
    "portfolio_bubble": lambda snapshot, _: portfolio(snapshot, budget=900, weight=("reach=0",)),
    "sector_balance": lambda snapshot, _: structure(snapshot),
    "data_travel": lambda snapshot, _: privacy(snapshot, things=("data_object:d",)),
    "journey_strip": lambda snapshot, _: journey(snapshot, thing="journey:j"),
    "completeness_bars": lambda snapshot, _: completeness(snapshot),
    "experience_line": lambda snapshot, _: learning(snapshot, capability=("capability:c",)),
}
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "]]></style><b>",
    "\u202edrawkcab\u202d",
    "x" * 300,
    "a\x00b\x0b\x1b[31m",
    "&amp;&lt;{0}{name}%s",
    "😀" * 40,
    "javascript:alert(1)",
    "שלום עולם",
    "' onmouseover='alert(1)",
    "\ud800 lone",
    "\ufffe",
]
SVG = "{http://www.w3.org/2000/svg}"
SEEDED = """
import sys
sys.path[:0] = {paths!r}
from tests.contract.test_views import VIEWS, draw, hostile_graph
print("".join(draw(view, hostile_graph(), language) for view in VIEWS for language in ("nb", "nn", "en")))
"""


def hostile_graph() -> Snapshot:
    """Make a municipality in which every name is an attack."""
    names = [HOSTILE[place % len(HOSTILE)] for place in range(200)]
    things: dict[str, dict[str, Value]] = {"system:x": {"name_nb": names[0], "scope": "local", "vendor": names[1]}}
    ties: list[Tie] = []
    things |= {"data_object:d": {"name_nb": names[2]}, "journey:j": {"name_nb": names[4]}}
    things["capability:c"] = {"name_nb": names[6]}
    ties += [("holds", "system:x", "data_object:d", {"role": "master"}), ("provides", "system:x", "capability:c")]
    for one in range(14):
        things[f"unit:S{one}"] = {"level": "sector", "order": one, "name_nb": names[one]}
        things[f"unit:u{one}"] = {"name_nb": names[one + 3]}
        things[f"service:t{one}"] = {"name_nb": names[one + 5]}
        things[f"system:s{one}"] = {"name_nb": names[one + 7]}
        things[f"proposal:{HOSTILE[one]}"] = {
            "name_nb": names[one + 9],
            "investment": 100 * one,
            "it_person_weeks": one,
            "proposer_unit": (f"u{one}",),
            "scores": ("money=2", "quality=3", f"risk={one % 5}"),
        }
        ties += [
            ("part_of", f"unit:u{one}", f"unit:S{one}"),
            ("owns", f"unit:u{one}", f"system:s{one}"),
            ("delivers", f"unit:u{one}", f"service:t{one}", {"role": "lead"}),
            ("supports", "system:x", f"service:t{one}", {"strength": "required"}),
            ("contains", "journey:j", f"service:t{one}", {"order": one}),
            ("uses", f"unit:u{one}", "system:x", {"since": f"20{10 + one}-05-01"}),
            (
                "flow",
                "system:x",
                f"system:s{one}",
                {
                    "mode": "sync",
                    "data": names[one],
                    "protocol": names[one + 1],
                    "data_to": "dependent",
                    "data_objects": ("d",),
                },
            ),
            ("flow", f"system:s{one}", "system:x", {"mode": "batch", "data": names[one + 2]}),
        ]
    return graph(things, ties)


def draw(view: str, snapshot: Snapshot, language: str, thing: str = "system:x") -> str:
    """Draw what a view draws of a thing."""
    (entry,) = entry_points(group="graphsvc.views", name=view)
    asked = ANSWERS[view](snapshot, thing) if view in ANSWERS else thing
    return str(entry.load()(snapshot, asked, language=Language(language)))


@pytest.fixture(scope="module")
def hostile() -> Snapshot:
    return hostile_graph()


def test_there_are_pictures_to_check() -> None:
    assert {"swimlane", "neighbourhood", "lifecycle"} <= set(VIEWS)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_is_a_group_with_a_name_in_its_language(view: str, language: Language, hostile: Snapshot) -> None:
    root = ET.fromstring(draw(view, hostile, language.value))
    assert (root.tag, root.get("role"), root.get("lang")) == (f"{SVG}svg", "group", language.value)
    assert root.get("aria-label")


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_names_stay_words(view: str, hostile: Snapshot) -> None:
    allowed = {"svg", "g", "a", "rect", "circle", "path", "text", "title", "style", "defs", "pattern"}
    for part in ET.fromstring(draw(view, hostile, "nb")).iter():
        assert part.tag.removeprefix(SVG) in allowed
        assert not [name for name in part.attrib if name.startswith("on") or name in {"style", "href"}]
        assert part.tag == f"{SVG}style" or not (part.text or "").strip() or len(part) == 0


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_fetches_nothing(view: str, hostile: Snapshot) -> None:
    root = ET.fromstring(draw(view, hostile, "nb"))
    fills = {str(part.get("fill")) for part in root.iter() if part.get("fill")}
    defined = {f"url(#{part.get('id')})" for part in root.iter() if part.get("id")}
    assert {fill for fill in fills if "url" in fill} <= defined
    sheets = "".join(style.text or "" for style in root.iter(f"{SVG}style"))
    assert "url(" not in sheets
    assert "@import" not in sheets


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_leaves_the_picture(view: str, hostile: Snapshot) -> None:
    from graphsvc_visualizations.lettering import width

    root = ET.fromstring(draw(view, hostile, "en"))
    right = float(str(root.get("width")))
    for text in root.iter(f"{SVG}text"):
        size = float(str(text.get("font-size") or 13))
        across = width(text.text or "", size, bold=" h" in f" {text.get('class')}")
        left = float(str(text.get("x"))) - {"middle": across / 2, "end": across}.get(str(text.get("text-anchor")), 0)
        assert left >= -1
        assert left + across <= right


@pytest.mark.parametrize("view", VIEWS)
def test_ids_are_told_apart_by_picture(view: str, hostile: Snapshot) -> None:
    ids = [part.get("id") for part in ET.fromstring(draw(view, hostile, "nb")).iter() if part.get("id")]
    assert len(ids) == len(set(ids))


def test_the_same_bytes_come_from_every_process_whatever_its_hash_seed() -> None:
    root = Path(__file__).resolve().parents[2]
    paths = [str(root / folder) for folder in ("", "importers", "queries", "visualizations")]
    digests = set()
    for seed in ("0", "1", "2"):
        made = subprocess.run(
            [sys.executable, "-c", SEEDED.format(paths=paths)],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        )
        assert len(made.stdout) > 100_000
        digests.add(hashlib.sha256(made.stdout).hexdigest())
    assert len(digests) == 1
