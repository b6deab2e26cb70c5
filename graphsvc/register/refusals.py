"""What the register says when it refuses: what happened, where, and what would work, in three languages."""

from __future__ import annotations

from pathlib import Path

from graphsvc.errors import (
    ConfirmationNeeded,
    DataError,
    EngineError,
    QuestionError,
    RegisterDamaged,
    RegisterLocked,
    RegisterMissing,
)
from graphsvc.text import Text

__all__ = [
    "WRONG_DIGEST",
    "already_there",
    "cannot_open",
    "damaged",
    "damaged_backup",
    "locked",
    "missing",
    "moved_on",
    "newer",
    "no_folder",
    "no_revision",
    "no_space",
    "not_a_folder",
    "not_writable",
    "older",
    "opened_for_reading",
    "others_folder",
    "stale_claim",
    "symbolic_link",
    "unavailable",
    "unfit",
    "would_replace",
]

#: Why a register is damaged when its claims are not those of the revision.
WRONG_DIGEST = Text(
    "påstandene stemmer ikke med kontrollsummen for revisjonen («graphsvc verify» sier hvilke)",
    "påstandane stemmer ikkje med kontrollsummen for revisjonen («graphsvc verify» seier kva for nokre)",
    "the claims do not match the digest of the revision (“graphsvc verify” says which)",
)


def missing(file: Path) -> RegisterMissing:
    """There is no register in the folder."""
    return RegisterMissing(
        Text(
            f"Fant ikke noe register i {file}. Lag et med «graphsvc init --home {file.parent}», eller oppgi en "
            "annen mappe med --home.",
            f"Fann ikkje noko register i {file}. Lag eit med «graphsvc init --home {file.parent}», eller oppgje ei "
            "anna mappe med --home.",
            f"There is no register at {file}. Make one with “graphsvc init --home {file.parent}”, or name another "
            "folder with --home.",
        )
    )


def already_there(file: Path) -> DataError:
    """A register must not be made over another."""
    return DataError(
        Text(
            f"Det finnes alt et register i {file}. Bruk det, eller oppgi en annen mappe med --home.",
            f"Det finst alt eit register i {file}. Bruk det, eller oppgje ei anna mappe med --home.",
            f"There is already a register at {file}. Use it, or name another folder with --home.",
        )
    )


def symbolic_link(file: Path) -> EngineError:
    """A link could lead a write to somewhere nobody meant."""
    return EngineError(
        Text(
            f"{file} er en symbolsk lenke, og det er ikke tillatt for filene til registeret. Legg selve filen der, "
            "eller oppgi mappen den ligger i med --home.",
            f"{file} er ei symbolsk lenkje, og det er ikkje tillate for filene til registeret. Legg sjølve fila "
            "der, eller oppgje mappa ho ligg i med --home.",
            f"{file} is a symbolic link, which the register's files may not be. Put the file itself there, or name "
            "the folder it lies in with --home.",
        )
    )


def not_a_folder(home: Path) -> EngineError:
    """The home is something else than a folder."""
    return EngineError(
        Text(
            f"{home} er ikke en mappe. Oppgi en mappe med --home.",
            f"{home} er ikkje ei mappe. Oppgje ei mappe med --home.",
            f"{home} is not a folder. Name a folder with --home.",
        )
    )


def others_folder(home: Path, owner: str) -> EngineError:
    """Files that we make in somebody else's folder would lock that somebody out."""
    return EngineError(
        Text(
            f"Mappen {home} eies av en annen bruker ({owner}), så her skrives ingenting. Kjør kommandoen som den "
            "brukeren, eller bytt eier på mappen med chown. Lesing går som før.",
            f"Mappa {home} er eigd av ein annan brukar ({owner}), så her blir ingenting skrive. Køyr kommandoen som "
            "den brukaren, eller byt eigar på mappa med chown. Lesing går som før.",
            f"The folder {home} is owned by another user ({owner}), so nothing is written here. Run the command as "
            "that user, or change the folder's owner with chown. Reading works as before.",
        )
    )


def not_writable(path: Path) -> EngineError:
    """The folder or file may only be read."""
    return EngineError(
        Text(
            f"{path} kan bare leses, så ingenting er skrevet. Gi skriverett til mappen og filene i den, eller oppgi "
            "en annen mappe med --home. Lesing går som før.",
            f"{path} kan berre lesast, så ingenting er skrive. Gje skriverett til mappa og filene i henne, eller "
            "oppgje ei anna mappe med --home. Lesing går som før.",
            f"{path} can only be read, so nothing was written. Allow writing to the folder and its files, or name "
            "another folder with --home. Reading works as before.",
        )
    )


