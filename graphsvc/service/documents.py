"""Documents of the forum as files: they are asked for here, and made by the installed views."""

from __future__ import annotations

from pathlib import Path

from graphsvc.errors import UsageError
from graphsvc.registry import view
from graphsvc.service.exporting import write_whole
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["memo_file", "pack_file", "write_memo", "write_pack"]

#: Ending of a file's name -> what the view makes.
_FORMATS = {".pdf": "pdf", ".html": "html"}


def memo_file(workspace: Workspace, snapshot: Snapshot, proposal: str, ending: str, language: Language) -> bytes:
    """Return the memo of a proposal as the content of a file.

    Parameters
    ----------
    workspace, snapshot
        Where to ask, and which map.
    proposal
        The proposal's id.
    ending
        ``.pdf`` or ``.html``.
    language
        Of all words.

    Raises
    ------
    UnknownThing
        When there is no such proposal.
    UsageError
        When the ending is another.
    """
    chosen = _format(ending)
    found = workspace.ask("assessment", revision=snapshot.revision, date=snapshot.date, proposal=proposal)
    made: bytes = view("memo")(snapshot, found, language=language, format=chosen)
    return made


def pack_file(workspace: Workspace, snapshot: Snapshot, meeting: str, ending: str, language: Language) -> bytes:
    """Return the memo pack of a meeting as the content of a file: agenda and all memos.

    Raises
    ------
    UnknownThing
        When there is no such meeting.
    UsageError
        When the ending is another.
    """
    chosen = _format(ending)
    found = workspace.ask("agenda", revision=snapshot.revision, date=snapshot.date, meeting=meeting)
    made: bytes = view("memo_pack")(snapshot, found, language=language, format=chosen)
    return made


def write_pack(workspace: Workspace, snapshot: Snapshot, meeting: str, path: Path, language: Language) -> None:
    """Write the memo pack of a meeting to a file; the ending of its name says how.

    Raises
    ------
    UnknownThing, UsageError
        As :func:`pack_file`; nothing is written then.
    """
    content = pack_file(workspace, snapshot, meeting, path.suffix.lower() or path.name, language)
    write_whole(path, lambda target: target.write_bytes(content))


def write_memo(workspace: Workspace, snapshot: Snapshot, proposal: str, path: Path, language: Language) -> None:
    """Write the memo of a proposal to a file; the ending of its name says how.

    Raises
    ------
    UnknownThing, UsageError
        As :func:`memo_file`; nothing is written then.
    """
    content = memo_file(workspace, snapshot, proposal, path.suffix.lower() or path.name, language)
    write_whole(path, lambda target: target.write_bytes(content))


def _format(ending: str) -> str:
    if ending in _FORMATS:
        return _FORMATS[ending]
    known = " / ".join(_FORMATS)
    raise UsageError(
        Text(
            f"Kan ikke skrive «{ending[:20]}»; skriv {known}",
            f"Kan ikkje skrive «{ending[:20]}»; skriv {known}",
            f"Cannot write '{ending[:20]}'; write {known}",
        )
    )
