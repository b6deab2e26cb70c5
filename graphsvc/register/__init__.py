"""The register: the system of record (docs/register.md). Only this room speaks SQL."""

from graphsvc.register.address import Address
from graphsvc.register.answers import HistoryEntry, Revision, RevisionKind, SourceInfo, Verification
from graphsvc.register.documents import Document
from graphsvc.register.engine import Where
from graphsvc.register.plan import Counts, EndedElsewhere, MissingEnd, Plan
from graphsvc.register.precedence import FORUM, PEOPLE
from graphsvc.register.register import Register
from graphsvc.register.requests import Answered, Request
from graphsvc.register.sqlite.home import LOCK, REGISTER
from graphsvc.register.views import SavedView

__all__ = [
    "FORUM",
    "LOCK",
    "PEOPLE",
    "REGISTER",
    "Address",
    "Answered",
    "Counts",
    "Document",
    "EndedElsewhere",
    "HistoryEntry",
    "MissingEnd",
    "Plan",
    "Register",
    "Request",
    "Revision",
    "RevisionKind",
    "SavedView",
    "SourceInfo",
    "Verification",
    "Where",
]
