"""One frozen Settings: defaults < graphsvc.toml < GRAPHSVC_* < flags."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from graphsvc.errors import UsageError
from graphsvc.text import Language, Text

__all__ = ["Settings", "load_settings", "origins"]

_FILE = "graphsvc.toml"
#: The password in an address: between the first colon of the user's part and its last at sign.
_PASSWORD = re.compile(r"(?P<before>[\w+]+://[^:/@?#]*):(?P<password>[^/?#]*)(?P<after>@.*)", re.DOTALL)


class Settings(BaseSettings):
    """What an installation may choose. Every field is documented in docs/reference/settings.md.

    Parameters
    ----------
    home
        Folder of the register and the graph database.
    register_url
        Address of a PostgreSQL database that holds the register (``postgresql+pg8000://user@host:5432/database``);
        None = the file ``register.sqlite`` in ``home``.
    register_password
        Password for that address; never shown.
    lang
        Language of commands, and of pages until a reader chooses another.
    host, port
        Where ``serve`` listens; the loopback address only, while there is no login. Port 0 = any free one.
    workers
        How many processes answer; more than one needs a register on a server.
    allowed_hosts
        Names that a browser may call the server by, besides the loopback ones.
    graph
        Engine of the graph database (``ladybug``, ``neo4j``), or ``none``.
    neo4j_uri, neo4j_user, neo4j_password, neo4j_database
        Where the Neo4j server is, and as whom to go there; an empty database is the user's own.
    upload_bytes, unpacked_bytes
        Limits of a file that is imported.
    guard_memory_mb, guard_seconds
        Limits of the child process that reads a file.
    question_seconds
        After how long a question over HTTP is given up.
    log_format, log_requests
        Lines for people (``readable``) or for programs (``json``), and whether every request has one.
    slow_ms
        From when on a question or a request is slow, in milliseconds.
    metrics
        Whether ``/metrics`` tells numbers in Prometheus' format.
    weights
        Rule weights that replace the shipped ones, by rule name.
    """

    model_config = SettingsConfigDict(env_prefix="GRAPHSVC_", frozen=True, extra="ignore", env_nested_delimiter="__")

    home: Path = Path("graphsvc-data")
    register_url: str | None = None
    register_password: SecretStr | None = None
    lang: Language = Language.NB
    host: str = "127.0.0.1"
    port: int = Field(default=8377, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    allowed_hosts: tuple[str, ...] = ()
    graph: str = "ladybug"
    neo4j_uri: str = "bolt://localhost:7687"
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr = SecretStr("")
    neo4j_database: str = ""
    upload_bytes: int = Field(default=25_000_000, gt=0)
    unpacked_bytes: int = Field(default=200_000_000, gt=0)
    guard_memory_mb: int = Field(default=2048, gt=0)
    guard_seconds: int = Field(default=120, gt=0)
    question_seconds: float = Field(default=20.0, gt=0)
    log_format: Literal["readable", "json"] = "readable"
    log_requests: bool = True
    slow_ms: int = Field(default=500, ge=0)
    metrics: bool = False
    weights: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _hide_password(cls, told: Any) -> Any:
        """Move a password out of the address, so that the address can be shown anywhere."""
        url = told.get("register_url") if isinstance(told, dict) else None
        found = _PASSWORD.match(url) if isinstance(url, str) else None
        if found is None:
            return {**told, "register_url": None} if url == "" else told
        hidden = {"register_password": SecretStr(unquote(found["password"]))}
        return {**hidden, **told, "register_url": f"{found['before']}{found['after']}"}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the file below the environment, and the environment below flags."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, Path(_FILE)))

    @property
    def graph_options(self) -> dict[str, object]:
        """Settings whose name begins with the engine's: what the engine of the graph database is told."""
        prefix = f"{self.graph}_"
        named = {name: getattr(self, name) for name in type(self).model_fields if name.startswith(prefix)}
        return {
            name.removeprefix(prefix): value.get_secret_value() if isinstance(value, SecretStr) else value
            for name, value in named.items()
        }

    @property
    def limits(self) -> dict[str, int]:
        """Limits as importers name them."""
        return {"upload_bytes": self.upload_bytes, "unpacked_bytes": self.unpacked_bytes}


def origins() -> tuple[Path, tuple[str, ...]]:
    """Return which file settings are read from, whether or not it is there, and the variables that are set."""
    known = {f"GRAPHSVC_{name}".upper() for name in Settings.model_fields}
    return Path(_FILE).absolute(), tuple(sorted(name for name in os.environ if name.upper() in known))


def load_settings(**flags: Any) -> Settings:
    """Read the settings in force; flags that are None were not given.

    Raises
    ------
    UsageError
        When a value does not fit, naming it, where it can come from and what would fit.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name, why = ".".join(str(part) for part in first["loc"]), first["msg"]
    except ValueError as error:  # a graphsvc.toml that is no TOML
        name, why = _FILE, str(error)
    variable = f"GRAPHSVC_{name.upper()}"
    raise UsageError(
        Text(
            f"Innstillingen {name} kan ikke brukes: {why}. Den kommer fra {_FILE}, {variable} eller et flagg",
            f"Innstillinga {name} kan ikkje brukast: {why}. Ho kjem frå {_FILE}, {variable} eller eit flagg",
            f"The setting {name} cannot be used: {why}. It comes from {_FILE}, {variable} or a flag",
        )
    )
