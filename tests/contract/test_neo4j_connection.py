"""The connection to Neo4j is cut at any point: no half revision, nothing twice, and commits whose fate is known."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from graphsvc.errors import GraphDatabaseError
from graphsvc.graphdb import neo4j_server
from graphsvc.graphdb.neo4j import Neo4jDatabase
from graphsvc.graphdb.neo4j_server import session_to
from graphsvc.graphdb.sync import ensure, in_step
from graphsvc.snapshot import Facts, Snapshot
from tests.contract.test_graph_database_follows import history
from tests.cutting import Way, way_to
from tests.graph_engines import neo4j_options, wiped
from tests.graphs import DATE
from tests.held_facts import expected, held

#: How often a connection is cut on its way through one write; the long run is GRAPHSVC_RESTARTS=50.
CUTS = max(4, int(os.environ.get("GRAPHSVC_RESTARTS", "5")))
_DRAWN = [made for made in history(21).values() if made.things][:2]
OLD, NEW = 1, 2


def revision(number: int) -> Facts:
    """Return one of endless revisions: two graphs take turns, so that each cut is on the way to the next one.

    Nothing ever has to go back, which would build the graph anew.
    """
    return replace(_DRAWN[number % 2], revision=number)


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> Iterator[Way]:
    """A way to this process's server that breaks when it is told to; nobody waits long for it to be mended."""
    monkeypatch.setattr(neo4j_server, "_RETRYING", 0.5)
    target = urlsplit(neo4j_options()["uri"])
    with way_to(str(target.hostname), int(target.port or 0)) as opened:
        yield opened


def connected(**options: Any) -> Neo4jDatabase:
    return Neo4jDatabase(Path("unused"), **{**neo4j_options(), **options})


def snapshot(number: int) -> Snapshot:
    return Snapshot(revision(number), DATE, history=revision)


@pytest.mark.parametrize("limit", [0, 250_000], ids=["as a shadow", "led or whole"])
def test_a_connection_cut_after_any_number_of_bytes_leaves_one_revision(way: Way, limit: int) -> None:
    """Both whole conversations are measured; then each is cut at points spread over it, drawn anew each time."""
    direct = connected()
    afar = connected(uri=f"bolt://127.0.0.1:{way.port}", whole_limit=limit)
    write = afar.build if limit == 0 else lambda wanted: ensure(afar, wanted)
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    wiped()
    ensure(direct, snapshot(1))
    whole = {}
    for number in (2, 3):
        way.cut_after(None)
        write(snapshot(number))
        whole[number % 2] = way.carried
    outcomes = []
    for cut in range(CUTS):
        old, new = cut + 3, cut + 4
        mends, length = cut % 4 > 1, whole[new % 2]
        way.cut_after(chance.randint(cut * length // CUTS, (cut + 1) * length // CUTS), mends=mends)
        try:
            write(snapshot(new))
            acknowledged = True
        except GraphDatabaseError:
            acknowledged = False
        way.cut_after(None)
        way.cut()
        where = f"seed {seed}, cut {cut} of {CUTS}"
        assert acknowledged or not mends, f"{where}: a connection that was lost once is no reason to give up"
        status = direct.status(verify=True)
        assert status.revision in {old, new}, where
        assert status.revision == new or not acknowledged, where
        if status.digest_ok:  # else the shadow of a dead build lies beside it, and is said to
            assert held(direct) == expected(revision(int(status.revision or 0))), where
        else:
            assert limit == 0
            assert "being built anew" in str(status.why), where
        assert in_step(write(snapshot(new)), snapshot(new)), where
        assert direct.status(verify=True).digest_ok, where
        assert held(direct) == expected(revision(new)), where
        outcomes.append(acknowledged)
    print(f"seed {seed}: {whole} bytes, {sum(outcomes)} of {CUTS} acknowledged")


def test_a_commit_whose_answer_is_lost_is_found_to_have_happened(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way is cut after the request to commit went through and before its answer came: no second write."""
    from neo4j import Transaction, exceptions

    wiped()
    ensure(connected(), snapshot(OLD))
    commit, committed = Transaction.commit, []

    def lose_the_answer(work: Transaction) -> None:
        commit(work)
        committed.append(work)
        if len(committed) == 1:
            raise exceptions.IncompleteCommit("the connection broke")

    monkeypatch.setattr(Transaction, "commit", lose_the_answer)
    assert in_step(ensure(connected(), snapshot(NEW)), snapshot(NEW))
    assert len(committed) == 1
    assert connected().status(verify=True).digest_ok
    assert held(connected()) == expected(revision(NEW))
    assert connected().read("MATCH (m:Meta) RETURN m.switching_until, m.building").rows == [[None, None]]


def test_a_commit_that_did_not_happen_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from neo4j import Transaction, exceptions

    wiped()
    ensure(connected(), snapshot(OLD))
    commit, tried = Transaction.commit, []

    def fail_first(work: Transaction) -> None:
        tried.append(work)
        if len(tried) == 1:
            raise exceptions.IncompleteCommit("the connection broke")
        commit(work)

    monkeypatch.setattr(Transaction, "commit", fail_first)
    assert in_step(ensure(connected(), snapshot(NEW)), snapshot(NEW))
    assert len(tried) == 2
    assert held(connected()) == expected(revision(NEW))


def test_after_a_connection_was_cut_the_next_question_is_answered(way: Way) -> None:
    wiped()
    ensure(connected(), snapshot(OLD))
    afar = connected(uri=f"bolt://127.0.0.1:{way.port}")
    assert held(afar) == expected(revision(OLD))
    way.cut_after(0)
    way.cut()
    status = afar.status()
    assert (status.answers, status.digest_ok) == (False, False)
    way.cut_after(None)
    assert afar.status().digest_ok
    assert held(afar) == expected(revision(OLD))


def test_connections_that_were_cut_while_they_lay_idle_are_no_failure(way: Way) -> None:
    """A server that was restarted a moment ago is not away, and its graph is not built anew for it."""
    wiped()
    ensure(connected(), snapshot(OLD))
    afar = connected(uri=f"bolt://127.0.0.1:{way.port}")
    with session_to(afar.address, write=False) as one, session_to(afar.address, write=False) as other:
        asked = [session.run("RETURN 1") for session in (one, other)]  # two ways at once, both kept for the next
        assert [answer.single(strict=True).value() for answer in asked] == [1, 1]
    assert afar.status().digest_ok
    way.cut()
    assert in_step(afar.status(), snapshot(OLD))
    way.cut()
    assert held(afar) == expected(revision(OLD))
    way.cut()
    assert in_step(afar.apply(snapshot(NEW), revision(OLD)), snapshot(NEW))
