"""What a message is, and the remedies that several of them share."""

from __future__ import annotations

from typing import NamedTuple

from graphsvc.model import Severity
from graphsvc.text import Text

__all__ = ["ERROR", "EXPORT", "EXPORT_AGAIN", "NOTE", "PROFILE", "SMALLER", "WARNING", "Message", "say"]

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
Words = tuple[str, str, str]


class Message(NamedTuple):
    """One message: how bad it is, what it says, and how to mend it."""

    severity: Severity
    says: Text
    fix: Text | None = None


def say(severity: Severity, says: Words, fix: Words | None = None) -> Message:
    """Write one message in one line."""
    return Message(severity, Text(*says), Text(*fix) if fix else None)


EXPORT: Words = (
    "I Archi: Fil > Eksporter > Modell til Open Exchange-fil, eller gi .archimate-filen som den er.",
    "I Archi: Fil > Eksporter > Modell til Open Exchange-fil, eller gje .archimate-fila som ho er.",
    "In Archi: File > Export > Model to Open Exchange File, or give the .archimate file as it is.",
)
EXPORT_AGAIN: Words = (
    "Eksporter modellen på nytt fra verktøyet den er laget i.",
    "Eksporter modellen på nytt frå verktøyet han er laga i.",
    "Export the model again from the tool it was made in.",
)
SMALLER: Words = (
    "Del modellen, eller hev grensen i innstillingene.",
    "Del modellen, eller hev grensa i innstillingane.",
    "Split the model, or raise the limit in the settings.",
)
PROFILE: Words = (
    "Rett profilen og importer på nytt. Formatet er beskrevet i docs/archimate.md.",
    "Rett profilen og importer på nytt. Formatet er skildra i docs/archimate.md.",
    "Correct the profile and import again. Its format is described in docs/archimate.md.",
)
