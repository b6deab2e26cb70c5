"""The lock files hold every dependency with hashes, within the declared bounds, and no place to fetch from."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {
    "runtime": PROJECT["dependencies"],
    "dev": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}
LOCKED = re.compile(r"^(?P<name>[a-z0-9][\w.-]*)==(?P<version>[^ ;\\]+)(?P<rest>.*)$", re.MULTILINE | re.IGNORECASE)


def _text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_satisfies_every_bound_that_is_declared(name: str) -> None:
    locked = {canonicalize_name(match["name"]): match["version"] for match in LOCKED.finditer(_text(name))}
    wanted = [Requirement(text) for text in LOCKS[name]]
    unsatisfied = [
        f"{wish} but locked is {locked.get(canonicalize_name(wish.name))}"
        for wish in wanted
        if not wish.specifier.contains(locked.get(canonicalize_name(wish.name), "0"))
    ]
    assert unsatisfied == [], "run: scripts/lock"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_a_hash(name: str) -> None:
    text = _text(name)
    starts = [match.start() for match in LOCKED.finditer(text)]
    entries = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_place_to_fetch_from(name: str) -> None:
    assert re.findall(r"\w+://\S+|--(?:index|extra-index|find-links|trusted)\S*", _text(name)) == []


def test_both_locks_agree_on_every_version() -> None:
    runtime, dev = ({match["name"]: match["version"] for match in LOCKED.finditer(_text(name))} for name in LOCKS)
    assert {name: dev.get(name) for name in runtime} == runtime
