"""Every kind of thing with its fields (model.md sections 1 and 6)."""

from __future__ import annotations

from graphsvc.metamodel.definitions import Field, KindDefinition, ValueDefinition
from graphsvc.metamodel.fields import COMMON, NAMES, ORIGIN, choice, date, flag, integer, listed, money, text, things
from graphsvc.model import Kind
from graphsvc.text import Text

__all__ = ["KINDS"]

PERSONAL_DATA_LEVEL = integer(
    "personal_data_level",
    "Personopplysninger",
    "Personopplysningar",
    "Personal data",
    highest=2,
    expected=True,
    values=(
        ValueDefinition("0", Text("ingen", "ingen", "none")),
        ValueDefinition("1", Text("alminnelige", "alminnelege", "ordinary")),
        ValueDefinition("2", Text("særlige eller fortrolige", "særlege eller fortrulege", "special or confidential")),
    ),
)
CRITICALITY = integer(
    "criticality",
    "Kritikalitet",
    "Kritikalitet",
    "Criticality",
    lowest=1,
    highest=4,
    expected=True,
    values=(
        ValueDefinition("1", Text("lav", "låg", "low")),
        ValueDefinition("2", Text("middels", "middels", "medium")),
        ValueDefinition("3", Text("høy", "høg", "high")),
        ValueDefinition("4", Text("svært høy", "svært høg", "very high")),
    ),
)


def _kind(
    kind: Kind,
    label: tuple[str, str, str],
    plural: tuple[str, str, str],
    meaning: tuple[str, str, str],
    *fields: Field,
    in_graph: bool = True,
) -> KindDefinition:
    return KindDefinition(kind, Text(*label), Text(*plural), Text(*meaning), NAMES + fields + ORIGIN + COMMON, in_graph)


