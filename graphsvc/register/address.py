"""Where a register on a server is: read from a URL, and shown without its password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from graphsvc.errors import UsageError
from graphsvc.text import Text

__all__ = ["Address"]

_SCHEMES = frozenset({"postgresql", "postgresql+pg8000", "postgres"})
_SECURE = ("disable", "require", "verify-full")
_OPTIONS = frozenset({"schema", "socket", "sslmode", "sslrootcert"})
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_EXAMPLE = "postgresql+pg8000://graphsvc@localhost:5432/graphsvc"


@dataclass(frozen=True, slots=True)
class Address:
    """A database on a PostgreSQL server.

    Parameters
    ----------
    host, port, database, user
        Where, and as whom.
    password
        Never shown: not in messages, not in ``repr``.
    schema
        The schema that the tables live in; the role's own default when empty.
    socket
        Folder of a local socket that is used instead of host and port.
    sslmode, sslrootcert
        ``disable``, ``require`` (encrypted, whoever answers) or ``verify-full`` (encrypted, and the server proves its
        name to the certificates of the machine or of this file). Without a word it is ``verify-full``, on this
        machine ``disable``.

    Examples
    --------
    >>> address = Address.parse("postgresql+pg8000://kari:hush@db.example.no/map?schema=forum")
    >>> address.shown, address.port, address.sslmode
    ('postgresql://kari@db.example.no:5432/map?schema=forum', 5432, 'verify-full')
    """

    host: str
    port: int
    database: str
    user: str
    password: str | None = field(default=None, repr=False)
    schema: str = ""
    socket: str = ""
    sslmode: str = "disable"
    sslrootcert: str = ""

    @classmethod
    def parse(cls, url: str, password: str | None = None) -> Address:
        """Read a URL; a password that is given apart goes before one in the URL.

        Raises
        ------
        UsageError
            When it is no such URL; the message never shows it.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or 5432
            options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        except ValueError:
            raise _unusable("URL") from None
        host, socket = parts.hostname or "", options.get("socket", "")
        near = bool(socket) or host in _LOOPBACK
        found = cls(
            host=host or "localhost",
            port=port,
            database=unquote(parts.path.strip("/")),
            user=unquote(parts.username or ""),
            password=password or (unquote(parts.password) if parts.password else None),
            schema=options.get("schema", ""),
            socket=socket,
            sslmode=options.get("sslmode", "disable" if near else "verify-full"),
            sslrootcert=options.get("sslrootcert", ""),
        )
        found._check(parts.scheme, options)
        return found

    def _check(self, scheme: str, options: dict[str, str]) -> None:
        """Name the first part that cannot be used."""
        for name, fits in (
            ("postgresql+pg8000://", scheme in _SCHEMES),
            ("?" + "&".join(sorted(set(options) - _OPTIONS)), set(options) <= _OPTIONS),
            ("user", bool(self.user)),
            ("database", bool(self.database) and "/" not in self.database),
            ("schema", not self.schema or (bool(_SCHEMA.fullmatch(self.schema)) and not self.schema.startswith("pg_"))),
            (f"sslmode ({', '.join(_SECURE)})", self.sslmode in _SECURE),
        ):
            if not fits:
                raise _unusable(name)

    @property
    def shown(self) -> str:
        """The address as messages show it, without the password."""
        where = f"{self.host}:{self.port}" if not self.socket else f"[{self.socket}]"
        schema = f"?schema={self.schema}" if self.schema else ""
        return f"postgresql://{self.user}@{where}/{self.database}{schema}"


def _unusable(part: str) -> UsageError:
    return UsageError(
        Text(
            f"Adressen til registeret kan ikke brukes ({part}). Skriv den som {_EXAMPLE}; passordet settes i "
            "GRAPHSVC_REGISTER_PASSWORD",
            f"Adressa til registeret kan ikkje brukast ({part}). Skriv ho som {_EXAMPLE}; passordet blir sett i "
            "GRAPHSVC_REGISTER_PASSWORD",
            f"The register's address cannot be used ({part}). Write it as {_EXAMPLE}; the password goes into "
            "GRAPHSVC_REGISTER_PASSWORD",
        )
    )
