"""What a register on a server says when it refuses: what happened, where, and what would work."""

from __future__ import annotations

from graphsvc.errors import DataError, EngineError, RegisterMissing
from graphsvc.register.address import Address
from graphsvc.text import Text

__all__ = [
    "already_there",
    "busy",
    "missing",
    "no_database",
    "no_driver",
    "no_right",
    "no_space",
    "not_let_in",
    "not_written",
    "outcome_unknown",
    "read_only",
    "too_old",
    "too_slow",
    "unreachable",
    "wrong_encoding",
]


def no_driver() -> EngineError:
    """The optional extra is not installed."""
    return EngineError(
        Text(
            "PostgreSQL trenger en driver som ikke er installert. Kjør: pip install 'graphsvc[postgresql]'",
            "PostgreSQL treng ein drivar som ikkje er installert. Køyr: pip install 'graphsvc[postgresql]'",
            "PostgreSQL needs a driver that is not installed. Run: pip install 'graphsvc[postgresql]'",
        )
    )


def missing(address: Address) -> RegisterMissing:
    """There are no tables of ours."""
    return RegisterMissing(
        Text(
            f"Fant ikke noe register i {address.shown}. Lag et med «graphsvc init», eller sett en annen adresse i "
            "GRAPHSVC_REGISTER_URL.",
            f"Fann ikkje noko register i {address.shown}. Lag eit med «graphsvc init», eller set ei anna adresse i "
            "GRAPHSVC_REGISTER_URL.",
            f"There is no register at {address.shown}. Make one with “graphsvc init”, or set another address in "
            "GRAPHSVC_REGISTER_URL.",
        )
    )


def already_there(address: Address) -> DataError:
    """A register must not be made over another."""
    return DataError(
        Text(
            f"Det finnes alt et register i {address.shown}. Bruk det, eller legg ?schema=NAVN til adressen for å lage "
            "et til i samme database.",
            f"Det finst alt eit register i {address.shown}. Bruk det, eller legg ?schema=NAMN til adressa for å lage "
            "eit til i same database.",
            f"There is already a register at {address.shown}. Use it, or add ?schema=NAME to the address to make "
            "another in the same database.",
        )
    )


def no_database(address: Address) -> EngineError:
    """The server has no database of this name."""
    return EngineError(
        Text(
            f"Tjeneren har ingen database «{address.database}» ({address.shown}). Lag den: CREATE DATABASE "
            f"{address.database} OWNER {address.user}; se docs/operation.md.",
            f"Tenaren har ingen database «{address.database}» ({address.shown}). Lag han: CREATE DATABASE "
            f"{address.database} OWNER {address.user}; sjå docs/operation.md.",
            f"The server has no database “{address.database}” ({address.shown}). Make it: CREATE DATABASE "
            f"{address.database} OWNER {address.user}; see docs/operation.md.",
        )
    )


def not_let_in(address: Address) -> EngineError:
    """Wrong password, unknown role, or no line for it in pg_hba.conf."""
    return EngineError(
        Text(
            f"Tjeneren slapp ikke inn «{address.user}» ({address.shown}). Sjekk brukeren i adressen, passordet i "
            "GRAPHSVC_REGISTER_PASSWORD, og at tjeneren tillater pålogging herfra (pg_hba.conf).",
            f"Tenaren sleppte ikkje inn «{address.user}» ({address.shown}). Sjekk brukaren i adressa, passordet i "
            "GRAPHSVC_REGISTER_PASSWORD, og at tenaren tillèt pålogging herifrå (pg_hba.conf).",
            f"The server did not let in “{address.user}” ({address.shown}). Check the user in the address, the "
            "password in GRAPHSVC_REGISTER_PASSWORD, and that the server allows logins from here (pg_hba.conf).",
        )
    )


def no_right(address: Address) -> EngineError:
    """The role may not do this with the tables or the schema."""
    return EngineError(
        Text(
            f"Databasebrukeren «{address.user}» mangler en rettighet i {address.shown}. Ingenting er endret. La "
            "brukeren eie databasen: ALTER DATABASE ... OWNER TO ...; se docs/operation.md.",
            f"Databasebrukaren «{address.user}» manglar ein rett i {address.shown}. Ingenting er endra. Lat brukaren "
            "eige databasen: ALTER DATABASE ... OWNER TO ...; sjå docs/operation.md.",
            f"The database user “{address.user}” lacks a right at {address.shown}. Nothing was changed. Let the user "
            "own the database: ALTER DATABASE ... OWNER TO ...; see docs/operation.md.",
        )
    )


def no_space(address: Address) -> EngineError:
    """The server's disk is full."""
    return EngineError(
        Text(
            f"Det er ikke plass til å skrive på disken til tjeneren ({address.shown}). Ingenting er endret. Frigjør "
            "plass der, og prøv igjen. Lesing går som før.",
            f"Det er ikkje plass til å skrive på disken til tenaren ({address.shown}). Ingenting er endra. Frigjer "
            "plass der, og prøv igjen. Lesing går som før.",
            f"There is no room to write on the server's disk ({address.shown}). Nothing was changed. Free some space "
            "there, and try again. Reading works as before.",
        )
    )


