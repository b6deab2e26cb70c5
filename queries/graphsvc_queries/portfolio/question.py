"""What the question demands: limits, floors and ceilings by sector, proposals that must be in or out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphsvc.errors import QuestionError, UnknownThing
from graphsvc.model import Kind, Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.portfolio.constraints import Limits
from graphsvc_queries.portfolio.programme import Demand

__all__ = ["limits_of"]

#: No municipality has more (kNOK, weeks); more is a slip of the pen.
_MOST = 10**12


def limits_of(
    snapshot: Snapshot,
    most: Mapping[Demand, int | None],
    floor: Iterable[str],
    ceiling: Iterable[str],
    must: Iterable[str],
    without: Iterable[str],
) -> Limits:
    """Read and check what is demanded.

    Raises
    ------
    QuestionError
        When a number is negative or beyond belief, or a floor or ceiling cannot be read.
    UnknownThing
        When there is no such sector or proposal.
    """
    for demand, number in most.items():
        if number is not None and not 0 <= number <= _MOST:
            raise _beyond(demand.value.replace("_", "-"), number)
    return Limits(
        {demand: number for demand, number in most.items() if number is not None},
        {**_of_settings(snapshot, "floor"), **dict(_bound(snapshot, "floor", words) for words in floor)},
        {**_of_settings(snapshot, "ceiling"), **dict(_bound(snapshot, "ceiling", words) for words in ceiling)},
        frozenset(_proposal(snapshot, words) for words in must),
        frozenset(_proposal(snapshot, words) for words in without),
    )


def _of_settings(snapshot: Snapshot, name: str) -> dict[Reference, int]:
    """Return the floors or ceilings of the installation; a sector that is not there at the date has none."""
    prefix = f"portfolio.{name}."
    found = {}
    for key, number in snapshot.rules.priorities.items():
        whole = Reference(f"{Kind.UNIT.value}:{key.removeprefix(prefix).removeprefix('unit:')}")
        if key.startswith(prefix) and whole in snapshot:
            found[whole] = int(number)
    return found


def _bound(snapshot: Snapshot, name: str, words: str) -> tuple[Reference, int]:
    sector, _, number = words.rpartition("=")
    digits = number.strip().replace(" ", "").replace("\u00a0", "")
    if not sector.strip() or not (digits.isascii() and digits.isdecimal()):
        raise QuestionError(
            Text(
                f"Kan ikke lese {name} «{words[:60]}»; skriv område=tusen kroner, for eksempel A2=1000",
                f"Kan ikkje lese {name} «{words[:60]}»; skriv område=tusen kroner, til dømes A2=1000",
                f"Cannot read {name} '{words[:60]}'; write sector=thousand NOK, for example A2=1000",
            )
        )
    if len(digits) > 13 or int(digits) > _MOST:
        raise _beyond(name, digits[:20])
    return _sector(snapshot, sector.strip()), int(digits)


def _sector(snapshot: Snapshot, words: str) -> Reference:
    whole = f"{Kind.UNIT.value}:{words}"
    thing = snapshot.index(whole) if whole in snapshot else snapshot.find(words)
    if thing not in snapshot.organisation.sectors:
        known = ", ".join(str(snapshot.references[one]).partition(":")[2] for one in snapshot.organisation.sectors)
        raise QuestionError(
            Text(
                f"«{words[:60]}» er ikke et kommunalområde. " + (f"Områder: {known}" if known else "Det finnes ingen"),
                f"«{words[:60]}» er ikkje eit kommunalområde. " + (f"Område: {known}" if known else "Det finst ingen"),
                f"'{words[:60]}' is no sector. " + (f"Sectors: {known}" if known else "There are none"),
            )
        )
    return snapshot.references[thing]


def _proposal(snapshot: Snapshot, words: str) -> str:
    identifier = words.strip().removeprefix("proposal:")
    if identifier in snapshot.proposals:
        return identifier
    known = ", ".join(list(snapshot.proposals)[:30])
    raise UnknownThing(
        Text(
            f"Fant ikke forslaget «{identifier[:60]}». "
            + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
            f"Fann ikkje forslaget «{identifier[:60]}». "
            + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
            f"No proposal '{identifier[:60]}'. "
            + (f"Proposals: {known}" if known else "The register has no proposals"),
        )
    )


def _beyond(name: str, number: object) -> QuestionError:
    return QuestionError(
        Text(
            f"{name} = {number} kan ikke brukes; skriv et helt tall fra 0 til {_MOST}",
            f"{name} = {number} kan ikkje brukast; skriv eit heilt tal frå 0 til {_MOST}",
            f"{name} = {number} cannot be used; write a whole number from 0 to {_MOST}",
        )
    )
