"""Saved views: a page's address with a name, whose it is, and whether the map has changed since."""

from graphsvc.service.views.addresses import own_address, savable
from graphsvc.service.views.keeping import change_view, find_view, list_views, remove_view, restore_view, save_view
from graphsvc.service.views.since import Since, since

__all__ = [
    "Since",
    "change_view",
    "find_view",
    "list_views",
    "own_address",
    "remove_view",
    "restore_view",
    "savable",
    "save_view",
    "since",
]
