"""One row of the records of processing (GDPR article 30 (1)), as far as the register can draft it."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.text import Language, Text
from graphsvc_queries.naming import Named

__all__ = ["HEADINGS", "Processing"]

#: Field of :class:`Processing` -> what article 30 calls it.
HEADINGS: dict[str, Text] = {
    "processing": Text("Behandling", "Behandling", "Processing activity"),
    "controller": Text("Behandlingsansvarlig", "Behandlingsansvarleg", "Controller"),
    "unit": Text("Ansvarlig enhet", "Ansvarleg eining", "Responsible unit"),
    "contact": Text("Kontaktpunkt", "Kontaktpunkt", "Contact"),
    "joint": Text("Leveres sammen med", "Blir levert saman med", "Delivered together with"),
    "purpose": Text("Formål", "Føremål", "Purpose"),
    "legal_basis": Text("Rettslig grunnlag", "Rettsleg grunnlag", "Legal basis"),
    "subjects": Text("Kategorier av registrerte", "Kategoriar av registrerte", "Categories of data subjects"),
    "data": Text("Kategorier av personopplysninger", "Kategoriar av personopplysningar", "Categories of personal data"),
    "special": Text("Særlige kategorier", "Særlege kategoriar", "Special categories"),
    "recipients": Text("Mottakere", "Mottakarar", "Recipients"),
    "systems": Text("Systemer", "System", "Systems"),
    "processors": Text("Databehandlere", "Databehandlarar", "Processors"),
    "third_countries": Text("Overføring til tredjeland", "Overføring til tredjeland", "Transfers to third countries"),
    "erasure": Text("Slettefrister", "Slettefristar", "Time limits for erasure"),
    "security": Text("Sikkerhetstiltak", "Tryggingstiltak", "Security measures"),
    "evidence": Text("Bygger på", "Byggjer på", "Based on"),
    "missing": Text("Må fylles ut", "Må fyllast ut", "To be filled in"),
}
#: What no field of the register says.
NEVER_KNOWN = ("third_countries", "erasure", "security")

_EVIDENCE = {
    "handles": Text(
        "oppgitt hva tjenesten behandler", "oppgjeve kva tenesta handsamar", "stated what the service handles"
    ),
    "systems": Text(
        "utledet av hva de nødvendige systemene har, må bekreftes",
        "utleidd av kva dei nødvendige systema har, må stadfestast",
        "derived from what the required systems hold, to be confirmed",
    ),
}


@dataclass(frozen=True, slots=True)
class Processing:
    """A service that processes personal data.

    Parameters
    ----------
    purpose
        The service's description, else its name.
    data, special
        What it processes; those of special categories again.
    recipients
        Systems, other than the service's own, to which flows carry the data.
    processors
        Vendors that run one of the systems for the municipality.
    evidence
        ``handles`` when a source says what the service handles, ``systems`` when that is drawn from its systems.
    missing
        Names of :data:`HEADINGS` that somebody must fill in.
    """

    service: Named
    controller: Text | None
    unit: Named | None
    contact: str | None
    joint: tuple[Named, ...]
    purpose: Text
    legal_basis: str | None
    subjects: tuple[str, ...]
    data: tuple[Named, ...]
    special: tuple[Named, ...]
    recipients: tuple[Named, ...]
    systems: tuple[Named, ...]
    processors: tuple[str, ...]
    evidence: str
    missing: tuple[str, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the row for programs: ids and words."""
        return {
            **self.service.document(language),
            "controller": self.controller.in_(language) if self.controller else None,
            "unit": self.unit.id if self.unit else None,
            "contact": self.contact,
            "joint": [one.id for one in self.joint],
            "purpose": self.purpose.in_(language),
            "legal_basis": self.legal_basis,
            "subjects": list(self.subjects),
            "data": [one.id for one in self.data],
            "special": [one.id for one in self.special],
            "recipients": [one.id for one in self.recipients],
            "systems": [one.id for one in self.systems],
            "processors": list(self.processors),
            **dict.fromkeys(NEVER_KNOWN),
            "evidence": self.evidence,
            "missing": list(self.missing),
        }

    def row(self, language: Language) -> dict[str, object]:
        """Return the row for people: headings and names; what is not known is an empty cell."""

        def names(things: tuple[Named, ...]) -> str:
            return "; ".join(one.name.in_(language) for one in things)

        cells = {
            "processing": f"{self.service.name.in_(language)} ({self.service.id})",
            "controller": self.controller.in_(language) if self.controller else "",
            "unit": self.unit.name.in_(language) if self.unit else "",
            "contact": self.contact or "",
            "joint": names(self.joint),
            "purpose": self.purpose.in_(language),
            "legal_basis": self.legal_basis or "",
            "subjects": "; ".join(self.subjects),
            "data": names(self.data),
            "special": names(self.special),
            "recipients": names(self.recipients),
            "systems": names(self.systems),
            "processors": "; ".join(self.processors),
            **dict.fromkeys(NEVER_KNOWN, ""),
            "evidence": _EVIDENCE[self.evidence].in_(language),
            "missing": "; ".join(HEADINGS[name].in_(language) for name in self.missing),
        }
        return {HEADINGS[name].in_(language): value for name, value in cells.items()}
