"""Every kind of thing with its fields (model.md sections 1 and 6)."""

from __future__ import annotations

from graphsvc.metamodel.definitions import KindDefinition
from graphsvc.metamodel.fields import choice, date, flag, integer, listed, money, text, thing_kind
from graphsvc.metamodel.forum_kinds import FORUM_KINDS
from graphsvc.metamodel.scales import CRITICALITY, PERSONAL_DATA_LEVEL
from graphsvc.model import Kind

__all__ = ["KINDS"]

KINDS: dict[Kind, KindDefinition] = {
    definition.kind: definition
    for definition in (
        thing_kind(
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
        thing_kind(
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
        thing_kind(
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
        thing_kind(
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
        thing_kind(
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
        thing_kind(
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
        thing_kind(
            Kind.JOURNEY,
            ("livshendelse", "livshending", "journey"),
            ("livshendelser", "livshendingar", "journeys"),
            (
                "en innbyggers vei gjennom flere tjenester",
                "vegen til ein innbyggjar gjennom fleire tenester",
                "a resident's course across services",
            ),
        ),
        thing_kind(
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
        thing_kind(
            Kind.ELEMENT,
            ("element", "element", "element"),
            ("elementer", "element", "elements"),
            (
                "alt en import bringer som ikke har egen type",
                "alt ein import bringer som ikkje har eigen type",
                "anything an import brings that has no kind of its own",
            ),
        ),
        *FORUM_KINDS,
    )
}
