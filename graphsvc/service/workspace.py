"""A register, its graph database and the questions over them: what one command or one server works with."""

from __future__ import annotations

import datetime as dt
import socket
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, RLock
from types import TracebackType
from typing import Any, TypeVar

from graphsvc.errors import EngineError, GraphsvcError, RegisterLocked
from graphsvc.graphdb.sync import ensure
from graphsvc.i18n import text
from graphsvc.monitoring import Asked, Watch, asked_with
from graphsvc.ports import GraphDatabase
from graphsvc.register import Register
from graphsvc.registry import graph_database, query_names
from graphsvc.security import LOCAL, Action, Actor, permit
from graphsvc.service.arriving import Arrival
from graphsvc.service.asking import ask
from graphsvc.service.cache import FactsCache
from graphsvc.service.whereabouts import register_at
from graphsvc.settings import Settings
from graphsvc.snapshot import About, Facts, Snapshot
from graphsvc.text import Text

__all__ = ["Workspace"]

#: So many recent revisions, and snapshots of them, are kept in memory.
_KEPT = 8
_KEPT_ANSWERS = 32
_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


class Workspace:
    """One register folder, opened for reading or for writing.

    Parameters
    ----------
    settings
        What is in force; ``settings.home`` is the folder.
    register
        The opened register.
    actor
        Who asks; every use case asks for permission first.
    writes
        Whether this process is the one that writes.

    Attributes
    ----------
    turn
        Held by a use case that reads, thinks and writes, so that in one process no other comes between.
    ready
        What a server has to do before readers get a revision that was made here; None where nobody reads meanwhile.
    watch
        Is told of the work; it takes no note of it until a server puts another there.
    """

    def __init__(self, settings: Settings, register: Register, *, actor: Actor = LOCAL, writes: bool = False) -> None:
        self.settings = settings
        self.register = register
        self.actor = actor
        self.writes = writes
        self._answers: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._facts: OrderedDict[int, Facts] = OrderedDict()
        self._snapshots: OrderedDict[tuple[int, dt.date], Snapshot] = OrderedDict()
        #: Revision -> an older one with the same map, where only the forum wrote between.
        self._same_map: dict[int, int] = {}
        self._tip = (0, "")
        self._guard = Lock()
        #: Held by whoever makes facts or a snapshot: others want what is there already, and do not wait for that.
        self._making = RLock()
        self._arrival: Arrival | None = None
        self.turn = RLock()
        self.ready: Callable[[], object] | None = None
        self.watch = Watch()
        self.cache = FactsCache(settings.home / "cache", register, self._set_aside)

    @classmethod
    def open(
        cls, settings: Settings, *, write: bool = False, actor: Actor = LOCAL, page: str = "explorer.nav_import"
    ) -> Workspace:
        """Open the register that the settings name.

        Parameters
        ----------
        settings, actor
            What is in force, and who asks.
        write
            Whether to take the right to write.
        page
            Message that names the page that does the same, for a process that finds another one writing.

        Raises
        ------
        RegisterMissing
            When there is none.
        RegisterLocked
            When another process writes; names its PID and the page that does the same.
        """
        permit(actor, Action.EDIT if write else Action.READ)
        try:
            return cls(settings, Register.open(register_at(settings), write=write), actor=actor, writes=write)
        except RegisterLocked as locked:
            hint = text("service.locked_hint").format(page=text(page))
            raise RegisterLocked(_joined(locked.detail, hint)) from locked

    @classmethod
    def create(cls, settings: Settings, *, actor: Actor = LOCAL) -> Workspace:
        """Make an empty register where the settings say and open it for writing."""
        permit(actor, Action.OPERATE)
        return cls(settings, Register.create(register_at(settings)), actor=actor, writes=True)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the register and, when this process wrote, of the right to write."""
        self.register.close()

    @property
    def about(self) -> About:
        """What the installation says of itself at the newest revision."""
        return self.facts(self._newest()).about

    def _newest(self) -> int:
        """Return the number of the newest revision; what is kept of another register is forgotten.

        A backup may be restored to a database while its workers run: then the same numbers mean other revisions.
        """
        tip = self.register.tip
        with self._guard:
            known = self._tip
        if tip != known and not self.register.shared.still_holds(*known):
            with self._guard:
                for kept in (self._facts, self._snapshots, self._answers, self._same_map):
                    kept.clear()
        with self._guard:
            self._tip = tip
        self.watch.register_at(tip[0])
        arrival = self._arrival
        return tip[0] if arrival is None else arrival.shown(tip[0])

    @contextmanager
    def arriving(self) -> Iterator[Arrival]:
        """Write in the block and say which revision came of it; others see the one before until this one is ready.

        Whoever wrote sees it, and so does everybody once the block has ended.
        """
        with self.turn:
            self._arrival = arrival = Arrival(self._newest())
            try:
                yield arrival
                if arrival.made is not None and self.ready is not None:
                    with suppress(GraphsvcError):  # it is written; whoever asks will be told what is amiss
                        self.ready()
            finally:
                self._arrival = None
                arrival.wrote(arrival.made)

    @property
    def kept(self) -> dict[str, dict[str, int]]:
        """How many revisions, snapshots and answers this process keeps in memory, and how many it keeps at most."""
        with self._guard:
            return {
                "revisions": {"held": len(self._facts), "most": _KEPT},
                "snapshots": {"held": len(self._snapshots), "most": _KEPT},
                "answers": {"held": len(self._answers), "most": _KEPT_ANSWERS},
            }

    def facts(self, revision: int) -> Facts:
        """Return the merged graph at a revision, whatever the validity; recent ones are kept.

        Notes
        -----
        A revision never changes, so what is kept is never stale.
        """
        permit(self.actor, Action.READ)
        with self._guard:
            if revision in self._facts:
                return _fresh(self._facts, revision)
        with self._making:
            if revision not in self._facts:
                made = self._patched(revision) or self._merged(revision)
                with self._guard:
                    self._facts[revision] = made
            with self._guard:
                return _fresh(self._facts, revision)

    def _merged(self, revision: int) -> Facts:
        found, weights = self.cache.facts(revision) or self.register.facts(revision), self.settings.weights
        if not weights:
            return found
        return replace(found, about=replace(found.about, rules=found.about.rules.with_weights(weights)))

    def _set_aside(self, why: str) -> None:
        self.watch.set_aside(why)  # whoever watches by now

    def _patched(self, revision: int) -> Facts | None:
        """Return the facts of the newest revision from older ones in memory, when only the forum wrote since."""
        with self._guard:
            older = max((known for known in self._facts if known < revision), default=0)
        found = self.register.archive.patched(self._facts[older]) if older else None
        if found is None or found.revision != revision:
            return None
        self._same_map[revision] = self._same_map.get(older, older)
        return found

    def snapshot(self, *, revision: int | None = None, date: dt.date | None = None) -> Snapshot:
        """Return the graph at a revision (None = newest) and a date (None = the register's own, else today)."""
        number = self._newest() if revision is None else revision
        facts = self.facts(number)
        day = date or facts.about.today or dt.date.today()
        with self._guard:
            found = _fresh(self._snapshots, (number, day)) if (number, day) in self._snapshots else None
        found = self._made(facts, day) if found is None else found  # an empty map is false
        if revision is None:
            self.watch.snapshot_at(number, len(found))
        return found

    def _made(self, facts: Facts, day: dt.date) -> Snapshot:
        number = facts.revision
        with self._making:
            if (number, day) not in self._snapshots:
                like = self._snapshots.get((self._same_map.get(number, number), day))
                made = like.with_forum(facts) if like else Snapshot(facts, day, history=self.facts)
                with self._guard:
                    self._snapshots[number, day] = made
            with self._guard:
                found = _fresh(self._snapshots, (number, day))
                self._forget_answers()
            return found

    def _forget_answers(self) -> None:
        """Let answers go with the graph that was asked: the words of large ones are read from it."""
        gone = [key for key in self._answers if key[1:3] not in self._snapshots]
        for key in gone:
            del self._answers[key]

    def map_snapshot(self) -> Snapshot:
        """Return the graph as the newest revision left it that changed it; this is what the graph database shows.

        What the forum does changes no thing and no relation, so that a hundred decisions build no database anew.
        """
        return self.snapshot(revision=self.register.map_revision)

    def ask(self, name: str, *, revision: int | None = None, date: dt.date | None = None, **parameters: Any) -> Any:
        """Ask an installed query over a snapshot; returns its frozen result.

        Recent answers are kept: the same question about the same revision and date has the same answer.

        Raises
        ------
        UsageError, QuestionError
            When there is no such query, or it cannot be answered as put.
        """
        permit(self.actor, Action.ASK)
        snapshot = self.snapshot(revision=revision, date=date)
        key = _key(snapshot, name, parameters)
        with _watched(self.watch, name, snapshot.revision, parameters) as outcome:
            with self._guard:
                if key in self._answers:
                    outcome.append("kept")
                    return _fresh(self._answers, key, _KEPT_ANSWERS)
            answer = ask(snapshot, name, **parameters)
        return self._keep(key, answer)

    def foresee(self, name: str, **parameters: Any) -> None:
        """Answer a question about the newest revision before somebody asks; nobody is told that it was asked.

        Raises
        ------
        UsageError, QuestionError
            As :meth:`ask`.
        """
        permit(self.actor, Action.ASK)
        snapshot = self.snapshot()
        self._keep(_key(snapshot, name, parameters), ask(snapshot, name, **parameters))

    def _keep(self, key: tuple[object, ...], answer: Any) -> Any:
        with self._guard:
            self._answers[key] = answer
            return _fresh(self._answers, key, _KEPT_ANSWERS)

    @property
    def graph_folder(self) -> Path:
        """Where the graph database lives."""
        return self.settings.home / "graph"

    def graph(self) -> GraphDatabase | None:
        """Return the graph database, or None when the settings say ``none``."""
        if self.settings.graph == "none":
            return None
        return graph_database(self.settings.graph)(self.graph_folder, **self.settings.graph_options)

    @property
    def _graph_place(self) -> str:
        served = self.settings.graph_options.get("uri")
        return str(served or f"{socket.gethostname()} {self.graph_folder.absolute()}")

    def publish(self) -> Text | None:
        """Bring the graph database in step with the newest revision of the map; return a warning when that fails.

        It is led on when it is behind, and built anew when it is missing or damaged. A failure never undoes a committed
        revision: the register is the system of record, and the graph database can always be built again.
        """
        graph = self.graph()
        if graph is None:
            return None
        try:
            # Workers of one machine share a folder, and all workers a server: one writes, the others find it written.
            with self.register.shared.turn(f"graph {self._graph_place}"):
                if self.register.map_revision:
                    ensure(graph, self.map_snapshot())
        except EngineError as failed:
            self.watch.published(good=False)
            return text("service.graph_warning").format(why=failed.detail)
        self.watch.published(good=True)
        return None


@contextmanager
def _watched(watch: Watch, name: str, revision: int, given: Mapping[str, object]) -> Iterator[list[str]]:
    """Tell how a question was answered; the block adds another outcome than ``answered`` to the list."""
    begun, outcome = time.perf_counter(), ["answered"]
    try:
        yield outcome
    except GraphsvcError:
        outcome.append("refused")
        raise
    except Exception:
        outcome.append("failed")
        raise
    except BaseException:  # nobody waits any longer, or the program ends
        outcome.append("stopped")
        raise
    finally:
        called = name.partition("?")[0].strip().replace("-", "_")
        known = called if called in query_names() else "-"
        watch.asked(Asked(known, outcome[-1], time.perf_counter() - begun, asked_with(given), revision))


def _key(snapshot: Snapshot, name: str, parameters: Mapping[str, object]) -> tuple[object, ...]:
    return (name, snapshot.revision, snapshot.date, *sorted(parameters.items()))


def _fresh(kept: OrderedDict[_Key, _Kept], key: _Key, most: int = _KEPT) -> _Kept:
    """Return what is kept and note that it was asked for; what nobody asks for goes first."""
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
    return kept[key]


def _joined(first: Text, second: Text) -> Text:
    return Text(f"{first.nb} {second.nb}", f"{first.nn} {second.nn}", f"{first.en} {second.en}")