def cannot_open(path: Path) -> EngineError:
    """The user may not open the file, or it went away."""
    return EngineError(
        Text(
            f"{path} kan ikke åpnes. Sjekk at filen og mappen finnes, og at brukeren som kjører graphsvc, har tilgang.",
            f"{path} kan ikkje opnast. Sjekk at fila og mappa finst, og at brukaren som køyrer graphsvc, har tilgang.",
            f"{path} cannot be opened. Check that the file and its folder are there and that this user may use them.",
        )
    )


def no_folder(folder: Path) -> EngineError:
    """Nothing can be written to a folder that is not there."""
    return EngineError(
        Text(
            f"Mappen {folder} finnes ikke. Lag den først, eller oppgi en annen.",
            f"Mappa {folder} finst ikkje. Lag ho først, eller oppgje ei anna.",
            f"There is no folder {folder}. Make it first, or name another.",
        )
    )


def unfit(name: str, place: str) -> DataError:
    """Text that no database and no file in UTF-8 can hold."""
    named = f"{name!r} ({place})" if place else repr(name)
    return DataError(
        Text(
            f"{named} har tegn som ikke kan lagres (NUL eller halve tegn). Fjern dem i kilden.",
            f"{named} har teikn som ikkje kan lagrast (NUL eller halve teikn). Fjern dei i kjelda.",
            f"{named} has characters that cannot be stored (NUL or halves). Remove them in the source.",
        )
    )


def no_space(path: object) -> EngineError:
    """The disk is full, or a limit on file sizes is reached."""
    return EngineError(
        Text(
            f"Det er ikke plass til å skrive i {path} (disken er full, eller en grense for filstørrelse er nådd). "
            "Ingenting er endret. Frigjør plass eller hev grensen, og prøv igjen.",
            f"Det er ikkje plass til å skrive i {path} (disken er full, eller ei grense for filstorleik er nådd). "
            "Ingenting er endra. Frigjer plass eller hev grensa, og prøv igjen.",
            f"There is no room to write in {path} (the disk is full, or a limit on file sizes is reached). Nothing "
            "was changed. Free some space or raise the limit, and try again.",
        )
    )


def unavailable(path: object, why: str) -> EngineError:
    """The engine failed for a reason that has no message of its own."""
    return EngineError(
        Text(
            f"Registeret i {path} svarer ikke ({why}). Ingenting er endret. «graphsvc doctor» sier hva som er galt.",
            f"Registeret i {path} svarar ikkje ({why}). Ingenting er endra. «graphsvc doctor» seier kva som er gale.",
            f"The register at {path} does not answer ({why}). Nothing was changed. “graphsvc doctor” says what is "
            "wrong.",
        )
    )


def damaged(path: object, why: Text) -> RegisterDamaged:
    """What is stored does not hold together."""
    return RegisterDamaged(
        Text(
            "Registeret i {path} er skadet: {why}. La det være som det er, og gjenopprett fra en sikkerhetskopi med "
            "«graphsvc restore», som tar vare på det gamle.",
            "Registeret i {path} er skadd: {why}. Lat det vere som det er, og gjenopprett frå ein tryggingskopi med "
            "«graphsvc restore», som tek vare på det gamle.",
            "The register at {path} is damaged: {why}. Leave it as it is, and restore a backup with “graphsvc "
            "restore”, which keeps the old one.",
        ).format(path=path, why=why)
    )


def damaged_backup(file: Path, why: Text) -> RegisterDamaged:
    """A backup that must not be restored."""
    return RegisterDamaged(
        Text(
            "Sikkerhetskopien {file} kan ikke brukes: {why}. Registeret er ikke rørt. Velg en annen kopi.",
            "Tryggingskopien {file} kan ikkje brukast: {why}. Registeret er ikkje rørt. Vel ein annan kopi.",
            "The backup {file} cannot be used: {why}. The register was left as it was. Choose another backup.",
        ).format(file=file, why=why)
    )


def would_replace(place: str) -> ConfirmationNeeded:
    """There is a register where the backup would go."""
    return ConfirmationNeeded(
        Text(
            f"Det er alt et register i {place}, og ingenting er endret. Gjenta med --yes for å sette kopien i stedet; "
            "det som er der nå, blir tatt vare på ved siden av.",
            f"Det er alt eit register i {place}, og ingenting er endra. Gjenta med --yes for å setje kopien i staden; "
            "det som er der no, blir teke vare på ved sida av.",
            f"There is already a register at {place}, and nothing was changed. Repeat with --yes to put the backup in "
            "its place; what is there now is kept beside it.",
        )
    )


