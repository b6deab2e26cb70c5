"""Editing in place: what people say of the map goes before the files, as a revision that can be undone.

An edit is a claim of :data:`graphsvc.register.PEOPLE`: it holds the fields that people spoke about and no others, so
that a later import of a file changes neither their word nor what they have not spoken about. Taking a word back lets
the file's value show again.
"""

from graphsvc.service.editing.adding import add_relation, add_thing
from graphsvc.service.editing.asked import Asked
from graphsvc.service.editing.confirming import confirm
from graphsvc.service.editing.editing import edit, written
from graphsvc.service.editing.removing import remove
from graphsvc.service.editing.subject import Subject, find_subject

__all__ = [
    "Asked",
    "Subject",
    "add_relation",
    "add_thing",
    "confirm",
    "edit",
    "find_subject",
    "remove",
    "written",
]
