"""Answers for notebooks: as tables, as a network, as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphsvc.registry import views
from graphsvc.service.asking import ask as ask_plainly
from graphsvc.service.picturing import PICTURES, answer_document, picture
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["Answer", "ask"]

#: Fields of a hop that are not its ends.
_ENDS = ("from", "to")


@dataclass(frozen=True)
class Answer:
    """An answer with what a notebook wants of it; whatever else is asked of it is asked of :attr:`result`.

    The pictures come from the installed views, so that a query needs to know no picture.

    Parameters
    ----------
    question
        Name of the query.
    snapshot
        What was asked.
    result
        The query's own frozen result.
    language
        Of tables, network and picture.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind, Reference, Relation
    >>> from graphsvc.records import RelationRecord, ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> things = tuple(Fact(ThingRecord(Kind.SYSTEM, name, {})) for name in "ab")
    >>> flow = RelationRecord(Relation.FLOW, "f", Reference("system:a"), Reference("system:b"), {"mode": "sync"})
    >>> snapshot = Snapshot(Facts(1, things, (Fact(flow),)), dt.date(2026, 12, 1))
    >>> answer = ask(snapshot, "impact?thing=a&change=outage")
    >>> answer.to_pandas()["touched"][["id", "strength"]].to_dict("records")
    [{'id': 'b', 'strength': 0.9}]
    >>> list(answer.to_networkx().edges(data="weight"))
    [('system:a', 'system:b', 0.9)]
    >>> answer.svg().startswith("<svg"), answer.truncated
    (True, False)
    """

    question: str
    snapshot: Snapshot
    result: Any
    language: Language = Language.NB

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # copying and pickling look for names of their own
            raise AttributeError(name)
        return getattr(self.result, name)

    def in_(self, language: Language | str) -> Answer:
        """Return the same answer in another language; nothing is computed again."""
        return Answer(self.question, self.snapshot, self.result, Language(language))

    def document(self) -> dict[str, Any]:
        """Return the promised document."""
        return answer_document(self.question, self.snapshot, self.result, self.language)

    def to_pandas(self) -> Mapping[str, pd.DataFrame]:
        """Return one table for each list of rows in the document, by its path.

        Values inside a row get columns of their own, such as ``effect.strength``; lists in a row stay lists.
        """
        import pandas as pd

        return {path: pd.json_normalize(rows) for path, rows in _lists(self.document())}

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the steps that the answer speaks of as a network: every row with ``from`` and ``to`` is an edge.

        The same step in several paths is one edge. An answer without steps gives a network without edges.
        """
        import networkx as nx

        network: nx.MultiDiGraph[str] = nx.MultiDiGraph(question=self.question, revision=self.snapshot.revision)
        for hop in _hops(self.document()):
            plain = {
                name: value for name, value in hop.items() if name not in _ENDS and not isinstance(value, dict | list)
            }
            network.add_edge(hop["from"], hop["to"], key=tuple(sorted(map(str, plain.items()))), **plain)
        return network

    def svg(self, **options: Any) -> str:
        """Return the picture of the answer as an SVG document; UsageError where it has none."""
        return picture(self.question, self.snapshot, self.result, self.language, **options)

    def _repr_svg_(self) -> str | None:
        return self.svg() if PICTURES.get(self.question) in views() else None

    def _repr_html_(self) -> str | None:
        """Show the longest table where there is no picture; values are escaped."""
        if PICTURES.get(self.question) in views():
            return None
        tables = self.to_pandas().values()
        return max(tables, key=len).to_html(index=False, max_rows=20) if tables else None


def ask(snapshot: Snapshot, question: str, /, *, language: Language | str = Language.NB, **parameters: Any) -> Answer:
    """Ask an installed query and wrap its answer for a notebook.

    Parameters
    ----------
    snapshot
        What to ask: ``graphsvc.open(...).snapshot()``.
    question
        A query's name, alone or with parameters as in an address: ``impact?thing=epj&change=retire``.
    language
        Of tables, network and picture: nb, nn or en.
    parameters
        The query's parameters as Python values.

    Raises
    ------
    UsageError, QuestionError
        When there is no such query, or it cannot be answered as put.
    """
    result = ask_plainly(snapshot, question, **parameters)
    name = question.partition("?")[0].strip().replace("-", "_")
    return Answer(name, snapshot, result, Language(language))


def _lists(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name, inner in value.items():
        here = f"{path}.{name}" if path else name
        if isinstance(inner, Mapping):
            yield from _lists(inner, here)
        elif isinstance(inner, list) and inner and all(isinstance(row, dict) for row in inner):
            yield here, inner


def _hops(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if all(isinstance(value.get(end), str) for end in _ENDS):
            yield value
        for inner in value.values():
            yield from _hops(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _hops(inner)
