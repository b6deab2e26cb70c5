"""Ladybug, the embedded graph database: a new file for every revision, never written again once it is in place.

A build writes a folder of its own, loads and reads back in a process of its own, and puts the file on the shelf
only when every table holds what the facts hold.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.errors import GraphDatabaseError
from graphsvc.graphdb.child import ChildFailed, run_child
from graphsvc.graphdb.reading import check_parameters, check_reading
from graphsvc.graphdb.shelf import BUILDING, Contents, Shelf
from graphsvc.graphdb.stamp import Stamp, TableDigest
from graphsvc.i18n import text
from graphsvc.ports import GraphAnswer, GraphStatus
from graphsvc.snapshot import Facts, Snapshot
from graphsvc.text import Text

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

    from graphsvc.graphdb.ladybug_reader import Reader

__all__ = ["LadybugDatabase"]

_CHILD = "graphsvc.graphdb.ladybug_child"


class LadybugDatabase:
    """The graph database in a folder; fulfils :class:`graphsvc.ports.GraphDatabase`.

    Parameters
    ----------
    folder
        Where the files live; made at the first build. One process at a time may build (the register's lock sees to
        it); any number may read.
    seconds
        A question that takes longer is stopped.
    row_limit
        At most so many rows are answered; the answer says when there were more.

    Examples
    --------
    >>> import tempfile
    >>> database = LadybugDatabase(Path(tempfile.mkdtemp()))
    >>> database.status().revision is None
    True
    """

    name = "ladybug"

    def __init__(self, folder: Path, *, seconds: float = 30.0, row_limit: int = 10_000) -> None:
        self.folder = folder
        self.seconds = seconds
        self.row_limit = row_limit
        self._shelf = Shelf(folder, ".lbug")
        self._reader: tuple[Stamp, Reader] | None = None
        self._lock = threading.Lock()

    def build(self, snapshot: Snapshot) -> GraphStatus:
        """Write the whole graph of the snapshot's revision as a new file, verify it, and switch to it.

        Parameters
        ----------
        snapshot
            Every fact of its revision is written, whatever the snapshot's date.

        Raises
        ------
        GraphDatabaseError
            When it could not be written or did not hold what it should; the database before is untouched.

        Notes
        -----
        O(facts log facts): tables are made, digested, loaded, read back and digested again.
        """
        try:
            self._shelf.prepare()
            self._publish(snapshot)
        except (OSError, ValueError, ChildFailed) as error:
            what = error.why if isinstance(error, ChildFailed) else Text.same(str(error))
            raise GraphDatabaseError(text("graphdb.not_built").format(folder=self.folder, what=what)) from error
        return self.status()

    def apply(self, snapshot: Snapshot, before: Facts) -> GraphStatus:
        """Write the snapshot's revision as a new file, see :meth:`build`: a file is never changed in place."""
        return self.build(snapshot)

    def _publish(self, snapshot: Snapshot) -> None:
        from graphsvc.graphdb.digest import digests_of
        from graphsvc.graphdb.tables import tables_of

        tables = tables_of(snapshot.facts)
        named = tables.named()
        with tempfile.TemporaryDirectory(prefix=BUILDING, dir=self.folder, ignore_cleanup_errors=True) as working:
            file = Path(working) / "graph.lbug"
            _write_job(Path(working), file, named, snapshot)
            contents = Contents(
                self.name,
                version("ladybug"),
                snapshot.revision,
                snapshot.facts.digest,
                digests_of(named),
                tables.left_out,
            )
            _compare(contents.tables, run_child(_CHILD, Path(working)))
            self._shelf.put(file, contents)

    def status(self, *, verify: bool = False) -> GraphStatus:
        """Tell which revision is shown, and whether it is as it was written.

        Parameters
        ----------
        verify
            Look at every byte of the file, and count and digest every table as it is read back in a process of its
            own; otherwise at the stamp and the file's size only.
        """
        why, stamp = self._shelf.damage(whole=verify), self._shelf.stamp()
        if stamp is None:
            missing = text("graphdb.missing").format(folder=self.folder)
            return GraphStatus(self.name, None, None, False, why or missing)
        why = why or self._other_version(stamp)
        if why is None and verify:
            why = self._look_through(stamp)
        return GraphStatus(self.name, stamp.revision, stamp.digest, why is None, why)

    def _other_version(self, stamp: Stamp) -> Text | None:
        here = version("ladybug")
        if stamp.engine == self.name and stamp.engine_version == here:
            return None
        there = f"{stamp.engine} {stamp.engine_version}"
        return text("graphdb.other_version").format(folder=self.folder, there=there, here=f"{self.name} {here}")

    def _look_through(self, stamp: Stamp) -> Text | None:
        with tempfile.TemporaryDirectory(prefix="graphsvc-", ignore_cleanup_errors=True) as working:
            job = {"load": False, "file": str(self.folder / stamp.file), "tables": list(stamp.tables)}
            (Path(working) / "job.json").write_text(json.dumps(job), encoding="utf-8")
            try:
                _compare(stamp.tables, run_child(_CHILD, Path(working)))
            except ChildFailed as failed:
                return text("graphdb.damaged").format(folder=self.folder, what=failed.why)
        return None

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
            Dates are ISO text; a node or relation is a mapping of its known fields with ``_label``.

        Raises
        ------
        QuestionError
            When it is more than reading, is not understood, takes too long or needs too much memory.
        GraphDatabaseError
            When there is no sound database to ask; a damaged file is never asked.
        """
        allowed = check_reading(statement)
        check_parameters(allowed, parameters or {})
        with self._lock:
            return self._opened().ask(allowed, dict(parameters or {}), self.seconds, self.row_limit)

    def close(self) -> None:
        """Give back the file that questions were asked of; the next question opens it again."""
        with self._lock:
            self._put_back()

    def _put_back(self) -> None:
        if self._reader is not None:
            self._reader[1].close()
            self._reader = None

    def _opened(self) -> Reader:
        """Return the file that the stamp names, opened; a file is looked at whole before it is opened."""
        for _ in range(3):  # a build may put another file in place while this one is looked at
            stamp = self._shelf.stamp()
            if self._reader is not None and self._reader[0] == stamp:
                return self._reader[1]
            self._put_back()
            if stamp is not None and self._other_version(stamp) is None and self._shelf.damage(whole=True) is None:
                opened = _open(self.folder / stamp.file)
                if opened is not None:
                    self._reader = stamp, opened
                    return opened
        status = self.status(verify=True)
        raise GraphDatabaseError(status.why or text("graphdb.missing").format(folder=self.folder))


def _open(file: Path) -> Reader | None:
    from graphsvc.graphdb.ladybug_reader import Reader

    try:
        return Reader(file)
    except RuntimeError:  # what Ladybug raises when the file has gone or cannot be opened
        return None


def _write_job(working: Path, file: Path, named: Mapping[str, pa.Table], snapshot: Snapshot) -> None:
    import pyarrow as pa

    for number, table in enumerate(named.values()):
        with pa.OSFile(str(working / f"{number}.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    about = snapshot.about
    meta = {"title": about.title, "synthetic": about.synthetic}
    meta |= {"revision": snapshot.revision, "digest": snapshot.facts.digest}
    job = {"load": True, "file": str(file), "tables": list(named), "meta": meta}
    (working / "job.json").write_text(json.dumps(job), encoding="utf-8")


def _compare(expected: Mapping[str, TableDigest], report: Mapping[str, object]) -> None:
    tables = report.get("tables")
    found = {name: TableDigest(**table) for name, table in tables.items()} if isinstance(tables, dict) else {}
    differing = [name for name, table in expected.items() if found.get(name) != table]
    if differing:
        raise ChildFailed(text("graphdb.tables_differ").format(tables=", ".join(differing)))
