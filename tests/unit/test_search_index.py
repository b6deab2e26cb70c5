"""The index of a snapshot: made once for all who ask, holds what the snapshot holds, ready before somebody asks."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from graphsvc.model import Kind, Relation
from graphsvc.records import ChangeSet, ClaimChange, ThingRecord
from graphsvc.search import Index
from graphsvc.service.demo import open_demo
from graphsvc.service.following import following
from graphsvc.service.searching import search, search_document
from graphsvc.settings import Settings
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot import snapshot as module
from graphsvc.text import Language
from tests.graphs import graph

TWO = {
    "organisation:nord": {"name_nb": "Nordvik kommune"},
    "organisation:sor": {"name_nb": "Sørvik kommune"},
    "unit:a": {"name_nb": "Byggesak"},
    "unit:a1": {"name_nb": "Tilsyn"},
    "unit:b": {"name_nb": "Byggesak"},
    "system:own": {"name_nb": "eByggesak"},
    "system:both": {"name_nb": "Felles byggesaksarkiv"},
    "system:nobody": {"name_nb": "Byggesaksportal"},
    "service:permit": {"name_nb": "Byggesøknad"},
    "data_object:case": {"name_nb": "Byggesaken"},
}
TIES = [
    (Relation.PART_OF, "unit:a", "organisation:nord"),
    (Relation.PART_OF, "unit:a1", "unit:a"),
    (Relation.PART_OF, "unit:b", "organisation:sor"),
    (Relation.OWNS, "unit:a1", "system:own"),
    (Relation.OWNS, "unit:a", "system:both"),
    (Relation.OWNS, "unit:b", "system:both"),
    (Relation.DELIVERS, "unit:b", "service:permit"),
    (Relation.HOLDS, "system:own", "data_object:case"),
]


def found(snapshot: Snapshot, words: str) -> set[str]:
    return {snapshot.references[hit.thing] for hit in search(snapshot, words, limit=100)}


def municipalities(snapshot: Snapshot, words: str) -> dict[str, Any]:
    document: Any = search_document(snapshot, words, Language.NB)
    return {hit["thing"]: hit["municipality"] for hit in document["hits"]}


def test_two_who_ask_at_once_wait_for_one_index(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Index] = []
    make, came = module.search_index, threading.Semaphore(0)

    def when_all_are_there(snapshot: Snapshot) -> Index:
        assert all(came.acquire(timeout=20) for _ in range(8))
        made.append(make(snapshot))
        return made[-1]

    monkeypatch.setattr(module, "search_index", when_all_are_there)
    snapshot = graph({"system:a": {"name_nb": "Byggesak"}})

    def ask(_: int) -> tuple[Index, set[str]]:
        came.release()
        return snapshot.search, found(snapshot, "bygg")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert len(made) == 1
    assert all(index is made[0] and things == {"system:a"} for index, things in answers)


def test_an_index_that_could_not_be_made_is_made_by_the_next_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = graph({"system:a": {"name_nb": "Byggesak"}})
    with monkeypatch.context() as patch:
        patch.setattr(module, "search_index", lambda _: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            search(snapshot, "bygg")
    assert found(snapshot, "bygg") == {"system:a"}


def test_what_a_snapshot_does_not_hold_is_never_found_in_it() -> None:
    day = dt.date(2026, 12, 1)
    secret = {"valid_from": "2027-01-01", "name_nb": "Hemmelig byggesak", "vendor": "Skjult"}
    whole = graph({"system:open": {"name_nb": "Byggesak"}, "system:secret": secret}, date=dt.date(2027, 6, 1))
    assert found(whole, "byggesak") == {"system:open", "system:secret"}
    public = whole.as_of(day)
    for words in ("byggesak", "hemmelig", "hemelig", "skjult", "system:secret", "secret"):
        assert "system:secret" not in found(public, words)
        assert search_document(public, "hemmeleg", Language.NB)["suggestions"] == []
    new = ThingRecord(Kind.SYSTEM, "new", {"name_nb": "Nybygg"})
    changed = public.with_(ChangeSet("people", (ClaimChange(None, new),)))
    assert found(changed, "nybygg") == {"system:new"}
    assert found(public, "nybygg") == set()


def test_what_only_the_forum_wrote_leaves_the_index_as_it_is() -> None:
    snapshot = graph({"system:a": {"name_nb": "Byggesak"}})
    other = snapshot.with_forum(snapshot.facts)
    assert other.search is snapshot.search


def test_hits_name_the_municipality_where_there_are_several() -> None:
    assert municipalities(graph(TWO, TIES), "bygge") == {
        "unit:a": "Nordvik kommune",
        "unit:b": "Sørvik kommune",
        "system:own": "Nordvik kommune",
        "system:both": None,
        "system:nobody": None,
        "service:permit": "Sørvik kommune",
        "data_object:case": "Nordvik kommune",
    }
    assert municipalities(graph(TWO, TIES), "nordvik")["organisation:nord"] is None


def test_a_municipality_narrows_what_is_found() -> None:
    assert found(graph(TWO, TIES), "byggesak nordvik") == {"unit:a", "system:own", "data_object:case"}
    document: Any = search_document(graph(TWO, TIES), "byggesak sorvik", Language.NB)
    assert [hit["thing"] for hit in document["hits"] if not hit["alike"]] == ["unit:b"]
    assert document["hits"][0]["matches"][0]["field"] == "municipality"


def test_a_register_of_one_municipality_does_not_name_it() -> None:
    one = {name: fields for name, fields in TWO.items() if name != "organisation:sor"}
    ties = [tie for tie in TIES if "organisation:sor" not in tie]
    assert set(municipalities(graph(one, ties), "bygge").values()) == {None}


def test_a_circle_of_units_belongs_to_no_municipality() -> None:
    circle = [(Relation.PART_OF, "unit:c", "unit:d"), (Relation.PART_OF, "unit:d", "unit:c")]
    things = {**TWO, "unit:c": {"name_nb": "Ring"}, "unit:d": {"name_nb": "Ringen"}}
    assert municipalities(graph(things, [*TIES, *circle]), "ring") == {"unit:c": None, "unit:d": None}


def test_a_server_makes_the_index_before_somebody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = threading.Event()
    make = module.search_index

    def told(snapshot: Snapshot) -> Index:
        made = make(snapshot)
        ready.set()
        return made

    monkeypatch.setattr(module, "search_index", told)
    opened, _ = open_demo(Settings(home=tmp_path / "register", graph="none"))
    with opened as workspace, following(workspace):
        assert ready.wait(20)
        monkeypatch.setattr(module, "search_index", lambda _: pytest.fail("made a second time"))
        assert workspace.snapshot().search.search("epj")


def test_every_field_by_which_things_are_found_finds_them() -> None:
    fields = {
        "name_nb": "Alfanavn", "name_nn": "Bravonamn", "name_en": "Charliename", "name": "Deltanom",
        "vendor": "Echovendor", "product": "Foxtrotproduct", "external_id": "GOLF-17",
    }  # fmt: skip
    snapshot = graph({"system:hotel": fields, "system:other": {"name_nb": "Noe annet"}})
    for words in (*fields.values(), "hotel", "system:hotel"):
        assert found(snapshot, str(words)) == {"system:hotel"}
