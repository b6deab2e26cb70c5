"""Overlap on small graphs: each rule by itself."""

from __future__ import annotations

import random
from typing import Any

import pytest

from graphsvc.errors import GraphsvcError, QuestionError, UnknownThing, UsageError
from graphsvc.model import Kind
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.rules import RULES
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.overlap import CAPS, Evidence, Overlap, OverlapPairs, State, judgement, overlap
from graphsvc_queries.overlap.ground import ground
from graphsvc_queries.overlap.pairs import candidate_pairs, overlapping
from graphsvc_queries.overlap.words import stems_of, tongue_of, words_of
from tests.graphs import graph


def asked(snapshot: Snapshot, **question: Any) -> Overlap:
    found = overlap(snapshot, **question)
    assert isinstance(found, Overlap)
    return found


def paired(snapshot: Snapshot, **question: Any) -> OverlapPairs:
    found = overlap(snapshot, pairs=True, **question)
    assert isinstance(found, OverlapPairs)
    return found


def systems(count: int, **fields: Any) -> dict[str, dict[str, Any]]:
    """Systems whose names have nothing in common."""
    return {f"system:{letter}": {"name_nb": letter * 5, **fields} for letter in "abcdefghijklmnopqrstuvwxyz"[:count]}


def test_what_one_of_ten_can_gives_more_than_what_three_can() -> None:
    ties = [("provides", "system:a", "capability:rare")]
    ties += [("provides", f"system:{letter}", "capability:known") for letter in "abc"]
    found = asked(graph(systems(10), ties), capability=("rare", "known"))
    assert [(one.thing.thing, one.score) for one in found.candidates] == [
        # 45 x (1 + 0.523 squared) / (1 + 0.523) and 45 x 0.523 squared / 1.523, for 0.523 = log(10/3) / log 10
        ("system:a", 37.6), ("system:b", 8.1), ("system:c", 8.1),
    ]  # fmt: skip
    assert found.candidates[1].lacks[0].thing == "capability:rare"


def test_seven_of_ten_are_generic_and_six_are_not() -> None:
    for count, points in ((6, 10.0), (7, 0.0)):
        ties = [("provides", f"system:{letter}", "capability:k") for letter in "abcdefghij"[:count]]
        found = asked(graph(systems(10), ties), capability=("k",))
        assert found.candidates[0].score == points
        assert found.found == count


def test_a_generic_capability_counts_beside_another_share_of_five() -> None:
    ties = [("provides", f"system:{letter}", "capability:k") for letter in "abcdefgh"]
    ties += [("holds", "system:a", "data_object:d"), ("provides", "system:a", "capability:k2")]
    snapshot = graph(systems(10), ties)
    found = asked(snapshot, capability=("k",), data_object=("d",))
    assert {reason.kind: reason.share for reason in found.candidates[0].reasons} == {
        Evidence.GENERIC: 4.4, Evidence.DATA: 10.0,
    }  # fmt: skip
    assert len(found.candidates) == 1
    assert len(found.also) == 7


def test_different_legal_bases_and_levels_keep_things_apart_and_unknown_ones_do_not() -> None:
    things = systems(9)
    things["system:a"]["personal_data_level"] = 2
    things["system:b"]["personal_data_level"] = 1
    things |= {"service:t": {"legal_basis": "Opplæringslova"}, "service:u": {"legal_basis": "Helseloven; Arkivlova"}}
    ties = [("provides", name, "capability:k") for name in systems(4)]
    ties += [("supports", "system:c", "service:t"), ("supports", "system:d", "service:u")]
    pairs = {(one.a.thing[-1], one.b.thing[-1]): one for one in paired(graph(things, ties), min_score=1).pairs}
    assert len(pairs) == 6
    assert {pair for pair, one in pairs.items() if one.keep_apart} == {("a", "b"), ("c", "d")}
    assert "rettslige grunnlag" in str(pairs["c", "d"].document(Language.NB)["keep_apart"])
    assert not pairs["a", "b"].merge
    assert pairs["a", "c"].merge


