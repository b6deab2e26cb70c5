"""A full disk or a limit on file sizes: nothing is written, it is said, and it works again once the cause is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from graphsvc.errors import EngineError
from graphsvc.register import Register
from tests.registers import load, thing, told

FIRST = told("hr", *(thing(f"system:s{n:03}", vendor="A") for n in range(50)))


def test_a_full_disk_writes_nothing_says_so_and_recovers(tmp_path: Path):
    rows = [thing(f"system:s{n:04}", description="x" * 500) for n in range(3000)]
    with Register.create(tmp_path) as register:
        load(register, FIRST)
        with register._engine._pool.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        limit = f"PRAGMA max_page_count={pages + 50}"
        event.listen(register._engine._pool, "begin", lambda connection: connection.exec_driver_sql(limit))
        with pytest.raises(EngineError, match="no room to write") as caught:
            load(register, told("big", *rows))
        assert str(tmp_path) in str(caught.value)
        assert caught.value.exit_status == 3
        assert register.head == 1
        assert register.verify().ok
        limit = "PRAGMA max_page_count=1000000"
        assert load(register, told("big", *rows)) == 2
        assert register.verify().ok


def test_a_limit_on_file_sizes_writes_nothing_and_says_so(tmp_path: Path):
    import resource
    import signal

    rows = [thing(f"system:s{n:04}", description="x" * 500) for n in range(3000)]
    with Register.create(tmp_path) as register:
        load(register, FIRST)
        old = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, old[1]))
            with pytest.raises(EngineError, match="no room to write"):
                load(register, told("big", *rows))
            assert register.verify().ok
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
            signal.signal(signal.SIGXFSZ, ignored)
        assert load(register, told("big", *rows)) == 2
        assert register.verify().ok