def newer(file: object) -> EngineError:
    """A later version of the product made this register."""
    return EngineError(
        Text(
            f"Registeret i {file} er laget av en nyere versjon av graphsvc og er ikke rørt. Installer den nyeste "
            "versjonen av graphsvc.",
            f"Registeret i {file} er laga av ein nyare versjon av graphsvc og er ikkje rørt. Installer den nyaste "
            "versjonen av graphsvc.",
            f"The register at {file} was made by a newer version of graphsvc and was left untouched. Install the "
            "newest version of graphsvc.",
        )
    )


def older(file: object) -> EngineError:
    """An earlier version made this register, and a reader may not bring it up to date."""
    return EngineError(
        Text(
            f"Registeret i {file} er laget av en eldre versjon av graphsvc. Kjør en kommando som skriver, for "
            "eksempel «graphsvc init», så blir det oppdatert.",
            f"Registeret i {file} er laga av ein eldre versjon av graphsvc. Køyr ein kommando som skriv, til dømes "
            "«graphsvc init», så blir det oppdatert.",
            f"The register at {file} was made by an older version of graphsvc. Run a command that writes, such as "
            "“graphsvc init”, to bring it up to date.",
        )
    )


def locked(place: object, holder: int | str | None) -> RegisterLocked:
    """Another process has the right to write; named by its number, or by what a server knows it by."""
    if isinstance(holder, str):
        nb = nn = en = holder
    else:
        nb, nn, en = (
            (f"prosess {holder}", f"prosess {holder}", f"process {holder}")
            if holder
            else ("en annen prosess", "ein annan prosess", "another process")
        )
    return RegisterLocked(
        Text(
            f"Registeret i {place} skrives av {nb}. Bare én prosess skriver om gangen: bruk den som kjører, eller "
            "avslutt den først. Lesing går som før.",
            f"Registeret i {place} blir skrive av {nn}. Berre éin prosess skriv om gongen: bruk den som køyrer, "
            "eller avslutt han først. Lesing går som før.",
            f"The register at {place} is being written by {en}. Only one process writes at a time: use the one that "
            "runs, or end it first. Reading works as before.",
        )
    )


def opened_for_reading(file: object) -> EngineError:
    """The register was opened without the right to write."""
    return EngineError(
        Text(
            f"Registeret i {file} er bare åpnet for lesing. Åpne det for skriving (write=True).",
            f"Registeret i {file} er berre opna for lesing. Opne det for skriving (write=True).",
            f"The register at {file} is opened for reading only. Open it for writing (write=True).",
        )
    )


def moved_on(planned: int, head: int) -> ConfirmationNeeded:
    """Somebody committed between the preview and the confirmation."""
    return ConfirmationNeeded(
        Text(
            f"Registeret er endret siden forhåndsvisningen (da revisjon {planned}, nå {head}). Ingenting er "
            "skrevet. Se på en ny forhåndsvisning og bekreft den.",
            f"Registeret er endra sidan førehandsvisinga (då revisjon {planned}, no {head}). Ingenting er skrive. "
            "Sjå på ei ny førehandsvising og stadfest ho.",
            f"The register has changed since the preview (then revision {planned}, now {head}). Nothing was "
            "written. Look at a new preview and confirm that one.",
        )
    )


def stale_claim(source: str, name: str) -> ConfirmationNeeded:
    """The claim is not what the editor thought it was."""
    return ConfirmationNeeded(
        Text(
            f"«{source}» sier nå noe annet om {name} enn da endringen ble laget. Ingenting er skrevet. Hent "
            "opplysningene på nytt, og gjør endringen om igjen.",
            f"«{source}» seier no noko anna om {name} enn då endringa vart laga. Ingenting er skrive. Hent "
            "opplysningane på nytt, og gjer endringa om att.",
            f"“{source}” now says something else about {name} than when the change was made. Nothing was written. "
            "Fetch the facts again, and redo the change.",
        )
    )


def no_revision(number: int, head: int) -> QuestionError:
    """There is no revision of this number."""
    if not head:
        return QuestionError(
            Text(
                f"Det finnes ingen revisjon {number}. Registeret er tomt.",
                f"Det finst ingen revisjon {number}. Registeret er tomt.",
                f"There is no revision {number}. The register is empty.",
            )
        )
    return QuestionError(
        Text(
            f"Det finnes ingen revisjon {number}. Registeret har revisjonene 1 til {head}.",
            f"Det finst ingen revisjon {number}. Registeret har revisjonane 1 til {head}.",
            f"There is no revision {number}. The register has revisions 1 to {head}.",
        )
    )
