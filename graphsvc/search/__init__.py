"""Finding numbered things by words: parts of compounds, several languages, typing errors; knows nothing of a graph."""

from graphsvc.search.index import Index, Row
from graphsvc.search.levels import Found, Level
from graphsvc.search.marking import Marks, marked
from graphsvc.search.postings import RULES, Postings
from graphsvc.search.spelling import fold, split
from graphsvc.search.suggesting import suggestions
from graphsvc.search.vocabulary import Vocabulary

__all__ = [
    "RULES",
    "Found",
    "Index",
    "Level",
    "Marks",
    "Postings",
    "Row",
    "Vocabulary",
    "fold",
    "marked",
    "split",
    "suggestions",
]