def test_one_product_gives_ten_points_and_one_vendor_less_the_more_have_it() -> None:
    things = systems(10)
    for name in ("a", "b", "c"):
        things[f"system:{name}"] |= {"vendor": "Leverandør A"}
    things["system:a"]["product"] = things["system:d"]["product"] = "Ett"
    things["system:e"] |= {"vendor": "Egenutviklet"}
    things["system:f"] |= {"vendor": "Egenutviklet"}
    found = asked(graph(things), thing="system:a", min_score=0.1)
    assert [(one.thing.thing, one.score) for one in found.candidates] == [
        ("system:d", 10.0), ("system:b", 2.6), ("system:c", 2.6),
    ]  # fmt: skip
    assert asked(graph(things), thing="system:e", min_score=0.1).candidates == ()


@pytest.mark.parametrize(
    ("asked_for", "called", "beside"),
    [
        ("varsler", "Varsling", "det er ikke noe"), ("befolkningsvarsling", "Varsling", ""),
        ("saksbehandlingen", "SaksBehandling", ""), ("tenester til bebuarar", "teneste", "det er ikkje noko"),
        ("Perkering", "Parkering", ""), ("BYGGE SAK", "eByggesak", ""),
        ("beheren van zaken", "Zaak beheer", "het gebruik van een loket"),
        ("ärendehantering", "Ärendehanteringen", "det är inte ett annat"),
        ("the archives", "Archive", "what is in the register"), ("sagsbehandling", "Sagsbehandlingen", "hvad er det"),
    ],
)  # fmt: skip
def test_inflection_compounds_and_slips_are_seen_through(asked_for: str, called: str, beside: str) -> None:
    """What stands beside tells the language of names that do not say theirs."""
    things = {
        "system:x": {"name": called}, "system:y": {"name": "Lønn", "description": beside}, "system:z": {"name": "Bro"}
    }  # fmt: skip
    found = asked(graph(things), text=asked_for, min_score=0.1)
    assert found.candidates[0].thing.thing == "system:x"
    assert found.candidates[0].score >= 4


def test_words_are_cut_stemmed_and_told_apart_by_language() -> None:
    assert words_of("IoT-data, OpenbareRuimte og HTTPServer") == [
        "iot", "data", "openbare", "ruimte", "og", "http", "server",
    ]  # fmt: skip
    assert stems_of("Kommunenes tjenester", "norwegian") == stems_of("kommune og tjenesten", "norwegian")
    texts = ("det er ikke noe", "Het beheer van een zaak", "att det är ett", "of the")
    assert [tongue_of([text]) for text in texts] == ["norwegian", "dutch", "swedish", "english"]


def test_people_have_the_last_word_on_a_pair_and_it_is_remembered() -> None:
    ties = [("provides", name, "capability:k") for name in systems(3)]
    snapshot = graph(systems(9), ties)
    said = [
        judgement("system:b", "system:a", State.DISMISSED, who="IKT", why="ulike fag", on="2026-12-01"),
        judgement("system:h", "system:i", State.CONFIRMED, who="IKT", why="samme leverandør", on="2026-12-01"),
    ]
    known = snapshot.with_(ChangeSet("people", tuple(ClaimChange(None, record) for record in said)))
    before, after = paired(snapshot), paired(known)
    assert [(one.a.thing[-1], one.b.thing[-1], one.judged.state.value) for one in before.pairs] == [
        ("a", "b", "open"), ("a", "c", "open"), ("b", "c", "open"),
    ]  # fmt: skip
    assert [(one.a.thing[-1], one.b.thing[-1], one.judged.state.value, one.merge) for one in after.pairs] == [
        ("a", "c", "open", True), ("b", "c", "open", True), ("h", "i", "confirmed", True),
        ("a", "b", "dismissed", False),
    ]  # fmt: skip
    last = after.pairs[-1].document(Language.EN)
    assert (last["who"], last["on"], last["why"]) == ("IKT", "2026-12-01", "ulike fag")
    # What people said of a pair is no evidence of likeness itself.
    assert after.pairs[-1].score == before.pairs[0].score
    assert after.pairs[2].score == 0.0
    changed = judgement("system:a", "system:b", State.CONFIRMED, who="IKT", why="likevel", on="2026-12-02")
    again = known.with_(ChangeSet("people", (ClaimChange(said[0], changed),)))
    states = {(one.a.thing[-1], one.b.thing[-1]): one.judged.state for one in paired(again).pairs}
    assert states["a", "b"] is State.CONFIRMED


