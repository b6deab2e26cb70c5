"""Paths and weak spots on the command line and over HTTP: the same documents, and wrong words said clearly."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from graphsvc.cli.program import main
from graphsvc.service.calling import arguments, parameters
from graphsvc_queries.paths import FlowMode, paths
from graphsvc_queries.weak_spots import weak_spots


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the demo."""
    folder = tmp_path_factory.mktemp("register")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["graphsvc", "demo", "--home", str(folder), "--no-serve", "--quiet"])
        with pytest.raises(SystemExit) as done:
            main()
    assert done.value.code == 0
    return folder


def run(patch: pytest.MonkeyPatch, home: Path, *words: str) -> int:
    patch.setattr(sys, "argv", ["graphsvc", *words, "--home", str(home)])
    with pytest.raises(SystemExit) as done:
        main()
    return int(done.value.code or 0)


def test_paths_print_one_json_document_and_nothing_else(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["paths", "iplan", "Min side", "-k", "2", "--avoid", "ppt", "--mode", "manual", "--mode", "sync", "--json"]
    assert run(monkeypatch, home, *words) == 0
    document: Any = json.loads(capsys.readouterr().out)
    assert [path["systems"] for path in document["paths"]] == [["iplan", "sakark", "minside"]]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ["Vei 1: 2 ledd, kostnad 220", "manuelle ledd: 1", "I217: Individuell plan sender dokument"]),
        ("nn", ["Veg 1: 2 ledd, kostnad 220", "manuelle ledd: 1", "I020: Sak- og arkivsystem sender"]),
        ("en", ["Path 1: 2 steps, cost 220", "manual steps: 1", "Showing 5, cheapest first."]),
    ],
)
def test_paths_are_told_to_people_in_their_language(
    home: Path, language: str, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, home, "paths", "iplan", "minside", "--lang", language) == 0
    printed = capsys.readouterr().out
    assert [word for word in words if word not in printed] == []


def test_no_path_is_told_with_what_would_help(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, home, "paths", "scada", "bi", "--mode", "sync", "--lang", "nb") == 0
    printed = capsys.readouterr().out
    for words in (
        "Ingen vei funnet",
        "I104:",
        "Tillat måten manuell. Veier da: 2.",
        "Driftskontroll vann og avløp (ledd unna: 0, flyter: 1)",
    ):
        assert words in printed


def test_weak_spots_are_told_with_how_many_there_are(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, home, "weak-spots", "--lang", "nb") == 0
    printed = capsys.readouterr().out
    for words in ("Enkeltpunkter som kan stoppe tjenester (121)", "Uten eier (0)", "Ikke brukt av noen tjeneste (6)"):
        assert words in printed


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["paths", "iplan", "epj", "--mode", "pigeon"], 2),
        (["paths", "iplan"], 2),
        (["paths", "iplan", "epj", "--no-such-option"], 2),
        (["weak-spots", "--months", "soon"], 2),
        (["weak-spots", "--months", "-1"], 1),
        (["paths", "iplan", "iplan"], 1),
        (["paths", "iplan", "nobody-knows-it"], 1),
    ],
)
def test_wrong_words_are_said_clearly_and_never_as_a_traceback(
    home: Path, words: list[str], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, home, *words) == status
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    assert said.err.strip()


def test_an_address_names_the_ends_from_and_to() -> None:
    flags = [parameter.flag for parameter in parameters(paths)]
    assert flags[:3] == ["from", "to", "k"]
    given = arguments(
        paths, {"from": ["a"], "to": ["b"], "mode": ["sync", "login"], "max-steps": ["0"], "all": ["true"]}
    )
    assert given == {"from_": "a", "to": "b", "mode": (FlowMode.SYNC, FlowMode.LOGIN), "max_steps": 0, "all": True}
    assert [parameter.flag for parameter in parameters(weak_spots)] == ["months", "limit"]
