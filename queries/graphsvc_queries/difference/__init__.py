"""What differs between two snapshots, and between the answers to a question over each of them."""

from graphsvc_queries.difference.answers import AnswerDifference, answer_difference, check_questions
from graphsvc_queries.difference.documents import ListChange, Row, ValueChange, differences
from graphsvc_queries.difference.graph import FactChange, FieldChange, GraphDifference, graph_difference
from graphsvc_queries.difference.telling import told_graph

__all__ = [
    "AnswerDifference",
    "FactChange",
    "FieldChange",
    "GraphDifference",
    "ListChange",
    "Row",
    "ValueChange",
    "answer_difference",
    "check_questions",
    "differences",
    "graph_difference",
    "told_graph",
]
