"""The register: the system of record (docs/register.md). Only this room speaks SQL."""

from graphsvc.register.answers import HistoryEntry, Revision, RevisionKind, SourceInfo, Verification
from graphsvc.register.home import LOCK, REGISTER
from graphsvc.register.plan import Counts, EndedElsewhere, MissingEnd, Plan
from graphsvc.register.precedence import FORUM, PEOPLE
from graphsvc.register.register import Register

__all__ = [
    "FORUM",
    "LOCK",
    "PEOPLE",
    "REGISTER",
    "Counts",
    "EndedElsewhere",
    "HistoryEntry",
    "MissingEnd",
    "Plan",
    "Register",
    "Revision",
    "RevisionKind",
    "SourceInfo",
    "Verification",
]
