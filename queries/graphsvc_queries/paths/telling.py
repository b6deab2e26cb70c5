"""Turns what the search found into paths with names, flows and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind, Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.paths.flows import Flow, Travel
from graphsvc_queries.paths.network import Network
from graphsvc_queries.paths.result import FlowTaken, Path, PathHop
from graphsvc_queries.paths.wording import hop_sentence, joined

__all__ = ["Teller", "level_word", "name"]

_DATA = Text("data", "data", "data")
#: What has been told of a snapshot is remembered for the next question, up to so many hops.
_REMEMBERED = 20_000
_NAMES: WeakKeyDictionary[Snapshot, dict[int, Text]] = WeakKeyDictionary()
_HOPS: WeakKeyDictionary[Snapshot, dict[tuple[object, ...], PathHop]] = WeakKeyDictionary()


def name(snapshot: Snapshot, thing: int) -> Text:
    """Return what a thing is called, in every language."""
    names = _NAMES.setdefault(snapshot, {})
    if thing not in names:
        languages = (Language.NB, Language.NN, Language.EN)
        names[thing] = Text(*(snapshot.name(thing, language).words for language in languages))
    return names[thing]


class Teller:
    """Tells paths of one network; hops that paths share are told once."""

    def __init__(self, snapshot: Snapshot, network: Network) -> None:
        self.snapshot = snapshot
        self.network = network
        self._told = _HOPS.setdefault(snapshot, {})
        if len(self._told) > _REMEMBERED:
            self._told.clear()

    def path(self, systems: Sequence[int]) -> Path:
        """Tell one path."""
        chosen = self.network.chosen(systems)
        hops = tuple(self._hop(travel) for travel in chosen)
        cost = sum(travel.flow.cost for travel in chosen)
        return Path(cost, tuple(self.snapshot.references[system] for system in systems), hops)

    def _hop(self, chosen: Travel) -> PathHop:
        parallel, question = self.network.travels(chosen.start, chosen.end), self.network.question
        ends, flows = (chosen.start, chosen.end), tuple(travel.flow.id for travel in parallel)
        key = (question.direction, question.undirected, ends, chosen.flow.id, flows)
        if key not in self._told:
            self._told[key] = self._tell(chosen, parallel)
        return self._told[key]

    def _tell(self, chosen: Travel, parallel: Sequence[Travel]) -> PathHop:
        flows = tuple(self._flow(travel, counted=travel is chosen) for travel in parallel)
        start, end = self._reference(chosen.start), self._reference(chosen.end)
        return PathHop(start, end, flows, self._crosses(chosen.start, chosen.end), self.sentence(chosen))

    def sentence(self, travel: Travel) -> Text:
        """Say what a flow does on its way."""
        flow, question = travel.flow, self.network.question
        return hop_sentence(
            (name(self.snapshot, travel.start), name(self.snapshot, travel.end)),
            (flow.protocol, flow.mode, flow.status),
            _small(self._data(flow) or _DATA),
            [name(self.snapshot, hub) for hub in flow.hubs],
            (question.direction, question.undirected, travel.assumed),
        )

    def _flow(self, travel: Travel, *, counted: bool) -> FlowTaken:
        flow = travel.flow
        basis, confirmed = (flow.fact.record.fields.get(name) for name in ("legal_basis", "confirmed_on"))
        return FlowTaken(
            flow.id,
            flow.protocol,
            flow.mode,
            flow.status,
            self._data(flow) or _DATA,
            flow.level,
            tuple(self._reference(hub) for hub in flow.hubs),
            str(basis) if basis else None,
            travel.assumed,
            counted,
            flow.cost,
            self._data(flow) is not None,
            _place(flow),
            str(confirmed) if confirmed else None,
        )

    def _data(self, flow: Flow) -> Text | None:
        """Name what a flow carries: its data objects, else its own words; None when nobody has told."""
        fields = flow.fact.record.fields
        told = fields.get("data_objects")
        named = [f"{Kind.DATA_OBJECT.value}:{one}" for one in told] if isinstance(told, tuple) else []
        there = [self.snapshot.index(one) for one in named if one in self.snapshot]
        if there:
            return joined([name(self.snapshot, one) for one in there])
        return Text.same(str(fields["data"])) if fields.get("data") else None

    def _crosses(self, start: int, end: int) -> bool | None:
        sectors = [set(self.snapshot.organisation.sectors_of_system(one)) for one in (start, end)]
        return not sectors[0] & sectors[1] if all(sectors) else None

    def _reference(self, thing: int) -> Reference:
        return self.snapshot.references[thing]


def _place(flow: Flow) -> str | None:
    origin = flow.fact.origins[0] if flow.fact.origins else None
    return (origin.place or origin.source) if origin else None


def level_word(level: int | None) -> Text | None:
    """Say a level of personal data; None when it is unknown."""
    return None if level is None else value_label(fields_of(Kind.SYSTEM)["personal_data_level"], level)


def _small(words: Text) -> Text:
    # Within a sentence a name starts small, unless it is written like an abbreviation.
    return Text(*(one if one[1:2].isupper() else one[:1].lower() + one[1:] for one in (words.nb, words.nn, words.en)))
