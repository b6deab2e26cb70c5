"""GraphML says the same as the graph for networkx, typed, and survives words that attack."""

from __future__ import annotations

import json
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.service.exports import Edition
from graphsvc.service.exports.graphml import write_graphml
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from tests.attacked import attacked_graph
from tests.contract.test_views import HOSTILE
from tests.demo_facts import imported_snapshot
from tests.graphs import graph

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def written(snapshot: Snapshot, folder: Path, language: Language = Language.NB, **wanted: Any) -> Path:
    write_graphml(Edition(snapshot, language, **wanted), folder / "x.graphml")
    return folder / "x.graphml"


def read(path: Path) -> nx.MultiDiGraph[str]:
    return nx.read_graphml(path, force_multigraph=True)


def plain(attributes: dict[str, Any]) -> dict[str, Any]:
    """What GraphML can say of attributes: lists as JSON, and which are claimed to have none."""
    found = {name: value for name, value in attributes.items() if value is not None}
    none = [name for name, value in attributes.items() if value is None and name != "use_kind"]
    if none:
        found["claimed_none"] = sorted({*none, *found.get("claimed_none", ())})
    return {name: value if isinstance(value, str | int | float) else packed(value) for name, value in found.items()}


def packed(value: Any) -> str:
    whole = list(value) if isinstance(value, list | tuple) else dict(value)
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def without(attributes: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name not in names}


def test_networkx_reads_the_same_nodes_edges_and_attributes_back(demo: Snapshot, tmp_path: Path) -> None:
    wanted, found = demo.to_networkx(), read(written(demo, tmp_path))
    assert {one: without(found.nodes[one], "label") for one in found} == {
        one: plain(wanted.nodes[one]) for one in wanted
    }
    edges = {
        (start, end, key[0], key[1]): plain(attributes)
        for start, end, key, attributes in wanted.edges(keys=True, data=True)
    }
    back = {
        (start, end, attributes["relation"], key.partition(":")[2]): without(attributes, "id", "label")
        for start, end, key, attributes in found.edges(keys=True, data=True)
    }
    assert len(edges) == wanted.number_of_edges() > 1000
    assert back == edges
    assert found.graph["revision"] == wanted.graph["revision"]
    assert found.graph["date"] == wanted.graph["date"]


def test_keys_are_typed_and_names_stand_in_three_languages(demo: Snapshot, tmp_path: Path) -> None:
    root = ET.parse(written(demo, tmp_path, Language.EN)).getroot()
    types = {(one.get("for"), one.get("attr.name")): one.get("attr.type") for one in root.iter(f"{NAMESPACE}key")}
    assert types["node", "criticality"] == "long"
    assert types["node", "platform"] == "boolean"
    assert types["node", "yearly_cost"] == "double"
    assert types["node", "contract_end"] == "string"
    node = read(tmp_path / "x.graphml").nodes["system:epj"]
    assert (node["name_nb"], node["label"]) == ("Journal pleie og omsorg", node["name_en"])
    assert isinstance(node["criticality"], int)
    assert isinstance(node["yearly_cost"], float)


def test_the_graph_says_what_it_is_and_how_much_of_what_there_is(demo: Snapshot, tmp_path: Path) -> None:
    early = demo.as_of(demo.date.replace(year=2035))
    said = read(written(early, tmp_path)).graph
    assert (said["title"], said["date"], said["digest"]) == ("Eksempelvik", "2035-12-01", early.digest)
    assert said["things"] == len(early) < said["things_exist"] == len(demo.facts.things) - _outside(demo)
    assert said["relations"] < said["relations_exist"] == len(demo.facts.relations)


def _outside(snapshot: Snapshot) -> int:
    return sum(not KINDS[Kind(fact.record.subject.value)].in_graph for fact in snapshot.facts.things)


def test_the_public_edition_holds_no_sensitive_field(demo: Snapshot, tmp_path: Path) -> None:
    assert any("yearly_cost" in attributes for _, attributes in read(written(demo, tmp_path)).nodes(data=True))
    public = read(written(demo, tmp_path, public=True))
    systems = [attributes for _, attributes in public.nodes(data=True) if attributes["kind"] == "system"]
    assert len(systems) > 100
    assert not any("yearly_cost" in one for one in systems)
    assert public.graph["public"] is True


def test_words_that_attack_are_words_and_what_xml_cannot_carry_is_said(tmp_path: Path) -> None:
    snapshot = attacked_graph()
    problems = write_graphml(Edition(snapshot, Language.NB), tmp_path / "x.graphml")
    found = read(tmp_path / "x.graphml")
    assert set(found) == set(snapshot.references)
    names = {attributes["name_nb"] for _, attributes in found.nodes(data=True)}
    assert set(HOSTILE[:6]) <= names
    assert {"a␀b␋␛[31m", "�"} <= names
    (problem,) = problems
    assert problem.code == "export-characters"
    assert problem.pointer


def test_ids_that_differ_in_a_control_character_only_stay_two_nodes(tmp_path: Path) -> None:
    snapshot = graph(["system:a\x01", "system:a␁", 'system:b\r\n\t"<'], [("flow", "system:a\x01", "system:a␁")])
    found = read(written(snapshot, tmp_path))
    assert len(found) == 3
    assert 'system:b\r\n\t"<' in found
    ((start, end),) = found.edges()
    assert start != end


def test_a_key_with_values_that_do_not_fit_is_text(tmp_path: Path) -> None:
    things = {"system:a": {"criticality": 2, "users": 2**70}, "system:b": {"criticality": "høy", "note": None}}
    found = read(written(graph(things), tmp_path))
    assert found.nodes["system:a"]["criticality"] == "2"
    assert found.nodes["system:a"]["users"] == str(2**70)
    assert json.loads(found.nodes["system:b"]["claimed_none"]) == ["note"]


def test_the_same_graph_gives_the_same_bytes(demo: Snapshot, tmp_path: Path) -> None:
    first = written(demo, tmp_path).read_bytes()
    again = Snapshot(demo.facts, demo.date)
    assert written(again, tmp_path).read_bytes() == first
    assert len(first) > 100_000


def test_time_grows_with_the_number_of_things(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        snapshot = graph(
            [f"system:s{one}" for one in range(count)],
            [
                ("flow", f"system:s{one}", f"system:s{(one * 7 + 1) % count}", {"mode": "sync"})
                for one in range(2 * count)
            ],
        )
        edition = Edition(snapshot, Language.NB)
        assert edition.provenance.relations == 2 * count
        begun = time.perf_counter()
        write_graphml(edition, tmp_path / "x.graphml")
        return time.perf_counter() - begun

    small = min(seconds(500) for _ in range(3))
    assert seconds(5000) < 40 * small
