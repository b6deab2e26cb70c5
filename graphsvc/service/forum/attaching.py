"""Attachments of a proposal: kept by their digest, never opened, handed out as files of no particular type."""

from __future__ import annotations

import re
from typing import IO

from graphsvc.errors import DataError, QuestionError, UnknownThing
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.register import Document
from graphsvc.security import Action, permit
from graphsvc.service.forum.case import Case, check_version
from graphsvc.service.forum.cases import case_document, find_case
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome, write
from graphsvc.text import Language

__all__ = ["attach", "attachments_of", "detach", "document_of", "safe_name"]

#: A proposal has at most so many attachments.
MOST = 50
_LONGEST_NAME = 120
#: What no attachment is taken for: a browser might run or show these.
_ANY = "application/octet-stream"
_SORTS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}


def safe_name(name: str) -> str:
    r"""Return a file name without folders, control characters and anything that a shell or a header could take wrong.

    Examples
    --------
    >>> safe_name("../..\\etc/Referat møte 3.pdf"), safe_name("\x00")
    ('Referat møte 3.pdf', 'vedlegg')
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*;%')
    kept = " ".join(kept.split()).strip(". ")
    if len(kept) > _LONGEST_NAME:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: _LONGEST_NAME - 12]}.{ending[:10]}" if dot else kept[:_LONGEST_NAME]
    return kept or "vedlegg"


def attachments_of(case: Case, field: str = "attachments") -> list[Document]:
    """Return the documents that a field of a case names."""
    listed = case.fields.get(field)
    words = listed if isinstance(listed, tuple) else ()
    return [found for found in map(Document.read, words) if found is not None]


def attach(
    workspace: Workspace,
    identifier: str,
    name: str,
    content: IO[bytes],
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Attach a file to a proposal.

    Parameters
    ----------
    name
        What the file is called; folders and signs that no file name should have are taken away.
    content
        Read to its end, at most so many bytes as the setting ``upload_bytes`` says.

    Raises
    ------
    DataError
        When it is empty or too large.
    QuestionError
        When there are too many attachments.
    """
    permit(workspace.actor, Action.PROPOSE)
    most = workspace.settings.upload_bytes
    held = content.read(most + 1)
    if not held or len(held) > most:
        raise DataError(text("forum.attachment_size").format(most=most))
    called = safe_name(name)
    ending = f".{called.rpartition('.')[2].casefold()}"
    made = Document.of(held, _SORTS.get(ending, _ANY), called)

    def draft() -> Draft:
        before = find_case(workspace, Kind.PROPOSAL, identifier)
        check_version(before, expected, {"attachment": str(made)})
        others = [str(one) for one in attachments_of(before) if one.name != called]
        if len(others) >= MOST:
            raise QuestionError(text("forum.attachments_full").format(id=before.id, most=MOST))
        after = before.edited({"attachments": (*others, str(made))})
        message = text("forum.attached").format(id=before.id, name=called)
        return Draft([before.change_to(after)], message, case_document(after, language), [held])

    asked = {"id": identifier, "attachment": str(made), "expected": expected, "lang": language.value}
    return write(workspace, "attach", asked, key, draft)


def detach(
    workspace: Workspace,
    identifier: str,
    name: str,
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Take an attachment, by name or digest, from a proposal; what a decision was made on is still kept.

    Raises
    ------
    UnknownThing
        When there is no such attachment.
    """
    permit(workspace.actor, Action.PROPOSE)

    def draft() -> Draft:
        before = find_case(workspace, Kind.PROPOSAL, identifier)
        check_version(before, expected, {"detach": name})
        found = attachments_of(before)
        kept = tuple(str(one) for one in found if name not in (one.name, one.digest))
        if len(kept) == len(found):
            names = ", ".join(one.name for one in found) or "–"
            raise UnknownThing(text("forum.no_attachment").format(id=before.id, name=name[:60], known=names))
        cleared = frozenset() if kept else frozenset({"attachments"})
        after = before.edited({"attachments": kept} if kept else {}, cleared=cleared)
        message = text("forum.detached").format(id=before.id, name=name)
        return Draft([before.change_to(after)], message, case_document(after, language))

    asked = {"id": identifier, "detach": name, "expected": expected, "lang": language.value}
    return write(workspace, "detach", asked, key, draft)


def document_of(workspace: Workspace, case: Case, field: str, wanted: str) -> tuple[Document, bytes]:
    """Return a document that a case names, by digest or name, as it was kept.

    Raises
    ------
    UnknownThing
        When the case names no such document, or it is gone.
    """
    permit(workspace.actor, Action.READ)
    for one in attachments_of(case, field):
        if wanted in (one.digest, one.name):
            content = workspace.register.archive.document(one.digest)
            if content is not None:
                return one, content
    known = ", ".join(one.name for one in attachments_of(case, field)) or "–"
    raise UnknownThing(text("forum.no_attachment").format(id=case.id, name=wanted[:64], known=known))
