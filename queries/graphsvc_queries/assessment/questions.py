"""The 15 questions that the forum asks of every proposal, and who is expected to answer each."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.text import Text

__all__ = ["QUESTIONS", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Parameters
    ----------
    id
        ``Q01`` to ``Q15``.
    words
        The question.
    answered_by
        Who answers it: the map itself, or people in a role.
    """

    id: str
    words: Text
    answered_by: Text


_PROPOSER = Text("forslagsstiller", "forslagsstillaren", "the proposer")
_MAP = Text("kartet", "kartet", "the map")

QUESTIONS: tuple[Question, ...] = (
    Question(
        "Q01",
        Text(
            "Hvilket behov og hvilken tjeneste gjelder det?",
            "Kva behov og kva teneste gjeld det?",
            "Which need and which service is this about?",
        ),
        _PROPOSER,
    ),
    Question("Q02", Text("Har vi det allerede?", "Har vi det allereie?", "Do we already have it?"), _MAP),
    Question(
        "Q03",
        Text(
            "Hvem andre i kommunen trenger det samme?",
            "Kven andre i kommunen treng det same?",
            "Who else in the municipality needs it?",
        ),
        _MAP,
    ),
    Question(
        "Q04",
        Text(
            "Har andre kommuner eller samarbeid løst det?",
            "Har andre kommunar eller samarbeid løyst det?",
            "Have other municipalities solved it?",
        ),
        _PROPOSER,
    ),
    Question(
        "Q05",
        Text(
            "Finnes en nasjonal felleskomponent eller Fiks-tjeneste?",
            "Finst det ein nasjonal felleskomponent eller ei Fiks-teneste?",
            "Is there a national common component or Fiks service?",
        ),
        _MAP,
    ),
    Question(
        "Q06",
        Text(
            "Hvilke systemer, integrasjoner og tjenester påvirkes?",
            "Kva system, integrasjonar og tenester blir påverka?",
            "Which systems, integrations and services are affected?",
        ),
        _MAP,
    ),
    Question(
        "Q07",
        Text(
            "Hvilke data deles, og hvem er kilden?",
            "Kva data blir delte, og kven er kjelda?",
            "Which data is shared and who is the source?",
        ),
        _MAP,
    ),
    Question(
        "Q08",
        Text(
            "Hvilke avtaler utløper i perioden?",
            "Kva avtalar går ut i perioden?",
            "Which contracts expire in the period?",
        ),
        _MAP,
    ),
    Question(
        "Q09",
        Text(
            "Hva er hjemmel, formål og personvernrisiko (ROS, DPIA)?",
            "Kva er heimel, formål og personvernrisiko (ROS, DPIA)?",
            "What are legal basis, purpose and privacy risk?",
        ),
        Text(
            "forslagsstiller og personvernombud",
            "forslagsstillaren og personvernombodet",
            "the proposer and the data protection officer",
        ),
    ),
    Question(
        "Q10",
        Text(
            "Hva koster det, i investering og drift?",
            "Kva kostar det, i investering og drift?",
            "What does it cost, one-off and recurring?",
        ),
        _PROPOSER,
    ),
    Question(
        "Q11",
        Text(
            "Hvilke gevinster, hvem eier dem og når hentes de?",
            "Kva gevinstar, kven eig dei og når blir dei henta?",
            "Which benefits, who owns them, when?",
        ),
        Text("gevinsteier", "gevinsteigaren", "the benefit owner"),
    ),
    Question(
        "Q12",
        Text(
            "Er organisasjonen klar, og har vi prosjektkapasitet?",
            "Er organisasjonen klar, og har vi prosjektkapasitet?",
            "Is the organisation ready and do we have project capacity?",
        ),
        Text("enhetsleder og IKT", "einingsleiaren og IKT", "the head of unit and IT"),
    ),
    Question(
        "Q13",
        Text(
            "Er løsningen universelt utformet?",
            "Er løysinga universelt utforma?",
            "Is the solution accessible?",
        ),
        Text("leverandør", "leverandøren", "the vendor"),
    ),
    Question(
        "Q14",
        Text(
            "Hvordan dokumenteres og arkiveres vedtak og data?",
            "Korleis blir vedtak og data dokumenterte og arkiverte?",
            "How are decisions and data recorded and archived?",
        ),
        Text("dokumentsenter", "dokumentsenteret", "the records centre"),
    ),
    Question("Q15", Text("Hva kan fases ut?", "Kva kan fasast ut?", "What can be retired?"), _MAP),
)
