"""The offline file over HTTP and by the command: the same bytes, and the same numbers as the answers of the API."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.installations import environment_of
from tests.offline_files import data_of
from tests.web import Web

PROGRAM = Path(sys.executable).with_name("graphsvc")
ASKED = [(f"system:{one}", "retire") for one in ("epj", "entra", "sfo", "fiksfolk", "kart")]
ASKED += [(f"system:{one}", "upgrade") for one in ("bygg", "sakark", "idporten")]
ASKED += [(f"data_object:{one}", "data") for one in ("D004", "D108")]


@pytest.fixture(scope="module")
def page(demo_web: Web) -> bytes:
    return demo_web.ask("/api/v1/export?format=html&lang=en").body


def test_the_route_gives_a_file_to_save(demo_web: Web) -> None:
    answer = demo_web.ask("/api/v1/export?format=html&lang=nn&edition=public")
    assert answer.sort == "text/html"
    assert answer.headers["content-disposition"] == 'attachment; filename="graphsvc-nn-2-public.html"'
    assert "Offentleg utgåve" in answer.text
    assert "Årleg kostnad" not in answer.text


def test_the_command_writes_the_same_bytes(demo_web: Web, page: bytes, demo_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "register.html"
    command = [PROGRAM, "export", "--format", "html", "-o", target, "--home", demo_home, "--lang", "en", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment_of(demo_home), check=True)
    assert json.loads(done.stdout) == {"written": str(target), "bytes": len(page)}
    assert target.read_bytes() == page


def test_the_file_says_whose_it_is_and_what_is_in_it(page: bytes) -> None:
    told = page.decode()
    for words in ("Eksempelvik kommune", "1 Dec 2026", "revision 2", "Internal edition", "255 of 255", "527 of"):
        assert words in told, words


@pytest.mark.parametrize(("thing", "change"), ASKED)
def test_numbers_in_the_file_are_those_of_the_answer(demo_web: Web, page: bytes, thing: str, change: str) -> None:
    told: dict[str, Any] = demo_web.ask(f"/api/v1/impact?thing={thing}&change={change}&lang=en").json
    data = data_of(page)
    words, things = data["words"], data["things"]
    names = [f"{data['kinds'][one['kind']][0]}:{one['id']}" for one in things]
    (found,) = [one for one in data["answers"] if names[one["thing"]] == thing and one["change"] == change]
    assert words[found["summary"]] == told["summary"]
    rows = [
        (things[row[0]]["id"], ("effect", "work")[row[1]], row[2], row[4], bool(row[5])) for row in found["touched"]
    ]
    assert rows == [
        (one["id"], one["way"], round(float(f"{one['strength']:.2f}") * 100), one["steps"], one["direct"])
        for one in told["touched"]
    ]
    paths = [[words[data["hops"][hop][0]] for hop in row[8]] for row in found["touched"]]
    assert paths == [[hop["sentence"] for hop in one["path"]] for one in told["touched"]]
    sums = [(words[row[0]], *row[9:15]) for row in found["sectors"]]
    assert sums == [_sums(row) for row in told["sectors"]]
    assert [things[row[0]]["id"] for row in found["consult"]] == [one["unit"] for one in told["consult"]]
    assert [things[row[0]]["id"] for row in data["unknown"][found["unknown"]]] == [one["id"] for one in told["unknown"]]


def _sums(row: dict[str, Any]) -> tuple[Any, ...]:
    effect, work = row["effect"], row["work"]
    numbers = (effect["services"], effect["units"], effect["systems"], row["direct"], work["systems"], work["units"])
    return row["name"], *numbers


def test_a_format_that_is_not_there_names_those_that_are(demo_web: Web) -> None:
    answer = demo_web.ask("/api/v1/export?format=htm")
    assert answer.status == 400
    assert "html" in answer.json["detail"]


def test_the_page_where_files_are_fetched_offers_it_in_both_editions(demo_web: Web) -> None:
    told = demo_web.ask("/import?lang=en").text
    assert "/api/v1/export?format=html&amp;lang=en" in told
    assert "/api/v1/export?format=html&amp;edition=public&amp;lang=en" in told
