"""Settings come from defaults, then graphsvc.toml, then the environment, then flags."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import UsageError
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
