"""Where the register of an installation is, by its settings."""

from __future__ import annotations

from graphsvc.register import Address, Where
from graphsvc.settings import Settings

__all__ = ["register_at"]


def register_at(settings: Settings) -> Where:
    """Return the folder, or the server's address where the settings name one.

    Examples
    --------
    >>> register_at(Settings(register_url="postgresql://kari:hush@localhost/map")).shown
    'postgresql://kari@localhost:5432/map'

    Raises
    ------
    UsageError
        When the address cannot be used.
    """
    if settings.register_url is None:
        return settings.home
    password = settings.register_password
    return Address.parse(settings.register_url, password.get_secret_value() if password else None)
