"""What goes wrong with a server, in words: by the code of its error, or by how the connection broke."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from graphsvc.errors import EngineError
from graphsvc.register import refusals as common
from graphsvc.register.address import Address
from graphsvc.register.postgresql import refusals
from graphsvc.text import Text

__all__ = ["BROKEN", "explained", "sql_state"]

#: What comes out of the driver when a connection breaks in the middle, besides its own errors.
BROKEN = (DBAPIError, DisconnectionError, PoolTimeout, OSError, EOFError, struct.error)

_AUTHENTICATION = ("28000", "28P01")
_NO_ROOM = ("53100",)
_BUSY = ("53200", "53300", "53400")
_READ_ONLY = ("25006",)
_LOCKED = ("55P03",)
_DAMAGED = ("XX001", "XX002")
_SLOW = ("57014", "25P03")


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """Turn what a driver raises into an error that names the address and the remedy, never the password.

    Raises
    ------
    EngineError, RegisterDamaged
        By the server's code for the error.
    """
    try:
        yield
    except BROKEN as error:
        # Without the chain: the driver's own errors may quote what was sent.
        raise _explain(address, error) from None


def sql_state(error: BaseException) -> str:
    """Return the server's five-letter code of an error; empty when the connection itself broke."""
    original = error.orig if isinstance(error, DBAPIError) else error
    told = original.args[0] if original is not None and original.args else None
    return str(told.get("C", "")) if isinstance(told, dict) else ""


def _message(error: BaseException) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    told = original.args[0] if original is not None and original.args else None
    return str(told.get("M", "")) if isinstance(told, dict) else type(original).__name__


def _explain(address: Address, error: BaseException) -> EngineError:
    state = sql_state(error)
    plain = {
        _AUTHENTICATION: refusals.not_let_in,
        _NO_ROOM: refusals.no_space,
        _READ_ONLY: refusals.read_only,
        _BUSY: refusals.busy,
        _SLOW: refusals.too_slow,
        ("3D000",): refusals.no_database,
        ("42501",): refusals.no_right,
    }
    for states, refuse in plain.items():
        if state in states:
            return refuse(address)
    if state in _LOCKED:
        return common.locked(address.shown, None)
    if state in _DAMAGED:
        return common.damaged(address.shown, Text.same(_message(error)))
    if not state or state.startswith(("08", "57P")):
        return refusals.unreachable(address, _cause(error))
    return common.unavailable(address.shown, f"{state} {_message(error)}")


def _cause(error: BaseException) -> str:
    """Name the innermost cause in few words; the driver wraps what the operating system said."""
    if sql_state(error):
        return _message(error)
    found: BaseException | None = error.orig if isinstance(error, DBAPIError) else error
    while found is not None and found.__cause__ is not None:
        found = found.__cause__
    if isinstance(found, OSError) and found.strerror:
        return found.strerror
    words = str(found) if found is not None else ""
    return words if words and len(words) < 100 else type(found).__name__