def read_only(address: Address) -> EngineError:
    """A standby, or a database that is set to be read only."""
    return EngineError(
        Text(
            f"{address.shown} kan bare leses (en kopitjener, eller default_transaction_read_only), så ingenting er "
            "skrevet. Sett adressen til hovedtjeneren. Lesing går som før.",
            f"{address.shown} kan berre lesast (ein kopitenar, eller default_transaction_read_only), så ingenting er "
            "skrive. Set adressa til hovudtenaren. Lesing går som før.",
            f"{address.shown} can only be read (a standby server, or default_transaction_read_only), so nothing was "
            "written. Set the address to the primary server. Reading works as before.",
        )
    )


def busy(address: Address) -> EngineError:
    """Too many connections, or too little memory."""
    return EngineError(
        Text(
            f"Tjeneren tar ikke imot flere forbindelser nå ({address.shown}). Prøv igjen om litt, kjør færre "
            "arbeidere, eller hev max_connections.",
            f"Tenaren tek ikkje imot fleire sambindingar no ({address.shown}). Prøv igjen om litt, køyr færre "
            "arbeidarar, eller hev max_connections.",
            f"The server takes no more connections now ({address.shown}). Try again in a while, run fewer workers, or "
            "raise max_connections.",
        )
    )


def too_slow(address: Address) -> EngineError:
    """A statement took longer than it may, or somebody cancelled it."""
    return EngineError(
        Text(
            f"Tjeneren avbrøt et spørsmål som tok for lang tid ({address.shown}). Ingenting er endret. Prøv igjen når "
            "tjeneren har mindre å gjøre.",
            f"Tenaren avbraut eit spørsmål som tok for lang tid ({address.shown}). Ingenting er endra. Prøv igjen når "
            "tenaren har mindre å gjere.",
            f"The server ended a question that took too long ({address.shown}). Nothing was changed. Try again when "
            "the server has less to do.",
        )
    )


def unreachable(address: Address, why: str) -> EngineError:
    """No connection, or one that broke."""
    return EngineError(
        Text(
            f"Får ikke kontakt med registeret i {address.shown} ({why}). Ingenting er endret. Sjekk at tjeneren "
            "kjører, og vert, port og sslmode i adressen; alt går videre av seg selv når den svarer.",
            f"Får ikkje kontakt med registeret i {address.shown} ({why}). Ingenting er endra. Sjekk at tenaren "
            "køyrer, og vert, port og sslmode i adressa; alt går vidare av seg sjølv når han svarar.",
            f"The register at {address.shown} cannot be reached ({why}). Nothing was changed. Check that the server "
            "runs, and host, port and sslmode in the address; everything goes on by itself once it answers.",
        )
    )


def not_written(address: Address) -> EngineError:
    """The connection broke during the commit, and the server says that nothing came of it."""
    return EngineError(
        Text(
            f"Forbindelsen til {address.shown} brøt mens endringen ble lagret. Tjeneren bekrefter at ingenting er "
            "skrevet. Prøv igjen.",
            f"Sambandet til {address.shown} braut medan endringa vart lagra. Tenaren stadfestar at ingenting er "
            "skrive. Prøv igjen.",
            f"The connection to {address.shown} broke while the change was being saved. The server confirms that "
            "nothing was written. Try again.",
        )
    )


def outcome_unknown(address: Address) -> EngineError:
    """The connection broke during the commit, and the server has not come back to tell."""
    return EngineError(
        Text(
            f"Forbindelsen til {address.shown} brøt mens endringen ble lagret, og tjeneren svarer ikke ennå. Endringen "
            "er lagret helt eller ikke i det hele tatt: se i «graphsvc history» når tjeneren er tilbake. Det er trygt "
            "å gjenta: det som alt er lagret, blir ikke lagret to ganger.",
            f"Sambandet til {address.shown} braut medan endringa vart lagra, og tenaren svarar ikkje enno. Endringa er "
            "lagra heilt eller ikkje i det heile: sjå i «graphsvc history» når tenaren er tilbake. Det er trygt å "
            "gjenta: det som alt er lagra, blir ikkje lagra to gonger.",
            f"The connection to {address.shown} broke while the change was being saved, and the server does not answer "
            "yet. The change is saved whole or not at all: look in “graphsvc history” once the server is back. It is "
            "safe to repeat: what is saved already is not saved twice.",
        )
    )


def too_old(address: Address, version: str, oldest: int) -> EngineError:
    """A server whose version has no support left."""
    return EngineError(
        Text(
            f"{address.shown} er PostgreSQL {version}. graphsvc trenger {oldest} eller nyere.",
            f"{address.shown} er PostgreSQL {version}. graphsvc treng {oldest} eller nyare.",
            f"{address.shown} is PostgreSQL {version}. graphsvc needs {oldest} or later.",
        )
    )


def wrong_encoding(address: Address, encoding: str) -> EngineError:
    """A database that cannot keep every letter."""
    return EngineError(
        Text(
            f"Databasen i {address.shown} har tegnsettet {encoding}. Lag den med UTF8: CREATE DATABASE ... ENCODING "
            "'UTF8' TEMPLATE template0.",
            f"Databasen i {address.shown} har teiknsettet {encoding}. Lag han med UTF8: CREATE DATABASE ... ENCODING "
            "'UTF8' TEMPLATE template0.",
            f"The database at {address.shown} has the encoding {encoding}. Make it with UTF8: CREATE DATABASE ... "
            "ENCODING 'UTF8' TEMPLATE template0.",
        )
    )
