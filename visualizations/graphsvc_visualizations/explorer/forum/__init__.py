"""The forum's pages: proposals, decisions, meetings, the learning arena."""

from graphsvc_visualizations.explorer.forum.decisions import decision_page, decisions
from graphsvc_visualizations.explorer.forum.meetings import learning_arena, meeting_page, meetings
from graphsvc_visualizations.explorer.forum.proposals import (
    carry_out,
    proposal_edit,
    proposal_new,
    proposal_page,
    proposals,
)

__all__ = [
    "carry_out",
    "decision_page",
    "decisions",
    "learning_arena",
    "meeting_page",
    "meetings",
    "proposal_edit",
    "proposal_new",
    "proposal_page",
    "proposals",
]
