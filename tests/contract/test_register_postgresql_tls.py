"""The connection is encrypted where the address says so, and the server proves its name where it must."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc.errors import EngineError
from graphsvc.register import Address, Register
from tests.engines import ordinary_server, run_server, session
from tests.registers import load, thing, told


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Address, Path]]:
    """A server that speaks TLS, for the name 127.0.0.1, and the certificate that vouches for it."""
    with ordinary_server(durable=False) as (address, folder):
        made = tmp_path_factory.mktemp("certificate")
        words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tests -addext subjectAltName=IP:127.0.0.1"
        files = ["-keyout", str(made / "server.key"), "-out", str(made / "server.crt")]
        subprocess.run(["openssl", *words.split(), *files], check=True, capture_output=True)
        owner = (folder / "data").stat()
        for name in ("server.key", "server.crt"):
            shutil.copy(made / name, folder / "data" / name)
            (folder / "data" / name).chmod(0o600)
            if os.geteuid() == 0:
                os.chown(folder / "data" / name, owner.st_uid, owner.st_gid)
        with session(address) as bare:
            bare.run("ALTER SYSTEM SET ssl = on")
        run_server("stop", folder)
        run_server("start", folder, durable=False)
        Register.create(address).close()
        yield address, made / "server.crt"


def encrypted(register: Register) -> bool:
    with register._reading() as connection:
        asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        return bool(connection.exec_driver_sql(asked).scalar_one())


def test_a_server_that_proves_its_name_is_spoken_to_in_secret(server: tuple[Address, Path]):
    address, certificate = server
    proven = replace(address, sslmode="verify-full", sslrootcert=str(certificate))
    with Register.open(proven, write=True) as register:
        assert encrypted(register)
        assert load(register, told("hr", *(thing(f"system:s{n}") for n in range(500)))) == 1
        assert register.verify().ok


def test_a_server_that_nobody_vouches_for_or_of_another_name_is_refused(server: tuple[Address, Path]):
    address, certificate = server
    for wrong in (
        replace(address, sslmode="verify-full"),
        replace(address, sslmode="verify-full", host="localhost", sslrootcert=str(certificate)),
    ):
        with pytest.raises(EngineError, match="cannot be reached") as caught:
            Register.open(wrong)
        assert "certificate" in str(caught.value)
        assert str(address.password) not in str(caught.value)


@pytest.mark.parametrize(("mode", "secret"), [("require", True), ("disable", False)])
def test_without_proof_it_is_as_the_address_says(server: tuple[Address, Path], mode: str, secret: bool):
    with Register.open(replace(server[0], sslmode=mode)) as register:
        assert encrypted(register) is secret
