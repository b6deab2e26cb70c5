"""Messages about profiles, and about what they lead to."""

from __future__ import annotations

from graphsvc_importers.archimate.messages.definitions import ERROR, NOTE, PROFILE, WARNING, Message, say

__all__ = ["PROFILES"]

#: Profiles and what they lead to.
PROFILES: dict[str, Message] = {
    "profile-unreadable": say(
        ERROR,
        (
            "Profilen {value} kan ikke leses: {why}.",
            "Profilen {value} kan ikkje lesast: {why}.",
            "The profile {value} cannot be read: {why}.",
        ),
        (
            "Skriv {known}, eller stien til en egen profil (TOML).",
            "Skriv {known}, eller stien til ein eigen profil (TOML).",
            "Write {known}, or the path of a profile of your own (TOML).",
        ),
    ),
    "profile-unknown-key": say(
        ERROR,
        (
            "Profilen har nøkkelen {value}, som ikke finnes{near}.",
            "Profilen har nøkkelen {value}, som ikkje finst{near}.",
            "The profile has the key {value}, which does not exist{near}.",
        ),
        PROFILE,
    ),
    "profile-bad-value": say(
        ERROR,
        (
            "{key} i profilen kan ikke være {value}. Mulige verdier: {allowed}.",
            "{key} i profilen kan ikkje vere {value}. Moglege verdiar: {allowed}.",
            "{key} in the profile cannot be {value}. Possible values: {allowed}.",
        ),
        PROFILE,
    ),
    "profile-no-match": say(
        ERROR,
        (
            "{key} i profilen nevner {value}, som ikke finnes i modellen{near}.",
            "{key} i profilen nemner {value}, som ikkje finst i modellen{near}.",
            "{key} in the profile names {value}, which is not in the model{near}.",
        ),
        PROFILE,
    ),
    "profile-recognised": say(
        NOTE,
        (
            "Modellen heter {value}; profilen {profile} ble brukt. Skriv --mapping plain for å la være.",
            "Modellen heiter {value}; profilen {profile} vart brukt. Skriv --mapping plain for å la vere.",
            "The model is called {value}; the profile {profile} was used. Write --mapping plain to do without it.",
        ),
    ),
    "axis-without-element": say(
        WARNING,
        (
            "Ikke noe element heter {value}, en verdi av egenskapen {key}; sektoren ble ikke en enhet.",
            "Ikkje noko element heiter {value}, ein verdi av eigenskapen {key}; sektoren vart ikkje ei eining.",
            "No element is called {value}, a value of the property {key}; the sector did not become a unit.",
        ),
        (
            "Lag en gruppering med det navnet i modellen.",
            "Lag ei gruppering med det namnet i modellen.",
            "Make a grouping of that name in the model.",
        ),
    ),
    "no-axis": say(
        NOTE,
        (
            "Ingen sektorer er valgt, så svar blir ikke fordelt på sektorer. Velg dem i en profil under [axis].",
            "Ingen sektorar er valde, så svar blir ikkje fordelte på sektorar. Vel dei i ein profil under [axis].",
            "No sectors are chosen, so answers are not divided among sectors. Choose them in a profile under [axis].",
        ),
    ),
    "platforms-proposed": say(
        NOTE,
        (
            "{count} systemer har minst {limit} andre som er avhengige av dem, og kan være plattformer: {names}.",
            "{count} system har minst {limit} andre som er avhengige av dei, og kan vere plattformer: {names}.",
            "{count} systems have at least {limit} others that depend on them, and may be platforms: {names}.",
        ),
        (
            "Sett platform på dem som er det, eller skriv [platform] i profilen.",
            "Set platform på dei som er det, eller skriv [platform] i profilen.",
            "Set platform on those that are, or write [platform] in the profile.",
        ),
    ),
    "same-name": say(
        NOTE,
        (
            "{count} ting heter {value}, og profilen sier at de er én: {ids}. De er importert hver for seg.",
            "{count} ting heiter {value}, og profilen seier at dei er éin: {ids}. Dei er importerte kvar for seg.",
            "{count} things are called {value}, and the profile says they are one: {ids}. Each is imported.",
        ),
        (
            "Godta et alias i registeret for å slå dem sammen.",
            "Godta eit alias i registeret for å slå dei saman.",
            "Accept an alias in the register to merge them.",
        ),
    ),
    "bad-field-value": say(
        WARNING,
        (
            "{value} passer ikke i feltet {field}; den er tatt vare på som egenskapen {key}.",
            "{value} passar ikkje i feltet {field}; han er teken vare på som {key}.",
            "{value} does not fit the field {field}; it is kept as the property {key}.",
        ),
    ),
}
