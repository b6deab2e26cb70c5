"""The page of paths: the verdict, the alternatives as strips, or why there is none and what would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphsvc.errors import GraphsvcError
from graphsvc.model import Kind, Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.paths import Filter, Path, Paths, Relaxation, Relaxed
from graphsvc_queries.paths.flows import flows_of
from graphsvc_queries.paths.question import UNKNOWN, FlowMode
from graphsvc_queries.paths.telling import level_word
from graphsvc_queries.paths.within import within_reach
from graphsvc_visualizations.explorer.contrasting import choices
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.lists import confirmation
from graphsvc_visualizations.explorer.moments import times
from graphsvc_visualizations.explorer.path_form import form_of
from graphsvc_visualizations.explorer.templating import finished, render
from graphsvc_visualizations.path_strip import drawn_of, strip_of
from graphsvc_visualizations.path_strip import words as drawn_words
from graphsvc_visualizations.path_strip.compared import standing_words

__all__ = ["paths", "paths_form"]

#: Rows of the table twin; systems that a page suggests before anything is asked, and once one end is known.
_ROWS, _BUSIEST, _REACHED = 1000, 10, 60
_WITHOUT_LOGIN = tuple(mode.value for mode in FlowMode if mode is not FlowMode.LOGIN)


@dataclass(frozen=True, slots=True)
class _Way:
    """One alternative on the page."""

    rank: int
    path: Path
    picture: Any
    address: str
    chosen: bool
    difference: Text
    facts: Sequence[tuple[Text, bool]]


@dataclass(frozen=True, slots=True)
class _Relief:
    """A set of filters to relax: what is said, the path it gives, and the address that asks so."""

    relaxation: Relaxation
    then: Text
    picture: Any
    address: str


def paths_form(
    frame: Frame,
    snapshot: Snapshot,
    *,
    error: GraphsvcError | None = None,
    doubts: Sequence[tuple[str, str, Sequence[str]]] = (),
) -> str:
    """Return the page before there is an answer: the form, and systems that much goes through.

    Parameters
    ----------
    error
        Why the question in the address has no answer.
    doubts
        Words in it that fit no one system: (parameter, words, references of systems that come near).
    """
    form = form_of(frame, snapshot)
    known = None if error else form.start or form.end
    reached = (
        [] if not known else within_reach(snapshot, snapshot.lookup.find(known, Kind.SYSTEM), backward=not form.start)
    )
    return render(
        "paths_form.html",
        frame,
        snapshot,
        form=form,
        known=known,
        reached=reached[:_REACHED],
        reached_count=len(reached),
        error=error,
        doubts=doubts,
        busiest=_busiest(snapshot),
        systems=len(snapshot.of_kind(Kind.SYSTEM)),
        replaced=lambda name, words, thing: _replaced(frame, name, words, thing),
    )


def paths(
    frame: Frame,
    snapshot: Snapshot,
    result: Paths,
    *,
    given: Mapping[str, Sequence[str]],
    view: str = "",
    held: Any = None,
) -> str:
    """Return the page of an answer.

    Parameters
    ----------
    frame, snapshot
        What surrounds the page, and the graph.
    result
        The answer.
    given
        The question as the JSON answer takes it, words by parameter.
    view
        ``table`` for the table twin.
    held
        The answer held against another (``graphsvc.service.comparing.Compared``); None when it stands alone.

    Notes
    -----
    O(hops shown); at most 50 alternatives are drawn, fewer of long ones, and a thousand rows shown.
    """
    rank = _selected(frame)
    shown = drawn_of(result.paths) if view != "table" else ()
    ways = [_way(frame, snapshot, result, place, rank) for place in range(len(shown))]
    because = result.none_because
    rows = [
        (place, path, hop, flow)
        for place, path in enumerate(result.paths, 1)
        for hop in path.hops
        for flow in hop.flows
    ]
    return render(
        "paths.html",
        frame,
        snapshot,
        result=result,
        form=form_of(frame, snapshot),
        view=view,
        ways=ways,
        because=because,
        relief=[_relief(frame, snapshot, result, *one) for one in enumerate(because.relax if because else ())],
        refused=lambda missed: [_refusal(frame, one) for one in missed.filters],
        rows=rows[:_ROWS],
        row_count=len(rows),
        untold=_untold(snapshot, result),
        costs={name: frame.number(cost) for name, cost in result.costs.items()},
        words=drawn_words,
        level=level_word,
        passed=_passed,
        state=lambda day: confirmation(day, snapshot.date),
        api={end: _file(frame, result, given, end) for end in (".svg", ".csv", ".xlsx", "")},
        held=held,
        choices=choices(frame, snapshot),
        times=times(snapshot),
        stands=lambda path: standing_words(held.contrast.of(path), frame.language),
        swap=frame.same(**{"from": result.end, "to": result.start, "selected": None}),
    )


def _selected(frame: Frame) -> int:
    words = frame.value("selected") or "1"
    return int(words) if words.isdecimal() and len(words) < 6 else 0


def _way(frame: Frame, snapshot: Snapshot, result: Paths, place: int, chosen: int) -> _Way:
    path, rank = result.paths[place], place + 1
    picture = _drawn(frame, snapshot, result, path, rank, selected=rank == chosen)
    difference = drawn_words.difference(path, result.paths[0].cost) if place else drawn_words.CHEAPEST
    address = f"{frame.same(selected=str(rank))}#path-{rank}"
    return _Way(rank, path, picture, address, rank == chosen, difference, drawn_words.facts(path))


def _drawn(frame: Frame, snapshot: Snapshot, result: Paths, path: Path, rank: int, *, selected: bool = False) -> Any:
    target = frame.to("/thing/{thing}").replace("%7Bthing%7D", "{thing}")
    options: dict[str, Any] = {"language": frame.language, "rank": rank, "selected": selected, "target": target}
    return finished(strip_of(snapshot, result, path, **options))


def _relief(frame: Frame, snapshot: Snapshot, result: Paths, place: int, one: Relaxation) -> _Relief:
    address = frame.same(**_relaxed(frame, snapshot, one.filters), selected=None)
    then = drawn_words.then(one.count, all_of_them=one.counted_all)
    return _Relief(one, then, _drawn(frame, snapshot, result, one.path, place + 1), address)


def _relaxed(frame: Frame, snapshot: Snapshot, filters: Sequence[Relaxed]) -> dict[str, Any]:
    """Return the parameters that let in what a relaxation allows."""
    changes: dict[str, Any] = {}
    for one in filters:
        name = one.filter.value.replace("_", "-")
        asked = frame.values(name)
        if one.filter is Filter.LOGIN:
            changes["login"] = "true"
        elif one.filter is Filter.PERSONAL_DATA:
            changes[name] = None if UNKNOWN in one.allow else max(one.allow)
        elif one.filter is Filter.MAX_STEPS:
            changes[name] = one.allow[0]
        elif one.filter in (Filter.VIA, Filter.AVOID):
            allowed = {snapshot.index(thing) for thing in one.allow}
            changes[name] = [words for words in asked if snapshot.lookup.find(words, Kind.SYSTEM) not in allowed]
        else:
            changes[name] = [*asked, *one.allow]
    return changes


def _refusal(frame: Frame, one: Filter) -> str:
    return frame.say(f"path_pages.filter_{one.value}")


def _file(frame: Frame, result: Paths, given: Mapping[str, Sequence[str]], ending: str) -> str:
    """Return where the answer can be fetched as a file; the ends by reference, whatever words they were asked with."""
    own = {**given, "from": [result.start], "to": [result.end]}
    if words := frame.value("compare"):
        return frame.to(f"/api/v1/paths/compared{ending}", **own, compare=words, lang=frame.language.value)
    return frame.to(f"/api/v1/paths{ending}", **own, lang=frame.language.value)


def _untold(snapshot: Snapshot, result: Paths) -> list[Reference]:
    """Return the ends of which the register knows no flow at all: unknown, rather than without flows."""
    if result.none_because is None:
        return []
    flows, ends = flows_of(snapshot), (result.start, result.end)
    hubs = {hub for through in flows.hubs.values() for hub in through}
    told = [
        bool((flows.provider == number).any() or (flows.dependent == number).any() or number in hubs)
        for number in map(snapshot.index, ends)
    ]
    return [end for end, known in zip(ends, told, strict=True) if not known]


def _busiest(snapshot: Snapshot) -> list[tuple[int, int]]:
    """Return the systems with most flows, and how many each."""
    flows = flows_of(snapshot)
    counted = Counter(flows.provider.tolist()) + Counter(flows.dependent.tolist())
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:_BUSIEST]


def _passed(path: Path) -> list[Reference]:
    """Return the systems and hubs that a path passes between its ends, in order."""
    passed = [thing for hop in path.hops for thing in (*hop.counted.through, hop.end)]
    return [thing for thing in dict.fromkeys(passed) if thing not in (path.systems[0], path.systems[-1])]


def _replaced(frame: Frame, name: str, words: str, thing: str) -> str:
    """Return the address of the same question with one word replaced by a system."""
    return frame.same(**{name: [thing if one == words else one for one in frame.values(name)]})