def test_a_judgement_without_a_reason_is_refused() -> None:
    with pytest.raises(QuestionError, match="Write why"):
        judgement("system:a", "system:b", State.DISMISSED, who="IKT", why=" ", on="2026-12-01")


def crowd(count: int, seed: int) -> Snapshot:
    """Many systems: groups that share a rare capability or a name, in a mass that shares what is common."""
    chance = random.Random(seed)
    syllables = ("ka", "lo", "mi", "re", "su", "ta", "vo", "ny", "pe", "di", "fa", "gu")
    things: dict[str, dict[str, Any]] = {}
    ties: list[Any] = []
    for number in range(count):
        name = f"system:s{number:04}"
        things[name] = {"name_nb": "".join(chance.choices(syllables, k=4)), "vendor": f"V{number % 9}"}
        ties.append(("provides", name, f"capability:k{number // 3}"))
        ties.append(("provides", name, f"capability:common{number % 2}"))
        ties.append(("uses", f"unit:u{number % 5}", name))
    return graph(things, ties)


def test_a_large_register_compares_few_pairs_and_finds_the_same_at_the_top() -> None:
    snapshot = crowd(600, 1)
    known = ground(snapshot, (Kind.SYSTEM,), CAPS)
    bounded, exact = overlapping(known, 20, 500), overlapping(known, 20, 500, exhaustive=600)
    assert bounded.compared < 0.2 * bounded.exist
    assert exact.compared == exact.exist == bounded.exist == 179_700
    assert [(one.a, one.b, one.score) for one in bounded.pairs] == [(one.a, one.b, one.score) for one in exact.pairs]
    assert bounded.truncated == exact.truncated
    assert bounded.found == exact.found >= 500


def test_pairs_to_compare_grow_with_the_register_and_not_with_its_square() -> None:
    crowds = [crowd(size, 2) for size in (500, 1_000, 2_000)]
    counts = [len(candidate_pairs(ground(snapshot, (Kind.SYSTEM,), CAPS))[0]) for snapshot in crowds]
    assert counts[2] < 3 * counts[1] < 9 * counts[0]


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ({}, QuestionError),
        ({"text": "  "}, QuestionError),
        ({"text": "sms", "pairs": True}, QuestionError),
        ({"thing": "a", "proposal": "p"}, QuestionError),
        ({"text": "sms", "limit": 0}, QuestionError),
        ({"text": "sms", "min_score": float("nan")}, QuestionError),
        ({"text": "sms", "min_score": float("inf")}, QuestionError),
        ({"pairs": True, "min_score": -1.0}, QuestionError),
        ({"pairs": True, "sector": "unit:u"}, QuestionError),
        ({"pairs": True, "thing": "unit:u"}, QuestionError),
        ({"text": "sms", "state": State.OPEN}, QuestionError),
        ({"proposal": "p"}, UnknownThing),
        ({"thing": "nothing"}, UnknownThing),
        ({"capability": ("system:a",)}, QuestionError),
        ({"data_object": ("missing",)}, UnknownThing),
    ],
)
def test_a_question_that_cannot_be_answered_says_so_in_every_language(
    question: dict[str, Any], error: type[GraphsvcError]
) -> None:
    with pytest.raises(error) as raised:
        overlap(graph(["system:a", "unit:u"]), **question)
    assert len({raised.value.in_(language) for language in Language}) == 3


