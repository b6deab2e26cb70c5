"""Questions 1 to 5: what is needed, whether we or others have it, and who else needs it."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.model import Kind, Scope
from graphsvc.text import Text
from graphsvc_queries.assessment.drafting import Draft
from graphsvc_queries.assessment.findings import Need
from graphsvc_queries.assessment.ground import Ground
from graphsvc_queries.assessment.wording import SECTORS, UNITS, names, together, when
from graphsvc_queries.naming import Named, counted, sentence_list
from graphsvc_queries.overlap import Candidate, Component
from graphsvc_queries.overlap.result import Named as Called

__all__ = ["components", "elsewhere", "have_we", "need", "who_else"]

_SHOWN = 5

_NEED = Text("{need}", "{need}", "{need}")
_NEED_LACKS = Text("Behovet er ikke beskrevet.", "Behovet er ikkje skildra.", "The need is not described.")
_SERVICES = Text("Tjenester: {services}.", "Tenester: {services}.", "Services: {services}.")
_SERVICES_LACK = Text(
    "Forslaget nevner ingen tjeneste som registeret kjenner.",
    "Forslaget nemner inga teneste som registeret kjenner.",
    "The proposal names no service that the register knows.",
)
_NO_CAPABILITIES = Text(
    "Forslaget sier ikke hvilke funksjoner det trenger.",
    "Forslaget seier ikkje kva funksjonar det treng.",
    "The proposal does not say which capabilities it needs.",
)
_CANDIDATE = Text(
    "{system} dekker {covers} ({n} av {of}), eies av {owner}, {contract}.{replaced}",
    "{system} dekkjer {covers} ({n} av {of}), er eigd av {owner}, {contract}.{replaced}",
    "{system} covers {covers} ({n} of {of}), is owned by {owner}, {contract}.{replaced}",
)
_CONTRACT = Text("avtale til {day}", "avtale til {day}", "contract until {day}")
_NO_CONTRACT = Text("avtalens slutt er ukjent", "slutten på avtalen er ukjend", "the contract's end is unknown")
_NOBODY = Text("ingen kjent enhet", "inga kjend eining", "no known unit")
_REPLACED = Text(" Forslaget vil erstatte det.", " Forslaget vil erstatte det.", " The proposal would replace it.")
_NOT = Text("", "", "")
_APART = Text(
    "Foreslås ikke slått sammen med dette: {systems}. {why}",
    "Blir ikkje føreslått slått saman med dette: {systems}. {why}",
    "Not proposed for merging with this: {systems}. {why}",
)
_STOPPED = Text("{words}.", "{words}.", "{words}.")
_NAMED = Text(
    "Forslaget nevner {units} i {sectors}.",
    "Forslaget nemner {units} i {sectors}.",
    "The proposal names {units} in {sectors}.",
)
_INVOLVED = Text(
    "Tjenestene involverer også {units}.",
    "Tenestene involverer òg {units}.",
    "Its services also involve {units}.",
)
_ALL_NAMED = Text(
    "Alle enhetene som leverer tjenestene, er nevnt.",
    "Alle einingane som leverer tenestene, er nemnde.",
    "All units that deliver its services are named.",
)
_SAME = Text(
    "Trenger eller har det samme: {units}.",
    "Treng eller har det same: {units}.",
    "Need or have the same: {units}.",
)
_NONE_SAME = Text(
    "Registeret kjenner ingen andre som trenger eller har det samme.",
    "Registeret kjenner ingen andre som treng eller har det same.",
    "The register knows of no others that need or have the same.",
)
_SHARED = Text(
    "Regionalt delte systemer som kan noe av dette: {systems}.",
    "Regionalt delte system som kan noko av dette: {systems}.",
    "Shared regional systems that can do some of it: {systems}.",
)
_ASK_OTHERS = Text(
    "Kartet viser bare denne kommunen; forslagsstilleren må spørre andre.",
    "Kartet viser berre denne kommunen; forslagsstillaren må spørje andre.",
    "The map shows this municipality only; the proposer must ask others.",
)
_CONSIDERED = Text(
    "Forslaget har vurdert {systems}.", "Forslaget har vurdert {systems}.", "The proposal has considered {systems}."
)
_COVERS = Text("{system} kan {covers}.", "{system} kan {covers}.", "{system} can do {covers}.")
_NOT_CONSIDERED = Text(
    "{system} kan {covers}, og forslaget nevner den ikke.",
    "{system} kan {covers}, og forslaget nemner han ikkje.",
    "{system} can do {covers}, and the proposal does not mention it.",
)
_CONSIDER = Text(
    "Forslaget har ikke tatt stilling til alle nasjonale løsninger som kartet peker på.",
    "Forslaget har ikkje teke stilling til alle nasjonale løysingar som kartet peikar på.",
    "The proposal has not considered every national solution that the map points at.",
)
_NONE_NATIONAL = Text(
    "Registeret kjenner ingen nasjonal løsning med funksjonene som trengs.",
    "Registeret kjenner inga nasjonal løysing med funksjonane som trengst.",
    "The register knows of no national solution with the capabilities that are needed.",
)


def need(ground: Ground) -> Draft:
    """Q01: which need, and which service."""
    draft, told = Draft(), ground.told("need")
    services = ground.named(ground.things("affected_services", Kind.SERVICE))
    draft.step(told, told or _NOT, _NEED_LACKS)
    draft.step(services, _SERVICES.format(services=names(services)), _SERVICES_LACK)
    draft.show(services)
    return draft


def have_we(ground: Ground) -> Draft:
    """Q02: whether we have it."""
    draft, found = Draft(), ground.overlap
    draft.sources.append(ground.question("overlap"))
    asked = found.query.capabilities
    if not asked:
        draft.lack(_NO_CAPABILITIES)
    # Words alone can tell what is alike, not what is covered and lacking.
    draft.say(found.summary, counts=bool(asked or found.candidates))
    fitting = [one for one in ground.covering if not one.keep_apart]
    for one in fitting[:_SHOWN]:
        draft.say(_told(one, len(asked)))
    draft.show(_things(fitting[:_SHOWN]))
    apart = [one for one in ground.covering if one.keep_apart]
    if apart:
        reasons = dict.fromkeys(one.keep_apart for one in apart if one.keep_apart)
        why = together(_STOPPED.format(words=one) for one in reasons)
        draft.say(_APART.format(systems=names(_things(apart)), why=why))
        draft.show(_things(apart))
    return draft


def _told(one: Candidate, asked: int) -> Text:
    covers = sentence_list(each.name for each in one.covers)
    owner = sentence_list(each.name for each in one.owners) if one.owners else _NOBODY
    contract = _CONTRACT.format(day=when(one.contract_end)) if one.contract_end else _NO_CONTRACT
    return _CANDIDATE.format(
        system=one.thing.name,
        covers=covers,
        n=len(one.covers),
        of=max(asked, len(one.covers)),
        owner=owner,
        contract=contract,
        replaced=_REPLACED if one.replaced else _NOT,
    )


def _things(found: Sequence[Candidate]) -> list[Named]:
    return [_same(one.thing) for one in found]


def _same(one: Called) -> Named:
    return Named(one.thing, one.name)


def who_else(ground: Ground, needs: Sequence[Need]) -> Draft:
    """Q03: who else needs it."""
    draft = Draft()
    draft.sources.append(ground.question("learning"))
    if ground.named_units:
        organisation = ground.snapshot.organisation
        sectors = {one for unit in ground.named_units for one in organisation.sectors_of(unit)}
        told = {"units": counted(len(ground.named_units), *UNITS), "sectors": counted(len(sectors), *SECTORS)}
        draft.say(_NAMED.format(**told), counts=False)
        draft.show(ground.named(sorted(ground.named_units)))
    involved = [one.unit for one in needs if one.involved]
    services = ground.things("affected_services", Kind.SERVICE)
    draft.step(services, (_INVOLVED if involved else _ALL_NAMED).format(units=names(involved, 8)), _SERVICES_LACK)
    others = [one.unit for one in needs if not one.involved]
    topics = ground.learning.topics
    draft.step(topics, (_SAME if others else _NONE_SAME).format(units=names(others, 8)), _NO_CAPABILITIES)
    draft.show([*involved, *others])
    return draft


def elsewhere(ground: Ground) -> Draft:
    """Q04: whether other municipalities have solved it; the map knows of shared systems only."""
    draft = Draft()
    draft.sources.append(ground.question("overlap"))
    shared = [_same(one.system) for one in ground.overlap.components if one.scope == Scope.SHARED]
    if shared:
        draft.say(_SHARED.format(systems=names(shared)))
        draft.show(shared)
    draft.lack(_ASK_OTHERS)
    return draft


def components(ground: Ground) -> Draft:
    """Q05: national components that the proposer has considered, and those that the map points at."""
    draft = Draft()
    found = [one for one in ground.overlap.components if one.scope != Scope.SHARED]
    draft.sources.append(ground.question("overlap"))
    considered = [_same(one.system) for one in found if one.named]
    if considered:
        draft.say(_CONSIDERED.format(systems=names(considered)))
    for one in (each for each in found if each.covers):
        draft.say(_covering(one))
    if any(one.covers and not one.named for one in found):
        draft.lack(_CONSIDER)
    if not ground.overlap.query.capabilities:
        draft.lack(_NO_CAPABILITIES)
    elif not any(one.covers for one in found):
        draft.say(_NONE_NATIONAL)
    draft.show(_same(one.system) for one in found)
    return draft


def _covering(one: Component) -> Text:
    covers = sentence_list(each.name for each in one.covers)
    return (_COVERS if one.named else _NOT_CONSIDERED).format(system=one.system.name, covers=covers)
