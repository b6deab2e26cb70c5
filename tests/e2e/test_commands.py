"""The installed program on the demo and on real files: exit codes, one document, nothing written unasked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

PROGRAM = Path(sys.executable).with_name("graphsvc")
BADINPUTS = Path(__file__).resolve().parents[1] / "data" / "badinputs"
SERVICES = "id,name\nsvc-1,Skole\nsvc-2,Barnehage\n"
EPJ = ["impact", "system:epj", "--change", "retire"]


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one document on standard output; anything beside it would make this fail."""
        return json.loads(self.out)


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
    return {name: value for name, value in kept.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}


def run(home: Path, *words: str | Path) -> Said:
    command = [str(PROGRAM), *map(str, words), "--home", str(home)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(), cwd=home.parent, stdin=subprocess.DEVNULL,
        timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the demo; tests that write take a copy or make their own."""
    home = tmp_path_factory.mktemp("commands") / "home"
    made = run(home, "demo", "--no-serve", "--json")
    assert (made.code, made.document["made"], made.document["synthetic"]) == (0, True, True)
    return home


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    assert run(home, "init").code == 0
    (tmp_path / "services.csv").write_text(SERVICES, encoding="utf-8")
    return home


@pytest.fixture
def served(demo_home: Path) -> Iterator[tuple[str, int]]:
    """Address and process of a server on the demo's register, without a display."""
    command = [str(PROGRAM), "demo", "--port", "0", "--home", str(demo_home)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment(), cwd=demo_home.parent
    ) as process:
        assert process.stderr is not None
        address = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
        yield address.rstrip("/"), process.pid
        process.terminate()
        process.stderr.close()
        assert process.wait(20) in {0, -15, 130, 143}


def test_the_demo_a_second_time_uses_its_register(demo_home: Path) -> None:
    again = run(demo_home, "demo", "--no-serve", "--json")
    assert (again.code, again.document["made"]) == (0, False)
    assert run(demo_home, "history", "--json").document["revisions"][0]["revision"] == again.document["revision"]


READING = [
    ["stats"], ["search", "epj"], ["show", "system:epj"], ["history"], ["history", "system:epj"], EPJ,
    ["impact", "--proposal", "P2"], ["reach", "system:epj"], ["matrix"], ["verify"], ["doctor"], ["graph", "status"],
    ["cypher", "MATCH (s:system) RETURN count(s)"],
]  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_reading_command_gives_one_document_or_words_for_people(demo_home: Path, words: list[str]) -> None:
    as_document = run(demo_home, *words, "--json")
    assert as_document.code == 0, as_document.err
    assert isinstance(as_document.document, dict)
    as_words = run(demo_home, *words)
    assert (as_words.code, bool(as_words.out.strip())) == (0, True)


def test_the_documents_say_what_is_known_of_the_demo(demo_home: Path) -> None:
    kinds = run(demo_home, "stats", "--json").document["kinds"]
    assert (kinds["system"], kinds["service"]) == (137, 155)
    assert run(demo_home, "search", "epj", "--json").document["hits"][0]["thing"] == "system:epj"
    assert run(demo_home, "cypher", "MATCH (s:system) RETURN count(s)", "--json").document["rows"] == [[137]]
    verified = run(demo_home, "verify", "--json").document
    assert (verified["ok"], verified["register"]["chain_ok"], verified["graph"]["in_step"]) == (True, True, True)
    assert run(demo_home, "graph", "status", "--json").document["ok"] is True


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["impact", "system:finnes-ikke"], 1),
        (["show", "finnes-ikke"], 1),
        (["impact", "system:epj", "--change", "sprenge"], 2),
        (["impact", "system:epj", "--max-steps", "mange"], 2),
        (["stats", "--as-of", "31.12.2026"], 2),
        (["stats", "--lang", "se"], 2),
        (["ukjent-kommando"], 2),
        (["stats", "--ukjent"], 2),
        (["export", "--format", "tull", "-o", "x.xlsx"], 2),
        (["cypher", "MATCH (n) DETACH DELETE n"], 1),
        (["undo", "999"], 1),
        (["import", "finnes-ikke.csv"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_an_error_has_its_exit_code_and_its_own_document(demo_home: Path, words: list[str], code: int) -> None:
    said = run(demo_home, *words, "--json")
    assert said.code == code, said.err
    error = said.document
    assert {"type", "title", "status", "detail", "code"} <= set(error)
    assert said.err.strip()


def test_without_a_register_the_engine_is_missing(tmp_path: Path) -> None:
    said = run(tmp_path / "nowhere", "stats")
    assert said.code == 3
    assert "graphsvc init" in said.err
    assert not (tmp_path / "nowhere").exists()


def test_an_import_that_nobody_confirmed_shows_its_preview_and_writes_nothing(empty: Path) -> None:
    words: list[str | Path] = ["import", empty.parent / "services.csv", "--mapping", "neutral"]
    asked = run(empty, *words)
    assert asked.code == 1
    assert "2" in asked.out
    assert "--yes" in asked.err
    document = run(empty, *words, "--json").document
    assert (document["added"], document["revision"], document["code"]) == ({"service": 2}, None, "confirmation-needed")
    tried = run(empty, *words, "--dry-run", "--json")
    assert (tried.code, tried.document["revision"]) == (0, None)
    assert run(empty, "history", "--json").document["revisions"] == []
    written = run(empty, *words, "--yes", "--json")
    assert (written.code, written.document["revision"]) == (0, 1)
    again = run(empty, *words, "--json")
    assert (again.code, again.document["revision"], again.document["unchanged"]) == (0, None, {"service": 2})


def test_an_import_with_errors_says_where_and_writes_nothing(empty: Path) -> None:
    said = run(empty, "import", BADINPUTS / "csv_14_too_few_fields.csv", "--mapping", "neutral", "--yes")
    assert said.code == 1
    assert "csv_14_too_few_fields.csv" in said.err
    assert "2" in said.err
    assert run(empty, "history", "--json").document["revisions"] == []


def test_an_import_may_be_undone(empty: Path) -> None:
    run(empty, "import", empty.parent / "services.csv", "--mapping", "neutral", "--yes", "--quiet")
    undone = run(empty, "undo", "1", "--json")
    assert (undone.code, undone.document["revision"]) == (0, 2)
    assert not any(run(empty, "stats", "--json").document["kinds"].values())
    assert run(empty, "verify", "--json").document["ok"] is True


def test_the_template_and_the_exported_workbook_import_without_a_difference(demo_home: Path, tmp_path: Path) -> None:
    assert run(demo_home, "template", "-o", tmp_path / "template.xlsx").code == 0
    assert run(demo_home, "export", "-o", tmp_path / "all.xlsx").code == 0
    words = ["--source", "eksempelvik", "--json"]
    back = run(demo_home, "import", tmp_path / "all.xlsx", *words)
    document = back.document
    assert back.code == 0, (document["problems"][:3], document["changed"], document["removed"])
    assert (document["added"], document["changed"], document["removed"]) == ({}, {}, {})
    assert document["relations"]["added"] == document["relations"]["removed"] == {}
    blank = run(demo_home, "import", tmp_path / "template.xlsx", "--source", "ny", "--dry-run", "--json")
    assert blank.document["added"] == {}


def test_a_whole_export_is_the_same_twice(demo_home: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        assert run(demo_home, "export", "--format", "json", "-o", tmp_path / name).code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_while_a_server_writes_other_writers_are_sent_to_its_page_and_readers_work(
    demo_home: Path, served: tuple[str, int], tmp_path: Path
) -> None:
    address, pid = served
    (tmp_path / "services.csv").write_text(SERVICES, encoding="utf-8")
    writing: list[tuple[list[str | Path], str]]
    writing = [
        (["import", tmp_path / "services.csv", "--yes"], "Import og eksport"),
        (["undo", "1"], "Historikk"),
        (["graph", "rebuild"], ""),
        (["serve"], ""),
    ]
    for words, its_page in writing:
        refused = run(demo_home, *words)
        assert refused.code == 3, (words, refused.err)
        assert str(pid) in refused.err
        assert its_page in refused.err
    for asked in (["stats"], ["impact", "system:epj"], ["verify"], ["export", "-o", str(tmp_path / "all.xlsx")]):
        assert run(demo_home, *asked).code == 0
    tried = run(demo_home, "import", tmp_path / "services.csv", "--mapping", "neutral", "--dry-run", "--json")
    assert (tried.code, tried.document["dry_run"]) == (0, True)
    query = "things=system:epj&change=retire"
    for ending in (".svg", ".csv"):
        drawn = run(demo_home, *EPJ, "-o", tmp_path / f"out{ending}")
        assert drawn.code == 0
        with urllib.request.urlopen(f"{address}/api/v1/impact{ending}?{query}&lang=nb", timeout=20) as answer:
            assert (tmp_path / f"out{ending}").read_bytes() == answer.read()
    with urllib.request.urlopen(f"{address}/api/v1/impact?{query}&lang=nb", timeout=20) as answer:
        assert json.load(answer) == run(demo_home, *EPJ, "--json").document


@pytest.mark.parametrize("model", ["archimate/vera/vera.archimate.gz", "archimate/toop/toop.archimate.gz"])
def test_a_real_architecture_model_is_read_whole(empty: Path, data_folder: Path, model: str) -> None:
    said = run(empty, "import", data_folder / model, "--dry-run", "--json")
    document = said.document
    assert said.code == 0, said.err
    assert sum(document["added"].values()) == document["counts"]["elements"]
    assert sum(document["relations"]["added"].values()) == document["counts"]["relationships"]


def test_messages_are_quiet_when_asked_and_come_in_three_languages(demo_home: Path) -> None:
    assert run(demo_home, "export", "-o", demo_home.parent / "q.xlsx", "--quiet").err == ""
    words = {language: run(demo_home, "show", "finnes-ikke", "--lang", language).err for language in ("nb", "nn", "en")}
    assert len(set(words.values())) == 3
