"""The forum's own kinds: they live in the register and its chain, and are no nodes of the graph (model.md section 6).

What the forum decides and states is append-only: the register never changes or withdraws it, and no import claims it.
"""

from __future__ import annotations

from graphsvc.metamodel.definitions import Field, KindDefinition
from graphsvc.metamodel.fields import NAMES, choice, date, integer, listed, money, text, thing_kind, things
from graphsvc.metamodel.priority_fields import PRIORITY_FIELDS
from graphsvc.metamodel.scales import PERSONAL_DATA_LEVEL
from graphsvc.model import Kind
from graphsvc.text import Text

__all__ = ["FORUM_KINDS"]

#: A title in three languages and as it was written; the forum's records have no description beside their text.
TITLES = NAMES[:4]
KNOWN_ABOUT = (
    Kind.SYSTEM,
    Kind.CAPABILITY,
    Kind.SERVICE,
    Kind.UNIT,
    Kind.DATA_OBJECT,
    Kind.JOURNEY,
    Kind.TECHNOLOGY,
    Kind.PROPOSAL,
)


def _record(
    kind: Kind,
    label: tuple[str, str, str],
    plural: tuple[str, str, str],
    meaning: tuple[str, str, str],
    *fields: Field,
    append_only: bool = False,
) -> KindDefinition:
    """Declare what only the forum writes."""
    words = Text(*label), Text(*plural), Text(*meaning)
    return KindDefinition(kind, *words, fields, in_graph=False, importable=False, append_only=append_only)


PROPOSAL_OF = things("proposal", "Forslag", "Forslag", "Proposal", Kind.PROPOSAL)
MEETING_OF = things("meeting", "Møte", "Møte", "Meeting", Kind.MEETING)
PARTICIPANTS = things("participants", "Deltakere", "Deltakarar", "Participants", Kind.ROLE)
TEXT_OF = text("text", "Tekst", "Tekst", "Text")