KINDS: dict[Kind, KindDefinition] = {
    definition.kind: definition
    for definition in (
        _kind(
            Kind.ORGANISATION,
            ("organisasjon", "organisasjon", "organisation"),
            ("organisasjoner", "organisasjonar", "organisations"),
            (
                "en kommune, en region, et nasjonalt organ",
                "ein kommune, ein region, eit nasjonalt organ",
                "a municipality, a region, a national body",
            ),
            text("organisation_number", "Organisasjonsnummer", "Organisasjonsnummer", "Organisation number"),
        ),
        _kind(
            Kind.UNIT,
            ("enhet", "eining", "unit"),
            ("enheter", "einingar", "units"),
            ("en node i organisasjonstreet", "ein node i organisasjonstreet", "a node of the organisation tree"),
            choice(
                "level",
                "Nivå",
                "Nivå",
                "Level",
                ("sector", "kommunalområde", "kommunalområde", "sector"),
                ("unit", "virksomhetsområde", "verksemdsområde", "unit"),
                ("team", "team eller avdeling", "team eller avdeling", "team or department"),
            ),
            text("contact", "Kontaktpunkt", "Kontaktpunkt", "Contact", expected=True),
            listed("kostra_functions", "KOSTRA-funksjoner", "KOSTRA-funksjonar", "KOSTRA functions"),
            integer("employees", "Ansatte", "Tilsette", "Employees"),
            text("forum_role", "Rolle i forumet", "Rolle i forumet", "Role in the forum"),
            integer("order", "Rekkefølge", "Rekkjefølgje", "Order"),
        ),
        _kind(
            Kind.SERVICE,
            ("tjeneste", "teneste", "service"),
            ("tjenester", "tenester", "services"),
            (
                "det innbyggere, næringsliv eller ansatte får",
                "det innbyggjarar, næringsliv eller tilsette får",
                "what residents, businesses or staff get",
            ),
            listed("audience", "Målgruppe", "Målgruppe", "Audience"),
            listed("los_themes", "Los-tema", "Los-tema", "Los themes"),
            listed("los_words", "Los-ord", "Los-ord", "Los words"),
            text("legal_basis", "Rettslig grunnlag", "Rettsleg grunnlag", "Legal basis", expected=True),
            CRITICALITY,
            money("yearly_cost", "Årlig kostnad", "Årleg kostnad", "Yearly cost"),
            text("contact", "Kontaktpunkt", "Kontaktpunkt", "Contact"),
        ),
        _kind(
            Kind.SYSTEM,
            ("system", "system", "system"),
            ("systemer", "system", "systems"),
            ("en applikasjon i bruk", "ein applikasjon i bruk", "an application in use"),
            choice(
                "scope",
                "Omfang",
                "Omfang",
                "Scope",
                ("local", "lokalt", "lokalt", "local"),
                ("shared", "regionalt delt", "regionalt delt", "shared (regional)"),
                ("national", "nasjonalt", "nasjonalt", "national"),
            ),
            text("vendor", "Leverandør", "Leverandør", "Vendor", expected=True),
            text("product", "Produkt", "Produkt", "Product"),
            CRITICALITY,
            PERSONAL_DATA_LEVEL,
            choice(
                "hosting",
                "Drift",
                "Drift",
                "Hosting",
                ("saas", "SaaS", "SaaS", "SaaS"),
                ("onprem", "egen drift", "eigen drift", "on premises"),
                ("cloud", "sky (egen)", "sky (eigen)", "cloud (own)"),
                ("hybrid", "hybrid", "hybrid", "hybrid"),
                ("external", "driftes av andre", "drifta av andre", "run by others"),
            ),
            date("in_use_from", "I bruk fra", "I bruk frå", "In use from"),
            date("contract_end", "Avtale til", "Avtale til", "Contract end", expected=True),
            integer("notice_months", "Oppsigelsestid (måneder)", "Oppseiingstid (månader)", "Notice period (months)"),
            date(
                "vendor_support_end", "Slutt på leverandørstøtte", "Slutt på leverandørstøtte", "End of vendor support"
            ),
            date("decommission", "Egen utfasing", "Eiga utfasing", "Own decommission"),
            choice(
                "disposition",
                "Disposisjon",
                "Disposisjon",
                "Disposition",
                ("tolerate", "Behold", "Behald", "Tolerate"),
                ("invest", "Invester", "Invester", "Invest"),
                ("migrate", "Flytt", "Flytt", "Migrate"),
                ("eliminate", "Avvikle", "Avvikle", "Eliminate"),
            ),
            money("yearly_cost", "Årlig kostnad", "Årleg kostnad", "Yearly cost", sensitive=True),
            integer("users", "Brukere", "Brukarar", "Users"),
            flag("platform", "Plattform", "Plattform", "Platform"),
            flag("composite", "Sammensatt", "Samansett", "Composite"),
            listed("protocols", "Protokoller", "Protokollar", "Protocols"),
            text("login", "Pålogging", "Pålogging", "Login"),
        ),
        _kind(
            Kind.CAPABILITY,
            ("funksjon", "funksjon", "capability"),
            ("funksjoner", "funksjonar", "capabilities"),
            (
                "det et system kan og en tjeneste kan trenge",
                "det eit system kan og ei teneste kan trenge",
                "what a system can do and a service may need",
            ),
            text("group", "Gruppe", "Gruppe", "Group"),
        ),
        _kind(
            Kind.DATA_OBJECT,
            ("informasjonsobjekt", "informasjonsobjekt", "data object"),
            ("informasjonsobjekter", "informasjonsobjekt", "data objects"),
            ("en type informasjon", "ein type informasjon", "a kind of information"),
            choice(
                "personal_data",
                "Personopplysninger",
                "Personopplysningar",
                "Personal data",
                ("none", "ingen", "ingen", "none"),
                ("ordinary", "alminnelige", "alminnelege", "ordinary"),
                ("special", "særlige kategorier", "særlege kategoriar", "special categories"),
                expected=True,
            ),
            text("owner", "Eier", "Eigar", "Owner"),
        ),
        _kind(
            Kind.JOURNEY,
            ("livshendelse", "livshending", "journey"),
            ("livshendelser", "livshendingar", "journeys"),
            (
                "en innbyggers vei gjennom flere tjenester",
                "vegen til ein innbyggjar gjennom fleire tenester",
                "a resident's course across services",
            ),
        ),
        _kind(
            Kind.TECHNOLOGY,
            ("teknologi", "teknologi", "technology"),
            ("teknologier", "teknologiar", "technologies"),
            ("det systemer kjører på", "det system køyrer på", "what systems run on"),
            text("vendor", "Leverandør", "Leverandør", "Vendor"),
            text("product", "Produkt", "Produkt", "Product"),
            date(
                "vendor_support_end", "Slutt på leverandørstøtte", "Slutt på leverandørstøtte", "End of vendor support"
            ),
            flag("platform", "Plattform", "Plattform", "Platform"),
        ),
        _kind(
            Kind.ELEMENT,
            ("element", "element", "element"),
            ("elementer", "element", "elements"),
            (
                "alt en import bringer som ikke har egen type",
                "alt ein import bringer som ikkje har eigen type",
                "anything an import brings that has no kind of its own",
            ),
        ),
        _kind(
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
            things(
                "needed_capabilities", "Trenger funksjoner", "Treng funksjonar", "Needed capabilities", Kind.CAPABILITY
            ),
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
            in_graph=False,
        ),
    )
}
