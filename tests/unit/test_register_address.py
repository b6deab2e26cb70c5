"""The address of a register on a server: read from a URL, shown without its password, refused with an example."""

from __future__ import annotations

import pytest

from graphsvc.errors import UsageError
from graphsvc.register import Address
from graphsvc.settings import load_settings
from graphsvc.text import Language


def test_an_address_is_read_in_all_its_parts() -> None:
    url = "postgresql+pg8000://k%40ri:p%3Ass@db.example.no:6432/map?schema=forum&sslmode=require&sslrootcert=/ca.pem"
    found = Address.parse(url)
    assert (found.host, found.port, found.database, found.user) == ("db.example.no", 6432, "map", "k@ri")
    assert (found.password, found.schema, found.sslmode, found.sslrootcert) == ("p:ss", "forum", "require", "/ca.pem")
    assert Address.parse(url, "other").password == "other"


@pytest.mark.parametrize(
    ("host", "mode"),
    [("localhost", "disable"), ("127.0.0.1", "disable"), ("[::1]", "disable"), ("db.example.no", "verify-full")],
)
def test_what_goes_over_a_network_is_encrypted_unless_somebody_says_otherwise(host: str, mode: str) -> None:
    assert Address.parse(f"postgresql://u@{host}/d").sslmode == mode
    assert Address.parse(f"postgresql://u@{host}/d?sslmode=disable").sslmode == "disable"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "map",
        "mysql://kari:hush@h/d",
        "postgresql://h/d",
        "postgresql://kari:hush@h",
        "postgresql://kari:hush@h/a/b",
        "postgresql://kari:hush@h:port/d",
        "postgresql://kari:hush@h:99999/d",
        "postgresql://kari:hush@h/d?options=-c%20fsync=off",
        'postgresql://kari:hush@h/d?schema=x";DROP',
        "postgresql://kari:hush@h/d?schema=pg_catalog",
        "postgresql://kari:hush@h/d?sslmode=sometimes",
        "postgresql://kari:hush@[::1/d",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_an_example_and_never_shown(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Address.parse(url)
    for language in Language:
        assert "postgresql+pg8000://graphsvc@localhost:5432/graphsvc" in caught.value.in_(language)
        assert "hush" not in caught.value.in_(language)


@pytest.mark.parametrize("secret", ["hush", "h%75sh", "p@ss:w0rd", "%2F%3F"])
def test_a_password_is_never_shown(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHSVC_REGISTER_URL", f"postgresql://kari:{secret}@localhost/map")
    settings = load_settings()
    assert settings.register_url == "postgresql://kari@localhost/map"
    assert settings.register_password is not None
    address = Address.parse(settings.register_url, settings.register_password.get_secret_value())
    for shown in (repr(settings), str(settings.model_dump()), repr(address), address.shown):
        assert secret not in shown
        assert str(address.password) not in shown
    again = load_settings(**settings.model_dump(exclude_unset=True), port=0)
    assert again.register_password == settings.register_password


def test_a_password_in_the_environment_goes_before_one_in_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHSVC_REGISTER_URL", "postgresql://kari:old@localhost/map")
    monkeypatch.setenv("GRAPHSVC_REGISTER_PASSWORD", "new")
    found = load_settings().register_password
    assert found is not None
    assert found.get_secret_value() == "new"
