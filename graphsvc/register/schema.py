"""The tables of the register: what stands now, how it came about, and the chain of revisions.

``claim`` is the state at the newest revision, keyed by (source, subject, id). ``change`` is the log: every claim
before and after, appended to and never altered; the state at any revision can be rebuilt from it. ``revision`` is the
chain. The register's own settings, aliases and list of sources are claims too, of subjects of their own
(:data:`SETTING`, :data:`ALIAS`, :data:`SOURCE`), so that they are logged, digested and undone like everything else.

``document`` holds files by the digest of their content: what a claim names is covered by the chain. ``request``
remembers which requests of programs were carried out, so that one that is sent again is answered and not done twice.
``saved_view`` holds addresses that people keep: see :mod:`graphsvc.register.views`. ``desk`` is no part of the
register: see :mod:`graphsvc.register.desk`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table

from graphsvc.register.types import PROSE, WORDS

__all__ = [
    "ALIAS",
    "OWN_SUBJECTS",
    "SETTING",
    "SOURCE",
    "VERSION",
    "change",
    "claim",
    "desk",
    "document",
    "metadata",
    "request",
    "revision",
    "saved_view",
]

#: The newest migration; a test holds it against the migrations themselves.
VERSION = "0004"

SETTING, ALIAS, SOURCE = "setting", "alias", "source"
#: Subjects that are no kind and no relation.
OWN_SUBJECTS = frozenset({SETTING, ALIAS, SOURCE})

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

revision = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("time", WORDS, nullable=False),
    Column("who", WORDS, nullable=False),
    Column("source", WORDS, nullable=False),
    Column("message", PROSE, nullable=False),
    Column("kind", WORDS, nullable=False),
    Column("undoes", Integer, nullable=True),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("content_digest", WORDS, nullable=False),
    Column("state_digest", WORDS, nullable=False),
    Column("previous", WORDS, nullable=False),
    Column("digest", WORDS, nullable=False),
)

claim = Table(
    "claim",
    metadata,
    Column("source", WORDS, primary_key=True),
    Column("subject", WORDS, primary_key=True),
    Column("id", WORDS, primary_key=True),
    Column("content", PROSE, nullable=False),
    Column("place", PROSE, nullable=False),
    Index("ix_claim_subject_id", "subject", "id"),
)

change = Table(
    "change",
    metadata,
    Column("revision", Integer, ForeignKey("revision.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("source", WORDS, nullable=False),
    Column("subject", WORDS, nullable=False),
    Column("id", WORDS, nullable=False),
    # The subject before, where a source with one id space gave a thing another kind; else as `subject`.
    Column("was", WORDS, nullable=False),
    Column("before", PROSE, nullable=True),
    Column("before_place", PROSE, nullable=True),
    Column("after", PROSE, nullable=True),
    Column("after_place", PROSE, nullable=True),
    Index("ix_change_id", "id"),
)

document = Table(
    "document",
    metadata,
    Column("digest", WORDS, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

request = Table(
    "request",
    metadata,
    Column("who", WORDS, primary_key=True),
    Column("key", WORDS, primary_key=True),
    Column("fingerprint", WORDS, nullable=False),
    Column("answer", PROSE, nullable=False),
    Column("revision", Integer, ForeignKey("revision.number"), nullable=False),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", WORDS, nullable=False),
    Column("address", PROSE, nullable=False),
    Column("owner", WORDS, nullable=False),
    Column("shared", Integer, nullable=False),
    Column("note", PROSE, nullable=False),
    Column("revision", Integer, nullable=False),
    # When it was saved, and when it was removed (empty = it is there), as ISO text in UTC.
    Column("saved", WORDS, nullable=False),
    Column("removed", WORDS, nullable=False),
)

desk = Table(
    "desk",
    metadata,
    Column("drawer", WORDS, primary_key=True),
    Column("key", WORDS, primary_key=True),
    Column("owner", WORDS, nullable=False),
    # Seconds since 1970; what is older may be removed by anybody.
    Column("until", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
