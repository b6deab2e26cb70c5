"""Scenario and diff over HTTP: a change set is text in the address, never a path; what is wrong is said, not thrown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.installations import demo_at
from tests.web import Answer, Web, serving


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    workspace = demo_at(tmp_path_factory.mktemp("demo") / "home")
    with workspace, serving(workspace) as served:
        yield served


def _asked(web: Web, question: str, **parameters: str) -> Answer:
    return web.ask(f"/api/v1/{question}?{urlencode(parameters)}")


def test_a_change_set_in_the_address_is_a_scenario(web: Web) -> None:
    answer = _asked(
        web, "scenario", changes='[[end.system]]\nid = "epj"', analysis="reach?thing=system:entra", lang="en"
    )
    assert answer.status == 200
    assert answer.json["sentences"][0].startswith("Removed: 1 system and 70 relations")
    assert answer.json["analyses"][0]["question"] == "reach?thing=system:entra"


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 422),
        ({"changes": "[[end.system"}, 422),
        ({"changes": '[[end.system]]\nid = "nowhere"'}, 422),
        ({"changes": "x = " + "[" * 3000}, 422),
        ({"proposal": "nowhere"}, 404),
        ({"proposal": "P1", "analysis": "impct"}, 400),
        ({"proposal": "P1", "analysis": "reach?thing=nowhere"}, 404),
        ({"proposal": "P1", "analysis": "reach?nonsense=1"}, 400),
        ({"proposal": "P1", "analysis": "reach"}, 400),
        ({"proposal": "P1", "analysis": "diff?from=1&to=2"}, 422),
    ],
)
def test_what_is_wrong_with_a_scenario_is_said(web: Web, parameters: dict[str, str], status: int) -> None:
    answer = _asked(web, "scenario", **parameters)
    assert answer.status == status
    assert answer.json["detail"]


def test_a_path_is_never_opened_for_somebody_at_a_browser(web: Web, tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text('title = "very secret"\n[[end.system]]\nid = "epj"', encoding="utf-8")
    answer = _asked(web, "scenario", changes=str(secret))
    assert answer.status == 422
    assert "very secret" not in answer.text


@pytest.mark.parametrize(("moments", "status"), [(("1", "2"), 200), (("1", "99"), 422), (("soon", "2"), 422)])
def test_a_diff_between_moments_is_answered_or_refused(web: Web, moments: tuple[str, str], status: int) -> None:
    answer = web.ask(f"/api/v1/diff?from={moments[0]}&to={moments[1]}")
    assert answer.status == status, answer.text[:300]
