"""The connection to the server breaks at any point: nothing half, nothing twice, nothing acknowledged lost."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from graphsvc.errors import EngineError, RegisterLocked
from graphsvc.register import Address, Register
from graphsvc.register.postgresql import connections
from graphsvc.register.postgresql import engine as engine_room
from tests.engines import session
from tests.registers import fields_of, load, shown, thing, told
from tests.wires import Wire, wire

SEED = 20261126


@pytest.fixture
def cable(postgresql_place: Address) -> Iterator[Wire]:
    with wire(postgresql_place.host, postgresql_place.port) as opened:
        yield opened


@pytest.fixture
def far(postgresql_place: Address, cable: Wire) -> Address:
    """The same place, over the wire that can be cut."""
    Register.create(postgresql_place).close()
    return replace(postgresql_place, port=cable.port)


def edition(number: int):
    return told("hr", *(thing(f"system:s{n}", users=number) for n in range(60)))


def whole(address: Address) -> int:
    """Check that what stands is exactly one edition; return which."""
    with Register.open(address) as register:
        found = register.verify()
        assert found.ok, found.problems
        facts = register.facts()
        (users,) = {fact.record.fields["users"] for fact in facts.things} or {0}
        assert len(facts.things) == (60 if users else 0)
        assert register.head == users  # every edition is one revision, and none is there twice
        return int(str(users))


def attempt(what: Callable[[], object]) -> object:
    """Return what comes of it, or the error that says why nothing does."""
    try:
        return what()
    except EngineError as error:
        return error


def test_a_connection_cut_at_any_byte_of_a_write_leaves_it_whole_or_undone_and_tells_which(
    far: Address, postgresql_place: Address, cable: Wire
):
    chance = random.Random(SEED)
    with Register.open(far, write=True) as register:
        load(register, edition(1))
        plan = register.plan(edition(2), None)
        cable.after(None)
        register.commit(plan, who="kari", message="")
        usual, standing, told_of = cable.passed, 2, set()
        assert usual > 1000
        # Cuts anywhere, and many near the end, where the commit and its answer pass.
        for cut in [chance.randrange(usual) for _ in range(25)] + [usual - chance.randrange(400) for _ in range(25)]:
            plan = register.plan(edition(standing + 1), None)
            cable.after(cut)
            mending = threading.Timer(0.2, cable.after, [None])
            mending.start()
            said = attempt(lambda plan=plan: register.commit(plan, who="kari", message=""))
            mending.join()
            assert said == standing + 1 or type(said) is EngineError, said
            assert str(postgresql_place.password) not in str(said)
            told_of.add(type(said))
            now = whole(postgresql_place)
            assert now == standing + (said == standing + 1), f"seed {SEED}, cut after {cut} of {usual}: {said}"
            standing = now
    assert told_of == {int, EngineError}


def test_a_lost_answer_to_a_commit_is_found_out(far: Address, postgresql_place: Address, cable: Wire):
    with Register.open(far, write=True) as register:
        load(register, edition(1))
        plan = register.plan(edition(2), None)
        answered = engine_room.PostgresqlEngine._commit

        def lost(engine, connection, transaction, word):
            connection.connection.driver_connection.execute_simple("commit")  # done on the server ...
            cable.cut()  # ... and the answer never arrives
            answered(engine, connection, transaction, word)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(engine_room.PostgresqlEngine, "_commit", lost)
            assert register.commit(plan, who="kari", message="") == 2
        assert load(register, edition(3)) == 3
    assert whole(postgresql_place) == 3


def test_an_outcome_that_cannot_be_found_out_is_said_to_be_unknown(
    far: Address, postgresql_place: Address, cable: Wire, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine_room, "_ASKING", 0.5)
    with Register.open(far, write=True) as register:
        load(register, edition(1))
        plan = register.plan(edition(2), None)
        answered = engine_room.PostgresqlEngine._commit

        def lost(engine, connection, transaction, word):
            cable.after(0)
            answered(engine, connection, transaction, word)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(engine_room.PostgresqlEngine, "_commit", lost)
            with pytest.raises(EngineError, match="safe to repeat"):
                register.commit(plan, who="kari", message="")
        cable.after(None)
        assert whole(postgresql_place) == 1
        assert load(register, edition(2)) == 2
    assert whole(postgresql_place) == 2


def test_a_connection_cut_at_any_byte_of_reading_gives_the_right_answer_or_an_error(far: Address, cable: Wire):
    chance = random.Random(SEED)
    with Register.open(far, write=True) as register:
        load(register, edition(1))
        right = register.facts().digest
        cable.after(None)
        register.facts()
        usual, refused = cable.passed, 0
        for cut in [chance.randrange(usual + 500) for _ in range(40)]:
            cable.after(cut)
            found = attempt(lambda: register.facts().digest)
            assert found == right or type(found) is EngineError, f"seed {SEED}, cut after {cut}: {found}"
            refused += found != right
            cable.after(None)
            assert register.facts().digest == right
        assert refused > 10


def test_a_thread_that_is_stopped_in_the_middle_of_reading_leaves_no_connection_out_of_step(far: Address):
    class Stopped(BaseException):
        pass

    def stopped(register: Register) -> None:
        with register._engine.reading() as connection:
            raw = connection.connection.driver_connection
            raw._send_message(b"Q", b"SELECT 'an answer that nobody reads'\0")
            raw._sock.flush()
            raise Stopped

    with Register.open(far, write=True) as register:
        load(register, edition(1))
        for _ in range(5):
            with pytest.raises(Stopped):
                stopped(register)
        assert all(fields_of(register.facts(), f"system:s{n}") == {"users": 1} for n in range(60))


def test_a_writer_whose_session_is_ended_by_the_server_never_writes_without_the_lock(postgresql_place: Address):
    with Register.create(postgresql_place) as register, Register.open(postgresql_place, write=True) as other:
        load(register, edition(1))

        def overtaken() -> None:
            with register._engine.writing() as connection:
                pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
                with session(postgresql_place) as bare:
                    bare.run("SELECT pg_terminate_backend(:pid, 5000)", pid=pid)
                assert load(other, edition(2)) == 2  # the lock was free again at once
                connection.exec_driver_sql("DELETE FROM claim")

        with pytest.raises(EngineError, match="cannot be reached"):
            overtaken()
        assert whole(postgresql_place) == 2
        assert load(register, edition(3)) == 3


def test_a_writer_that_waits_in_vain_is_told_who_writes(postgresql_place: Address, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connections, "LOCK_SECONDS", 1)
    with Register.create(postgresql_place) as register, Register.open(postgresql_place, write=True) as other:
        with register._engine.writing():
            with pytest.raises(RegisterLocked, match=f"graphsvc {os.getpid()}") as caught:
                load(other, edition(1))
            assert caught.value.exit_status == 3
            with Register.open(postgresql_place) as reader:
                assert reader.head == 0  # reading waits for nobody
        assert load(other, edition(1)) == 1


def test_writers_in_turn_see_what_the_one_before_wrote(postgresql_place: Address):
    """The lock is waited for before anything is read: nobody plans on what was there when the waiting began."""
    with Register.create(postgresql_place) as register, Register.open(postgresql_place, write=True) as other:
        made: list[int] = []
        threads = [
            threading.Thread(target=lambda one=one, n=n: made.append(one.set_about(who="kari", title=f"T{n}")))
            for n in range(12)
            for one in (register, other)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(made) == 24
        assert register.verify().ok
        assert register.head == len(set(made))


def test_another_schema_has_a_lock_of_its_own(postgresql_place: Address, postgresql: Address):
    elsewhere = replace(postgresql_place, schema=f"{postgresql_place.schema}_before_other")
    with Register.create(postgresql_place) as register, Register.create(elsewhere) as other:
        with register._engine.writing():
            assert load(other, edition(1)) == 1
        assert shown(register.facts()) == set()


def test_many_rows_go_in_few_statements(postgresql_place: Address, monkeypatch: pytest.MonkeyPatch):
    """The driver waits for an answer to each statement; one a row would make a bulk import a hundred times slower."""
    import pg8000

    sent: list[str] = []
    plain = pg8000.Connection.execute_unnamed

    def noted(self, statement, *words, **more):
        sent.append(statement)
        return plain(self, statement, *words, **more)

    monkeypatch.setattr(pg8000.Connection, "execute_unnamed", noted)
    counts = []
    with Register.create(postgresql_place) as register:
        for number in (10, 3000):
            for vendor in ("A", "B"):
                plan = register.plan(told("hr", *(thing(f"system:s{n}", vendor=vendor) for n in range(number))), None)
                sent.clear()
                register.commit(plan, who="kari", message="")
                counts.append(len(sent))
        assert register.verify().ok
    assert max(counts) < 60
    assert max(counts) - min(counts) < 10, counts
