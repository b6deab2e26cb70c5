"""What has changed on the map since a view was saved, and how much of that is in its picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any

from graphsvc.errors import GraphsvcError
from graphsvc.i18n import say
from graphsvc.model import Kind, Reference, Relation
from graphsvc.records import RelationRecord
from graphsvc.register import Revision, SavedView
from graphsvc.registry import queries, query
from graphsvc.service.calling import arguments, parameters
from graphsvc.service.looking import parse_date
from graphsvc.service.views.addresses import asked_of, pinned
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["Log", "Since", "documents", "since", "view_document"]

#: Beyond so many changed claims they are not read one by one: it is said that there are many.
_MOST = 20_000


@dataclass(frozen=True)
class Since:
    """What happened since a view was saved.

    Parameters
    ----------
    saved_at, now
        Revisions of the map: when it was saved, and the newest.
    changed
        How many things of the map changed, themselves or a relation of theirs; None = too many to count.
    in_picture
        How many of them are in the picture, then or now; None when that was not asked or cannot be told.
    same
        Whether the answer is the same as then; None as above.
    """

    saved_at: int
    now: int
    changed: int | None = 0
    in_picture: int | None = None
    same: bool | None = None

    @property
    def is_new(self) -> bool:
        """Whether the map has changed at all."""
        return self.now > self.saved_at

    def sentence(self, language: Language) -> str:
        """Return the warning in words; empty when there is none."""
        if not self.is_new:
            return ""
        told = say("views.changed", language, saved=self.saved_at, now=self.now)
        if self.same and not self.in_picture:
            return f"{told} {say('views.same', language)}"
        if self.in_picture is not None:
            key = "views.in_picture_one" if self.in_picture == 1 else "views.in_picture"
            return f"{told} {say(key, language, n=self.in_picture)}"
        if self.changed is None:
            return f"{told} {say('views.many', language)}"
        key = "views.things_one" if self.changed == 1 else "views.things"
        return f"{told} {say(key, language, n=self.changed)}"


class Log:
    """What each revision changed, read once for as many views as are looked at together."""

    def __init__(self, workspace: Workspace) -> None:
        self._register = workspace.register
        self._touched: dict[int, set[str]] = {}

    @cached_property
    def _revisions(self) -> list[Revision]:
        return self._register.revisions()

    def changed_since(self, revision: int) -> set[str] | None:
        """Return the things that changed since a revision, themselves or a relation of theirs; None = too many.

        Notes
        -----
        O(revisions + changes since), and only what no earlier call has read.
        """
        later = [one for one in self._revisions if one.number > revision]
        if sum(sum(one.counts.values()) for one in later) > _MOST:
            return None
        return set().union(*(self._of(one.number) for one in later))

    def _of(self, revision: int) -> set[str]:
        if revision not in self._touched:
            found: set[str] = set()
            for change in self._register.changes(revision):
                for record in (change.before, change.after):
                    if isinstance(record, RelationRecord):
                        found |= {record.start, record.end}
                    elif record is not None:
                        found.add(record.reference)
            self._touched[revision] = found
        return self._touched[revision]


def since(workspace: Workspace, view: SavedView, *, looked_into: bool = False, log: Log | None = None) -> Since:
    """Say what changed since a view was saved.

    Parameters
    ----------
    looked_into
        Whether to ask the page's question then and now, and count what of it is in the picture.
    log
        The same one for views that are looked at together.

    Notes
    -----
    O(changes since), and with ``looked_into`` two questions and the merge of the old revision.
    """
    now = workspace.register.map_revision
    if now <= view.revision or pinned(view.address):
        return Since(view.revision, view.revision)
    changed = (log or Log(workspace)).changed_since(view.revision)
    number = None if changed is None else len(changed)
    if not looked_into or changed is None:
        return Since(view.revision, now, number)
    then, today = (_pictured(workspace, view.address, revision) for revision in (view.revision, None))
    if then is None or today is None:
        return Since(view.revision, now, number)
    in_picture = len(changed & (then.things | today.things))
    same = None if then.answer is None else then.answer == today.answer
    return Since(view.revision, now, number, in_picture, same)


@dataclass(frozen=True)
class _Picture:
    answer: Any
    things: set[str]


def _pictured(workspace: Workspace, address: str, revision: int | None) -> _Picture | None:
    """Return what a page shows at a revision; None when that is no question about things, or cannot be asked."""
    path, asked = asked_of(address)
    name = path.strip("/").replace("-", "_")
    date = next(iter(asked.get("as-of", [])), None)
    try:
        snapshot = workspace.snapshot(revision=revision, date=parse_date(date))
        if path.startswith("/thing/"):
            return _Picture(None, set(_around(snapshot, path)))
        if name not in queries():
            return None
        flags = {one.flag for one in parameters(query(name))}
        known = flags | {flag.removesuffix("s") for flag in flags}  # pages write `thing` for each of `things`
        given = arguments(query(name), {flag: values for flag, values in asked.items() if flag in known})
        answer = workspace.ask(name, revision=snapshot.revision, date=snapshot.date, **given)
    except GraphsvcError:  # the thing is gone, or the question no longer fits: the map's own numbers are told
        return None
    return _Picture(answer, {str(one) for one in _named(answer) if one in snapshot})


def _around(snapshot: Snapshot, path: str) -> Iterator[str]:
    """Give a thing and its neighbours."""
    kind, _, identifier = path.removeprefix("/thing/").partition("/")
    thing = snapshot.find(f"{kind}:{identifier}" if kind in set(Kind) and identifier else kind)
    yield snapshot.references[thing]
    for relation in Relation:
        edges = snapshot.edges(relation)
        for place in edges.out(thing).tolist():
            yield snapshot.references[int(edges.end[place])]
        for place in edges.into(thing).tolist():
            yield snapshot.references[int(edges.start[place])]


def _named(value: Any) -> Iterator[Reference]:
    """Give every text in an answer that may name a thing."""
    if isinstance(value, str):
        if ":" in value:
            yield Reference(value)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _named(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for one in (*value.keys(), *value.values()):
            yield from _named(one)
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for one in value:
            yield from _named(one)


def view_document(view: SavedView, told: Since, language: Language) -> dict[str, object]:
    """Return a view as a document."""
    return {
        "id": view.number,
        "name": view.name,
        "address": view.address,
        "owner": view.owner,
        "shared": view.shared,
        "note": view.note,
        "revision": view.revision,
        "saved": view.saved,
        "map_revision": told.now,
        "map_changed": told.is_new,
        "things_changed": told.changed,
        "in_picture": told.in_picture,
        "warning": told.sentence(language),
    }


def documents(workspace: Workspace, views: Iterable[SavedView], language: Language) -> list[dict[str, object]]:
    """Return views that are looked at together as documents, each with its warning."""
    log = Log(workspace)
    return [view_document(one, since(workspace, one, log=log), language) for one in views]
