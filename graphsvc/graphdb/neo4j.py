"""Neo4j, the graph database on a server: each revision takes the place of the one before in one transaction.

What differs between the revision shown and the new one is written together with the revision's number; a graph that
cannot be trusted is written anew, whole when that fits one transaction, else as a shadow beside the old one that then
gets its labels in one transaction. Readers see one revision or the other (neo4j_marker.py says how).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from graphsvc.errors import GraphDatabaseError
from graphsvc.graphdb.neo4j_marker import LAYOUT, Marker, read_marker
from graphsvc.graphdb.neo4j_reader import DIALECT, ask
from graphsvc.graphdb.neo4j_server import Address, Unavailable, session_to
from graphsvc.graphdb.reading import check_parameters, check_reading
from graphsvc.i18n import text
from graphsvc.ports import GraphAnswer, GraphStatus
from graphsvc.text import Text

if TYPE_CHECKING:
    import neo4j

    from graphsvc.snapshot import Facts, Snapshot

__all__ = ["Neo4jDatabase"]

#: So long (seconds) a reader waits for a switch that has been announced, and looks again so often.
_PATIENCE, _LOOK_EVERY = 30.0, 0.05
_Found = TypeVar("_Found")


class Neo4jDatabase:
    """The graph database on a Neo4j server; fulfils :class:`graphsvc.ports.GraphDatabase`.

    Parameters
    ----------
    folder
        Where an embedded engine would keep its files; not used: the server has its own.
    uri, user, password, database
        Where the server is, and as whom to go there, see :class:`graphsvc.graphdb.neo4j_server.Address`.
    seconds
        A question that takes longer is stopped by the server.
    row_limit
        At most so many rows are answered; the answer says when there were more.
    whole_limit
        A graph that is written anew and has at most so many nodes and relations, those that go included, is written
        in one transaction; a larger one as a shadow. A transaction is held in the server's memory, about 2 kB each.

    Examples
    --------
    >>> Neo4jDatabase(Path("data"), uri="bolt://localhost:7687", password="secret")
    Neo4jDatabase('bolt://localhost:7687')
    """

    name = "neo4j"

    def __init__(
        self,
        folder: Path,
        *,
        uri: str = "bolt://localhost:7687",
        user: str = "neo4j",
        password: str = "",
        database: str = "",
        seconds: float = 30.0,
        row_limit: int = 10_000,
        whole_limit: int = 250_000,
    ) -> None:
        self.folder = folder
        self.address = Address(uri, user, password, database)
        self.seconds = seconds
        self.row_limit = row_limit
        self.whole_limit = whole_limit

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address.shown!r})"

    # -- writing -----------------------------------------------------------------------------------------------
    def build(self, snapshot: Snapshot) -> GraphStatus:
        """Write the whole graph of the snapshot's revision anew, read it back, and let it take the old one's place.

        Parameters
        ----------
        snapshot
            Every fact of its revision is written, whatever the snapshot's date.

        Raises
        ------
        GraphDatabaseError
            When it could not be written or did not hold what it should; what was shown before is still shown.

        Notes
        -----
        O(facts log facts): tables are made, digested, written, read back and digested again.
        """
        from graphsvc.graphdb.neo4j_publishing import build

        return self._written(
            snapshot, lambda marker, stamp: build(self.address, snapshot, marker, stamp, self.whole_limit)
        )

    def apply(self, snapshot: Snapshot, before: Facts) -> GraphStatus:
        """Write what differs between the revision shown and the snapshot's, in one transaction with its number.

        Parameters
        ----------
        before
            The facts of the revision that is shown; when another one is, the graph is built anew.

        Raises
        ------
        GraphDatabaseError
            When it could not be written; what was shown before is still shown.

        Notes
        -----
        O(facts) here, O(changes) on the server.
        """
        from graphsvc.graphdb.neo4j_publishing import Unfounded, apply

        try:
            return self._written(snapshot, lambda marker, stamp: apply(self.address, snapshot, before, marker, stamp))
        except Unfounded:
            return self.build(snapshot)

    def _written(self, snapshot: Snapshot, write: Callable[[Marker | None, str], None]) -> GraphStatus:
        """Write; when the connection is lost on the way, find out what became of it, and write again if nothing did."""
        from graphsvc.graphdb.neo4j_publishing import finish

        for attempt in (1, 2, 3):
            stamp = secrets.token_hex(8)
            try:
                write(self._marker(), stamp)
                break
            except Unavailable:
                marker = self._marker()  # raises when the server is away for good
                if marker is not None and marker.stamp == stamp:
                    finish(self.address, stamp)
                    break
                if attempt == 3:
                    raise
        return GraphStatus(self.name, snapshot.revision, snapshot.facts.digest, digest_ok=True)

    # -- reading -----------------------------------------------------------------------------------------------
    def status(self, *, verify: bool = False) -> GraphStatus:
        """Tell which revision is shown, and whether it is as it was written.

        Parameters
        ----------
        verify
            Count and digest every table as it is read back, and look for the constraints; otherwise ask the marker.
        """
        try:
            marker = self._marker()
            why = self._unsound(marker)
            if why is None and verify and marker is not None:
                marker, why = self._look_through()
        except Unavailable as away:
            return GraphStatus(self.name, None, None, False, away.detail, answers=False)
        except GraphDatabaseError as failed:
            return GraphStatus(self.name, None, None, False, failed.detail)
        if marker is None or marker.revision is None:
            return GraphStatus(self.name, None, None, False, why)
        return GraphStatus(self.name, marker.revision, marker.digest, why is None, why)

    def _marker(self) -> Marker | None:
        # Not tried again and again, as a transaction function is: who asks how it stands wants to know at once.
        with session_to(self.address, write=False) as session:
            return read_marker(session)

    def _unsound(self, marker: Marker | None) -> Text | None:
        where = {"address": self.address.shown}
        if marker is None or marker.revision is None:
            return text("neo4j.missing").format(**where)
        if marker.layout != LAYOUT:
            return text("neo4j.other_layout").format(**where)
        return text("neo4j.half_built").format(**where) if marker.building else None

    def _look_through(self) -> tuple[Marker, Text | None]:
        from graphsvc.graphdb.neo4j_contents import differing
        from graphsvc.graphdb.neo4j_writing import schema_is_missing

        def look(session: neo4j.Session, marker: Marker) -> tuple[Marker, Text | None]:
            wrong = session.execute_read(differing, marker.tables)
            if wrong:
                return marker, text("neo4j.tables_differ").format(address=self.address.shown, tables=", ".join(wrong))
            missing = session.execute_read(schema_is_missing)
            named = {"address": self.address.shown, "names": ", ".join(missing)}
            return marker, text("neo4j.no_constraints").format(**named) if missing else None

        return self._undisturbed(look)

    def read(self, statement: str, parameters: Mapping[str, object] | None = None) -> GraphAnswer:
        """Run one reading statement; see :func:`graphsvc.graphdb.reading.check_reading` for what that is.

        Parameters
        ----------
        statement
            In Cypher; kinds are labels, relations are types, fields are properties (docs/graph-database.md).
        parameters
            Values for ``$name`` in the statement; never put values into the statement itself.

        Returns
        -------
        GraphAnswer
            Of exactly one revision. Dates are ISO text; a node or relation is a mapping of its known fields with
            ``label``.

        Raises
        ------
        QuestionError
            When it is more than reading, is not understood, takes too long or needs too much memory.
        GraphDatabaseError
            When the server does not answer, or there is no sound graph to ask.
        """
        allowed = check_reading(statement, DIALECT)
        check_parameters(allowed, parameters or {})
        return self._undisturbed(
            lambda session, marker: ask(session, allowed, parameters or {}, self.seconds, self.row_limit)
        )

    def _undisturbed(self, look: Callable[[neo4j.Session, Marker], _Found]) -> _Found:
        """Look at one revision: again, when it changed on the way; later, when a change has been announced.

        Raises
        ------
        GraphDatabaseError
            When there is no sound graph, or a change takes longer than anybody waits.
        """
        until = time.monotonic() + _PATIENCE
        with session_to(self.address, write=False) as session:
            before = read_marker(session)
            while True:
                why = self._unsound(before)
                if why is not None or before is None:
                    raise GraphDatabaseError(why or text("neo4j.missing").format(address=self.address.shown))
                if not before.switching:
                    found = look(session, before)
                    after = session.execute_read(read_marker)
                    if after == before:
                        return found
                    before = after
                    continue
                if time.monotonic() > until:
                    raise GraphDatabaseError(text("neo4j.switching").format(address=self.address.shown))
                time.sleep(_LOOK_EVERY)
                before = session.execute_read(read_marker)
