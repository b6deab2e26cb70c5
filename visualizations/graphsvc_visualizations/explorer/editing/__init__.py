"""Editing in place: the forms on the page of a thing, and the pages of a relation and of something new."""

from graphsvc_visualizations.explorer.editing.boxes import (
    GROUPS,
    Editing,
    emptied,
    form_names,
    words_given,
)
from graphsvc_visualizations.explorer.editing.pages import new_thing, relation_choice, relation_edit, relation_new

__all__ = [
    "GROUPS",
    "Editing",
    "emptied",
    "form_names",
    "new_thing",
    "relation_choice",
    "relation_edit",
    "relation_new",
    "words_given",
]
