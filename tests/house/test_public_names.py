"""The names that plugins and notebooks build on change only on purpose: here and in public_names.toml together."""

from __future__ import annotations

import tomllib
from importlib import import_module

import pytest

from tests.house.tree import ROOT

PINNED: dict[str, list[str]] = tomllib.loads(
    (ROOT / "tests" / "house" / "public_names.toml").read_text(encoding="utf-8")
)["names"]


def test_the_package_itself_is_pinned() -> None:
    assert "graphsvc" in PINNED


@pytest.mark.parametrize("module", PINNED)
def test_a_module_offers_exactly_the_pinned_names(module: str) -> None:
    assert sorted(import_module(module).__all__) == sorted(PINNED[module])


@pytest.mark.parametrize("module", PINNED)
def test_every_pinned_name_is_there_and_explains_itself(module: str) -> None:
    loaded = import_module(module)
    silent = [name for name in PINNED[module] if not (getattr(loaded, name).__doc__ or "").strip()]
    assert silent == []
