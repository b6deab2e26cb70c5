"""What a path strip says, in three languages."""

from __future__ import annotations

from graphsvc.text import Text
from graphsvc_queries.paths import FlowTaken, Path
from graphsvc_queries.paths.question import Filter
from graphsvc_queries.paths.wording import value_word

__all__ = [
    "ASSUMED",
    "CHEAPEST",
    "DRAWN",
    "FILTERED",
    "LABEL",
    "LEGEND",
    "NEAREST",
    "NONE",
    "RANK",
    "WHAT_HELPS",
    "carried",
    "difference",
    "facts",
    "how",
    "joined",
    "mode_word",
    "near",
    "protocol_word",
    "then",
    "through",
]

FILTERED = Text("Dette er filtrert bort:", "Dette er filtrert bort:", "This was filtered away:")
RANK = Text("Vei {n}", "Veg {n}", "Path {n}")
LABEL = Text("Fra {start} til {end}", "Frå {start} til {end}", "From {start} to {end}")
NONE = Text("Ingen vei funnet", "Fann ingen veg", "No path found")
WHAT_HELPS = Text("Hva kan hjelpe?", "Kva kan hjelpe?", "What would help?")
DRAWN = Text("Tegnet {n} av {of} veier", "Teikna {n} av {of} vegar", "Drawn {n} of {of} paths")
LEGEND = Text(
    "Heltrukket = synkron eller asynkron, lange streker = satsvis, prikker = manuell, strek og prikk = ukjent måte. "
    "Stiplet strek på tvers = sektorgrense. Åpen pil = antatt retning.",
    "Heiltrekt = synkron eller asynkron, lange strekar = satsvis, prikkar = manuell, strek og prikk = ukjend måte. "
    "Stipla strek på tvers = sektorgrense. Open pil = anteken retning.",
    "Solid = synchronous or asynchronous, long dashes = batch, dots = manual, dash and dot = mode unknown. "
    "Dashed line across = sector border. Open arrow = direction assumed.",
)
#: Over what one new flow could join, by side.
NEAREST = {
    "from": Text(
        "Én ny flyt: herfra kan data nås i dag",
        "Éin ny flyt: herifrå kan ein få data i dag",
        "One new flow: data can be had from here today",
    ),
    "to": Text(
        "… til ett av disse, som når {end}",
        "… til eitt av desse, som når {end}",
        "… to one of these, which reach {end}",
    ),
}
ASSUMED = Text("antatt retning", "anteken retning", "direction assumed")

CHEAPEST = Text("billigst", "billigast", "cheapest")
_SAME = Text("samme kostnad", "same kostnad", "same cost")
_MORE = Text("+{n} i kostnad", "+{n} i kostnad", "+{n} in cost")
_COST = Text("kostnad {n}", "kostnad {n}", "cost {n}")
_STEPS = Text("1 ledd", "1 ledd", "1 step"), Text("{n} ledd", "{n} ledd", "{n} steps")
_BORDERS = (
    Text("krysser 1 sektorgrense", "kryssar 1 sektorgrense", "crosses 1 sector border"),
    Text("krysser {n} sektorgrenser", "kryssar {n} sektorgrenser", "crosses {n} sector borders"),
)
_NO_BORDER = Text("krysser ingen sektorgrense", "kryssar inga sektorgrense", "crosses no sector border")
_UNPLACED = (
    Text(
        "1 ledd har en ende utenfor sektorene",
        "1 ledd har ein ende utanfor sektorane",
        "1 step has an end outside the sectors",
    ),
    Text(
        "{n} ledd har en ende utenfor sektorene",
        "{n} ledd har ein ende utanfor sektorane",
        "{n} steps have an end outside the sectors",
    ),
)
_MANUAL = (
    Text("1 manuelt ledd", "1 manuelt ledd", "1 manual step"),
    Text("{n} manuelle ledd", "{n} manuelle ledd", "{n} manual steps"),
)
_BATCH = Text("1 satsvis", "1 satsvis", "1 in batches"), Text("{n} satsvise", "{n} satsvise", "{n} in batches")
_UNKNOWN = (
    Text("1 av ukjent måte", "1 av ukjend måte", "1 of unknown mode"),
    Text("{n} av ukjent måte", "{n} av ukjend måte", "{n} of unknown mode"),
)
_MODE_UNKNOWN = Text("ukjent måte", "ukjend måte", "mode unknown")
_PROTOCOL_UNKNOWN = Text("ukjent protokoll", "ukjend protokoll", "protocol unknown")
_DATA_UNKNOWN = Text("ukjente data", "ukjende data", "data unknown")
_STATUS = Text("status: {status}", "status: {status}", "status: {status}")
_THROUGH = Text("gjennom {hubs}", "gjennom {hubs}", "through {hubs}")
_PARALLEL = (
    Text("+ 1 flyt til", "+ 1 flyt til", "+ 1 more flow"),
    Text("+ {n} flyter til", "+ {n} flytar til", "+ {n} more flows"),
)
_THEN = (
    Text("Da finnes 1 vei.", "Då finst 1 veg.", "Then there is 1 path."),
    Text("Da finnes {n} veier.", "Då finst {n} vegar.", "Then there are {n} paths."),
)
_THEN_LEAST = Text("Da finnes minst {n} veier.", "Då finst minst {n} vegar.", "Then there are at least {n} paths.")
_ITSELF = Text("selve systemet", "sjølve systemet", "the system itself")
_AWAY = Text("1 ledd unna", "1 ledd unna", "1 step away"), Text("{n} ledd unna", "{n} ledd unna", "{n} steps away")
_FLOWS = Text("1 flyt", "1 flyt", "1 flow"), Text("{n} flyter", "{n} flytar", "{n} flows")


