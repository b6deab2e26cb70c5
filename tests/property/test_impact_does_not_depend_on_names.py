"""New ids, and another order of the records, change nothing but the ids themselves and how ties are settled."""

from __future__ import annotations

import json
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.property.documents import answer, differences, plain
from tests.property.graphs import Municipality, municipality, permuted, question, renamed, seeds

GRAPHS = 200
#: What depends on which of several equally strong paths is shown.
OF_THE_PATH = ("path", "steps", "confidence")


def _longer(identifier: str) -> str:
    """A new id that sorts as the old one did."""
    return f"ny-{identifier}"


def _backwards(identifier: str) -> str:
    """A new id that sorts the other way round."""
    return "".join(chr(ord("ɐ") - ord(letter)) for letter in identifier) + "ÿ"


def _ask(made: Municipality, old: Municipality, rename: Any) -> dict[str, Any]:
    asked = question(old)
    if "things" in asked:
        asked["things"] = tuple(_name(thing, rename) for thing in asked["things"])
    else:
        asked["proposal"] = rename(asked["proposal"])
    return _plain(made, asked)


def _plain(made: Municipality, asked: dict[str, Any]) -> dict[str, Any]:
    snapshot = made.snapshot
    return plain(snapshot, answer(snapshot, asked))


def _name(reference: str, rename: Any) -> str:
    kind, colon, identifier = reference.partition(":")
    return f"{kind}:{rename(identifier)}" if colon else reference


def _translated(value: Any, rename: Any) -> Any:
    """The answer with every ``kind:id`` renamed."""
    if isinstance(value, dict):
        return {_translated(key, rename): _translated(inner, rename) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_translated(inner, rename) for inner in value)
    return _name(value, rename) if isinstance(value, str) else value


def test_ids_that_sort_alike_change_nothing_but_themselves() -> None:
    for seed in seeds(GRAPHS):
        old = municipality(seed)
        expected = _translated(_plain(old, question(old)), _longer)
        wrong = differences(_ask(renamed(old, _longer), old, _longer), expected)
        assert not wrong, f"GRAPHSVC_SEED={seed}:\n" + "\n".join(wrong)


def test_ids_that_sort_otherwise_change_only_how_ties_are_settled() -> None:
    for seed in seeds(GRAPHS):
        old = municipality(seed)
        expected = _without_ties(_translated(_plain(old, question(old)), _backwards))
        wrong = differences(_without_ties(_ask(renamed(old, _backwards), old, _backwards)), expected)
        assert not wrong, f"GRAPHSVC_SEED={seed}:\n" + "\n".join(wrong)


def _without_ties(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out which of equal paths is shown, and the order of equal rows."""
    touched = {
        key: {name: value for name, value in row.items() if name not in OF_THE_PATH}
        for key, row in document["touched"].items()
    }
    lists = {name: sorted(document[name]) for name in ("changes", "missing", "unknown", "consult")}
    rows = {row["id"]: row for row in document["sectors"]}
    platforms = {name: sorted(touched) for name, touched in document["platforms"].items()}
    return {**document, **lists, "touched": touched, "sectors": rows, "platforms": platforms}


def test_the_order_of_the_records_changes_nothing() -> None:
    for seed in seeds(GRAPHS):
        made = municipality(seed)
        asked = question(made)
        document = json.dumps(answer(made.snapshot, asked), ensure_ascii=False)
        shuffled = Snapshot(permuted(made.facts, seed), made.date)
        assert json.dumps(answer(shuffled, asked), ensure_ascii=False) == document, f"GRAPHSVC_SEED={seed}"
