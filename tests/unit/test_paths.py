"""Paths: costs, filters, hubs and reasons on small graphs and on the demo, each checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import GraphsvcError, QuestionError
from graphsvc.rules import RULES
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.paths import Direction, FlowMode, FlowStatus, Paths, paths
from tests.demo_facts import BOTH_READINGS, imported_snapshot
from tests.graphs import Tie, graph

BATCH_ROUTE: list[Tie] = [
    ("flow", "system:a", "system:b", {"id": "f1", "mode": "sync", "data_to": "dependent"}),
    ("flow", "system:b", "system:c", {"id": "f2", "mode": "batch", "data_to": "dependent"}),
    ("flow", "system:a", "system:c", {"id": "f3", "mode": "manual", "data_to": "dependent"}),
]


@pytest.fixture(scope="module", params=BOTH_READINGS)
def demo(request: pytest.FixtureRequest, demo_source: Path) -> Snapshot:
    read: Callable[[Path], Snapshot] = request.param
    return read(demo_source)


def routes(found: Paths) -> list[tuple[int, str]]:
    return [(path.cost, " ".join(one.split(":")[1] for one in path.systems)) for path in found.paths]


def flow(start: str, end: str, **fields: Any) -> Tie:
    return ("flow", f"system:{start}", f"system:{end}", {"data_to": "dependent", **fields})


# -- costs ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mode", "cost"), [("sync", 100), ("async", 101), (None, 102), ("batch", 105), ("manual", 120)]
)
def test_a_step_costs_a_hundred_and_more_by_its_mode(mode: str | None, cost: int) -> None:
    snapshot = graph([], [flow("a", "b", **({"mode": mode} if mode else {}))])
    assert routes(paths(snapshot, from_="a", to="b")) == [(cost, "a b")]


def test_an_installation_chooses_what_steps_cost_and_the_answer_says_so() -> None:
    rules = RULES.with_weights({"paths.step": 10, "paths.manual": 90})
    ties = [flow("a", "b", mode="manual"), flow("a", "c", mode="sync"), flow("c", "b", mode="login"), flow("c", "b")]
    found = paths(graph([], ties, rules=rules), from_="a", to="b", mode=(*FlowMode,))
    assert routes(found) == [(20, "a c b"), (100, "a b")]
    assert (found.costs["step"], found.costs["manual"], found.costs["async"]) == (10, 90, 1)


def test_the_cheapest_of_parallel_flows_counts_and_all_are_listed() -> None:
    snapshot = graph([], [flow("a", "b", id="slow", mode="manual"), flow("a", "b", id="quick", mode="async")])
    (path,) = paths(snapshot, from_="a", to="b").paths
    assert path.cost == 101
    assert [(one.id, one.counted) for one in path.hops[0].flows] == [("quick", True), ("slow", False)]


def test_paths_of_equal_cost_stand_by_their_systems() -> None:
    ties = [flow(start, end, mode="sync") for start, end in ("az", "zd", "am", "md", "ab", "bd")]
    assert routes(paths(graph([], ties), from_="a", to="d")) == [(200, "a b d"), (200, "a m d"), (200, "a z d")]


# -- which way -----------------------------------------------------------------------------------------------------
def test_data_goes_to_the_provider_when_the_flow_says_so() -> None:
    snapshot = graph([], [flow("archive", "form", data_to="provider", mode="sync")])
    assert routes(paths(snapshot, from_="form", to="archive")) == [(100, "form archive")]
    assert paths(snapshot, from_="archive", to="form").paths == ()
    dependence = paths(snapshot, from_="archive", to="form", direction=Direction.DEPENDENCE)
    assert routes(dependence) == [(100, "archive form")]


@pytest.mark.parametrize("fields", [{"data_to": "both"}, {}])
def test_a_path_says_when_the_way_of_its_data_is_assumed(fields: dict[str, str]) -> None:
    snapshot = graph([], [("flow", "system:a", "system:b", {"mode": "sync", **fields})])
    for start, end in ("ab", "ba"):
        (path,) = paths(snapshot, from_=start, to=end).paths
        assert path.assumed
        assert "antatt retning" in path.hops[0].sentence.nb
    assert not paths(snapshot, from_="a", to="b", undirected=True).paths[0].assumed


def test_no_data_moves_where_it_is_claimed_that_none_does() -> None:
    snapshot = graph([], [("flow", "system:a", "system:b", {"data_to": None})])
    assert paths(snapshot, from_="a", to="b").paths == ()
    assert len(paths(snapshot, from_="b", to="a", undirected=True).paths) == 1


# -- filters -------------------------------------------------------------------------------------------------------
def test_login_is_travelled_only_when_it_is_named() -> None:
    snapshot = graph([], [flow("a", "b", mode="login")])
    found = paths(snapshot, from_="a", to="b").none_because
    assert found is not None
    assert [relaxation.sentence.en for relaxation in found.relax] == ["Allow login."]
    assert routes(paths(snapshot, from_="a", to="b", mode=(FlowMode.LOGIN,))) == [(100, "a b")]


def test_each_filter_leaves_only_what_it_names() -> None:
    snapshot = graph(
        {"data_object:o": {"personal_data": "ordinary"}},
        [
            flow("a", "b", id="rest", protocol="REST", mode="sync", status="planned", data_objects=("o",)),
            flow("a", "b", id="file", protocol="SFTP", mode="batch", status="existing"),
        ],
    )

    def ids(**given: Any) -> list[str]:
        return [one.id for path in paths(snapshot, from_="a", to="b", **given).paths for one in path.hops[0].flows]

    assert ids() == ["rest", "file"]
    assert ids(protocol=("rest",)) == ["rest"]
    assert ids(mode=(FlowMode.BATCH, FlowMode.MANUAL)) == ["file"]
    assert ids(status=(FlowStatus.PLANNED,)) == ["rest"]
    assert ids(max_personal_data=1) == ["rest"], "of the other it is not known what it carries"
    assert ids(max_personal_data=0) == []
    assert ids(max_personal_data=2) == ["rest", "file"]


def test_a_flow_through_a_hub_passes_the_hub() -> None:
    ties = [flow("a", "b", id="direct", mode="manual"), flow("a", "b", id="hubbed", mode="sync", through=("h",))]
    snapshot = graph(["system:h"], ties)
    assert routes(paths(snapshot, from_="a", to="b", avoid=("h",))) == [(120, "a b")]
    (path,) = paths(snapshot, from_="a", to="b", via=("h",)).paths
    assert (path.cost, path.hops[0].counted.through) == (100, ("system:h",))


def test_a_path_asked_to_pass_a_hub_costs_what_the_flow_through_it_costs() -> None:
    ties = [flow("a", "b", id="direct", mode="sync"), flow("a", "b", id="hubbed", mode="manual", through=("h",))]
    snapshot = graph(["system:h"], ties)
    assert routes(paths(snapshot, from_="a", to="b")) == [(100, "a b")]
    (path,) = paths(snapshot, from_="a", to="b", via=("h",)).paths
    assert (path.cost, path.hops[0].counted.id) == (120, "hubbed")


def test_what_may_be_passed_stands_apart_from_what_is_shown() -> None:
    ties = [flow(start, end, mode="sync") for start, end in ("ab", "bd", "ac", "cd")]
    snapshot = graph([], [*ties, ("owns", "unit:u", "system:c")])
    shown = paths(snapshot, from_="a", to="d", show=("unit:u",))
    assert (routes(shown), shown.hidden, shown.count) == ([(200, "a c d")], 1, 2)
    passed = paths(snapshot, from_="a", to="d", may_pass=("unit:u",))
    assert (routes(passed), passed.hidden, passed.count) == ([(200, "a c d")], 0, 1)
    nothing = paths(snapshot, from_="a", to="d", show=("a",), may_pass=("b",))
    assert routes(nothing) == [(200, "a b d")]


def test_steps_are_four_at_most_unless_asked_otherwise() -> None:
    snapshot = graph([], [flow(start, end, mode="sync") for start, end in ("ab", "bc", "cd", "de", "ef")])
    found = paths(snapshot, from_="a", to="f").none_because
    assert found is not None
    assert [(one.filter.value, one.allow) for one in found.relax[0].filters] == [("max_steps", ("5",))]
    assert routes(paths(snapshot, from_="a", to="f", max_steps=0)) == [(500, "a b c d e f")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "a"},
        {"k": 0},
        {"all": True, "limit": 100_000},
        {"max_steps": -1},
        {"max_personal_data": 3},
        {"avoid": ("b",)},
        {"via": ("c",), "avoid": ("c",)},
        {"to": "unit:u"},
        {"to": "nobody"},
    ],
)
def test_a_question_that_contradicts_itself_is_refused_in_three_languages(wrong: dict[str, Any]) -> None:
    snapshot = graph(["unit:u"], BATCH_ROUTE)
    with pytest.raises(QuestionError) as refused:
        paths(snapshot, **{"from_": "a", "to": "b", **wrong})
    assert isinstance(refused.value, GraphsvcError)
    assert len({refused.value.in_(language) for language in Language}) == 3


# -- the demo ------------------------------------------------------------------------------------------------------
def test_the_individual_plan_reaches_my_page_in_six_ways_and_by_hand_first(demo: Snapshot) -> None:
    found = paths(demo, from_="iplan", to="minside")
    assert (found.count, found.counted_all, found.truncated) == (6, True, False)
    # manual into the archive (I217), then synchronous: 120 + 100; by way of ppt two synchronous steps follow: 320.
    assert routes(found) == [
        (220, "iplan sakark minside"),
        (320, "iplan ppt sakark minside"),
        (321, "iplan epj sakark minside"),
        (321, "iplan sosial sakark minside"),
        (325, "iplan epj fakt minside"),
    ]
    first = found.paths[0]
    assert [flow.id for hop in first.hops for flow in hop.flows] == ["I217", "I020"]
    assert first.hops[0].sentence.nb == (
        "Individuell plan sender dokument til Sak- og arkivsystem (Manuell eksport, manuell)."
    )
    assert [path.borders for path in found.paths[:3]] == [1, 2, 1], "ppt belongs to a third sector"


def test_nothing_automatic_leads_from_the_waterworks_to_the_warehouse_and_by_hand_two_ways_do(demo: Snapshot) -> None:
    automatic = (FlowMode.SYNC, FlowMode.ASYNC, FlowMode.BATCH, FlowMode.UNKNOWN)
    found = paths(demo, from_="scada", to="bi", mode=automatic).none_because
    assert found is not None
    assert "Driftskontroll vann og avløp har ingen flyt videre" in found.sentence.nb
    assert [(one.id, [f.value for f in one.filters]) for one in found.missed] == [("I104", ["mode"])]
    (relaxation,) = found.relax
    assert (relaxation.sentence.nb, relaxation.count) == ("Tillat måten manuell.", 2)
    assert relaxation.path.systems == ("system:scada", "system:lims", "system:bi")
    near = [(one.side, one.thing.split(":")[1], one.steps, one.ties) for one in found.nearest]
    assert near == [
        ("from", "scada", 0, 1),
        ("to", "bi", 0, 15),
        ("to", "sakark", 1, 40),
        ("to", "skole", 1, 18),
        ("to", "oko", 1, 12),
        ("to", "bhg", 1, 9),
    ]


def test_special_categories_can_be_kept_off_the_way(demo_source: Path) -> None:
    demo = imported_snapshot(demo_source)
    found = paths(demo, from_="iplan", to="minside", max_personal_data=1)
    assert routes(found) == [(220, "iplan sakark minside")]
    levels = [flow.personal_data for path in found.paths for hop in path.hops for flow in hop.flows]
    assert all(level is not None and level <= 1 for level in levels)


def test_the_document_has_every_promised_field(demo: Snapshot) -> None:
    document: Any = paths(demo, from_="system:iplan", to="Min side", k=1).document(Language.EN)
    assert document.keys() >= {"from", "to", "paths", "none_because", "truncated"}
    (path,) = document["paths"]
    assert path.keys() >= {"cost", "steps", "systems", "hops"}
    assert path["systems"] == ["iplan", "sakark", "minside"]
    assert path["hops"][0]["flows"][0].keys() >= {"id", "protocol", "mode", "data", "personal_data", "through"}
    assert (document["from"], document["to"], document["none_because"]) == ("system:iplan", "system:minside", None)
