"""Scales that several kinds are measured on."""

from __future__ import annotations

from graphsvc.metamodel.definitions import ValueDefinition
from graphsvc.metamodel.fields import integer
from graphsvc.text import Text

__all__ = ["CRITICALITY", "PERSONAL_DATA_LEVEL"]

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
