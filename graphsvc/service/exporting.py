"""Export: the whole register as one file, in any of the formats of :mod:`graphsvc.service.exports`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.records import Problem
from graphsvc.registry import importer
from graphsvc.security import Action, permit
from graphsvc.service.exports import FORMATS, Edition, Format
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["export", "format_named", "format_of", "template", "write_whole"]


def export(
    workspace: Workspace,
    format: str,
    path: Path,
    language: Language,
    *,
    snapshot: Snapshot | None = None,
    public: bool = False,
) -> tuple[Problem, ...]:
    """Write the whole register at a revision to a file.

    Parameters
    ----------
    format
        One of :data:`graphsvc.service.exports.FORMATS`.
    path
        Replaced as a whole, or left as it was.
    language
        Of labels and of words around the data.
    snapshot
        The graph at a revision and a date; None = as it is now.
    public
        Leave out the fields that the metamodel calls sensitive.

    Returns
    -------
    tuple of Problem
        What the format could not hold (cells cut at Excel's limit); empty when all is there.

    Raises
    ------
    UsageError
        When there is no such format; lists those that there are.
    """
    permit(workspace.actor, Action.READ)
    form = format_named(format)
    edition = Edition(snapshot or workspace.snapshot(), language, public)
    lost: list[Problem] = []
    write_whole(path, lambda target: lost.extend(form.write(edition, target)))
    return tuple(lost)


def format_named(name: str) -> Format:
    """Return a format.

    Raises
    ------
    UsageError
        When there is none of this name; lists those that there are.
    """
    if name not in FORMATS:
        raise UsageError(text("service.no_export").format(format=name[:40], formats=", ".join(FORMATS)))
    return FORMATS[name]


def format_of(path: Path) -> str:
    """Return the name of the first format whose files end like this one.

    Raises
    ------
    UsageError
        When none does; lists the endings that tell one.
    """
    ending = path.suffix.casefold()
    for form in FORMATS.values():
        if form.ending == ending:
            return form.name
    endings = ", ".join(dict.fromkeys(form.ending for form in FORMATS.values()))
    raise UsageError(text("service.no_export_ending").format(name=path.name[:80], endings=endings))


def template(path: Path, language: Language) -> None:
    """Write an empty workbook with guidance."""
    writer: Any = importer("tables")
    write_whole(path, lambda target: writer.write_template(target, language))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    target = Path(name)
    try:
        write(target)
        target.chmod(0o644)
        target.replace(path)
    finally:
        target.unlink(missing_ok=True)
