"""What is worked out for a snapshot does not keep it: a server would hold every revision and day asked about."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from graphsvc.registry import query
from graphsvc.service import Workspace
from graphsvc.service.asking import ask
from graphsvc.service.calling import arguments
from graphsvc.service.forum.meetings import add_meeting
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from tests.contract.test_api_routes import QUESTIONS
from tests.installations import demo_at


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with demo_at(tmp_path_factory.mktemp("demo") / "home") as workspace:
        add_meeting(workspace, {"title": "Møte", "date": "2026-12-10", "agenda": ["P8"]}, Language.NB)
        yield workspace


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_snapshot_goes_with_the_last_answer_about_it(demo: Workspace, name: str) -> None:
    kept = demo.snapshot()
    snapshot = Snapshot(kept.facts, kept.date, history=demo.register.facts)
    installed = name.replace("-", "_")
    answer = ask(snapshot, installed, **arguments(query(installed), parse_qs(QUESTIONS[name])))
    answer.document(Language.NB)
    left = weakref.ref(snapshot)
    del snapshot, answer
    gc.collect()
    assert left() is None
