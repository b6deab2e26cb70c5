"""The first sentence of the answer: yes, partly, perhaps, or not in the register."""

from __future__ import annotations

from graphsvc.text import Text
from graphsvc_queries.overlap.candidates import Ranking

__all__ = ["verdict"]

#: Words alone say "perhaps" from half of what they can give.
_PERHAPS = 0.5


def verdict(ranking: Ranking) -> Text:
    """Say what the candidates amount to; those to keep apart do not count as having it."""
    held, wanted = ranking.wanted
    covers = [len(wanted & held.of(row)) for row in ranking.covering if not ranking.apart[row]]
    whole = sum(count == len(wanted) for count in covers)
    some = len(covers)
    if not wanted:
        return _by_words(ranking)
    if whole:
        return Text(
            f"Ja, trolig. {_systems(whole, 'system', 'systemer')} dekker hele behovet på papiret.",
            f"Ja, truleg. {_systems(whole, 'system', 'system')} dekkjer heile behovet på papiret.",
            f"Yes, probably. {_systems(whole, 'system covers', 'systems cover')} the whole need on paper.",
        )
    if some:
        return Text(
            f"Delvis. Ingen enkelt dekker alle {len(wanted)} behov; {some} dekker noe.",
            f"Delvis. Ingen einskild dekkjer alle {len(wanted)} behov; {some} dekkjer noko.",
            f"Partly. None alone covers all {len(wanted)} needs; {some} cover some.",
        )
    return Text(
        "Nei, ikke i registeret. Ingen som kan brukes, dekker noe av behovet.",
        "Nei, ikkje i registeret. Ingen som kan brukast, dekkjer noko av behovet.",
        "No, not in the register. None that can be used covers any of the need.",
    )


def _by_words(ranking: Ranking) -> Text:
    """Say perhaps when words, or all evidence together, are strong enough."""
    limit = _PERHAPS * ranking.known.caps.text * 10
    likely = sum(int(ranking.shares.scores[row]) >= limit for row in ranking.order if not ranking.apart[row])
    if likely:
        return Text(
            f"Kanskje. {likely} likner; se hva hver av dem kan.",
            f"Kanskje. {likely} liknar; sjå kva kvar av dei kan.",
            f"Perhaps. {likely} {'is' if likely == 1 else 'are'} alike; see what each can do.",
        )
    return Text(
        "Nei, ikke i registeret så langt ordene rekker. Prøv også med funksjoner.",
        "Nei, ikkje i registeret så langt orda rekk. Prøv òg med funksjonar.",
        "No, not in the register as far as words go. Try capabilities, too.",
    )


def _systems(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
