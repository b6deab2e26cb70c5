"""Questions 9 to 14: law and privacy, cost, benefit, capacity, accessibility and archive."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.model import Kind, Relation
from graphsvc.text import Text
from graphsvc_queries.assessment.drafting import Draft
from graphsvc_queries.assessment.findings import Money, Retirement, SharedData
from graphsvc_queries.assessment.ground import Ground
from graphsvc_queries.assessment.wording import kilo, label, names, ordinal
from graphsvc_queries.naming import Named, named

__all__ = ["accessible", "archived", "benefit", "capacity", "cost", "lawful", "money_of"]

_SPECIAL = 2
#: What the name of a capability holds when it is about keeping records, in the languages of the register.
_ARCHIVE = ("arkiv", "archiv")

_BASIS = Text("Rettslig grunnlag: {words}.", "Rettsleg grunnlag: {words}.", "Legal basis: {words}.")
_NO_BASIS = Text(
    "Rettslig grunnlag er ikke oppgitt.", "Rettsleg grunnlag er ikkje oppgitt.", "The legal basis is not given."
)
_LEVEL = Text(
    "Personopplysninger: nivå {level} av 2 ({words}).",
    "Personopplysningar: nivå {level} av 2 ({words}).",
    "Personal data: level {level} of 2 ({words}).",
)
_NO_LEVEL = Text(
    "Nivået av personopplysninger er ikke oppgitt.",
    "Nivået av personopplysningar er ikkje oppgitt.",
    "The level of personal data is not given.",
)
_DPIA = Text(
    "Særlige eller fortrolige opplysninger krever en vurdering av personvernkonsekvenser (DPIA), og ingen har svart "
    "at den er gjort.",
    "Særlege eller fortrulege opplysningar krev ei vurdering av personvernkonsekvensar (DPIA), og ingen har svart at "
    "ho er gjord.",
    "Special or confidential data needs a data protection impact assessment (DPIA), and nobody has answered that it "
    "is done.",
)
_LEVEL_TOO_LOW = Text(
    "Forslaget oppgir nivå {level}, men deler {data}, som har særlige kategorier.",
    "Forslaget oppgir nivå {level}, men deler {data}, som har særlege kategoriar.",
    "The proposal states level {level}, but shares {data}, of special categories.",
)
_FLOWS = Text(
    "{n} av {of} flyter med disse dataene mangler rettslig grunnlag i registeret.",
    "{n} av {of} flytar med desse dataa manglar rettsleg grunnlag i registeret.",
    "{n} of {of} flows with this data have no legal basis in the register.",
)
_INVESTMENT = Text("Investering: {amount}.", "Investering: {amount}.", "Investment: {amount}.")
_YEARLY = Text("Drift: {amount} i året.", "Drift: {amount} i året.", "Running cost: {amount} a year.")
_NO_INVESTMENT = Text(
    "Investeringen er ikke oppgitt.", "Investeringa er ikkje oppgitt.", "The investment is not given."
)
_NO_YEARLY = Text("Årlig drift er ikke oppgitt.", "Årleg drift er ikkje oppgitt.", "The running cost is not given.")
_SAVED = Text(
    "Det som fases ut, koster {amount} i året i dag.",
    "Det som blir fasa ut, kostar {amount} i året i dag.",
    "What is retired costs {amount} a year today.",
)
_BENEFIT = Text(
    "Gevinst i penger: {amount} i året.", "Gevinst i pengar: {amount} i året.", "Benefit in money: {amount} a year."
)
_NET = Text("Netto: {amount} i året.", "Netto: {amount} i året.", "Net: {amount} a year.")
_OTHER = Text("Andre gevinster: {words}.", "Andre gevinstar: {words}.", "Other benefits: {words}.")
_OWNER = Text("Gevinsteier: {words}.", "Gevinsteigar: {words}.", "Benefit owner: {words}.")
_FROM = Text("Hentes: {words}.", "Blir henta: {words}.", "Realised: {words}.")
_NO_BENEFIT = Text("Ingen gevinst er oppgitt.", "Ingen gevinst er oppgitt.", "No benefit is given.")
_NO_OWNER = Text("Gevinsteier er ikke oppgitt.", "Gevinsteigar er ikkje oppgitt.", "The benefit owner is not given.")
_NO_TIME = Text(
    "Det er ikke oppgitt når gevinsten hentes.",
    "Det er ikkje oppgitt når gevinsten blir henta.",
    "It is not said when the benefit is realised.",
)
_WEEKS = Text(
    "Forslaget trenger {n} ukeverk fra IKT.",
    "Forslaget treng {n} vekeverk frå IKT.",
    "The proposal needs {n} person-weeks from IT.",
)
_ALL_WEEKS = Text(
    "Alle {count} forslag i registeret ber om {n} ukeverk til sammen.",
    "Alle {count} forslag i registeret bed om {n} vekeverk til saman.",
    "All {count} proposals in the register ask for {n} person-weeks together.",
)
_NO_WEEKS = Text(
    "Behovet for ukeverk fra IKT er ikke oppgitt.",
    "Behovet for vekeverk frå IKT er ikkje oppgitt.",
    "The need for person-weeks from IT is not given.",
)
_READY = Text(
    "Om enhetene er klare og IKT har tid, må de selv svare på.",
    "Om einingane er klare og IKT har tid, må dei sjølve svare på.",
    "Whether the units are ready and IT has the time, they must answer themselves.",
)
_ASK_VENDOR = Text(
    "Registeret vet ikke om løsningen er universelt utformet; leverandøren må svare.",
    "Registeret veit ikkje om løysinga er universelt utforma; leverandøren må svare.",
    "The register does not know whether the solution is accessible; the vendor must answer.",
)
_NEEDS_ARCHIVE = Text(
    "Forslaget trenger {capabilities}.", "Forslaget treng {capabilities}.", "The proposal needs {capabilities}."
)
_ARCHIVES = Text(
    "{systems} leverer i dag til {archives}.",
    "{systems} leverer i dag til {archives}.",
    "Today {systems} delivers to {archives}.",
)
_ASK_RECORDS = Text(
    "Dokumentsenteret har ikke svart på hvordan vedtak og data blir arkivert.",
    "Dokumentsenteret har ikkje svart på korleis vedtak og data blir arkiverte.",
    "The records centre has not answered how decisions and data will be archived.",
)


def lawful(ground: Ground, data: Sequence[SharedData]) -> Draft:
    """Q09: legal basis, and how sensitive the data is."""
    draft, basis = Draft(), ground.words("legal_basis")
    told = ground.fields.get("personal_data_level")
    level = int(str(told)) if told is not None else None
    draft.step(basis, _BASIS.format(words=basis.rstrip(".")), _NO_BASIS)
    words = label(Kind.PROPOSAL, "personal_data_level", level)
    draft.step(level is not None, _LEVEL.format(level=level, words=words), _NO_LEVEL)
    special = [one.data for one in data if one.category == "special"]
    if special and (level or 0) < _SPECIAL:
        draft.lack(_LEVEL_TOO_LOW.format(level=level if level is not None else "?", data=names(special)))
    if special or (level or 0) >= _SPECIAL:
        draft.lack(_DPIA)
    if ground.privacy is not None and ground.privacy.flows:
        flows, without = {one.id for one in ground.privacy.flows}, ground.privacy.without_basis["flows"]
        draft.say(_FLOWS.format(n=len(without), of=len(flows)), counts=False)
        draft.sources.append(ground.privacy_question)
    draft.show(one.data for one in data)
    return draft


def money_of(ground: Ground, retired: Sequence[Retirement]) -> Money:
    """Return cost and benefit as the proposer gives them, and what is saved as the register knows it."""
    costs = [one.yearly_cost for one in retired if one.proposed and one.yearly_cost is not None]
    return Money(
        ground.amount("investment"),
        ground.amount("yearly_cost"),
        ground.amount("yearly_benefit"),
        sum(costs) if costs else None,
    )


def cost(ground: Ground, money: Money) -> Draft:
    """Q10: what it costs."""
    draft = Draft()
    draft.step(money.investment is not None, _INVESTMENT.format(amount=kilo(money.investment or 0)), _NO_INVESTMENT)
    draft.step(money.yearly_cost is not None, _YEARLY.format(amount=kilo(money.yearly_cost or 0)), _NO_YEARLY)
    if money.saved is not None:
        draft.say(_SAVED.format(amount=kilo(money.saved)), counts=False)
    return draft


def benefit(ground: Ground, money: Money) -> Draft:
    """Q11: which benefits, whose, and when."""
    draft, other = Draft(), ground.told("other_benefit")
    if money.yearly_benefit is not None:
        draft.say(_BENEFIT.format(amount=kilo(money.yearly_benefit)))
    if money.net is not None:
        draft.say(_NET.format(amount=kilo(money.net)))
    if other:
        draft.say(_OTHER.format(words=_bare(other)))
    if not draft.some:
        draft.lack(_NO_BENEFIT)
    owners = ground.things("benefit_owner", Kind.UNIT)
    owner = names(ground.named(owners)) if owners else Text.same(ground.words("benefit_owner"))
    draft.step(owner.nb, _OWNER.format(words=owner), _NO_OWNER)
    start = ground.words("benefit_from")
    draft.step(start, _FROM.format(words=start), _NO_TIME)
    draft.show(ground.named(owners))
    return draft


def _bare(words: Text) -> Text:
    return Text(words.nb.rstrip("."), words.nn.rstrip("."), words.en.rstrip("."))


def capacity(ground: Ground) -> Draft:
    """Q12: what it asks of IT beside all other proposals; readiness is for people to say."""
    draft, weeks = Draft(), ground.amount("it_person_weeks")
    draft.step(weeks is not None, _WEEKS.format(n=ordinal(weeks or 0)), _NO_WEEKS)
    asked = [fact.record.fields.get("it_person_weeks") for fact in ground.snapshot.proposals.values()]
    known = [float(str(one)) for one in asked if one is not None]
    if weeks is not None and len(known) > 1:
        draft.say(_ALL_WEEKS.format(count=len(asked), n=ordinal(sum(known))))
    draft.lack(_READY)
    return draft


def accessible(ground: Ground) -> Draft:
    """Q13: whether it is accessible; the map knows nothing of that."""
    draft = Draft()
    draft.lack(_ASK_VENDOR)
    return draft


def archived(ground: Ground) -> Draft:
    """Q14: what archive the proposal needs, and where the systems that it changes deliver today."""
    draft = Draft()
    wanted = [one for one in ground.things("needed_capabilities", Kind.CAPABILITY) if _keeps(ground, one)]
    if wanted:
        draft.say(_NEEDS_ARCHIVE.format(capabilities=names(ground.named(wanted))))
        draft.show(ground.named(wanted))
    for system, archives in _archives(ground).items():
        told = names(archives)
        draft.say(_ARCHIVES.format(systems=ground.named([system])[0].name, archives=told))
        draft.show([*ground.named([system]), *archives])
    draft.lack(_ASK_RECORDS)
    return draft


def _archives(ground: Ground) -> dict[int, list[Named]]:
    """Return the archives at the other end of a flow of each system that changes."""
    provides, flows = ground.snapshot.edges(Relation.PROVIDES), ground.snapshot.edges(Relation.FLOW)
    keeping = {
        int(provides.start[edge])
        for capability in ground.snapshot.of_kind(Kind.CAPABILITY).tolist()
        if _keeps(ground, capability)
        for edge in provides.into(capability)
    }
    found: dict[int, list[Named]] = {}
    for system in ground.changed:
        ends = {int(flows.end[edge]) for edge in flows.out(system)} | {
            int(flows.start[edge]) for edge in flows.into(system)
        }
        if archives := [named(ground.snapshot, one) for one in sorted(ends & keeping)]:
            found[system] = archives
    return found


def _keeps(ground: Ground, capability: int) -> bool:
    called = ground.named([capability])[0].name
    words = f"{called.nb} {called.nn} {called.en}".casefold()
    return any(word in words for word in _ARCHIVE)
