"""From the question to its starts: which things, which change, or which proposal."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from graphsvc.errors import QuestionError
from graphsvc.metamodel import KINDS
from graphsvc.model import ChangeKind, Kind, Relation
from graphsvc.text import Text
from graphsvc_queries.impact.compiled import Compiled
from graphsvc_queries.impact.labels import Labels
from graphsvc_queries.impact.proposals import starts_of_proposal
from graphsvc_queries.impact.starts import KINDS_THAT_FIT, New, Start, Starts, first_half

__all__ = ["check_limits", "starts_of"]


def check_limits(min_strength: float, max_steps: int) -> None:
    """Refuse limits that mean nothing.

    Raises
    ------
    QuestionError
        When the strength is not between 0 and 1 or the steps are negative.
    """
    if math.isnan(min_strength) or not 0 <= min_strength <= 1:
        raise QuestionError(
            Text(
                f"Minste styrke {min_strength} går ikke; velg et tall fra 0 til 1, for eksempel 0.2",
                f"Minste styrke {min_strength} går ikkje; vel eit tal frå 0 til 1, til dømes 0.2",
                f"The minimum strength {min_strength} will not do; choose a number from 0 to 1, for example 0.2",
            )
        )
    if max_steps < 0:
        raise QuestionError(
            Text(
                f"Flest ledd {max_steps} går ikke; velg 0 eller flere, for eksempel 4",
                f"Flest ledd {max_steps} går ikkje; vel 0 eller fleire, til dømes 4",
                f"At most {max_steps} steps will not do; choose 0 or more, for example 4",
            )
        )


def starts_of(compiled: Compiled, things: Sequence[str], proposal: str | None, change: ChangeKind | None) -> Starts:
    """Find where the change begins.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When a thing or the proposal cannot be found.
    QuestionError
        When nothing, or both things and a proposal, are asked about, or when the change does not fit the thing.
    """
    if proposal is not None:
        if things or change is not None:
            raise QuestionError(
                Text(
                    "Et forslag sier selv hva som endres; spør om forslaget alene, uten ting og type endring",
                    "Eit forslag seier sjølv kva som blir endra; spør om forslaget åleine, utan ting og type endring",
                    "A proposal says itself what changes; ask about it alone, without things and kind of change",
                )
            )
        return starts_of_proposal(compiled, proposal)
    if not things:
        raise QuestionError(
            Text(
                "Si hva som endres: ett eller flere system, teknologier eller informasjonsobjekter, eller et forslag",
                "Sei kva som blir endra: eitt eller fleire system, teknologiar, informasjonsobjekt eller eit forslag",
                "Say what changes: one or more systems, technologies or data objects, or a proposal",
            )
        )
    found = dict.fromkeys(compiled.snapshot.find(words) for words in things)
    return _starts([(thing, _kind(compiled, thing, change)) for thing in found], compiled)


def _kind(compiled: Compiled, thing: int, change: ChangeKind | None) -> ChangeKind:
    fitting = KINDS_THAT_FIT.get(compiled.snapshot.kind(thing), ())
    if not fitting:
        raise QuestionError(_no_target(compiled, thing))
    if change is None:
        return fitting[0]
    if change not in fitting:
        raise QuestionError(_does_not_fit(compiled, thing, change, fitting))
    return change


def _starts(pairs: Sequence[tuple[int, ChangeKind]], compiled: Compiled) -> Starts:
    references, labels = compiled.snapshot.references, Labels(compiled.ways)
    changes = tuple(Start(references[thing], kind.value, compiled.name(thing)) for thing, kind in pairs)
    old = [(thing, kind) for thing, kind in pairs if kind is not ChangeKind.INTRODUCE]
    roots = {labels.begin(thing, first_half(compiled.snapshot.rules, kind)): kind for thing, kind in old}
    working = {labels.begin(thing): kind for thing, kind in old if kind is not ChangeKind.OUTAGE}
    new = {labels.begin(thing): thing for thing, kind in pairs if kind is ChangeKind.INTRODUCE}
    news = tuple(_new(compiled, row, thing) for row, thing in new.items())
    begun = roots | working | dict.fromkeys(new, ChangeKind.INTRODUCE)
    return Starts(changes, labels, roots, working, news, frozenset(thing for thing, _ in pairs), begun)


def _new(compiled: Compiled, row: int, thing: int) -> New:
    """A new thing that the graph already tells about, such as one in a scenario."""
    ways, rows, things = compiled.ways, np.array([row]), np.array([thing])
    return New(
        ways.steps("will_serve", rows, things),
        ways.steps("will_use", rows, things),
        ways.both_ends("work.introduce.flow", rows, things),
        ways.steps("owners", rows, things),
    )


def _no_target(compiled: Compiled, thing: int) -> Text:
    kind = KINDS[compiled.snapshot.kind(thing)].label
    near = _supporting(compiled, thing)
    told = Text(
        "Konsekvens kan vises for system, teknologi og informasjonsobjekt, og for forslag; «{name}» er {kind}.{near}",
        "Konsekvens kan visast for system, teknologi og informasjonsobjekt, og for forslag; «{name}» er {kind}.{near}",
        "Impact can be shown for a system, technology or data object, or a proposal; “{name}” is of kind {kind}.{near}",
    )
    return told.format(name=compiled.name(thing), kind=kind, near=near)


def _supporting(compiled: Compiled, thing: int) -> Text:
    if compiled.snapshot.kind(thing) is Kind.SERVICE:
        systems = sorted({other for other, _ in compiled.into(Relation.SUPPORTS, thing)})
    elif compiled.snapshot.kind(thing) is Kind.UNIT:
        systems = sorted({other for other, _ in compiled.out(Relation.OWNS, thing)})
    else:
        systems = []
    named = ", ".join(compiled.snapshot.references[system] for system in systems[:5])
    if not named:
        return Text.same("")
    return Text(f" Prøv: {named}", f" Prøv: {named}", f" Try: {named}")


def _does_not_fit(compiled: Compiled, thing: int, change: ChangeKind, fitting: Sequence[ChangeKind]) -> Text:
    told = Text(
        "Endringen «{change}» passer ikke for {reference}; velg en av: {fitting}",
        "Endringa «{change}» passar ikkje for {reference}; vel ei av: {fitting}",
        "The change “{change}” does not fit {reference}; choose one of: {fitting}",
    )
    return told.format(change=change.value, reference=compiled.snapshot.references[thing], fitting=", ".join(fitting))
