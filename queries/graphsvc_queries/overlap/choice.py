"""What may be asked together, and which of the pairs are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.errors import QuestionError
from graphsvc.judgement import State
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text

__all__ = ["EVERY", "Choice", "check", "chosen"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pairs are wanted; None = all.

    Parameters
    ----------
    state
        What people have said of them.
    of
        One of the two is this system (its number in the snapshot).
    within
        One of the two is among these.
    """

    state: State | None = None
    of: int | None = None
    within: frozenset[int] | None = None


EVERY = Choice()


def chosen(snapshot: Snapshot, thing: str | None, state: State | None, sector: str | None) -> Choice:
    """Find what pairs are asked for.

    Raises
    ------
    UnknownThing, AmbiguousThing, QuestionError
        When the system or the sector cannot be found, or is something else.
    """
    system = None if thing is None else _found(snapshot, thing, Kind.SYSTEM)
    if sector is None:
        return Choice(state, system)
    unit = _found(snapshot, sector, Kind.UNIT)
    organisation = snapshot.organisation
    if not organisation.is_sector(unit):
        sectors = ", ".join(snapshot.references[one] for one in organisation.sectors) or "–"
        raise QuestionError(_NO_SECTOR.format(unit=snapshot.references[unit], sectors=sectors))
    owned = (one for one in snapshot.of_kind(Kind.SYSTEM).tolist() if unit in organisation.sectors_of_system(one))
    return Choice(state, system, frozenset(owned))


def _found(snapshot: Snapshot, words: str, kind: Kind) -> int:
    whole = f"{kind.value}:{words}"
    number = snapshot.index(whole) if whole in snapshot else snapshot.find(words)
    if snapshot.kind(number) is not kind:
        raise QuestionError(
            Text(
                "{thing} er {found}, ikke {wanted}",
                "{thing} er {found}, ikkje {wanted}",
                "{thing} is of kind {found}, not {wanted}",
            ).format(
                thing=snapshot.references[number], found=KINDS[snapshot.kind(number)].label, wanted=KINDS[kind].label
            )
        )
    return number


def check(
    text: str | None,
    capability: tuple[str, ...],
    data_object: tuple[str, ...],
    proposal: str | None,
    thing: str | None,
    pairs: bool,
    state: State | None,
    sector: str | None,
    min_score: float | None,
    limit: int,
) -> None:
    """Refuse what cannot be asked together.

    Raises
    ------
    QuestionError
        Naming what would work.
    """
    described = bool((text or "").strip() or capability or data_object or proposal)
    if limit < 1:
        raise QuestionError(_LIMIT.format(limit=limit))
    if min_score is not None and not 0 <= min_score <= 100:  # what is no number is neither
        raise QuestionError(_SCORE.format(score=min_score))
    if proposal is not None and thing is not None:
        raise QuestionError(_BOTH)
    if (described and pairs) or not (described or thing or pairs):
        raise QuestionError(_WHAT)
    if not pairs and (state or sector):
        raise QuestionError(_ONLY_PAIRS)


_LIMIT = Text(
    "Grensen {limit} går ikke; velg 1 eller flere",
    "Grensa {limit} går ikkje; vel 1 eller fleire",
    "A limit of {limit} will not do; choose 1 or more",
)
_SCORE = Text(
    "Minst {score} poeng går ikke; velg fra 0 til 100",
    "Minst {score} poeng går ikkje; vel frå 0 til 100",
    "At least {score} points will not do; choose from 0 to 100",
)
_NO_SECTOR = Text(
    "{unit} er ikke en sektor. Sektorer: {sectors}",
    "{unit} er ikkje ein sektor. Sektorar: {sectors}",
    "{unit} is no sector. Sectors: {sectors}",
)
_BOTH = Text(
    "Spør enten om et forslag eller om noe som finnes, ikke begge",
    "Spør anten om eit forslag eller om noko som finst, ikkje begge",
    "Ask about a proposal or about something that is there, not both",
)
_WHAT = Text(
    "Si hva dere trenger (tekst, funksjon, informasjonsobjekt, forslag eller noe som finnes), eller spør om par alene",
    "Sei kva de treng (tekst, funksjon, informasjonsobjekt, forslag eller noko som finst), eller spør om par åleine",
    "Say what you need (text, capability, data object, proposal or something that is there), or ask for pairs alone",
)
_ONLY_PAIRS = Text(
    "Tilstand og sektor velger blant par; spør om par (--pairs)",
    "Tilstand og sektor vel mellom par; spør om par (--pairs)",
    "State and sector choose among pairs; ask for pairs (--pairs)",
)
