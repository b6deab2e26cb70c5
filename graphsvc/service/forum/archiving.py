"""A decision as a package for the municipality's archive: metadata as JSON and the documents as they were."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import fields_of
from graphsvc.model import Kind
from graphsvc.register import Document
from graphsvc.registry import views
from graphsvc.security import Action, permit
from graphsvc.service.exporting import write_whole
from graphsvc.service.forum.attaching import attachments_of
from graphsvc.service.forum.case import Case, ids_in, plain
from graphsvc.service.forum.cases import case_document, find_case
from graphsvc.service.forum.deciding import show_decision
from graphsvc.service.forum.printing import ENDINGS, printed_decision
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language

__all__ = ["decision_metadata", "decision_package", "write_decision"]

_FORMAT = "graphsvc decision 1"
#: Papers of a public package; the others may hold what is not for everybody, and are named with their digest only.
_PUBLIC = ("-proposal.json", "-impact.json")
#: No file of an archive is dated: the same package has the same bytes.
_UNDATED = (1980, 1, 1, 0, 0, 0)


def decision_metadata(
    workspace: Workspace, identifier: str, language: Language, *, public: bool = False
) -> dict[str, object]:
    """Return all that is known of a decision, with the head of the chain, for ``graphsvc verify --head``.

    Parameters
    ----------
    public
        Leave out what the metamodel calls sensitive.

    Raises
    ------
    UnknownThing
        When there is no such decision.
    """
    permit(workspace.actor, Action.READ)
    case = find_case(workspace, Kind.DECISION, identifier)
    told = show_decision(workspace, identifier, language)
    newest = workspace.register.revisions(limit=1)[0]
    at = int(str(case.fields["map_revision"]))
    proposals = [
        case_document(find_case(workspace, Kind.PROPOSAL, one, revision=at), language)
        for one in ids_in(case.fields.get("proposal"))
    ]
    about = workspace.map_snapshot().about
    documents = [
        {"digest": one.digest, "media_type": one.media_type, "name": one.name, "withheld": public and not _public(one)}
        for one in attachments_of(case, "documents")
    ]
    return {
        "format": _FORMAT,
        "edition": "public" if public else "internal",
        "organisation": about.title,
        "synthetic": about.synthetic,
        "decision": redacted(Kind.DECISION, told) if public else told,
        "proposals": [redacted(Kind.PROPOSAL, one) for one in proposals] if public else proposals,
        "documents": documents,
        "chain": {
            "revision": told["revision"],
            "revision_digest": told["revision_digest"],
            "head": newest.number,
            "head_digest": newest.digest,
            "check": f"graphsvc verify --head {newest.digest}",
        },
    }


def _public(document: Document) -> bool:
    return document.name.endswith(_PUBLIC)


def redacted(kind: Kind, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document of a case without what the metamodel calls sensitive, and without its attachments."""
    hidden = {name for name, field in fields_of(kind).items() if field.sensitive} | {"attachments"}
    return {
        name: value for name, value in told.items() if name not in hidden and name.removesuffix("_label") not in hidden
    }


def decision_package(workspace: Workspace, identifier: str, language: Language, *, public: bool = False) -> bytes:
    """Return a decision as a ZIP file: ``decision.json``, the same to read, and the papers as they were.

    ``decision.pdf`` and ``decision.html`` are there when something that prints them is installed; the papers lie in
    ``documents/``.

    Raises
    ------
    UnknownThing
        When there is no such decision.
    RegisterDamaged
        When a paper is no longer what it was.
    """
    metadata = decision_metadata(workspace, identifier, language, public=public)
    case = find_case(workspace, Kind.DECISION, identifier)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "decision.json", _json(metadata))
        for ending in ENDINGS if "decision_document" in views() else ():
            _add(archive, f"decision{ending}", printed_decision(workspace, metadata, ending, language))
        for name, content in _files(workspace, case, public=public):
            _add(archive, f"documents/{name}", content)
    return target.getvalue()


def _files(workspace: Workspace, case: Case, *, public: bool) -> Iterator[tuple[str, bytes]]:
    """Give each paper under a name of its own; two of one name are told apart by their digest."""
    taken: set[str] = set()
    for one in attachments_of(case, "documents"):
        content = workspace.register.archive.document(one.digest)
        if content is None or (public and not _public(one)):
            continue
        if public and one.name.endswith(_PUBLIC[0]):
            content = _json(redacted(Kind.PROPOSAL, json.loads(content)))
        name = one.name if one.name not in taken else f"{one.digest[:12]}-{one.name}"
        taken.add(name)
        yield name, content


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _UNDATED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, default=plain) + "\n").encode()


def write_decision(
    workspace: Workspace, identifier: str, path: Path, language: Language, *, public: bool = False
) -> None:
    """Write a decision to a file: ``.zip`` with all papers, ``.json`` the metadata, ``.pdf`` or ``.html`` to read.

    Raises
    ------
    UsageError
        When the file is called none of these.
    """
    ending = path.suffix.lower()
    if ending == ".json" or ending in ENDINGS:
        metadata = decision_metadata(workspace, identifier, language, public=public)
        content = _json(metadata) if ending == ".json" else printed_decision(workspace, metadata, ending, language)
    elif path.suffix.lower() == ".zip":
        content = decision_package(workspace, identifier, language, public=public)
    else:
        raise UsageError(text("forum.bad_ending").format(path=path.name[:80]))
    write_whole(path, lambda target: target.write_bytes(content))
