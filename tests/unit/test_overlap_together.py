"""Overlap beyond the ranking: which few systems cover a need together, whom to ask, what it costs."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.overlap import Overlap, OverlapPairs, overlap
from tests.graphs import graph


def asked(snapshot: Snapshot, **question: Any) -> Overlap:
    found = overlap(snapshot, **question)
    assert isinstance(found, Overlap)
    return found


def systems(count: int) -> dict[str, dict[str, Any]]:
    """Systems whose names have nothing in common."""
    return {f"system:{letter}": {"name_nb": letter * 5} for letter in "abcdefghijklmnopqrstuvwxyz"[:count]}


def together(snapshot: Snapshot, *needs: str, **question: Any) -> tuple[list[str], list[int | None], list[str]] | None:
    found = asked(snapshot, capability=needs, **question).together
    if found is None:
        return None
    systems = [one.thing.removeprefix("system:") for one in found.systems]
    return systems, list(found.places), [one.thing.removeprefix("capability:") for one in found.lacks]


def test_two_that_cover_the_need_together_are_named_with_their_places() -> None:
    ties = [("provides", "system:a", f"capability:{k}") for k in ("k1", "k2")]
    ties += [("provides", "system:b", "capability:k3"), ("provides", "system:c", "capability:k1")]
    snapshot = graph(systems(10), ties)
    assert together(snapshot, "k1", "k2", "k3") == (["a", "b"], [1, 2], [])
    sentence = asked(snapshot, capability=("k1", "k2", "k3")).together
    assert sentence is not None
    assert sentence.sentence.nb == "Sammen dekker «aaaaa» (1) og «bbbbb» (2) hele behovet."
    # One that covers all alone, or a single need, leaves nothing to put together.
    assert together(snapshot, "k1", "k2") is None
    assert together(snapshot, "k3") is None


def test_what_nobody_can_do_is_told_to_be_lacking_still() -> None:
    ties = [("provides", "system:a", "capability:k1"), ("provides", "system:b", "capability:k2")]
    things = {**systems(10), "capability:k3": {}}
    assert together(graph(things, ties), "k1", "k2", "k3") == (["a", "b"], [1, 2], ["k3"])
    assert together(graph(things, ties[:1]), "k1", "k3") is None


def test_those_that_stay_are_put_together_before_those_that_go() -> None:
    things = systems(10)
    things["system:a"]["disposition"] = "eliminate"
    ties = [("provides", f"system:{letter}", "capability:k1") for letter in "ab"]
    ties.append(("provides", "system:c", "capability:k2"))
    assert together(graph(things, ties), "k1", "k2") == (["c", "b"], [1, 3], [])


def test_systems_to_keep_apart_are_never_put_together() -> None:
    things = systems(10)
    things["system:a"]["personal_data_level"] = 2
    things["system:b"]["personal_data_level"] = 1
    ties = [("provides", "system:a", "capability:k1"), ("provides", "system:b", "capability:k2")]
    # Neither with the other when the level of the need is unknown ...
    assert together(graph(things, ties), "k1", "k2") is None
    # ... nor with a need of another level.
    things["proposal:p"] = {"personal_data_level": 1, "needed_capabilities": ("k1", "k2")}
    found = asked(graph(things, ties), proposal="p")
    assert (found.together, found.outcome.value) == (None, "partly")
    assert [one.keep_apart is not None for one in found.candidates] == [False, True]


def test_the_fewest_are_found_where_greed_takes_more() -> None:
    """The greedy choice begins with the largest and needs three; two are enough."""
    ties = [("provides", "system:a", f"capability:k{n}") for n in (1, 2, 3, 4)]
    ties += [("provides", "system:b", f"capability:k{n}") for n in (1, 2, 5)]
    ties += [("provides", "system:c", f"capability:k{n}") for n in (3, 4, 6)]
    found = together(graph(systems(10), ties), *(f"k{n}" for n in range(1, 7)))
    assert found is not None
    assert (sorted(found[0]), found[2]) == (["b", "c"], [])


def test_more_than_four_are_not_put_together_and_what_is_lacking_is_said() -> None:
    ties = [("provides", f"system:{letter}", f"capability:k{letter}") for letter in "abcdef"]
    found = together(graph(systems(10), ties), *(f"k{letter}" for letter in "abcdef"))
    assert found is not None
    assert (len(found[0]), len(found[2])) == (4, 2)


def test_what_can_be_kept_apart_is_marked_where_it_gave_no_points() -> None:
    things = systems(10)
    things["system:h"]["personal_data_level"] = 2
    things["proposal:p"] = {"personal_data_level": 1, "needed_capabilities": ("k", "k2")}
    ties = [("provides", f"system:{letter}", "capability:k") for letter in "bcdefgh"]
    ties.append(("provides", "system:a", "capability:k2"))
    found = asked(graph(things, ties), proposal="p")
    assert [(one.thing[-1], one.keep_apart is not None) for one in found.also][-2:] == [("g", False), ("h", True)]


def test_whom_to_ask_is_told_with_every_reason_once() -> None:
    things = {
        **systems(10), "unit:u1": {"name_nb": "Eier", "contact": "post@u1"}, "unit:u2": {}, "unit:u3": {},
        "service:t": {"name_nb": "Tjeneste"}, "proposal:p": {"needed_capabilities": ("k",), "affected_units": ("u3",)},
    }  # fmt: skip
    ties: list[Any] = [("provides", "system:a", "capability:k"), ("owns", "unit:u1", "system:a")]
    ties += [("needs", "service:t", "capability:k"), ("delivers", "unit:u2", "service:t", {"role": "lead"})]
    found = asked(graph(things, ties), proposal="p").consult
    assert [(one.unit.thing, one.contact, [because.nb for because in one.because]) for one in found] == [
        ("unit:u1", "post@u1", ["eier «aaaaa»"]),
        ("unit:u2", None, ["har ansvaret for «Tjeneste», som trenger dette"]),
        ("unit:u3", None, ["er nevnt i forslaget"]),
    ]


def test_where_nobody_has_it_the_answer_says_of_how_many() -> None:
    found = asked(graph({**systems(9), "capability:k": {}}), capability=("k",))
    assert found.summary.nb == "Nei, ikke i registeret. Ingen av 9 systemer har disse funksjonene."
    assert (found.outcome.value, found.candidates, found.consult) == ("no", (), ())


def test_the_yearly_cost_and_the_last_day_to_give_notice_are_told() -> None:
    things = systems(3)
    things["system:a"] |= {"yearly_cost": 150, "contract_end": "2027-05-31", "notice_months": 3}
    ties = [("provides", name, "capability:k") for name in systems(2)]
    found = asked(graph(things, ties), capability=("k",)).document(Language.NB)["candidates"]
    assert [row["yearly_cost"] for row in found] == [150.0, None]  # type: ignore[attr-defined]
    pairs = overlap(graph(things, ties), pairs=True, min_score=1)
    assert isinstance(pairs, OverlapPairs)
    pair = pairs.pairs[0].document(Language.NB)
    assert [(side["contract_end"], side["notice"], side["yearly_cost"]) for side in pair["sides"]] == [  # type: ignore[attr-defined]
        ("2027-05-31", "2027-02-28", 150.0), (None, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_together_equals_the_smallest_of_all_choices(seed: int) -> None:
    chance = random.Random(seed)
    needs = [f"k{n}" for n in range(chance.randint(2, 6))]
    things = systems(chance.randint(3, 9))
    for fields in things.values():
        fields["personal_data_level"] = chance.choice((1, 1, 1, 2, None))
    able = {name: {one for one in needs if chance.random() < 0.4} for name in things}
    ties = [("provides", name, f"capability:{one}") for name, some in able.items() for one in some]
    found = together(graph({**things, **{f"capability:{one}": {} for one in needs}}, ties), *needs)
    every = set().union(*able.values())
    fitting = [
        some
        for size in range(1, 5)
        for some in combinations([name for name in things if able[name]], size)
        if set().union(*(able[name] for name in some)) == every
        and len({things[name]["personal_data_level"] == 2 for name in some if things[name]["personal_data_level"]}) < 2
    ]
    covered = set() if found is None else set(needs) - set(found[2])
    if not fitting:
        assert covered < every
    elif len(fitting[0]) == 1:
        assert found is None
    else:
        assert found is not None
        assert (len(found[0]), covered) == (len(fitting[0]), every)
