"""What is told of the work is counted and written down; what people have written is in none of it."""

from __future__ import annotations

import io
import json
import logging

import pytest

from graphsvc.model import ChangeKind
from graphsvc.monitoring import REQUEST, Asked, Served, Standing, Watch, Watches, asked_with
from graphsvc.monitoring.logs import Log, fault_of
from graphsvc.monitoring.metrics import Metrics

SECRETS = ("Kari Nordmann", "kari@example.no", "01017012345")


def numbers(metrics: Metrics) -> dict[str, float]:
    lines = [line for line in metrics.text().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_requests_are_counted_by_route_and_status_and_timed_by_route() -> None:
    metrics = Metrics("1")
    for status, seconds in ((200, 0.03), (200, 0.3), (503, 4.0)):
        metrics.began()
        metrics.served(Served("GET", "/thing/{name:path}", status, seconds))
    found = numbers(metrics)
    labels = 'method="GET",route="/thing/{name:path}"'
    assert found[f'graphsvc_requests_total{{{labels},status="200"}}'] == 2
    assert found[f'graphsvc_requests_total{{{labels},status="503"}}'] == 1
    assert found[f'graphsvc_request_seconds_bucket{{le="0.5",{labels}}}'] == 2
    assert found[f"graphsvc_request_seconds_sum{{{labels}}}"] == pytest.approx(4.33)
    assert found["graphsvc_requests_in_progress"] == 0


def test_a_kept_answer_is_counted_and_does_not_flatter_the_times() -> None:
    metrics = Metrics("1")
    metrics.asked(Asked("impact", "answered", 0.2))
    metrics.asked(Asked("impact", "kept", 0.0))
    found = numbers(metrics)
    assert found['graphsvc_questions_total{outcome="kept",question="impact"}'] == 1
    assert found['graphsvc_question_seconds_count{question="impact"}'] == 1


def test_memory_that_is_behind_the_register_is_told_by_how_much() -> None:
    metrics = Metrics("1", worker=3)
    metrics.register_at(7)
    metrics.snapshot_at(7, 500)
    metrics.register_at(9)
    found = numbers(metrics)
    assert found["graphsvc_register_revision"] == 9
    assert found['graphsvc_snapshot_revision{worker="3"}'] == 7
    assert found['graphsvc_snapshot_lag_revisions{worker="3"}'] == 2
    metrics.snapshot_at(9, 510)
    found = numbers(metrics)
    assert found['graphsvc_snapshot_lag_revisions{worker="3"}'] == 0
    assert found["graphsvc_things"] == 510
    assert found['graphsvc_worker_memory_bytes{worker="3"}'] > 1_000_000


def test_imports_and_how_it_stands_are_told() -> None:
    metrics = Metrics("1")
    metrics.previewed("tables", "errors", {"error": 3, "other": 2})
    metrics.imported("tables", "written")
    with metrics.timed("commit"):
        metrics.published(good=False)
    metrics.stands(Standing(ready=True, graph_in_step=False, graph_revision=4))
    found = numbers(metrics)
    assert found['graphsvc_import_previews_total{format="tables",outcome="errors"}'] == 1
    assert found['graphsvc_import_problems_total{severity="error"}'] == 3
    assert found['graphsvc_imports_total{format="tables",outcome="written"}'] == 1
    assert found['graphsvc_import_step_seconds_count{step="commit"}'] == 1
    assert found['graphsvc_graph_publications_total{outcome="failed"}'] == 1
    standing = ("ready", "graph_in_step", "graph_revision")
    assert [found[f"graphsvc_{name}"] for name in standing] == [1, 0, 4]


def test_a_line_says_which_request_it_belongs_to() -> None:
    written = io.StringIO()
    log = Log(written, as_json=True, worker=1)
    token = REQUEST.set("0a1b2c")
    log.served(Served("GET", "/impact", 200, 0.0123, revision=4))
    REQUEST.reset(token)
    (line,) = lines(written)
    assert line.pop("timestamp")
    assert line == {
        "event": "request", "level": "info", "request": "0a1b2c", "worker": 1, "method": "GET", "route": "/impact",
        "status": 200, "ms": 12.3, "revision": 4,
    }  # fmt: skip


def test_without_a_line_for_each_request_the_slow_and_the_failed_have_one() -> None:
    written = io.StringIO()
    log = Log(written, as_json=True, every_request=False, slow_seconds=0.5)
    for status, seconds in ((200, 0.4), (404, 0.1), (200, 0.6), (500, 0.1)):
        log.served(Served("GET", "/impact", status, seconds))
    assert [(line["status"], line["level"]) for line in lines(written)] == [(200, "info"), (500, "error")]


def test_only_slow_questions_are_written_with_kinds_and_numbers() -> None:
    written = io.StringIO()
    log = Log(written, as_json=True, slow_seconds=0.5)
    given = asked_with({"things": SECRETS, "change": ChangeKind.RETIRE, "text": SECRETS[0], "max_steps": 6})
    log.asked(Asked("impact", "answered", 0.4, given))
    log.asked(Asked("impact", "answered", 0.7, given))
    (line,) = lines(written)
    assert (line["question"], line["ms"]) == ("impact", 700)
    assert line["given"] == {"things": "3 texts", "change": "choice", "text": "text", "max_steps": "number"}


def test_lines_for_people_hold_the_same() -> None:
    written = io.StringIO()
    Log(written).served(Served("GET", "/impact", 200, 0.0123, revision=4))
    assert "route=/impact" in written.getvalue()
    assert "revision=4" in written.getvalue()
    assert "\x1b" not in written.getvalue()


def test_an_error_is_told_by_its_class_and_places_and_not_by_its_words() -> None:
    def inner() -> None:
        raise KeyError(SECRETS[1])

    written = io.StringIO()
    try:
        try:
            inner()
        except KeyError as first:
            raise ValueError(*SECRETS) from first
    except ValueError as error:
        fault = fault_of(error, "/impact")
    Log(written, as_json=True).broke(fault)
    assert fault.kind == "ValueError"
    assert any("test_monitoring.py" in frame and "inner" in frame for frame in fault.frames)
    assert "then ValueError" in fault.frames
    assert not any(secret in written.getvalue() for secret in SECRETS)


def test_what_libraries_complain_of_is_told_without_what_was_put_in() -> None:
    written = io.StringIO()
    handler = Log(written, as_json=True).handler
    logger = logging.Logger("some.library")
    logger.addHandler(handler)
    logger.warning("no answer from %s", SECRETS[0])
    logger.warning(f"no answer from {SECRETS[1]}")
    logger.info("nothing to complain of")
    try:
        int(SECRETS[2] + "x")
    except ValueError:
        logger.exception("cannot read %s", SECRETS[2])
    first, second, third = lines(written)
    assert (first["name"], first["said"]) == ("some.library", "no answer from %s")
    assert "said" not in second
    assert str(second["place"]).startswith("test_monitoring:")
    assert (third["kind"], third["level"]) == ("ValueError", "error")
    assert not any(secret in written.getvalue() for secret in SECRETS)


def test_a_log_that_cannot_be_written_holds_nothing_up() -> None:
    written = io.StringIO()
    log = Log(written)
    written.close()
    log.served(Served("GET", "/impact", 200, 0.1))


def test_several_are_told_the_same() -> None:
    class Counting(Watch):
        def __init__(self) -> None:
            self.told: list[object] = []

        def register_at(self, revision: int) -> None:
            self.told.append(revision)

        def took(self, step: str, seconds: float) -> None:
            self.told.append(step)

    one, other = Counting(), Counting()
    both = Watches(one, other)
    both.register_at(3)
    with both.timed("read"):
        both.published(good=True)
    assert one.told == other.told == [3, "read"]
