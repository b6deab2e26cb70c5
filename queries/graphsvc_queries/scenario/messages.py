"""What is wrong with a change set, and what would be right."""

from __future__ import annotations

from graphsvc.text import Text

__all__ = ["MESSAGES", "Said"]

#: A message and its remedy.
Said = tuple[Text, Text]

MESSAGES: dict[str, Said] = {
    "no-toml": (
        Text("Endringene er ikke TOML: {why}", "Endringane er ikkje TOML: {why}", "The changes are no TOML: {why}"),
        Text(
            'Skriv for eksempel [[end.system]] og under den id = "epj"',
            'Skriv til dømes [[end.system]] og under den id = "epj"',
            'Write for example [[end.system]] and below it id = "epj"',
        ),
    ),
    "unknown-operation": (
        Text("Kjenner ikke «{word}»", "Kjenner ikkje «{word}»", "“{word}” is not known"),
        Text(
            "Bruk add, change, end og title: [[add.system]], [[change.flow]], [[end.supports]]",
            "Bruk add, change, end og title: [[add.system]], [[change.flow]], [[end.supports]]",
            "Use add, change, end and title: [[add.system]], [[change.flow]], [[end.supports]]",
        ),
    ),
    "unknown-subject": (
        Text(
            "«{word}» er verken en type ting eller en relasjon",
            "«{word}» er verken ein type ting eller ein relasjon",
            "“{word}” is neither a kind of thing nor a relation",
        ),
        Text("Velg blant: {known}", "Vel blant: {known}", "Choose among: {known}"),
    ),
    "unknown-field": (
        Text(
            "«{word}» er ikke et felt i {subject}",
            "«{word}» er ikkje eit felt i {subject}",
            "“{word}” is no field of {subject}",
        ),
        Text("Velg blant: {known}", "Vel blant: {known}", "Choose among: {known}"),
    ),
    "no-id": (
        Text("Det mangler en id", "Det manglar ein id", "There is no id"),
        Text(
            'Skriv id = "..." med anførselstegn; for en relasjon id, eller from og to',
            'Skriv id = "..." med hermeteikn; for ein relasjon id, eller from og to',
            'Write id = "..." in quotes; for a relation id, or from and to',
        ),
    ),
    "exists-already": (
        Text("{name} finnes fra før", "{name} finst frå før", "{name} is there already"),
        Text("Bruk [[change.{subject}]]", "Bruk [[change.{subject}]]", "Use [[change.{subject}]]"),
    ),
    "not-there": (
        Text("{why}", "{why}", "{why}"),
        Text(
            "Skriv id-en slik registeret har den på {date}, eller legg tingen til med [[add.TYPE]]",
            "Skriv id-en slik registeret har han på {date}, eller legg tingen til med [[add.TYPE]]",
            "Write the id as the register has it at {date}, or add the thing with [[add.KIND]]",
        ),
    ),
    "no-relation": (
        Text(
            "Fant ikke relasjonen {subject} {name}",
            "Fann ikkje relasjonen {subject} {name}",
            "No relation {subject} {name}",
        ),
        Text(
            "Se hva den heter med: graphsvc show TING --json",
            "Sjå kva han heiter med: graphsvc show TING --json",
            "See what it is called with: graphsvc show THING --json",
        ),
    ),
    "several-relations": (
        Text(
            "Det er flere relasjoner {subject} fra {start} til {end}",
            "Det er fleire relasjonar {subject} frå {start} til {end}",
            "There are several relations {subject} from {start} to {end}",
        ),
        Text("Skriv id: {known}", "Skriv id: {known}", "Write the id: {known}"),
    ),
    "ends-do-not-fit": (
        Text(
            "{subject} går ikke fra {start} til {end}",
            "{subject} går ikkje frå {start} til {end}",
            "{subject} does not go from {start} to {end}",
        ),
        Text("Den går: {known}", "Den går: {known}", "It goes: {known}"),
    ),
    "end-ended": (
        Text(
            "{name} avsluttes i de samme endringene",
            "{name} blir avslutta i dei same endringane",
            "{name} is ended by the same changes",
        ),
        Text(
            "Velg en annen ende, eller la være å avslutte den",
            "Vel ein annan ende, eller la vere å avslutte han",
            "Choose another end, or do not end it",
        ),
    ),
    "named-twice": (
        Text("{name} er nevnt to ganger", "{name} er nemnd to gonger", "{name} is named twice"),
        Text("Samle alt om den i én oppføring", "Samle alt om han i éi oppføring", "Put all about it in one entry"),
    ),
    "bad-value": (
        Text("«{value}» passer ikke i {field}", "«{value}» passar ikkje i {field}", "“{value}” does not fit {field}"),
        Text("Skriv {wanted}", "Skriv {wanted}", "Write {wanted}"),
    ),
    "no-change": (
        Text("Oppføringen endrer ingenting", "Oppføringa endrar ingenting", "The entry changes nothing"),
        Text("Skriv minst ett felt", "Skriv minst eitt felt", "Write at least one field"),
    ),
    "ends-stay": (
        Text(
            "En relasjon kan ikke flyttes til andre ender",
            "Ein relasjon kan ikkje flyttast til andre endar",
            "A relation cannot be moved to other ends",
        ),
        Text(
            "Avslutt den med [[end.{subject}]] og legg til en ny med [[add.{subject}]]",
            "Avslutt han med [[end.{subject}]] og legg til ein ny med [[add.{subject}]]",
            "End it with [[end.{subject}]] and add a new one with [[add.{subject}]]",
        ),
    ),
}
