"""The tables of the register: what stands now, how it came about, and the chain of revisions.

``claim`` is the state at the newest revision, keyed by (source, subject, id). ``change`` is the log: every claim
before and after, appended to and never altered; the state at any revision can be rebuilt from it. ``revision`` is the
chain. The register's own settings, aliases and list of sources are claims too, of subjects of their own
(:data:`SETTING`, :data:`ALIAS`, :data:`SOURCE`), so that they are logged, digested and undone like everything else.

``document`` holds files by the digest of their content: what a claim names is covered by the chain. ``request``
remembers which requests of programs were carried out, so that one that is sent again is answered and not done twice.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

__all__ = [
    "ALIAS",
    "OWN_SUBJECTS",
    "SETTING",
    "SOURCE",
    "VERSION",
    "change",
    "claim",
    "document",
    "metadata",
    "request",
    "revision",
]

#: The newest migration; a test holds it against the migrations themselves.
VERSION = "0002"

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
    Column("time", String, nullable=False),
    Column("who", String, nullable=False),
    Column("source", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("undoes", Integer, nullable=True),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("content_digest", String, nullable=False),
    Column("state_digest", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("digest", String, nullable=False),
)

claim = Table(
    "claim",
    metadata,
    Column("source", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("content", Text, nullable=False),
    Column("place", Text, nullable=False),
    Index("ix_claim_subject_id", "subject", "id"),
)

change = Table(
    "change",
    metadata,
    Column("revision", Integer, ForeignKey("revision.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("source", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("id", String, nullable=False),
    # The subject before, where a source with one id space gave a thing another kind; else as `subject`.
    Column("was", String, nullable=False),
    Column("before", Text, nullable=True),
    Column("before_place", Text, nullable=True),
    Column("after", Text, nullable=True),
    Column("after_place", Text, nullable=True),
    Index("ix_change_id", "id"),
)

document = Table(
    "document",
    metadata,
    Column("digest", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

request = Table(
    "request",
    metadata,
    Column("who", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("answer", Text, nullable=False),
    Column("revision", Integer, ForeignKey("revision.number"), nullable=False),
)
