"""The sentences of differences."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.text import Text

__all__ = [
    "CELL",
    "CELLS",
    "CHANGED",
    "DEPEND",
    "DETAILS",
    "FEWER",
    "GONE",
    "LISTED",
    "MADE",
    "MORE",
    "NAMES",
    "NEW",
    "ONLY_AFTER",
    "ONLY_BEFORE",
    "OTHERS",
    "SAME",
    "SIMPLY",
    "STEP",
    "TOUCHED",
    "VALUE",
]

#: What one, and several, do to the subject.
DEPEND: Mapping[str, Text] = {
    "one": Text("er avhengig av {subject}", "er avhengig av {subject}", "depends on {subject}"),
    "many": Text("er avhengige av {subject}", "er avhengige av {subject}", "depend on {subject}"),
}
TOUCHED: Mapping[str, Text] = {
    "one": Text(
        "blir berørt av endringen i {subject}",
        "blir råka av endringa i {subject}",
        "is touched by the change to {subject}",
    ),
    "many": Text(
        "blir berørt av endringen i {subject}",
        "blir råka av endringa i {subject}",
        "are touched by the change to {subject}",
    ),
}

FEWER = Text(
    "{n} {noun} færre {verb} ({before} før, {after} etter).",
    "{n} {noun} færre {verb} ({before} før, {after} etter).",
    "{n} {noun} fewer {verb} ({before} before, {after} after).",
)
MORE = Text(
    "{n} {noun} flere {verb} ({before} før, {after} etter).",
    "{n} {noun} fleire {verb} ({before} før, {after} etter).",
    "{n} {noun} more {verb} ({before} before, {after} after).",
)
OTHERS = Text(
    "Like mange som før, {n} {noun}, {verb}, men ikke de samme.",
    "Like mange som før, {n} {noun}, {verb}, men ikkje dei same.",
    "As many as before, {n} {noun}, {verb}, but not the same ones.",
)
#: The same of lists that nobody depends on.
SIMPLY: Mapping[str, Text] = {
    "fewer": Text(
        "{n} {noun} færre ({before} før, {after} etter).",
        "{n} {noun} færre ({before} før, {after} etter).",
        "{n} {noun} fewer ({before} before, {after} after).",
    ),
    "more": Text(
        "{n} {noun} flere ({before} før, {after} etter).",
        "{n} {noun} fleire ({before} før, {after} etter).",
        "{n} {noun} more ({before} before, {after} after).",
    ),
    "others": Text(
        "Like mange som før, {n} {noun}, men ikke de samme.",
        "Like mange som før, {n} {noun}, men ikkje dei same.",
        "As many as before, {n} {noun}, but not the same ones.",
    ),
}
CHANGED = Text("Endret i svaret: {n} {noun}.", "Endra i svaret: {n} {noun}.", "Changed in the answer: {n} {noun}.")
GONE = Text("Borte: {names}.", "Borte: {names}.", "Gone: {names}.")
NEW = Text("Nye: {names}.", "Nye: {names}.", "New: {names}.")
NAMES = Text("{names} og {n} til", "{names} og {n} til", "{names} and {n} more")
VALUE = Text(
    "«{path}» går fra {before} til {after}.",
    "«{path}» går frå {before} til {after}.",
    "“{path}” goes from {before} to {after}.",
)
CELL = Text("1 tall i «{path}» er endret.", "1 tal i «{path}» er endra.", "1 number in “{path}” differs.")
CELLS = Text("{n} tall i «{path}» er endret.", "{n} tal i «{path}» er endra.", "{n} numbers in “{path}” differ.")
DETAILS = Text(
    "Svaret på {question} nevner de samme, men styrker, veier eller andre detaljer er endret; --json viser dem.",
    "Svaret på {question} nemner dei same, men styrkar, vegar eller andre detaljar er endra; --json viser dei.",
    "The answer to {question} names the same ones, but strengths, paths or other details differ; --json shows them.",
)
SAME = Text(
    "Svaret på {question} er det samme.", "Svaret på {question} er det same.", "The answer to {question} is the same."
)
ONLY_AFTER = Text(
    "{subject} finnes bare etterpå.", "{subject} finst berre etterpå.", "{subject} is there only afterwards."
)
ONLY_BEFORE = Text(
    "{subject} finnes ikke etterpå.", "{subject} finst ikkje etterpå.", "{subject} is not there afterwards."
)
LISTED = Text(
    "Og {n} forskjeller til; --json viser alle.",
    "Og {n} skilnader til; --json viser alle.",
    "And {n} differences more; --json shows them all.",
)

#: What a number of things stands as in an enumeration.
STEP = Text("{n} {noun}", "{n} {noun}", "{n} {noun}")
#: What happened to facts, by operation.
MADE: Mapping[str, Text] = {
    "added": Text("Kommer til: {what}.", "Kjem til: {what}.", "Added: {what}."),
    "changed": Text("Endres: {what}.", "Blir endra: {what}.", "Changed: {what}."),
    "removed": Text("Faller bort: {what}.", "Fell bort: {what}.", "Removed: {what}."),
}
