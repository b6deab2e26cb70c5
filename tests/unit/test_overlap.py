"""Overlap on small graphs: each rule by itself."""

from __future__ import annotations

import random
from itertools import combinations
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
        overlap(graph(["system:a"]), **question)
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
    pair = paired(graph(things, ties), min_score=1).pairs[0].document(Language.NB)
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
