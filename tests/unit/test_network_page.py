"""The network for notebooks: bounded, told, the same bytes; a clear word where pyvis is not installed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import EngineError
from graphsvc.service.exports import FORMATS, Edition
from graphsvc.service.exports.network import write_pyvis
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.network import network_of, page
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def large(systems: int, units: int = 40) -> Snapshot:
    ties: list[Tie] = [("part_of", f"unit:u{unit}", f"unit:S{unit % 4}") for unit in range(units)]
    for one in range(systems):
        ties += [
            ("owns", f"unit:u{one % units}", f"system:s{one}"),
            ("flow", f"system:s{one}", f"system:s{(one * 7 + 1) % systems}", {"mode": "sync"}),
        ]
    return graph({f"unit:S{one}": {"level": "sector"} for one in range(4)}, ties)


def test_every_local_system_stands_where_the_map_has_it_and_flows_join_them(demo: Snapshot) -> None:
    network = network_of(demo, Language.NB)
    assert len(network.nodes) == len(network.layout.boxes) <= 1000
    for node, box in zip(network.nodes, network.layout.boxes, strict=True):
        assert (node["x"], node["y"]) == (round(box.x + box.width / 2, 1), round(box.y + box.height / 2, 1))
    named = {str(node["title"]) for node in network.nodes}
    assert "Journal pleie og omsorg" in named
    assert network.flows_drawn <= network.flows_exist == 329
    assert network.flows_drawn > 300
    assert all(edge["from"] != edge["to"] for edge in network.edges)


def test_above_a_thousand_boxes_units_are_closed_and_it_is_said(tmp_path: Path) -> None:
    snapshot = large(1500)
    network = network_of(snapshot, Language.EN)
    assert len(network.nodes) == 44
    assert len(network.edges) <= 1000
    assert network.flows_exist == 1500
    write_pyvis(Edition(snapshot, Language.EN), tmp_path / "x.html")
    told = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "0 of 1,500 systems" in told
    assert "More than 1,000 boxes" in told


def test_a_large_register_is_drawn_in_seconds_and_no_more_than_bounded() -> None:
    network = network_of(large(900, 60), Language.NB)
    assert len(network.nodes) == 964
    assert len(network.edges) <= 1000


def test_the_page_says_what_is_drawn_and_is_the_same_bytes(demo: Snapshot, tmp_path: Path) -> None:
    written = [tmp_path / "a.html", tmp_path / "b.html"]
    for path in written:
        assert write_pyvis(Edition(Snapshot(demo.facts, demo.date), Language.NB), path) == ()
    first = written[0].read_bytes()
    assert first == written[1].read_bytes()
    told = first.decode()
    assert "Eksempelvik: 1.12.2026, revisjon 1." in told
    assert "Tegnet: 4 av 4 sektorer, 44 av 44 enheter, 118 av 137 systemer" in told
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', told, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    assert len(data["nodes"]) > 150


def test_nothing_of_pyvis_is_used_but_the_library(demo: Snapshot) -> None:
    told = page.network_page(demo, language=Language.NB)
    assert len(re.findall("^<script", told, re.MULTILINE)) == 3
    assert "cdnjs" not in told
    assert "jsdelivr" not in told
    assert not re.search(r"<(?:link|img|iframe|script[^>]* src)", told.partition('<script type="application/json"')[0])


def test_without_pyvis_the_remedy_is_said(demo: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "find_spec", lambda name: None)
    with pytest.raises(EngineError, match=r"pip install 'graphsvc\[pyvis\]'"):
        write_pyvis(Edition(demo, Language.EN), tmp_path / "x.html")
    assert not (tmp_path / "x.html").exists()


def test_the_page_offers_it_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert FORMATS["pyvis"].installed
    monkeypatch.setattr("graphsvc.service.exports.formats.find_spec", lambda name: None)
    assert not FORMATS["pyvis"].installed
    assert FORMATS["graphml"].installed
