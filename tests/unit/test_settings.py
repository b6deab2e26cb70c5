"""Settings come from defaults, then graphsvc.toml, then the environment, then flags."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import UsageError
from graphsvc.rules import RULES
from graphsvc.settings import load_settings
from graphsvc.text import Language


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GRAPHSVC_LANG", "GRAPHSVC_PORT", "GRAPHSVC_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_defaults_are_the_documented_ones(folder: Path) -> None:
    settings = load_settings()
    assert (settings.home, settings.lang, settings.host, settings.graph) == (
        Path("graphsvc-data"),
        Language.NB,
        "127.0.0.1",
        "ladybug",
    )


def test_the_file_gives_way_to_the_environment_and_that_to_flags(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "graphsvc.toml").write_text('port = 1001\nlang = "nn"\nhome = "a"\n', encoding="utf-8")
    monkeypatch.setenv("GRAPHSVC_PORT", "1002")
    monkeypatch.setenv("GRAPHSVC_HOME", "b")
    settings = load_settings(home=Path("c"), lang=None)
    assert (settings.port, settings.lang, settings.home) == (1002, Language.NN, Path("c"))


def test_weights_are_read_from_the_file(folder: Path) -> None:
    (folder / "graphsvc.toml").write_text('[weights]\n"supports.supporting" = 0.4\n', encoding="utf-8")
    assert load_settings().weights == {"supports.supporting": 0.4}


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("port = 99999\n", "port"),
        ('lang = "dk"\n', "lang"),
        ("port = \n", "graphsvc.toml"),
        ('graph = ["x"]\n', "graph"),
    ],
)
def test_a_setting_that_does_not_fit_is_named_with_where_it_may_come_from(folder: Path, file: str, named: str) -> None:
    (folder / "graphsvc.toml").write_text(file, encoding="utf-8")
    with pytest.raises(UsageError, match=named) as refused:
        load_settings()
    assert "graphsvc.toml" in str(refused.value)


def test_settings_cannot_be_changed_afterwards(folder: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1


@pytest.mark.parametrize(
    ("cost", "why"), [({"paths.batch": -1}, "from 0"), ({"paths.step": 0}, "from 1"), ({"paths.manual": 2.5}, "whole")]
)
def test_a_cost_of_paths_that_cannot_be_used_is_named_with_what_would_do(cost: dict[str, float], why: str) -> None:
    with pytest.raises(UsageError, match=rf"{next(iter(cost))} = .*{why}") as refused:
        RULES.with_weights(cost)
    assert len({refused.value.in_(language) for language in Language}) == 3


def test_costs_of_paths_and_points_that_are_set_twice_hold_the_last_word_and_keep_the_rest() -> None:
    rules = RULES.with_weights({"paths.manual": 300, "overlap.text": 10}).with_weights({"paths.batch": 7})
    assert (rules.costs["paths.manual"], rules.costs["paths.batch"], rules.costs["paths.step"]) == (300, 7, 100)
    assert rules.points["overlap.text"] == 10
