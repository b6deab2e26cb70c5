"""Who may do what. Today there is one local user who may do everything; roles come with login."""

from graphsvc.security.permission import LOCAL, Action, Actor, permit

__all__ = ["LOCAL", "Action", "Actor", "permit"]
