"""graphsvc: which sectors does this change touch, and why.

The public API and nothing else; every name is loaded when first used.

Examples
--------
>>> import graphsvc
>>> register = graphsvc.open("graphsvc-data")  # doctest: +SKIP
>>> snapshot = register.snapshot()  # doctest: +SKIP
>>> graphsvc.ask(snapshot, "impact", things=("epj",))  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.errors import GraphsvcError
    from graphsvc.model import ChangeKind, Kind, Relation
    from graphsvc.register import Register
    from graphsvc.service.notebook import Answer, ask
    from graphsvc.snapshot import Snapshot
    from graphsvc.text import Language

__all__ = [
    "Answer",
    "ChangeKind",
    "GraphsvcError",
    "Kind",
    "Language",
    "Register",
    "Relation",
    "Snapshot",
    "ask",
    "open",
]

_HOMES = {
    "Answer": "graphsvc.service.notebook",
    "ChangeKind": "graphsvc.model",
    "GraphsvcError": "graphsvc.errors",
    "Kind": "graphsvc.model",
    "Language": "graphsvc.text",
    "Register": "graphsvc.register",
    "Relation": "graphsvc.model",
    "Snapshot": "graphsvc.snapshot",
    "ask": "graphsvc.service.notebook",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'graphsvc' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def open(home: str | Path) -> Register:  # noqa: A001 - `graphsvc.open(...)` reads like what it does
    """Open a register for reading; readers never wait for the one who writes.

    Parameters
    ----------
    home
        The register's folder.

    Raises
    ------
    RegisterMissing
        When there is no register in it.
    """
    from pathlib import Path as Folder

    from graphsvc.register import Register

    return Register.open(Folder(home))
