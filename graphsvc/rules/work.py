"""Work: who must act when a change is planned, and what a new thing will touch (model.md section 4)."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.model import ChangeKind, Relation, Way
from graphsvc.rules.definitions import Rule
from graphsvc.text import Text

__all__ = ["INTRODUCE", "WORK"]


def _work(
    name: str,
    relation: Relation,
    direction: str,
    weight: float,
    sentence: tuple[str, str, str],
    *,
    by_kind: Mapping[ChangeKind, Text] | None = None,
) -> Rule:
    step = relation in {Relation.FLOW, Relation.RUNS_ON}
    return Rule(f"work.{name}", Way.WORK, relation, direction, weight, Text(*sentence), step, by_kind or {})


_OWNERS = {
    ChangeKind.RETIRE: Text(
        "{touched} eier {cause} og må styre avviklingen.",
        "{touched} eig {cause} og må styre avviklinga.",
        "{touched} owns {cause} and must run the retirement.",
    ),
    ChangeKind.REPLACE: Text(
        "{touched} eier {cause} og må styre overgangen til det nye.",
        "{touched} eig {cause} og må styre overgangen til det nye.",
        "{touched} owns {cause} and must run the move to the new one.",
    ),
    ChangeKind.UPGRADE: Text(
        "{touched} eier {cause} og må styre oppgraderingen.",
        "{touched} eig {cause} og må styre oppgraderinga.",
        "{touched} owns {cause} and must run the upgrade.",
    ),
    ChangeKind.INTRODUCE: Text(
        "{touched} eier {cause} og må styre innføringen.",
        "{touched} eig {cause} og må styre innføringa.",
        "{touched} owns {cause} and must run its introduction.",
    ),
}

_CONNECTIONS = {
    ChangeKind.RETIRE: Text(
        "Koblingen mellom {cause} og {touched} må fjernes eller erstattes.",
        "Koplinga mellom {cause} og {touched} må fjernast eller erstattast.",
        "The connection between {cause} and {touched} must be removed or replaced.",
    ),
    ChangeKind.REPLACE: Text(
        "Koblingen mellom {cause} og {touched} må bygges på nytt.",
        "Koplinga mellom {cause} og {touched} må byggjast på nytt.",
        "The connection between {cause} and {touched} must be rebuilt.",
    ),
    ChangeKind.UPGRADE: Text(
        "Koblingen mellom {cause} og {touched} må prøves på nytt og kanskje tilpasses.",
        "Koplinga mellom {cause} og {touched} må prøvast på nytt og kanskje tilpassast.",
        "The connection between {cause} and {touched} must be tested again and perhaps adapted.",
    ),
}


INTRODUCE: tuple[Rule, ...] = (
    Rule(
        "introduce.service",
        Way.EFFECT,
        Relation.SUPPORTS,
        "new thing -> service it will serve",
        1.0,
        Text(
            "{cause} skal støtte tjenesten «{touched}».",
            "{cause} skal støtte tenesta «{touched}».",
            "{cause} will support the service “{touched}”.",
        ),
    ),
    Rule(
        "introduce.user",
        Way.EFFECT,
        Relation.USES,
        "new thing -> unit that will use it",
        0.7,
        Text(
            "{touched} skal bruke {cause}.",
            "{touched} skal bruke {cause}.",
            "{touched} will use {cause}.",
        ),
    ),
)

WORK: tuple[Rule, ...] = (
    _work(
        "owns",
        Relation.OWNS,
        "changed system -> owner unit",
        0.9,
        (
            "{touched} eier {cause}.",
            "{touched} eig {cause}.",
            "{touched} owns {cause}.",
        ),
        by_kind=_OWNERS,
    ),
    _work(
        "flow",
        Relation.FLOW,
        "changed system -> system at the other end, and the hub",
        0.6,
        (
            "Koblingen mellom {cause} og {touched} må endres.",
            "Koplinga mellom {cause} og {touched} må endrast.",
            "The connection between {cause} and {touched} must be changed.",
        ),
        by_kind=_CONNECTIONS,
    ),
    _work(
        "flow.owner",
        Relation.OWNS,
        "system at the other end -> its owner unit",
        0.9,
        (
            "{touched} eier {cause}.",
            "{touched} eig {cause}.",
            "{touched} owns {cause}.",
        ),
    ),
    _work(
        "runs_on",
        Relation.RUNS_ON,
        "changed technology -> what runs on it",
        0.6,
        (
            "{touched} kjører på {cause} og må flyttes eller tilpasses.",
            "{touched} køyrer på {cause} og må flyttast eller tilpassast.",
            "{touched} runs on {cause} and must be moved or adapted.",
        ),
    ),
    _work(
        "holds",
        Relation.HOLDS,
        "changed data object -> holding system",
        0.6,
        (
            "{touched} har «{cause}» og må tilpasses.",
            "{touched} har «{cause}» og må tilpassast.",
            "{touched} holds “{cause}” and must be adapted.",
        ),
    ),
    _work(
        "introduce.flow",
        Relation.FLOW,
        "new thing -> system it exchanges data with",
        0.6,
        (
            "{cause} skal utveksle data med {touched}.",
            "{cause} skal utveksle data med {touched}.",
            "{cause} will exchange data with {touched}.",
        ),
    ),
    _work(
        "introduce.proposer",
        Relation.OWNS,
        "new thing -> proposing unit",
        0.9,
        (
            "{touched} foreslår {cause}.",
            "{touched} føreslår {cause}.",
            "{touched} proposes {cause}.",
        ),
    ),
    _work(
        "integrate",
        Relation.FLOW,
        "integration -> system at either end",
        0.6,
        (
            "{touched} skal integreres.",
            "{touched} skal integrerast.",
            "{touched} is to be integrated.",
        ),
    ),
)
