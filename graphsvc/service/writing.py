"""One revision a use case: written whole, by one at a time, and once however often it is asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphsvc.errors import ConfirmationNeeded, RequestReused, UsageError
from graphsvc.i18n import text
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.register import FORUM, Request, RevisionKind
from graphsvc.service.workspace import Workspace
from graphsvc.text import Text

__all__ = ["Draft", "Outcome", "write"]

#: Another process may write between our reading and our writing; then we read anew.
_ATTEMPTS = 5
_LONGEST_KEY = 200


@dataclass(frozen=True)
class Draft:
    """What is to be written.

    Parameters
    ----------
    changes
        Claims before and after.
    message
        What the revision says of itself.
    answer
        The document that answers the request.
    contents
        Documents that the claims name.
    source, kind
        Who claims this, and what sort of revision it is; the forum's unless something else is said.
    """

    changes: Sequence[ClaimChange]
    message: Text
    answer: Mapping[str, object]
    contents: Sequence[bytes] = ()
    source: str = FORUM
    kind: RevisionKind = RevisionKind.FORUM


@dataclass(frozen=True)
class Outcome:
    """What came of a use case that writes.

    Parameters
    ----------
    document
        The case as it stands now, with what the use case tells besides.
    revision
        The revision that was made, or was the newest when nothing was new.
    repeated
        Whether this request was carried out earlier and is only answered again.
    warnings
        What went wrong after the commit.
    """

    document: Mapping[str, Any]
    revision: int
    repeated: bool = False
    warnings: Sequence[Text] = field(default=())


def write(
    workspace: Workspace, name: str, given: Mapping[str, object], key: str | None, draft: Callable[[], Draft]
) -> Outcome:
    """Carry out a use case: draft it from what stands now, and write it as one revision.

    Parameters
    ----------
    name, given
        Which use case, and what was asked; the same key must always come with the same.
    key
        The sender's word for this request; None when it may be carried out again.
    draft
        Reads what stands and says what to write; called anew when another process wrote meanwhile.

    Raises
    ------
    RequestReused
        When the key came with something else before.
    ConfirmationNeeded
        When others are always quicker.

    Notes
    -----
    O(changed claims), whatever the size of the map.
    """
    fingerprint = _fingerprint(name, given, key)
    with workspace.turn:
        for attempt in range(1, _ATTEMPTS + 1):
            known = _answered(workspace, key, fingerprint)
            if known is not None:
                return known
            made = draft()
            try:
                return Outcome(made.answer, _commit(workspace, made, key, fingerprint))
            except ConfirmationNeeded:
                if attempt == _ATTEMPTS:
                    raise
    raise AssertionError("unreachable")


def _commit(workspace: Workspace, made: Draft, key: str | None, fingerprint: str) -> int:
    answer = json.dumps(made.answer, ensure_ascii=False, default=str)
    return workspace.register.commit_changes(
        ChangeSet(made.source, tuple(made.changes)),
        who=workspace.actor.name,
        message=made.message.in_(workspace.settings.lang),
        kind=made.kind,
        contents=made.contents,
        request=None if key is None else Request(key, fingerprint, answer),
    )


def _fingerprint(name: str, given: Mapping[str, object], key: str | None) -> str:
    if key is not None and not (0 < len(key) <= _LONGEST_KEY and key.isprintable()):
        raise UsageError(text("forum.bad_key").format(most=_LONGEST_KEY))
    words = json.dumps([name, given], ensure_ascii=True, sort_keys=True, default=repr)
    return hashlib.sha256(words.encode()).hexdigest()


def _answered(workspace: Workspace, key: str | None, fingerprint: str) -> Outcome | None:
    if key is None:
        return None
    known = workspace.register.archive.answered(workspace.actor.name, key)
    if known is None:
        return None
    if known.fingerprint != fingerprint:
        raise RequestReused(text("forum.key_reused").format(key=key[:40], revision=known.revision))
    return Outcome(json.loads(known.answer), known.revision, repeated=True)
