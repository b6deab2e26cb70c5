"""A query's signature is its only declaration."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from graphsvc.errors import UsageError
from graphsvc.ports import FileText
from graphsvc.registry import queries, query
from graphsvc.service.calling import arguments, explained, parameters


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def question(
    snapshot: object,
    /,
    *,
    things: tuple[str, ...] = (),
    colour: Colour | None = None,
    share: float = 0.5,
    deep: bool = False,
) -> None:
    """Ask something."""


def test_words_of_an_address_become_typed_arguments() -> None:
    given = {"things": ["a", "b"], "colour": ["blue"], "share": ["0.25"], "deep": ["true"]}
    assert arguments(question, given) == {"things": ("a", "b"), "colour": Colour.BLUE, "share": 0.25, "deep": True}


def test_several_things_may_be_named_one_by_one() -> None:
    assert arguments(question, {"thing": ["a", "b"]}) == {"things": ("a", "b")}


def test_an_empty_value_is_no_value() -> None:
    assert arguments(question, {"colour": [""], "share": [""]}) == {}


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ({"colour": ["green"]}, "red | blue"),
        ({"share": ["much"]}, "a number"),
        ({"deep": ["perhaps"]}, "true or false"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(given: dict[str, list[str]], hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        arguments(question, given)
    assert hint in str(refused.value)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="things, colour, share, deep"):
        arguments(question, {"color": ["red"]})


def test_a_missing_required_parameter_is_named() -> None:
    with pytest.raises(UsageError, match="thing is missing"):
        arguments(query("reach"), {})


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_installed_query_can_be_declared(name: str) -> None:
    found = parameters(queries()[name])
    assert all(one.type in {str, int, float, bool, FileText} or issubclass(one.type, StrEnum) for one in found)


def test_a_query_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean impact"):
        query("impct")


def test_the_same_declaration_serves_another_plugin() -> None:
    def other(snapshot: Any, /, *, start: str, limit: int | None = None) -> None: ...

    assert [(one.flag, one.required, one.positional) for one in parameters(other)] == [
        ("start", True, True),
        ("limit", False, False),
    ]


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_parameter_of_every_query_is_explained(name: str) -> None:
    told = explained(query(name))
    for parameter in parameters(query(name)):
        assert told.get(parameter.name, "").endswith("."), (name, parameter.name)
        assert "---" not in told[parameter.name]
