"""Overlap gives what the slow oracle gives, on random municipalities, share by share."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.overlap import Overlap, OverlapPairs, Reason, overlap
from tests.oracle import overlap as oracle
from tests.oracle.register import register
from tests.property.graphs import permuted, seeds
from tests.property.overlapping import overlapping

GRAPHS, PART = 500, 50
#: A share that lies this near to halfway between two tenths may be rounded either way.
NEAR = 0.0501


def shares(reasons: tuple[Reason, ...]) -> dict[str, float]:
    return {reason.kind.value: reason.share for reason in reasons}


def holds_together(reasons: tuple[Reason, ...], score: float) -> None:
    """What a score promises in every case: whole tenths that add up, a sentence a share, nothing generic alone."""
    given = shares(reasons)
    assert len(given) == len(reasons)
    assert sum(round(points * 10) for points in given.values()) == round(score * 10) <= 1_000
    assert all(len({reason.sentence.in_(language) for language in Language} - {""}) for reason in reasons)
    generic = given.pop("generic_capabilities", 0.0)
    assert generic == 0.0 or max(given.values(), default=0.0) >= 5.0


def put_together(found: Overlap, known: oracle.Scores, need: oracle.Described) -> None:
    """No system that must be kept apart, from the need or from another, is ever put together with it."""
    if found.together is None:
        return
    members = [known.all[one.thing] for one in found.together.systems]
    assert len(members) >= 2
    assert not any(oracle.apart(need, one) for one in members)
    assert not any(oracle.apart(one, other) for one, other in combinations(members, 2))
    wanted = need.capabilities or need.data
    covered = {named.thing for named in found.together.covers}
    assert covered == wanted & {
        thing for one in members for thing in (one.capabilities if need.capabilities else one.data)
    }
    assert {named.thing for named in found.together.lacks} == wanted - covered


def agree(reasons: tuple[Reason, ...], score: float, expected: dict[str, float]) -> None:
    given = shares(reasons)
    for kind, points in expected.items():
        assert given.get(kind, 0.0) == pytest.approx(points, abs=NEAR), kind
    assert round(sum(given.values()), 1) == score


def answers(snapshot: Snapshot, seed: int) -> tuple[Overlap, oracle.Described, bool, str | None]:
    """Ask one question of a municipality, and describe it for the oracle."""
    seen = register(snapshot)
    systems = seen.kind("system")
    if seed % 3 == 0:
        thing = random.Random(seed).choice(systems)
        found = overlap(snapshot, thing=thing, limit=100, min_score=0.1)
        need, both, itself = oracle.describe(seen, thing), True, thing
    else:
        identifier = f"p{seed % 2}"
        found = overlap(snapshot, proposal=identifier, limit=100, min_score=0.1)
        assert isinstance(found, Overlap)
        data = [one.thing for one in found.query.data_objects]
        need, both, itself = oracle.proposal(seen, identifier, data), False, None
    assert isinstance(found, Overlap)
    return found, need, both, itself


@pytest.mark.parametrize("first", range(0, GRAPHS, PART))
def test_candidates_have_the_shares_of_the_oracle(first: int) -> None:
    for seed in list(seeds(GRAPHS))[first : first + PART]:
        snapshot = overlapping(seed).snapshot
        if not len(snapshot.of_kind(Kind.SYSTEM)):
            continue
        found, need, both, itself = answers(snapshot, seed)
        known = oracle.Scores(register(snapshot))
        expected = oracle.score(known, need, both=both, itself=itself)
        for one in found.candidates:
            agree(one.reasons, one.score, expected[one.thing.thing])
            holds_together(one.reasons, one.score)
            assert (one.keep_apart is not None) == oracle.apart(need, known.all[one.thing.thing])
            having = known.all[one.thing.thing]
            wanted, had = (need.capabilities, having.capabilities) if need.capabilities else (need.data, having.data)
            assert {named.thing for named in one.covers} == wanted & had
            assert {named.thing for named in one.lacks} == wanted - had
        told = {one.thing.thing for one in found.candidates}
        assert {name for name, points in expected.items() if sum(points.values()) >= 0.5} <= told
        order = [(one.keep_apart is not None, -one.score) for one in found.candidates]
        assert order == sorted(order)
        assert found.apart == sum(one.keep_apart is not None for one in found.candidates)
        put_together(found, known, need)


@pytest.mark.parametrize("first", range(0, GRAPHS, PART))
def test_pairs_have_the_shares_of_the_oracle(first: int) -> None:
    for seed in list(seeds(GRAPHS))[first : first + PART]:
        snapshot = overlapping(seed).snapshot
        found = overlap(snapshot, pairs=True, limit=1_000, min_score=10)
        assert isinstance(found, OverlapPairs)
        known = oracle.Scores(register(snapshot))
        expected = oracle.pair_shares(known)
        for one in found.pairs:
            holds_together(one.reasons, one.score)
            if one.judged.state == "open":
                agree(one.reasons, one.score, expected[one.a.thing, one.b.thing])
            assert (one.keep_apart is not None) == oracle.apart(known.all[one.a.thing], known.all[one.b.thing])
            assert not (one.merge and one.keep_apart)
        places = [(one.judged.state == "dismissed", one.keep_apart is not None, -one.score) for one in found.pairs]
        assert places == sorted(places)
        assert all(not one.merge for one in found.pairs if one.judged.state == "dismissed")
        told = {(one.a.thing, one.b.thing) for one in found.pairs}
        assert {pair for pair, points in expected.items() if sum(points.values()) >= 10.3} <= told


def test_every_municipality_of_the_property_has_systems_to_rank() -> None:
    """None of the graphs passes for want of anything to compare."""
    sizes = [len(overlapping(seed).snapshot.of_kind(Kind.SYSTEM)) for seed in seeds(GRAPHS)]
    assert len(sizes) == GRAPHS >= 500
    assert min(sizes) >= 2


def test_the_order_of_facts_does_not_matter() -> None:
    for seed in seeds(25):
        made = overlapping(seed)
        one, other = (Snapshot(facts, made.date) for facts in (made.facts, permuted(made.facts, seed)))
        for asked in ({"proposal": "p0"}, {"pairs": True}):
            given = [overlap(snapshot, **asked).document(Language.NN) for snapshot in (one, other)]
            assert given[0] == given[1]
