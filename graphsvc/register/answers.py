"""What the register answers with: revisions, sources, histories, verifications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graphsvc.records import ClaimChange
from graphsvc.text import Text

__all__ = ["HistoryEntry", "Revision", "RevisionKind", "SourceInfo", "Verification"]


class RevisionKind(StrEnum):
    """Why a revision was made."""

    IMPORT = "import"
    EDIT = "edit"
    UNDO = "undo"
    SETTINGS = "settings"
    FORUM = "forum"


@dataclass(frozen=True, slots=True)
class Revision:
    """One link of the chain; it never changes.

    Parameters
    ----------
    number
        1, 2, 3 ... without gaps.
    time
        When, in UTC, as ISO text to the second (``2026-11-23T20:42:17Z``).
    who, source, message
        Who made it, whose claims it changes (empty for the register's own settings), and what they said of it.
    kind
        Import, edit, undo, settings, or the forum's own.
    undoes
        Number of the revision that this one takes back.
    counts
        Claims ``added``, ``changed`` and ``withdrawn``; derived relations, settings and moved rows not counted.
    claims
        How many claims and settings stand after this revision.
    content_digest
        SHA-256 over the ordered changes.
    state_digest
        Sum modulo 2**256 of the SHA-256 of every claim that stands after this revision.
    previous
        The own digest of the revision before; empty for the first.
    digest
        SHA-256 over all of the above.
    """

    number: int
    time: str
    who: str
    source: str
    message: str
    kind: RevisionKind
    undoes: int | None
    counts: Mapping[str, int]
    claims: int
    content_digest: str
    state_digest: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one revision did to one source's claim on a thing."""

    revision: Revision
    source: str
    change: ClaimChange


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Who claims: a file, a feed, the forum, people's edits.

    Parameters
    ----------
    name, format
        What it is called, and which importer reads it (``edits`` for people and the forum).
    first_revision, last_revision
        Where it was first registered, and which revision changed its claims last.
    claims
        How many claims stand, derived relations not counted.
    profile
        The mapping profile in force when it was last loaded, as text.
    position
        Place in the order of precedence; 0 is heard first.
    """

    name: str
    format: str
    first_revision: int
    last_revision: int
    claims: int
    profile: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking every digest and the whole chain found.

    Parameters
    ----------
    ok
        Nothing is wrong.
    revisions
        How many revisions there are.
    chain_ok
        Every revision names the digest of the one before, and its own digest holds.
    digest
        The own digest of the newest revision; empty when there is none.
    problems
        What is wrong, in the order found.
    documents
        How many files of the forum are kept.
    head_at
        The revision whose digest was given as the head exported elsewhere; None when none was given or none has it.
    """

    ok: bool
    revisions: int
    chain_ok: bool
    digest: str
    problems: tuple[Text, ...] = field(default=())
    documents: int = 0
    head_at: int | None = None
