"""Rules 2, 2b, 3, 4, 4a, 5 and 7: what the behaviour of a system serves, and what it runs on."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Relation, Value
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.derivation.collector import Collector, Finding
from graphsvc_importers.archimate.derivation.provision import Path, Provision
from graphsvc_importers.archimate.ties import Tie, Web

__all__ = ["Serving"]

DYNAMIC = frozenset({"Flow", "Triggering"})
SERVES = frozenset({"Serving"}) | DYNAMIC
SUPPORTS = SERVES | {"Realization"}
WHOLE = frozenset({"Composition", "Aggregation"})
#: Rule 4a: behaviour with more providers than this, on the served side, makes no flows.
SERVED_PROVIDERS = 5
#: Rule 5: how far to go on through behaviour that no one provides, and what each step takes away.
FURTHER_STEPS = 3
PASSING = {"Serving": 0.9, "Flow": 0.6, "Triggering": 0.6}


class Serving:
    """Goes from every system through what it provides to those who are served.

    Parameters
    ----------
    cast, web, provision
        Classes, ties, and who provides what.
    collector
        Takes what is found.
    """

    def __init__(self, cast: Cast, web: Web, provision: Provision, collector: Collector) -> None:
        self._cast, self._web, self._provision, self._collector = cast, web, provision, collector
        #: Relationships that stay related because it is not clear whom they join (rule 4a).
        self.ambiguous: set[str] = set()

    def derive(self) -> None:
        """Run the rules. O(provided behaviour x what it serves), at most four steps on."""
        for system in self._cast.of_class("S"):
            self._from(system, system, Path(), 1)
        for behaviour, providers in self._provision.usable():
            for system, path in providers.items():
                self._from(system, behaviour, path, len(providers))
                self._hosts(system, behaviour, path)
                self._products(system, behaviour, path, len(providers))

    def _from(self, system: str, source: str, path: Path, providers: int) -> None:
        """Follow what serves from a system or its behaviour; on through behaviour that no one provides (rule 5)."""
        waiting = [(source, path, "", 0)]
        seen = {source}
        while waiting:
            here, so_far, rule, steps = waiting.pop(0)
            for tie in self._web.out(here, SUPPORTS):
                self._one(system, tie, so_far, providers, rule)
                further = self._further(tie, seen)
                if further is not None and steps <= FURTHER_STEPS - 1:
                    seen.add(tie.target)
                    waiting.append((tie.target, so_far.then(tie, further, certain=False), "5", steps + 1))

    def _further(self, tie: Tie, seen: set[str]) -> float | None:
        orphan = self._cast.letters[tie.target] == "K" and not self._provision.of(tie.target)
        return PASSING.get(tie.type) if orphan and tie.target not in seen else None

    def _one(self, system: str, tie: Tie, path: Path, providers: int, rule: str) -> None:
        letter, direct = self._cast.letters[tie.target], tie.source == system
        if letter == "B" and not direct:
            self._support(system, tie, path, providers, rule)
        elif letter == "U" and not direct and tie.type != "Realization":
            self._use(system, tie, path, rule)
        elif letter in {"S", "K"} and tie.type != "Realization" and not (letter == "S" and direct):
            self._flow(system, tie, path, providers, rule)

    def _support(self, system: str, tie: Tie, path: Path, providers: int, rule: str) -> None:
        dynamic = tie.type in DYNAMIC
        fields: dict[str, Value] = {"strength": "required" if providers == 1 and not dynamic else "supporting"}
        if tie.alternative is not None:
            fields = {"strength": "supporting", "alternative": tie.alternative}
        elif self._cast.profile.alternatives and providers > 1:
            fields = {"strength": "supporting", "alternative": tie.source}
        self._add(rule or ("2b" if dynamic else "2"), Relation.SUPPORTS, system, tie.target, path.then(tie), fields)

    def _use(self, system: str, tie: Tie, path: Path, rule: str) -> None:
        kind = "interaction" if tie.type in DYNAMIC else "use"
        whole = path.then(tie)
        undamped = Path(whole.via, whole.certain, 1.0)  # damping is for effect that spreads, not for who uses
        self._add(rule or "3", Relation.USES, tie.target, system, undamped, {"kind": kind})

    def _flow(self, system: str, tie: Tie, path: Path, providers: int, rule: str) -> None:
        served = {tie.target: Path()} if self._cast.letters[tie.target] == "S" else self._provision.of(tie.target)
        if providers > self._cast.profile.ambiguity or len(served) > SERVED_PROVIDERS:
            self.ambiguous.update(tie.via)
            return
        for target, last in sorted(served.items()):
            whole = path.then(tie, last.factor / providers, certain=last.certain and providers == 1)
            joined = Path(whole.via + last.via, whole.certain, whole.factor)
            self._add(rule or "4", Relation.FLOW, system, target, joined, flow_fields(tie, system, target))

    def _hosts(self, system: str, behaviour: str, path: Path) -> None:
        for tie in self._web.into(behaviour, frozenset({"Serving", "Realization"})):
            if self._cast.letters[tie.source] == "T":
                self._add("7", Relation.RUNS_ON, system, tie.source, path.then(tie), {})

    def _products(self, system: str, behaviour: str, path: Path, providers: int) -> None:
        """A product holds the behaviour: who provides it supports the product."""
        for tie in self._web.into(behaviour, WHOLE):
            if self._cast.letters[tie.source] == "B":
                fields: dict[str, Value] = {"strength": "required" if providers == 1 else "supporting"}
                self._add("2", Relation.SUPPORTS, system, tie.source, path.then(tie), fields)

    def _add(self, rule: str, relation: Relation, start: str, end: str, path: Path, fields: dict[str, Value]) -> None:
        self._collector.add(Finding(rule, relation, start, end, path.via, fields, path.certain, path.factor))


def flow_fields(tie: Tie, provider: str, dependent: str) -> dict[str, Value]:
    """Return the attributes of a flow that stands for a tie."""
    if tie.type == "Serving":
        return {"mode": "sync", "initiator": (dependent,)}
    if tie.type == "Triggering":
        return {"mode": "async", "initiator": (provider,)}
    return {"mode": "async", "data_to": "dependent", **({"data": tie.name} if tie.name else {})}


def lifted(cast: Cast, web: Web, provision: Provision) -> Iterator[Finding]:
    """Find what systems can do through their behaviour: a capability that it realises is provided by the system."""
    for behaviour, providers in provision.usable():
        for tie in web.out(behaviour, frozenset({"Realization"})):
            if cast.letters[tie.target] == "C":
                for system, path in providers.items():
                    whole = path.then(tie)
                    yield Finding(
                        "1", Relation.PROVIDES, system, tie.target, whole.via, {}, whole.certain, whole.factor
                    )
