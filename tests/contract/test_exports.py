"""What every format of the whole register must do; written once, run over every one that there is."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from graphsvc.errors import UsageError
from graphsvc.service.exporting import format_of
from graphsvc.service.exports import FORMATS, Edition
from graphsvc.snapshot import Facts, Snapshot
from graphsvc.text import Language
from tests.attacked import attacked_graph
from tests.demo_facts import imported_snapshot
from tests.graphs import graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def written(name: str, snapshot: Snapshot, folder: Path, *, public: bool = False) -> bytes:
    path = folder / f"x{FORMATS[name].ending}"
    FORMATS[name].write(Edition(snapshot, Language.NB, public), path)
    return path.read_bytes()


def read(content: bytes, folder: Path) -> str:
    """Everything that a file says, also where it is packed."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    (folder / "packed").write_bytes(content)
    with zipfile.ZipFile(folder / "packed") as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in sorted(archive.namelist()))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_facts_give_the_same_bytes_in_whatever_order_they_came(
    demo: Snapshot, tmp_path: Path, name: str
) -> None:
    first = written(name, demo, tmp_path)
    again = Snapshot(Facts(1, demo.facts.things, demo.facts.relations, about=demo.about), demo.date)
    assert written(name, again, tmp_path) == first
    assert len(first) > 10_000


def test_the_ending_of_a_file_tells_its_format_and_one_that_tells_none_is_refused() -> None:
    told = {ending: format_of(Path(f"x{ending}")) for ending in (".xlsx", ".HTML", ".zip", ".json", ".graphml", ".xml")}
    assert list(told.values()) == ["workbook", "html", "csv", "json", "graphml", "archimate"]
    for name in ("register", "x.dot", ".graphml"):
        with pytest.raises(UsageError, match=r"\.xlsx, \.html, \.zip"):
            format_of(Path(name))


@pytest.mark.parametrize("name", FORMATS)
def test_it_says_whose_register_it_is_and_which_revision(demo: Snapshot, tmp_path: Path, name: str) -> None:
    told = read(written(name, demo, tmp_path), tmp_path)
    assert "Eksempelvik" in told
    assert "revis" in told.casefold()


@pytest.mark.parametrize("name", FORMATS)
def test_the_public_edition_holds_nothing_sensitive(tmp_path: Path, name: str) -> None:
    secret = {"confirmed_by": "SECRET1", "note": "SECRET2", "properties": {"SECRET3": "SECRET4"}}
    snapshot = graph(
        {"unit:S": {"level": "sector"}, "system:a": {**secret, "yearly_cost": 918_273, "vendor": "Leverandør"}},
        [("owns", "unit:S", "system:a", secret)],
    )
    hidden = ("918273", "SECRET1", "SECRET2", "SECRET3", "SECRET4")
    told, inside = (  # whatever spaces stand between thousands
        "".join(read(written(name, snapshot, tmp_path, public=public), tmp_path).replace("\\u00a0", "").split())
        for public in (True, False)
    )
    assert [one for one in hidden if one in told] == []
    assert name == "pyvis" or [one for one in hidden if one not in inside] == [], "nothing would have been left out"


@pytest.mark.parametrize("name", FORMATS)
def test_words_that_attack_are_written_and_are_no_markup(tmp_path: Path, name: str) -> None:
    content = written(name, attacked_graph(), tmp_path)
    if "ml" in FORMATS[name].media_type:
        assert b"<script>alert(1)" not in content
    assert written(name, attacked_graph(), tmp_path) == content


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_register_is_written(tmp_path: Path, name: str) -> None:
    assert written(name, graph(), tmp_path)


@pytest.mark.parametrize("name", FORMATS)
def test_a_few_thousand_things_take_time_in_proportion(tmp_path: Path, name: str) -> None:
    def seconds(count: int) -> float:
        ties = [("flow", f"system:s{n}", f"system:s{(n * 7 + 1) % count}", {"mode": "sync"}) for n in range(count)]
        snapshot = graph([f"system:s{n}" for n in range(count)], ties)
        begun = time.perf_counter()
        written(name, snapshot, tmp_path)
        return time.perf_counter() - begun

    small, large = (min(seconds(count) for _ in range(3)) for count in (400, 4000))
    assert large < 40 * max(small, 0.02)
