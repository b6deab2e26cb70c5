"""The words of differences: what the lists of answers are called, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graphsvc.metamodel import KINDS
from graphsvc.model import Relation
from graphsvc.text import Text

__all__ = ["LISTS", "RELATIONS", "Noun", "noun_of"]


class Noun(NamedTuple):
    """A word for one and for several, indefinite and without an article, as it stands after a number."""

    one: Text
    many: Text

    def counted(self, amount: int) -> Text:
        """Return the form after this number."""
        return self.one if amount == 1 else self.many


def _noun(*words: tuple[str, str, str]) -> Noun:
    one, many = (Text(*three) for three in words)
    return Noun(one, many)


#: What a list of an answer holds, by the last word of its path.
LISTS: Mapping[str, Noun] = {
    **{f"{kind.value}s": Noun(definition.label, definition.plural) for kind, definition in KINDS.items()},
    "sectors": _noun(("sektor", "sektor", "sector"), ("sektorer", "sektorar", "sectors")),
    "technologies": Noun(KINDS["technology"].label, KINDS["technology"].plural),  # type: ignore[index]
    "touched": _noun(("berørt ting", "råka ting", "touched thing"), ("berørte ting", "råka ting", "touched things")),
    "consult": _noun(
        ("enhet å rådføre seg med", "eining å rådføre seg med", "unit to consult"),
        ("enheter å rådføre seg med", "einingar å rådføre seg med", "units to consult"),
    ),
    "unknown": _noun(
        ("ukjent forhold", "ukjent forhold", "unknown"), ("ukjente forhold", "ukjende forhold", "unknowns")
    ),
    "platforms": _noun(("plattform", "plattform", "platform"), ("plattformer", "plattformer", "platforms")),
    "single_points": _noun(
        ("system som alene stopper tjenester", "system som åleine stoppar tenester", "single point of failure"),
        ("systemer som alene stopper tjenester", "system som åleine stoppar tenester", "single points of failure"),
    ),
    "bridges": _noun(
        ("flyt uten omvei", "flyt utan omveg", "flow without a way around"),
        ("flyter uten omvei", "flytar utan omveg", "flows without a way around"),
    ),
    "articulation_points": _noun(
        ("system som holder nettet sammen", "system som held nettet saman", "system that holds the net together"),
        ("systemer som holder nettet sammen", "system som held nettet saman", "systems that hold the net together"),
    ),
    "cycles": _noun(
        ("sirkel av avhengigheter", "sirkel av avhengnader", "circle of dependence"),
        ("sirkler av avhengigheter", "sirklar av avhengnader", "circles of dependence"),
    ),
    "lifecycle": _noun(
        ("brudd i livsløp", "brot i livsløp", "lifecycle gap"), ("brudd i livsløp", "brot i livsløp", "lifecycle gaps")
    ),
    "without_owner": _noun(
        ("system uten eier", "system utan eigar", "system without an owner"),
        ("systemer uten eier", "system utan eigar", "systems without an owner"),
    ),
    "unused": _noun(
        ("system som ikke er i bruk", "system som ikkje er i bruk", "unused system"),
        ("systemer som ikke er i bruk", "system som ikkje er i bruk", "unused systems"),
    ),
    "stale": _noun(
        ("foreldet ting", "forelda ting", "stale thing"), ("foreldede ting", "forelda ting", "stale things")
    ),
    "unconfirmed": _noun(
        ("ubekreftet ting", "ting som ikkje er stadfest", "unconfirmed thing"),
        ("ubekreftede ting", "ting som ikkje er stadfeste", "unconfirmed things"),
    ),
    "paths": _noun(("vei", "veg", "path"), ("veier", "vegar", "paths")),
    "communities": _noun(
        ("gruppe som henger sammen", "gruppe som heng saman", "community"),
        ("grupper som henger sammen", "grupper som heng saman", "communities"),
    ),
    "candidates": _noun(("kandidat", "kandidat", "candidate"), ("kandidater", "kandidatar", "candidates")),
    "pairs": _noun(
        ("par som overlapper", "par som overlappar", "overlapping pair"),
        ("par som overlapper", "par som overlappar", "overlapping pairs"),
    ),
    "central": _noun(
        ("sentralt system", "sentralt system", "central system"),
        ("sentrale systemer", "sentrale system", "central systems"),
    ),
    "isolated": _noun(
        ("enhet uten koblinger", "eining utan koplingar", "unit without ties"),
        ("enheter uten koblinger", "einingar utan koplingar", "units without ties"),
    ),
    "across.systems": _noun(
        ("system på tvers av sektorer", "system på tvers av sektorar", "system across sectors"),
        ("systemer på tvers av sektorer", "system på tvers av sektorar", "systems across sectors"),
    ),
    "across.services": _noun(
        ("tjeneste på tvers av sektorer", "teneste på tvers av sektorar", "service across sectors"),
        ("tjenester på tvers av sektorer", "tenester på tvers av sektorar", "services across sectors"),
    ),
    "across.units": _noun(
        ("enhet nærmest en annen sektor", "eining nærast ein annan sektor", "unit closest to another sector"),
        ("enheter nærmest en annen sektor", "einingar nærast ein annan sektor", "units closest to another sector"),
    ),
    "topics": _noun(("tema", "tema", "topic"), ("temaer", "tema", "topics")),
    "experience": _noun(
        ("enhet med erfaring", "eining med erfaring", "unit with experience"),
        ("enheter med erfaring", "einingar med erfaring", "units with experience"),
    ),
    "overlap": _noun(
        ("par av sektorer som kan det samme", "par av sektorar som kan det same", "pair of sectors that know the same"),
        (
            "par av sektorer som kan det samme",
            "par av sektorar som kan det same",
            "pairs of sectors that know the same",
        ),
    ),
    "invite": _noun(
        ("enhet å invitere", "eining å invitere", "unit to invite"),
        ("enheter å invitere", "einingar å invitere", "units to invite"),
    ),
    "data": _noun(
        ("informasjonsobjekt", "informasjonsobjekt", "data object"),
        ("informasjonsobjekter", "informasjonsobjekt", "data objects"),
    ),
    "flows": _noun(("flyt", "flyt", "flow"), ("flyter", "flytar", "flows")),
    "missing_legal_basis.flows": _noun(
        ("flyt uten rettslig grunnlag", "flyt utan rettsleg grunnlag", "flow without a legal basis"),
        ("flyter uten rettslig grunnlag", "flytar utan rettsleg grunnlag", "flows without a legal basis"),
    ),
    "missing_legal_basis.services": _noun(
        ("tjeneste uten rettslig grunnlag", "teneste utan rettsleg grunnlag", "service without a legal basis"),
        ("tjenester uten rettslig grunnlag", "tenester utan rettsleg grunnlag", "services without a legal basis"),
    ),
    "unknown_flows": _noun(
        ("flyt med ukjent innhold", "flyt med ukjent innhald", "flow of unknown content"),
        ("flyter med ukjent innhold", "flytar med ukjent innhald", "flows of unknown content"),
    ),
    "records": _noun(
        ("behandling i utkastet til protokoll", "behandling i utkastet til protokoll", "drafted record of processing"),
        (
            "behandlinger i utkastet til protokoll",
            "behandlingar i utkastet til protokoll",
            "drafted records of processing",
        ),
    ),
    "steps": _noun(("steg", "steg", "step"), ("steg", "steg", "steps")),
    "hand_overs": _noun(("overgang", "overgang", "hand-over"), ("overganger", "overgangar", "hand-overs")),
    "manual": _noun(
        ("manuell overføring", "manuell overføring", "manual transfer"),
        ("manuelle overføringer", "manuelle overføringar", "manual transfers"),
    ),
    "breaks": _noun(("brudd", "brot", "break"), ("brudd", "brot", "breaks")),
    "fields": _noun(("felt", "felt", "field"), ("felt", "felt", "fields")),
    "sources": _noun(("kilde", "kjelde", "source"), ("kilder", "kjelder", "sources")),
    "orphans": _noun(("løsrevet ting", "lausriven ting", "orphan"), ("løsrevne ting", "lausrivne ting", "orphans")),
    "work": _noun(
        ("ting på arbeidslisten", "ting på arbeidslista", "thing on the list to work off"),
        ("ting på arbeidslisten", "ting på arbeidslista", "things on the list to work off"),
    ),
}

#: What relations of a type are called when they are counted.
RELATIONS: Mapping[Relation, Noun] = {
    Relation.PART_OF: _noun(
        ("tilhørighet", "tilhøyrsle", "membership"), ("tilhørigheter", "tilhøyrsler", "memberships")
    ),
    Relation.DELIVERS: _noun(("leveranse", "leveranse", "delivery"), ("leveranser", "leveransar", "deliveries")),
    Relation.OWNS: _noun(("eierskap", "eigarskap", "ownership"), ("eierskap", "eigarskap", "ownerships")),
    Relation.USES: _noun(("bruksforhold", "bruksforhold", "use"), ("bruksforhold", "bruksforhold", "uses")),
    Relation.SUPPORTS: _noun(
        ("støtte til tjeneste", "støtte til teneste", "service support"),
        ("støtter til tjenester", "støtter til tenester", "service supports"),
    ),
    Relation.FLOW: _noun(("flyt", "flyt", "flow"), ("flyter", "flytar", "flows")),
    Relation.PROVIDES: _noun(
        ("funksjon i system", "funksjon i system", "provided capability"),
        ("funksjoner i system", "funksjonar i system", "provided capabilities"),
    ),
    Relation.NEEDS: _noun(
        ("behov for funksjon", "behov for funksjon", "needed capability"),
        ("behov for funksjoner", "behov for funksjonar", "needed capabilities"),
    ),
    Relation.HOLDS: _noun(
        ("lagret informasjonsobjekt", "lagra informasjonsobjekt", "held data object"),
        ("lagrede informasjonsobjekter", "lagra informasjonsobjekt", "held data objects"),
    ),
    Relation.REQUIRES: _noun(
        ("avhengighet mellom tjenester", "avhengnad mellom tenester", "required service"),
        ("avhengigheter mellom tjenester", "avhengnader mellom tenester", "required services"),
    ),
    Relation.CONTAINS: _noun(
        ("steg i livshendelse", "steg i livshending", "journey step"),
        ("steg i livshendelser", "steg i livshendingar", "journey steps"),
    ),
    Relation.RUNS_ON: _noun(
        ("driftskobling", "driftskopling", "hosting"), ("driftskoblinger", "driftskoplingar", "hostings")
    ),
    Relation.REPLACES: _noun(
        ("erstatning", "erstatning", "replacement"), ("erstatninger", "erstatningar", "replacements")
    ),
    Relation.REALIZES: _noun(
        ("realisering", "realisering", "realisation"), ("realiseringer", "realiseringar", "realisations")
    ),
    Relation.HANDLES: _noun(
        ("behandling av informasjon", "behandling av informasjon", "handling of data"),
        ("behandlinger av informasjon", "behandlingar av informasjon", "handlings of data"),
    ),
    Relation.KIND_OF: _noun(("typekobling", "typekopling", "kind"), ("typekoblinger", "typekoplingar", "kinds")),
    Relation.EXCHANGES: _noun(
        ("informasjonsutveksling", "informasjonsutveksling", "exchange"),
        ("informasjonsutvekslinger", "informasjonsutvekslingar", "exchanges"),
    ),
    Relation.RELATED: _noun(
        ("annen kobling", "anna kopling", "other tie"), ("andre koblinger", "andre koplingar", "other ties")
    ),
}


def noun_of(path: str) -> Noun:
    """Return what a list at a path holds; a list that nobody named is called by its path.

    Examples
    --------
    >>> noun_of("shared.systems").counted(2).nb
    'systemer'
    >>> noun_of("shoes").counted(2).nb
    'rader i «shoes»'
    """
    named = LISTS.get(path) or LISTS.get(path.rpartition(".")[2])
    if named is not None:
        return named
    return _noun(
        (f"rad i «{path}»", f"rad i «{path}»", f"row of “{path}”"),
        (f"rader i «{path}»", f"rader i «{path}»", f"rows of “{path}”"),
    )
