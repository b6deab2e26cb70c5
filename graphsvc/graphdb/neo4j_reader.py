"""Asks Neo4j one question within limits, and turns what it answers into plain values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from graphsvc.errors import QuestionError
from graphsvc.graphdb.reading import Dialect
from graphsvc.graphdb.rows import GRAPH_KINDS, column_types
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Relation
from graphsvc.ports import GraphAnswer

if TYPE_CHECKING:
    import neo4j

__all__ = ["DIALECT", "ask", "plain"]

#: Procedures that only show what the database is made of, and the namespaces of the functions that Neo4j ships.
DIALECT = Dialect(
    callable=frozenset(
        {
            *("DB.LABELS", "DB.RELATIONSHIPTYPES", "DB.PROPERTYKEYS", "DB.SCHEMA.VISUALIZATION"),
            *("DB.SCHEMA.NODETYPEPROPERTIES", "DB.SCHEMA.RELTYPEPROPERTIES", "DBMS.COMPONENTS"),
        }
    ),
    namespaces=frozenset(
        {"DATE", "DATETIME", "TIME", "LOCALDATETIME", "LOCALTIME", "DURATION", "POINT", "VECTOR"},
    ),
    early_escapes=True,
)

_META = ("revision", "digest", "title", "synthetic")
#: Warnings that a label, a type or a property is not there: a mistake, unless the metamodel knows the name.
_UNKNOWN = {"01N50", "01N51", "01N52"}
_KNOWN = frozenset(
    {"Meta", *_META, *Relation, *(kind.value for kind in GRAPH_KINDS)}.union(
        *(column_types(subject) for subject in (*GRAPH_KINDS, *Relation))
    )
)
_TOO_SLOW = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration")


def ask(
    session: neo4j.Session, statement: str, parameters: Mapping[str, object], seconds: float, row_limit: int
) -> GraphAnswer:
    """Run one statement that the guard let through, in a session that may only read.

    Raises
    ------
    QuestionError
        When it is not understood, takes too long or needs too much memory.
    """
    import neo4j
    from neo4j import exceptions

    try:
        result = session.run(neo4j.Query(statement, timeout=seconds), dict(parameters))
        columns = list(result.keys())
        rows: list[list[object]] = []
        for record in result:
            if len(rows) == row_limit:
                _check_names(result.consume())
                return GraphAnswer(columns, rows, truncated=True)
            rows.append([plain(cell) for cell in record.values()])
        _check_names(result.consume())
    except exceptions.AuthError:
        raise
    except (exceptions.ClientError, exceptions.TransientError) as error:
        raise _failure(error, seconds) from error
    return GraphAnswer(columns, rows)


def _check_names(summary: neo4j.ResultSummary) -> None:
    """Refuse what Neo4j only warns of: a misspelled name finds nothing, and looks like an answer."""
    for status in summary.gql_status_objects:
        named = re.search(r"`(.*)`", status.status_description)
        if status.gql_status in _UNKNOWN and named and named[1] not in _KNOWN:
            raise QuestionError(text("neo4j.unknown_name").format(name=named[1]))


def _failure(error: Any, seconds: float) -> QuestionError:
    code, message = str(error.code or ""), str(error.message or "")
    if code.endswith(_TOO_SLOW):
        return QuestionError(text("graphdb.too_slow").format(seconds=f"{seconds:g}"))
    if "OutOfMemory" in code:
        return QuestionError(text("neo4j.too_big"))
    why = message.strip().partition("\n")[0].partition(": expected")[0]
    return QuestionError(text("graphdb.wrong").format(why=why[:300]))


def plain(value: object) -> object:
    """Turn a value into one that JSON can write, the same as from every other engine.

    Examples
    --------
    >>> plain([1, None, {"day": dt.date(2026, 12, 1)}])
    [1, None, {'day': '2026-12-01'}]
    """
    from neo4j import graph, time

    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)  # JSON knows neither infinity nor what is no number
    if isinstance(value, graph.Node):
        return _entity(next(iter(value.labels), ""), value)
    if isinstance(value, graph.Relationship):
        return _entity(value.type, value)
    if isinstance(value, graph.Path):
        return {"_nodes": plain(list(value.nodes)), "_rels": plain(list(value.relationships))}
    if isinstance(value, Mapping):
        return {str(name): plain(held) for name, held in value.items()}
    if isinstance(value, time.Date | time.DateTime | time.Time | time.Duration):
        return value.iso_format()
    if isinstance(value, list | tuple):  # a duration is a tuple too
        return [plain(held) for held in value]
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _entity(label: str, entity: neo4j.graph.Entity) -> dict[str, object]:
    """Give a node or relation its known fields in the order of the metamodel; of Meta, what is for people."""
    held = dict(entity.items())
    order: Iterable[str] = _META if label == "Meta" else _columns(label)
    names = [name for name in order if name in held]
    if label != "Meta":
        names += sorted(held.keys() - set(names))
    return {"label": label, **{name: plain(held[name]) for name in names}}


def _columns(label: str) -> Iterable[str]:
    if label in {kind.value for kind in KINDS}:
        return column_types(Kind(label))
    return column_types(Relation(label)) if label in {one.value for one in Relation} else ()
