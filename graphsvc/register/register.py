"""The register: claims of every source, kept as a chain of revisions, the system of record."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

from sqlalchemy import Connection

from graphsvc.errors import DataError
from graphsvc.model import Kind, Reference
from graphsvc.records import ChangeSet, ClaimChange, Reading, Record
from graphsvc.register import (
    backup,
    documents,
    editing,
    installation,
    listing,
    log,
    merge,
    planning,
    precedence,
    refusals,
    requests,
)
from graphsvc.register import verification as checking
from graphsvc.register.answers import HistoryEntry, Revision, RevisionKind, SourceInfo, Verification
from graphsvc.register.archive import Archive
from graphsvc.register.claims import Step, content_of
from graphsvc.register.engine import Engine, Where, create_engine_at, open_engine_at
from graphsvc.register.installation import AboutChanges, own_step
from graphsvc.register.plan import Plan
from graphsvc.register.requests import Request
from graphsvc.register.sharing import Shared
from graphsvc.register.views import SavedViews
from graphsvc.register.writing import Header, append
from graphsvc.snapshot import Facts, Snapshot
from graphsvc.text import Text

__all__ = ["Register"]


class Register:
    """The system of record of one installation: the file ``register.sqlite`` in a folder, or a PostgreSQL database.

    Made by :meth:`create` or :meth:`open`; closed by :meth:`close` or a ``with`` block. May be used by several
    threads. Every reading method sees one revision and no other; every writing one is atomic.

    Examples
    --------
    >>> import tempfile
    >>> from graphsvc.model import Kind
    >>> from graphsvc.records import Cover, Reading, ThingRecord
    >>> epj = ThingRecord(Kind.SYSTEM, "epj", {"vendor": "A"})
    >>> told = Reading("tables", "hr", (epj,), coverage=(Cover(Kind.SYSTEM),))
    >>> with tempfile.TemporaryDirectory() as folder, Register.create(Path(folder)) as register:
    ...     plan = register.plan(told, None)
    ...     revision = register.commit(plan, who="kari", message="first load")
    ...     again = register.plan(told, None).is_empty
    ...     print(revision, again, register.facts().things[0].record.fields["vendor"], register.verify().ok)
    1 True A True
    """

    def __init__(self, where: Where, engine: Engine) -> None:
        self.where = where
        self._engine = engine
        self._turn = threading.RLock()
        self.archive = Archive(self._reading, engine.place)
        self.shared = Shared(engine, self._writing)
        self.views = SavedViews(self._reading, self._writing)

    # -- opening and closing -----------------------------------------------------------------------------------
    @classmethod
    def create(cls, where: Where) -> Register:
        """Make an empty register and open it for writing: in a folder, which is made too, or in a database.

        Raises
        ------
        DataError
            When there is one already.
        EngineError
            When the place cannot be written, is somebody else's, or is being written by another process.
        """
        return cls(where, create_engine_at(where))

    @classmethod
    def open(cls, where: Where, *, write: bool = False) -> Register:
        """Open the register of a folder or a database.

        Reading needs no lock and waits for nobody. Writing brings an older register up to date. In a folder the one
        who opens it for writing is alone with that until it is closed; in a database several may, and each write is
        alone for as long as it lasts.

        Raises
        ------
        RegisterMissing
            When there is none.
        RegisterLocked
            When another process writes; the message names it.
        EngineError
            When the register is newer than this program, or the place is not fit.
        """
        return cls(where, open_engine_at(where, write=write))

    @staticmethod
    def restore(where: Where, file: Path, *, replace: bool = False) -> tuple[Verification, str | None]:
        """Put a backup in place of a register; see :func:`graphsvc.register.backup.restore`."""
        return backup.restore(where, file, replace=replace)

    @property
    def place(self) -> str:
        """Where the register is, for people: a file, or an address without its password."""
        return self._engine.place

    def close(self) -> None:
        """Close every connection and let the next one write."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- reading -----------------------------------------------------------------------------------------------
    @property
    def tip(self) -> tuple[int, str]:
        """Number and digest of the newest revision; two registers with the same tip hold the same."""
        with self._reading() as connection:
            newest = log.head(connection)
        return (newest.number, newest.digest) if newest else (0, "")

    @property
    def head(self) -> int:
        """Number of the newest revision, 0 when there is none."""
        with self._reading() as connection:
            return log.number_of_head(connection)

    def revisions(self, *, limit: int | None = None, touching: Reference | None = None) -> list[Revision]:
        """Return revisions, newest first; with ``touching`` those that changed any source's claim on one thing."""
        with self._reading() as connection:
            return log.revisions(connection, limit=limit, touching=touching)

    def changes(self, revision: int) -> tuple[ClaimChange, ...]:
        """Return what one revision changed, in the order of source, kind and id; settings and moved rows left out.

        Raises
        ------
        QuestionError
            When there is no such revision.
        """
        with self._reading() as connection:
            self._known(connection, revision)
            steps = log.steps(connection, revision)
            return tuple(step.change() for step in steps if not step.own and not step.only_moved)

    def history(self, reference: Reference) -> list[HistoryEntry]:
        """Return what every revision did to every source's claim on one thing, oldest first."""
        with self._reading() as connection:
            return log.history(connection, reference)

    def claims(self, reference: Reference) -> dict[str, Record]:
        """Return what each source says of one thing now, the one heard first first: ``before`` of a change set."""
        with self._reading() as connection:
            return log.claims_on(connection, reference)

    def sources(self) -> list[SourceInfo]:
        """Return all sources in the order of precedence."""
        with self._reading() as connection:
            return listing.sources(connection)

    def source_names(self) -> list[str]:
        """Return the names of all sources in the order of precedence, without counting their claims."""
        with self._reading() as connection:
            return listing.names(connection)

    def facts(self, revision: int | None = None) -> Facts:
        """Return the merge of all claims that stood after a revision (None = the newest).

        Raises
        ------
        QuestionError
            When there is no such revision.
        RegisterDamaged
            When the claims do not match the digest of the revision.

        Notes
        -----
        O(claims + the shorter of the log before and the log after the revision).
        """
        with self._reading() as connection:
            head = log.number_of_head(connection)
            number = head if revision is None else self._known(connection, revision)
            found = log.state_at(connection, number) if number != head else dict(log.state(connection))
            if not checking.holds(connection, number, found):
                raise refusals.damaged(self.place, refusals.WRONG_DIGEST)
        return merge.merge(number, found.items())

    def snapshot(self, *, revision: int | None = None, date: dt.date | None = None) -> Snapshot:
        """Return the merged graph at a revision (None = the newest) and a date (None = the settings' or today)."""
        facts = self.facts(revision)
        return Snapshot(facts, date or facts.about.today or dt.date.today(), history=self.facts)

    @property
    def map_revision(self) -> int:
        """Number of the newest revision that changed the map or the settings, not only the forum's case."""
        with self._reading() as connection:
            return log.newest_of_map(connection)

    def verify(self, head: str | None = None) -> Verification:
        """Replay the whole log, recompute every digest and the chain, and compare the claims with the replay.

        ``head`` is a digest that was written down elsewhere: some revision must have it.
        """
        with self._reading() as connection:
            return checking.verify(connection, head)

    def backup(self, path: Path) -> Verification:
        """Write a verified copy in one file, while writers write on; an older copy is replaced at the very end.

        The file is the same whatever engine the register is on, and can be restored to any.

        Raises
        ------
        EngineError
            When it cannot be written, or the register does not verify.
        """
        return backup.back_up(self._engine, path)

    # -- writing -----------------------------------------------------------------------------------------------
    def plan(self, reading: Reading, source: str | None) -> Plan:
        """Compare a reading with its source's claims, within what it covers; write nothing.

        Parameters
        ----------
        reading
            What an importer read.
        source
            The name that the user gave, or None to go by the reading's own.

        Raises
        ------
        DataError
            When the reading says two things of one id, or the source may not be called so.
        """
        with self._reading() as connection:
            return planning.make_plan(connection, reading, source)

    def commit(self, plan: Plan, *, who: str, message: str) -> int:
        """Write a plan as one revision and return its number; an empty plan makes none (the newest is returned).

        Raises
        ------
        DataError
            When the reading has errors.
        ConfirmationNeeded
            When the register has moved on since the plan was made.
        """
        if plan.reading.has_errors:
            raise DataError(
                Text(
                    "Filen har feil, så ingenting er skrevet. Rett feilene og les den inn på nytt.",
                    "Fila har feil, så ingenting er skrive. Rett feila og les ho inn på nytt.",
                    "The file has errors, so nothing was written. Mend them and load it again.",
                ),
                problems=plan.reading.problems,
            )
        with self._writing() as connection:
            head = log.number_of_head(connection)
            if head != plan.head:
                raise refusals.moved_on(plan.head, head)
            if plan.is_empty:
                return head
            steps = editing.plan_steps(connection, plan, head + 1)
            return append(connection, steps, Header(who, plan.source, message, RevisionKind.IMPORT))

    def commit_changes(
        self,
        changes: ChangeSet,
        *,
        who: str,
        message: str,
        kind: str = RevisionKind.EDIT,
        contents: Iterable[bytes] = (),
        request: Request | None = None,
    ) -> int:
        """Write a change set as one revision and return its number; one that changes nothing makes none.

        ``contents`` are documents that the claims name; ``request`` is remembered as carried out. All of it is
        written, or nothing.

        Raises
        ------
        ConfirmationNeeded
            When a claim is no longer what ``before`` says, or the request was carried out meanwhile.
        DataError
            When it would change what only ever is added, or speak in the forum's place.
        """
        with self._writing() as connection:
            if request is not None and requests.answered(connection, who, request.key):
                raise refusals.moved_on(0, log.number_of_head(connection))
            steps = editing.change_steps(connection, changes, log.number_of_head(connection) + 1)
            number = self._append(connection, steps, Header(who, changes.source, message, RevisionKind(kind)))
            documents.keep(connection, contents)
            if request is not None:
                requests.remember(connection, who, request, number)
            return number

    def undo(self, revision: int, *, who: str, message: str = "") -> int:
        """Make a revision that restores what another one changed, and return its number.

        Raises
        ------
        QuestionError
            When there is no such revision.
        DataError
            When claims have changed since; they are listed.
        """
        with self._writing() as connection:
            undone = log.revision_at(connection, revision)
            if undone is None:
                raise refusals.no_revision(revision, log.number_of_head(connection))
            header = Header(who, undone.source, message, RevisionKind.UNDO, undoes=revision)
            return append(connection, editing.undo_steps(connection, revision), header)

    def set_precedence(self, names: Sequence[str], *, who: str, message: str = "") -> int:
        """Choose which source is heard first; those that are not named follow in their order (people and forum lead).

        Raises
        ------
        QuestionError
            When a name is no source, or is named twice.
        """
        with self._writing() as connection:
            own = log.own_claims(connection)
            value = listing.chosen_order(names, precedence.order(own))
            step = own_step(own, precedence.PRECEDENCE, content_of({"value": value}))
            same = list(precedence.order(own)) == value
            return self._settle(connection, [] if same or step is None else [step], who, message)

    def set_about(self, *, who: str, message: str = "", **changes: Unpack[AboutChanges]) -> int:
        """Set what the installation says of itself: ``title``, ``synthetic``, ``it_unit``, ``today``, ``weights``.

        Raises
        ------
        UsageError
            When a weight is none of the rules' or out of bounds.
        """
        with self._writing() as connection:
            steps = installation.about_steps(log.own_claims(connection), changes)
            return self._settle(connection, steps, who, message)

    def add_alias(self, source: str, kind: Kind, id: str, canonical: Reference, *, who: str, message: str = "") -> int:
        """Say that an id of a source means another thing; undo the revision to take it back.

        Raises
        ------
        QuestionError
            When there is no such source, or the thing is named as itself or with an unknown kind.
        """
        with self._writing() as connection:
            own = log.own_claims(connection)
            listing.check_alias(own, source, kind, id, canonical)
            step = own_step(own, precedence.alias_key(source, kind, id), content_of({"means": canonical}))
            return self._settle(connection, [step] if step else [], who, message, source)

    # -- inside ------------------------------------------------------------------------------------------------
    def _settle(self, connection: Connection, steps: Iterable[Step], who: str, message: str, source: str = "") -> int:
        return append(connection, steps, Header(who, source, message, RevisionKind.SETTINGS))

    def _append(self, connection: Connection, steps: Iterable[Step], header: Header) -> int:
        found = list(steps)
        return append(connection, found if any(not step.own for step in found) else [], header)

    def _known(self, connection: Connection, number: int) -> int:
        head = log.number_of_head(connection)
        if number != 0 and log.revision_at(connection, number) is None:
            raise refusals.no_revision(number, head)
        return number

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.reading() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if not self._engine.writes:
            raise refusals.opened_for_reading(self.place)
        with self._turn, self._engine.writing() as connection:
            yield connection