FORUM_KINDS: tuple[KindDefinition, ...] = (
    thing_kind(
        Kind.PROPOSAL,
        ("forslag", "forslag", "proposal"),
        ("forslag", "forslag", "proposals"),
        (
            "en plan eller et ønske som forumet skal behandle",
            "ein plan eller eit ønske som forumet skal handsame",
            "a plan or wish before the forum",
        ),
        text("need_nb", "Behov", "Behov", "Need"),
        things("proposer_unit", "Foreslått av", "Føreslått av", "Proposed by", Kind.UNIT),
        choice(
            "phase",
            "Fase",
            "Fase",
            "Phase",
            ("idea", "Idé", "Idé", "Idea"),
            ("concept", "Konsept", "Konsept", "Concept"),
            ("planning", "Planlegge", "Planleggje", "Planning"),
            ("execution", "Gjennomføre", "Gjennomføre", "Execution"),
            ("closing", "Avslutte", "Avslutte", "Closing"),
            ("realising", "Realisere", "Realisere", "Realising"),
        ),
        things("needed_capabilities", "Trenger funksjoner", "Treng funksjonar", "Needed capabilities", Kind.CAPABILITY),
        things("affected_services", "Berørte tjenester", "Berørte tenester", "Affected services", Kind.SERVICE),
        things("affected_units", "Berørte enheter", "Berørte einingar", "Affected units", Kind.UNIT),
        things(
            "replaces_systems",
            "Erstatter systemer",
            "Erstattar system",
            "Replaces systems",
            Kind.SYSTEM,
            Kind.TECHNOLOGY,
        ),
        things(
            "retires_systems",
            "Avvikler systemer",
            "Avviklar system",
            "Retires systems",
            Kind.SYSTEM,
            Kind.TECHNOLOGY,
        ),
        things(
            "extends_systems", "Utvider systemer", "Utvidar system", "Extends systems", Kind.SYSTEM, Kind.TECHNOLOGY
        ),
        things("integrates_systems", "Integrerer systemer", "Integrerer system", "Integrates systems", Kind.SYSTEM),
        text("shared_data_nb", "Delte data", "Delte data", "Shared data"),
        things(
            "national_components",
            "Nasjonale komponenter",
            "Nasjonale komponentar",
            "National components",
            Kind.SYSTEM,
        ),
        text("legal_basis", "Rettslig grunnlag", "Rettsleg grunnlag", "Legal basis", expected=True),
        PERSONAL_DATA_LEVEL,
        money("investment", "Investering", "Investering", "Investment", expected=True),
        money("yearly_cost", "Årlig kostnad", "Årleg kostnad", "Yearly cost", expected=True),
        money("yearly_benefit", "Årlig gevinst", "Årleg gevinst", "Yearly benefit", expected=True),
        text("other_benefit_nb", "Andre gevinster", "Andre gevinstar", "Other benefits"),
        text("main_risk_nb", "Viktigste risiko", "Viktigaste risiko", "Main risk"),
        integer("it_person_weeks", "Ukeverk IKT", "Vekeverk IKT", "IT person-weeks"),
        *PRIORITY_FIELDS,
        text("benefit_owner", "Gevinsteier", "Gevinsteigar", "Benefit owner"),
        text("benefit_from", "Gevinsten hentes", "Gevinsten blir henta", "Benefit realised"),
        text("advice", "Råd til forumet", "Råd til forumet", "Advice to the forum"),
        text("change_set", "Endringssett", "Endringssett", "Change set"),
        listed("attachments", "Vedlegg", "Vedlegg", "Attachments"),
        date("withdrawn_on", "Trukket", "Trekt", "Withdrawn on"),
        text("withdrawn_because", "Trukket fordi", "Trekt fordi", "Withdrawn because"),
        date("carried_out_on", "Gjennomført i kartet", "Gjennomført i kartet", "Carried out on"),
        money("real_investment", "Faktisk investering", "Faktisk investering", "Actual investment"),
        money("real_yearly_cost", "Faktisk årlig kostnad", "Faktisk årleg kostnad", "Actual yearly cost"),
        money("real_yearly_benefit", "Faktisk årlig gevinst", "Faktisk årleg gevinst", "Actual yearly benefit"),
        in_graph=False,
    ),
    _record(
        Kind.ASSESSMENT,
        ("svar i vurderingen", "svar i vurderinga", "answer of the assessment"),
        ("svar i vurderingen", "svar i vurderinga", "assessments"),
        (
            "et menneskes svar på ett av forumets spørsmål om et forslag",
            "svaret frå eit menneske på eitt av spørsmåla til forumet om eit forslag",
            "a person's answer to one of the forum's questions about a proposal",
        ),
        PROPOSAL_OF,
        text("question", "Spørsmål", "Spørsmål", "Question"),
        text("answer", "Svar", "Svar", "Answer"),
        text("answered_by", "Besvart av", "Svart av", "Answered by"),
        date("answered_on", "Besvart", "Svart", "Answered on"),
    ),
    _record(
        Kind.DECISION,
        ("beslutning", "avgjerd", "decision"),
        ("beslutninger", "avgjerder", "decisions"),
        (
            "hva forumet bestemte om et forslag, og hva det da visste",
            "kva forumet bestemte om eit forslag, og kva det då visste",
            "what the forum decided on a proposal, and what it knew then",
        ),
        PROPOSAL_OF,
        choice(
            "outcome",
            "Utfall",
            "Utfall",
            "Outcome",
            ("approve", "godkjent", "godkjent", "approved"),
            ("approve_with_conditions", "godkjent med vilkår", "godkjent med vilkår", "approved with conditions"),
            ("investigate", "utredes videre", "blir greidd ut vidare", "to be investigated"),
            ("postpone", "utsatt", "utsett", "postponed"),
            ("decline", "avslått", "avslått", "declined"),
        ),
        text("reasons", "Begrunnelse", "Grunngiving", "Reasons"),
        text("internal_note", "Intern merknad", "Intern merknad", "Internal note", sensitive=True),
        listed("conditions", "Vilkår", "Vilkår", "Conditions"),
        MEETING_OF,
        date("decided_on", "Besluttet", "Avgjort", "Decided on"),
        PARTICIPANTS,
        integer("map_revision", "Kartets revisjon", "Revisjonen til kartet", "Revision of the map"),
        date("map_date", "Kartets dato", "Datoen til kartet", "Date of the map"),
        listed("documents", "Dokumenter", "Dokument", "Documents"),
        things("replaces", "Erstatter", "Erstattar", "Replaces", Kind.DECISION),
        append_only=True,
    ),
    _record(
        Kind.CONDITION,
        ("vilkår", "vilkår", "condition"),
        ("vilkår", "vilkår", "conditions"),
        (
            "oppfølging av ett vilkår i en beslutning",
            "oppfølging av eitt vilkår i ei avgjerd",
            "follow-up of one condition of a decision",
        ),
        things("decision", "Beslutning", "Avgjerd", "Decision", Kind.DECISION),
        TEXT_OF,
        things("owner", "Ansvarlig", "Ansvarleg", "Owner", Kind.UNIT, Kind.ROLE),
        date("due", "Frist", "Frist", "Due"),
        date("fulfilled_on", "Oppfylt", "Oppfylt", "Fulfilled on"),
        text("note", "Merknad", "Merknad", "Note"),
    ),
    _record(
        Kind.STATEMENT,
        ("uttalelse", "fråsegn", "statement"),
        ("uttalelser", "fråsegner", "statements"),
        (
            "en retningslinje eller mening som ikke gjelder ett forslag",
            "ei retningslinje eller meining som ikkje gjeld eitt forslag",
            "a guideline or opinion that is not about one proposal",
        ),
        *TITLES,
        TEXT_OF,
        MEETING_OF,
        date("stated_on", "Uttalt", "Uttalt", "Stated on"),
        things("replaces", "Erstatter", "Erstattar", "Replaces", Kind.STATEMENT),
        append_only=True,
    ),
    thing_kind(
        Kind.MEETING,
        ("møte", "møte", "meeting"),
        ("møter", "møte", "meetings"),
        ("et møte i forumet", "eit møte i forumet", "a meeting of the forum"),
        date("date", "Dato", "Dato", "Date"),
        text("place", "Sted", "Stad", "Place"),
        things("agenda", "Saksliste", "Sakliste", "Agenda", Kind.PROPOSAL),
        PARTICIPANTS,
        text("minutes", "Referat", "Referat", "Minutes"),
        choice(
            "state",
            "Tilstand",
            "Tilstand",
            "State",
            ("planned", "planlagt", "planlagt", "planned"),
            ("held", "holdt", "halde", "held"),
            ("approved", "referat godkjent", "referat godkjent", "minutes approved"),
        ),
        in_graph=False,
    ),
    thing_kind(
        Kind.ROLE,
        ("rolle", "rolle", "role"),
        ("roller", "roller", "roles"),
        (
            "en rolle i forumet, eller en kompetansegruppe",
            "ei rolle i forumet, eller ei kompetansegruppe",
            "a role in the forum, or a competence group",
        ),
        choice(
            "role_kind",
            "Type rolle",
            "Type rolle",
            "Kind of role",
            ("leader", "leder", "leiar", "chair"),
            ("member", "medlem", "medlem", "member"),
            ("ict", "IKT", "IKT", "ICT"),
            ("secretary", "sekretær", "sekretær", "secretary"),
            ("adviser", "rådgiver", "rådgivar", "adviser"),
            ("competence_group", "kompetansegruppe", "kompetansegruppe", "competence group"),
        ),
        things("sector", "Kommunalområde", "Kommunalområde", "Sector", Kind.UNIT),
        things("knows", "Kjenner til", "Kjenner til", "Knows about", *KNOWN_ABOUT),
        text("contact", "Kontaktpunkt", "Kontaktpunkt", "Contact"),
        in_graph=False,
    ),
    thing_kind(
        Kind.NOTE,
        ("notat", "notat", "note"),
        ("notater", "notat", "notes"),
        (
            "noe forumet eller en kompetansegruppe har lært",
            "noko forumet eller ei kompetansegruppe har lært",
            "something that the forum or a competence group has learnt",
        ),
        TEXT_OF,
        things("group", "Gruppe", "Gruppe", "Group", Kind.ROLE),
        MEETING_OF,
        things("about", "Gjelder", "Gjeld", "About", *KNOWN_ABOUT),
        date("noted_on", "Notert", "Notert", "Noted on"),
        in_graph=False,
    ),
)
