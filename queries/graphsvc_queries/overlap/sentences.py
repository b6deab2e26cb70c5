"""Why, in words: one sentence a share, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.overlap.ground import Ground
from graphsvc_queries.overlap.holdings import Holdings
from graphsvc_queries.overlap.likeness import Document, shared_words
from graphsvc_queries.overlap.need import Need
from graphsvc_queries.overlap.result import Named, Reason
from graphsvc_queries.overlap.scoring import Evidence, Shares
from graphsvc_queries.overlap.words import ENGLISH, NORWEGIAN

__all__ = ["APART", "names_of", "reasons_of"]

#: So many names stand in a sentence; the rest is counted.
_SHOWN = 4

APART: dict[int, Text] = {
    1: Text(
        "Holdes adskilt: den ene har særlige eller fortrolige personopplysninger, den andre ikke",
        "Skal haldast skilde: den eine har særlege eller fortrulege personopplysningar, den andre ikkje",
        "Keep apart: one holds special or confidential personal data, the other does not",
    ),
    2: Text(
        "Holdes adskilt: ikke samme rettslige grunnlag",
        "Skal haldast skilde: ikkje same rettslege grunnlag",
        "Keep apart: not the same legal basis",
    ),
}
_SENTENCES: dict[Evidence, Text] = {
    Evidence.CAPABILITIES: Text("Kan det samme: {what}", "Kan det same: {what}", "Can do the same: {what}"),
    Evidence.GENERIC: Text(
        "Kan det samme, som mange andre: {what}",
        "Kan det same, som mange andre: {what}",
        "Can do the same, as many others can: {what}",
    ),
    Evidence.DATA: Text("Har samme informasjon: {what}", "Har same informasjon: {what}", "Holds the same data: {what}"),
    Evidence.NEIGHBOURS: Text(
        "Henger sammen med det samme: {what}", "Heng saman med det same: {what}", "Hangs together with the same: {what}"
    ),
}
_WITHHELD = Text(
    "Gir ingen poeng, siden mange kan det og ingen annen andel er {least} eller mer: {what}",
    "Gir ingen poeng, sidan mange kan det og ingen annan del er {least} eller meir: {what}",
    "Gives no points, since many can do it and no other share is {least} or more: {what}",
)
_WORDS = Text("Like ord i navn og omtale: {what}", "Like ord i namn og omtale: {what}", "Words in common: {what}")
_LETTERS = Text(
    "Navn og omtale har orddeler som likner",
    "Namn og omtale har orddelar som liknar",
    "Names and descriptions have parts of words alike",
)
#: The languages of words, as a sentence in each of ours says them.
_TONGUES: dict[str, tuple[str, str, str]] = {
    NORWEGIAN: ("på norsk", "på norsk", "in Norwegian"),
    ENGLISH: ("på engelsk", "på engelsk", "in English"),
    "danish": ("på dansk", "på dansk", "in Danish"),
    "swedish": ("på svensk", "på svensk", "in Swedish"),
    "dutch": ("på nederlandsk", "på nederlandsk", "in Dutch"),
}
_PRODUCT = Text("Samme produkt: {what}", "Same produkt: {what}", "The same product: {what}")
_VENDOR = Text("Samme leverandør: {what}", "Same leverandør: {what}", "The same vendor: {what}")
_HELD_BY = Text(
    "{name} ({count} av {all} {kind})", "{name} ({count} av {all} {kind})", "{name} ({count} of {all} {kind})"
)
_MORE = Text("{listed} og {n} til", "{listed} og {n} til", "{listed} and {n} more")


def names_of(snapshot: Snapshot, things: Iterable[int]) -> tuple[Named, ...]:
    """Return things with their names, in the order given."""
    return tuple(Named(snapshot.references[thing], _name(snapshot, thing)) for thing in things)


def _name(snapshot: Snapshot, thing: int) -> Text:
    return Text(*(snapshot.name(thing, language).words for language in (Language.NB, Language.NN, Language.EN)))


def reasons_of(known: Ground, need: Need, shares: Shares, row: int, candidate: int) -> tuple[Reason, ...]:
    """Explain one row of shares: a sentence for each, and one for generic capabilities that gave nothing.

    Parameters
    ----------
    row, candidate
        Where the shares stand, and which candidate they are of.

    Notes
    -----
    O(what the candidate has + words of its documents).
    """
    points = shares.of(row)
    tell: dict[Evidence, Callable[[], Text]] = {
        Evidence.CAPABILITIES: lambda: _capabilities(known, need, candidate, generic=False),
        Evidence.GENERIC: lambda: _capabilities(known, need, candidate, generic=True),
        Evidence.TEXT: lambda: _words(known, need.documents, candidate),
        Evidence.DATA: lambda: _SENTENCES[Evidence.DATA].format(what=_shared(known, known.data, need.data, candidate)),
        Evidence.NEIGHBOURS: lambda: _SENTENCES[Evidence.NEIGHBOURS].format(
            what=_shared(known, known.neighbours, need.neighbours, candidate)
        ),
        Evidence.MAKER: lambda: _maker(known, need, candidate),
    }
    found = [Reason(kind, share, tell[kind]()) for kind, share in points.items()]
    if shares.withheld[row]:
        listed = _listed_capabilities(known, need, candidate, generic=True)
        found.append(Reason(Evidence.GENERIC, 0.0, _WITHHELD.format(what=listed, least=f"{known.caps.carries:g}")))
    return tuple(found)


def _capabilities(known: Ground, need: Need, candidate: int, *, generic: bool) -> Text:
    sentence = _SENTENCES[Evidence.GENERIC if generic else Evidence.CAPABILITIES]
    return sentence.format(what=_listed_capabilities(known, need, candidate, generic=generic))


def _listed_capabilities(known: Ground, need: Need, candidate: int, *, generic: bool) -> Text:
    both = need.capabilities & known.capabilities.of(candidate)
    chosen = _telling(known.capabilities, (thing for thing in both if bool(known.generic[thing]) is generic))
    return _list([_held_by(known, thing) for thing in chosen])


def _held_by(known: Ground, thing: int) -> Text:
    """Name a capability with how many have it, of how many of their kind."""
    kind = known.snapshot.kind(known.things[0])
    same = all(record.kind is kind for record in known.records)
    plural = KINDS[kind].plural if same else KINDS[Kind.ELEMENT].plural
    return _HELD_BY.format(
        name=_quoted(_name(known.snapshot, thing)),
        count=int(known.capabilities.spread[thing]),
        all=len(known.things),
        kind=plural,
    )


def _quoted(name: Text) -> Text:
    return Text(f"«{name.nb}»", f"«{name.nn}»", f"“{name.en}”")


def _shared(known: Ground, held: Holdings, wanted: frozenset[int], candidate: int) -> Text:
    chosen = _telling(held, wanted & held.of(candidate))
    return _list([_quoted(_name(known.snapshot, thing)) for thing in chosen])


def _telling(held: Holdings, things: Iterable[int]) -> list[int]:
    """Sort things by how much sharing them tells, then by name."""
    return sorted(things, key=lambda thing: (-float(held.telling[thing]), thing))


def _list(names: Sequence[Text]) -> Text:
    listed = Text(*(", ".join(name.in_(language) for name in names[:_SHOWN]) for language in Language))
    more = len(names) - _SHOWN
    return _MORE.format(listed=listed, n=more) if more > 0 else listed


def _words(known: Ground, asked: Sequence[Document], candidate: int) -> Text:
    """Tell the words in common in the reader's language, where they are in common in it; else say which it is."""
    ours, theirs = (shared_words(known.corpora, asked, candidate, tongue) for tongue in (NORWEGIAN, ENGLISH))
    if not theirs[1]:
        return _LETTERS
    listed = [", ".join(words) for _, words in (ours, ours, theirs)]
    if ours[0] != NORWEGIAN:
        listed[:2] = [f"{words} ({name})" for words, name in zip(listed, _TONGUES[ours[0]][:2], strict=False)]
    if theirs[0] != ENGLISH:
        listed[2] = f"{listed[2]} ({_TONGUES[theirs[0]][2]})"
    return _WORDS.format(what=Text(*listed))


def _maker(known: Ground, need: Need, candidate: int) -> Text:
    record = known.records[candidate]
    same = need.product and known.products[candidate] == need.product
    return (_PRODUCT if same else _VENDOR).format(what=str(record.fields["product" if same else "vendor"]))