def facts(path: Path) -> list[tuple[Text, bool]]:
    """Say what a path is like, in parts; what people should see first (manual steps) is marked."""
    told = [(_counted(_STEPS, path.steps), False), (_COST.format(n=path.cost), False)]
    told.append((_counted(_BORDERS, path.borders) if path.borders else _NO_BORDER, False))
    if path.unplaced:
        told.append((_counted(_UNPLACED, path.unplaced), False))
    for mode, words in (("manual", _MANUAL), ("batch", _BATCH), (None, _UNKNOWN)):
        if number := path.of_mode(mode):
            told.append((_counted(words, number), mode == "manual"))
    if path.assumed:
        told.append((ASSUMED, False))
    return told


def difference(path: Path, cheapest: int) -> Text:
    """Say how much more than the cheapest a path costs."""
    return _MORE.format(n=path.cost - cheapest) if path.cost > cheapest else _SAME


def protocol_word(flow: FlowTaken) -> Text:
    """Name the protocol of a flow, or say that it is unknown."""
    return Text.same(flow.protocol) if flow.protocol else _PROTOCOL_UNKNOWN


def mode_word(flow: FlowTaken) -> Text:
    """Name the mode of a flow, or say that it is unknown."""
    return value_word(Filter.MODE, flow.mode) if flow.mode else _MODE_UNKNOWN


def carried(flow: FlowTaken) -> Text:
    """Name what a flow carries, or say that nobody has told."""
    return flow.data if flow.data_known else _DATA_UNKNOWN


def through(hubs: Text) -> Text:
    """Name the systems that a flow goes through."""
    return _THROUGH.format(hubs=hubs)


def how(flow: FlowTaken, parallel: int) -> list[Text]:
    """Say what else is to be known of a flow: an unusual status, a way that is assumed, other flows beside it."""
    said = [] if flow.status in (None, "existing") else [_STATUS.format(status=value_word(Filter.STATUS, flow.status))]
    said += [ASSUMED] if flow.assumed else []
    return said + ([_counted(_PARALLEL, parallel)] if parallel else [])


def then(number: int, *, all_of_them: bool) -> Text:
    """Say how many paths there would be."""
    return _THEN_LEAST.format(n=number) if not all_of_them else _counted(_THEN, number)


def near(steps: int, ties: int) -> Text:
    """Say how far away a system is, and how many flows it has."""
    return joined([_counted(_AWAY, steps) if steps else _ITSELF, _counted(_FLOWS, ties)], " · ")


def joined(parts: list[Text], between: str) -> Text:
    """Put words together."""
    return Text(*(between.join(part) for part in zip(*((one.nb, one.nn, one.en) for one in parts), strict=True)))


def _counted(words: tuple[Text, Text], number: int) -> Text:
    return words[0] if number == 1 else words[1].format(n=number)
