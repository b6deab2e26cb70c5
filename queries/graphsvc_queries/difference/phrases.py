"""The sentences of differences."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.text import Text

__all__ = [
    "AMOUNT",
    "AS_MANY",
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
    "ONE_MORE",
    "ONLY_AFTER",
    "ONLY_BEFORE",
    "OTHERS",
    "SAME",
    "STEP",
    "TOUCHED",
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
#: One more is said as such: "1 sektor til", not "1 sektor flere".
ONE_MORE = Text(
    "1 {noun} til {verb} ({before} før, {after} etter).",
    "1 {noun} til {verb} ({before} før, {after} etter).",
    "1 {noun} more {verb} ({before} before, {after} after).",
)
#: Lists that nobody depends on, and values.
AMOUNT = Text(
    "{what}: {before} før, {after} etter.",
    "{what}: {before} før, {after} etter.",
    "{what}: {before} before, {after} after.",
)
AS_MANY = Text(
    "{what}: {after} som før, men ikke de samme.",
    "{what}: {after} som før, men ikkje dei same.",
    "{what}: {after} as before, but not the same ones.",
)
CHANGED = Text("Endret i svaret: {n} {noun}.", "Endra i svaret: {n} {noun}.", "Changed in the answer: {n} {noun}.")
GONE = Text("Borte: {names}.", "Borte: {names}.", "Gone: {names}.")
NEW = Text("Nye: {names}.", "Nye: {names}.", "New: {names}.")
NAMES = Text("{names} og {n} til", "{names} og {n} til", "{names} and {n} more")
CELL = Text(
    "{what}: 1 rute i matrisen er endret.",
    "{what}: 1 rute i matrisa er endra.",
    "{what}: 1 cell of the matrix differs.",
)
CELLS = Text(
    "{what}: {n} ruter i matrisen er endret.",
    "{what}: {n} ruter i matrisa er endra.",
    "{what}: {n} cells of the matrix differ.",
)
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
