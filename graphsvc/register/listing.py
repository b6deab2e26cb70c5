"""The sources, as they are listed and put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from sqlalchemy import Connection, func, select

from graphsvc.errors import QuestionError
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, reference, split_reference
from graphsvc.register import log, precedence
from graphsvc.register.answers import SourceInfo
from graphsvc.register.claims import DERIVED_MARK, Key, Stored
from graphsvc.register.schema import OWN_SUBJECTS, claim, revision
from graphsvc.text import Text

__all__ = ["check_alias", "chosen_order", "names", "sources"]


def sources(connection: Connection) -> list[SourceInfo]:
    """Return all registered sources in the order of precedence.

    Notes
    -----
    O(claims), counted by the engine.
    """
    own = log.own_claims(connection)
    known = precedence.registered(own)
    last = dict(_pairs(connection, select(revision.c.source, func.max(revision.c.number)).group_by(revision.c.source)))
    counted = claim.c.subject.not_in(sorted(OWN_SUBJECTS)) & claim.c.content.not_like(f"%{DERIVED_MARK}%")
    claims = dict(_pairs(connection, select(claim.c.source, func.count()).where(counted).group_by(claim.c.source)))
    return [
        _info(name, position, known[name], last[name], claims.get(name, 0))
        for position, name in enumerate(precedence.order(own))
        if name in known
    ]


def names(connection: Connection) -> list[str]:
    """Return the names of all registered sources in the order of precedence. O(sources)."""
    own = log.own_claims(connection)
    known = precedence.registered(own)
    return [name for name in precedence.order(own) if name in known]


def _pairs(connection: Connection, question: object) -> list[tuple[str, int]]:
    return [(str(name), int(number)) for name, number in connection.execute(question)]  # type: ignore[call-overload]


def _info(name: str, position: int, told: Mapping[str, object], last: int, claims: int) -> SourceInfo:
    profile = told.get("profile")
    first = int(str(told["registered"]))
    shown = None if profile is None else str(profile)
    return SourceInfo(name, str(told["format"]), first, last, claims, shown, position)


def chosen_order(names: Sequence[str], order: Sequence[str]) -> list[str]:
    """Return the whole order when some names come first in the order given.

    Examples
    --------
    >>> chosen_order(["hr", "gemma"], ["people", "forum", "gemma", "old", "hr"])
    ['people', 'forum', 'hr', 'gemma', 'old']
    >>> chosen_order(["hr", "people"], ["people", "forum", "hr"])
    ['forum', 'hr', 'people']

    Raises
    ------
    QuestionError
        When a name is no source, or is named twice.
    """
    for name in names:
        _check_source(name, order)
    if len(set(names)) < len(names):
        raise QuestionError(
            Text(
                "En kilde er nevnt to ganger. Nevn hver kilde én gang.",
                "Ei kjelde er nemnd to gonger. Nemn kvar kjelde éin gong.",
                "A source is named twice. Name each one once.",
            )
        )
    rest = [name for name in order if name not in names]
    lead = [name for name in rest if name in (precedence.PEOPLE, precedence.FORUM)]
    return [*lead, *names, *(name for name in rest if name not in lead)]


def check_alias(own: Mapping[Key, Stored], source: str, kind: Kind, identifier: str, canonical: Reference) -> None:
    """Refuse an alias that means nothing.

    Raises
    ------
    QuestionError
        When there is no such source, or the thing is named as itself or with an unknown kind.
    """
    _check_source(source, precedence.order(own))
    word, name = split_reference(canonical)
    known = [one.value for one in Kind if KINDS[one].importable]
    if not {word, kind.value} <= set(known) or not name or canonical == reference(kind, identifier):
        raise QuestionError(
            Text(
                f"«{canonical}» kan ikke være det {kind}:{identifier} betyr. Skriv en annen ting som type:id, for "
                "eksempel system:epj.",
                f"«{canonical}» kan ikkje vere det {kind}:{identifier} tyder. Skriv ein annan ting som type:id, til "
                "dømes system:epj.",
                f"“{canonical}” cannot be what {kind}:{identifier} means. Write another thing as kind:id, such as "
                "system:epj.",
            )
        )


def _check_source(name: str, order: Sequence[str]) -> None:
    if name in order:
        return
    near = get_close_matches(name, order, n=1)
    hint = [f" {words} {near[0]}?" if near else "" for words in ("Mente du", "Meinte du", "Did you mean")]
    listed = ", ".join(order)
    raise QuestionError(
        Text(
            f"Det finnes ingen kilde «{name}».{hint[0]} Kilder: {listed}",
            f"Det finst inga kjelde «{name}».{hint[1]} Kjelder: {listed}",
            f"There is no source “{name}”.{hint[2]} Sources: {listed}",
        )
    )
