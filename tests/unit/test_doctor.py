"""What the check of an installation says of where its settings come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.service.keeping import doctor
from graphsvc.settings import load_settings, origins
from graphsvc.text import Language


def _told(home: Path) -> tuple[bool, str]:
    checks = doctor(load_settings(home=home), Language.EN)["checks"]
    assert isinstance(checks, list)
    (found,) = (check for check in checks if check["name"] == "settings")
    return found["ok"], found["found"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in origins()[1]:
        monkeypatch.delenv(name)
    return tmp_path


def test_it_names_the_file_that_is_read_and_the_variables_but_no_value(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _told(here / "home") == (True, f"no file (it is read from {here / 'graphsvc.toml'})")
    (here / "graphsvc.toml").write_text('lang = "nn"\n')
    monkeypatch.setenv("GRAPHSVC_NEO4J_PASSWORD", "hemmelig")
    monkeypatch.setenv("GRAPHSVC_TEST_NEO4J", "no setting")
    assert _told(here / "home") == (True, f"reads {here / 'graphsvc.toml'}; GRAPHSVC_NEO4J_PASSWORD")


def test_a_file_of_settings_in_the_home_that_is_not_read_is_wrong(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = here / "home" / "graphsvc.toml"
    beside.write_text('lang = "nn"\n')
    for there in (False, True):
        if there:
            (here / "graphsvc.toml").write_text('lang = "en"\n')
        ok, told = _told(here / "home")
        assert not ok
        assert f"{beside} is not read. Move it" in told
    monkeypatch.chdir(here / "home")
    assert _told(here / "home") == (True, f"reads {beside}")