@pytest.mark.parametrize("text", ["", "....", "!!!", "å", "x" * 5_000, "<script>alert(1)</script>", "\u202e\u0000"])
def test_odd_words_and_an_empty_register_give_an_answer(text: str) -> None:
    for snapshot in (graph(), graph(["system:a"]), graph({"system:a": {"name_nb": "!"}, "system:b": {"name_nb": ""}})):
        found = asked(snapshot, text=text or "a", min_score=0)
        assert found.document(Language.NB)["found"] == found.found
        assert paired(snapshot, min_score=0).found <= 1


def test_what_is_left_out_and_what_is_unknown_is_said() -> None:
    ties = [("provides", name, "capability:k") for name in systems(5)]
    found = asked(graph(systems(9), ties), capability=("k",), limit=2)
    assert (len(found.candidates), found.found, found.truncated) == (2, 5, True)
    assert found.unknown[0].en.startswith("4 of 9 systems have no known capabilities")
    assert "sensitive" in found.unknown[1].en


def test_a_shared_component_is_named_at_every_candidate_that_covers_the_same() -> None:
    things = systems(3)
    things["system:b"]["scope"] = "shared"
    things["system:c"]["scope"] = "national"
    ties = [("provides", name, "capability:k") for name in systems(2)]
    found = asked(graph(things, ties), capability=("k",))
    assert [component.system.thing for component in found.components] == ["system:b"]
    by_name = {str(one.thing.thing): one for one in found.candidates}
    assert [named.thing for named in by_name["system:a"].components] == ["system:b"]
    assert by_name["system:b"].components == ()


def test_an_installation_may_choose_its_own_points() -> None:
    things = {"system:a": {"name_nb": "Kart"}, "system:b": {"name_nb": "Lønn"}}
    shipped = graph(things)
    own = shipped.with_rules(RULES.with_weights({"overlap.text": 8.0}))
    assert [asked(one, text="kart").candidates[0].score for one in (shipped, own)] == [20.0, 8.0]


@pytest.mark.parametrize("points", [{"overlap.text": 21.0}, {"overlap.data": -1.0}, {"overlap.nothing": 1.0}])
def test_points_above_a_hundred_negative_or_unknown_are_refused(points: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        RULES.with_weights(points)


def test_pairs_are_chosen_by_system_by_sector_and_by_what_people_say() -> None:
    things = {**systems(9), "unit:s1": {"level": "sector"}, "unit:s2": {"level": "sector"}, "unit:u": {}}
    ties: list[Any] = [("provides", name, "capability:k") for name in systems(4)]
    ties += [("part_of", "unit:u", "unit:s1"), ("owns", "unit:u", "system:a"), ("owns", "unit:s2", "system:d")]
    said = judgement("system:a", "system:b", State.CONFIRMED, who="IKT", why="likt", on="2026-12-01")
    snapshot = graph(things, ties).with_(ChangeSet("people", (ClaimChange(None, said),)))

    def told(**question: Any) -> list[str]:
        return [one.a.thing[-1] + one.b.thing[-1] for one in paired(snapshot, min_score=1, **question).pairs]

    assert told() == ["ab", "ac", "ad", "bc", "bd", "cd"]
    assert told(thing="b") == ["ab", "bc", "bd"]
    assert told(sector="s1") == told(sector="unit:s1") == ["ab", "ac", "ad"]
    assert told(sector="s2", thing="a") == ["ad"]
    assert told(state=State.CONFIRMED) == ["ab"]
    assert told(state=State.DISMISSED) == []
    # How many there are in each state is told whichever is asked for, among those that are otherwise wanted.
    assert paired(snapshot, min_score=1, state=State.CONFIRMED, sector="s1").states == {
        State.OPEN: 2, State.CONFIRMED: 1, State.DISMISSED: 0,
    }  # fmt: skip
    assert paired(snapshot, min_score=1, thing="b").compared == 36, "all are compared, some are told"
