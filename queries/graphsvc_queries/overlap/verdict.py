"""The first sentence of the answer: yes, partly, perhaps, or not in the register."""

from __future__ import annotations

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.text import Text
from graphsvc_queries.overlap.candidates import Ranking
from graphsvc_queries.overlap.result import Outcome

__all__ = ["outcome", "verdict"]

#: Words alone say "perhaps" from half of what they can give.
_PERHAPS = 0.5


def outcome(ranking: Ranking) -> Outcome:
    """Tell what the candidates amount to; those to keep apart do not count as having it."""
    _, wanted = ranking.wanted
    if not wanted:
        return Outcome.PERHAPS if _likely(ranking) else Outcome.NO
    covers = _covers(ranking)
    return Outcome.YES if len(wanted) in covers else Outcome.PARTLY if covers else Outcome.NO


def verdict(ranking: Ranking) -> Text:
    """Say it in a sentence, with numbers."""
    _, wanted = ranking.wanted
    if not wanted:
        return _by_words(ranking)
    covers = _covers(ranking)
    whole = covers.count(len(wanted))
    if whole:
        return Text(
            "Ja, trolig. {many} dekker hele behovet på papiret.",
            "Ja, truleg. {many} dekkjer heile behovet på papiret.",
            f"Yes, probably. {{many}} {'covers' if whole == 1 else 'cover'} the whole need on paper.",
        ).format(many=_counted(ranking, whole))
    if covers:
        return Text(
            f"Delvis. Ingen enkelt dekker alle {len(wanted)} behov; {len(covers)} dekker noe.",
            f"Delvis. Ingen einskild dekkjer alle {len(wanted)} behov; {len(covers)} dekkjer noko.",
            f"Partly. None alone covers all {len(wanted)} needs; {len(covers)} "
            f"{'covers' if len(covers) == 1 else 'cover'} some.",
        )
    return _nothing(ranking)


def _nothing(ranking: Ranking) -> Text:
    """Say that none has it, or that those that have it are to be kept apart."""
    if ranking.covering:
        return Text(
            "Nei, ikke i registeret. {many} har noe av dette, men skal holdes adskilt fra behovet.",
            "Nei, ikkje i registeret. {many} har noko av dette, men skal haldast skilde frå behovet.",
            f"No, not in the register. {{many}} {'has' if len(ranking.covering) == 1 else 'have'} some of this, but "
            "must be kept apart from the need.",
        ).format(many=_counted(ranking, len(ranking.covering)))
    data = not ranking.need.capabilities
    what = (
        Text("disse dataene", "desse dataa", "these data")
        if data
        else Text("disse funksjonene", "desse funksjonane", "these capabilities")
    )
    return Text(
        "Nei, ikke i registeret. Ingen av {many} har {what}.",
        "Nei, ikkje i registeret. Ingen av {many} har {what}.",
        "No, not in the register. None of {many} has {what}.",
    ).format(many=_counted(ranking, len(ranking.known.things)), what=what)


def _covers(ranking: Ranking) -> list[int]:
    """Return how much of the need each covers that may be used."""
    held, wanted = ranking.wanted
    return [len(wanted & held.of(row)) for row in ranking.covering if not ranking.apart[row]]


def _likely(ranking: Ranking) -> int:
    """Count those whose words, or whose evidence together, are strong enough."""
    limit = _PERHAPS * ranking.known.caps.text * 10
    return sum(int(ranking.shares.scores[row]) >= limit for row in ranking.order if not ranking.apart[row])


def _by_words(ranking: Ranking) -> Text:
    likely = _likely(ranking)
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


def _counted(ranking: Ranking, count: int) -> Text:
    """Count in the words of the kind that is looked for."""
    records = ranking.known.records
    kind = KINDS[records[0].kind if records else Kind.SYSTEM]
    words = kind.label if count == 1 else kind.plural
    return Text(f"{count} {words.nb}", f"{count} {words.nn}", f"{count} {words.en}")
