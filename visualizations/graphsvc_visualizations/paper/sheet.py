"""What stands on a memo, before it is set on paper or made a page: plain words in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from graphsvc.i18n import number
from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind, Value
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.assessment import Answer, Assessment, Status
from graphsvc_visualizations.paper.tables import Candidate, Sector, candidates_of, sectors_of
from graphsvc_visualizations.paper.words import Words
from graphsvc_visualizations.swimlane import swimlane

__all__ = ["Amount", "Asked", "Sheet", "sheet"]

_TITLE, _TEXT, _SENTENCE = 160, 700, 320
_MARKS = {Status.ANSWERED: "✓", Status.PARTLY: "◐", Status.MISSING: "?"}
_OUTCOMES = ("approve", "approve_with_conditions", "investigate", "postpone", "decline")
#: A person's advice to the forum stands in the proposal itself.
_ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Amount:
    """One line of the economy; the sum is set off."""

    label: str
    value: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the 15 questions with its status: sign, word, and the question."""

    id: str
    mark: str
    status: str
    word: str
    question: str


@dataclass(frozen=True)
class Sheet:
    """One memo.

    Parameters
    ----------
    language
        Of all words.
    id, title, head, phase, stamp
        The heading: whose forum, which proposal, its phase, date and revision.
    advice
        What a person advises; empty when nobody has.
    need, benefit, risk
        In the proposer's words, cut when they would fill the page.
    money
        Lines of the economy.
    verdict, candidates, candidates_note
        Whether we have this, and what is like it.
    sectors, sectors_note
        Every sector, the untouched with 0.
    law, unknown
        Sentences; the unknown ones are never left out.
    questions, outcomes
        The 15 questions with status, and the boxes to tick.
    picture, picture_alt
        The swimlane as SVG, and what it says in words; empty when nothing is touched.
    foot, address
        Where it comes from, and where the whole assessment stands.
    """

    language: str
    id: str
    title: str
    head: str
    phase: str
    stamp: str
    advice: str
    need: str
    benefit: str
    risk: str
    money: tuple[Amount, ...]
    verdict: str
    candidates: tuple[Candidate, ...]
    candidates_note: str
    candidates_found: int
    nationals: str
    sectors: tuple[Sector, ...]
    sectors_note: str
    law: tuple[str, ...]
    unknown: tuple[str, ...]
    questions: tuple[Asked, ...]
    outcomes: tuple[str, ...]
    picture: str
    picture_alt: str
    foot: str
    address: str


def sheet(snapshot: Snapshot, found: Assessment, language: Language, *, redacted: bool = False) -> Sheet:
    """Put a memo's words together.

    Parameters
    ----------
    snapshot, found
        The map, and the assessment of the proposal.
    language
        Of all words.
    redacted
        Leave out what is not for everybody (fields that the metamodel calls sensitive).

    Notes
    -----
    O(touched + candidates), and the picture's cost.
    """
    words = Words(language)
    record = snapshot.proposals[found.proposal.id].record
    assert isinstance(record, ThingRecord)  # noqa: S101 - proposals are things by construction
    fields = record.fields
    about = snapshot.about
    candidates, covering = candidates_of(words, found)
    return Sheet(
        language=language.value,
        id=words.cut(found.proposal.id, 40),
        title=words.cut(found.proposal.name.in_(language), _TITLE),
        head=" · ".join(one for one in (words.cut(about.title, 80), words.say("forum"), words.say("kind")) if one),
        phase=words.say("phase", phase=_phase(words, fields)) if fields.get("phase") else "",
        stamp=words.say("stamp", date=words.day(found.as_of.isoformat()), revision=found.revision),
        advice=words.cut(str(fields.get(_ADVICE) or ""), _TEXT),
        need=_need(words, found, fields),
        benefit=_sentence(words, fields, "other_benefit") or words.say("no_benefit"),
        risk=_sentence(words, fields, "main_risk") or words.say("no_risk"),
        money=_money(words, found, redacted),
        verdict=found.overlap.summary.in_(language),
        candidates=candidates,
        candidates_note=words.say("shown", n="{n}", of=covering) if covering else words.say("nothing_covers"),
        candidates_found=covering,
        nationals=_nationals(words, found),
        sectors=sectors_of(words, snapshot, found),
        sectors_note=_work(words, found),
        law=_law(words, fields),
        unknown=tuple(_ended(words.cut(one.in_(language), _SENTENCE)) for one in found.unknown),
        questions=tuple(_asked(words, one) for one in found.answers),
        outcomes=tuple(words.say(one) for one in _OUTCOMES),
        picture=swimlane(snapshot, found.impact, language=language) if found.impact.touched else "",
        picture_alt=_alt(words, found),
        foot=_foot(words, snapshot, found),
        address=_address(found),
    )


def _phase(words: Words, fields: Mapping[str, Value]) -> str:
    return value_label(fields_of(Kind.PROPOSAL)["phase"], str(fields.get("phase"))).in_(words.language)


def _text(words: Words, fields: Mapping[str, Value], name: str) -> str:
    orders = {Language.NB: ("nb", "nn", "en"), Language.NN: ("nn", "nb", "en"), Language.EN: ("en", "nb", "nn")}
    names = [*(f"{name}_{ending}" for ending in orders[words.language]), name]
    return next((words.cut(str(fields[one]), _TEXT) for one in names if fields.get(one)), "")


def _sentence(words: Words, fields: Mapping[str, Value], name: str) -> str:
    return _ended(_text(words, fields, name))


def _ended(told: str) -> str:
    return told if not told or told[-1] in ".!?…" else f"{told}."


def _need(words: Words, found: Assessment, fields: Mapping[str, Value]) -> str:
    told = _sentence(words, fields, "need") or words.say("not_described")
    by = words.say("proposed_by", units=words.names(found.proposers)) if found.proposers else words.say("nobody")
    return f"{told} {by}"


def _money(words: Words, found: Assessment, redacted: bool) -> tuple[Amount, ...]:
    money = found.money
    if money.payback is not None:
        back = words.say("years", n=number(money.payback, words.language, 1))
    else:
        back = words.say("never" if money.net is not None and money.net <= 0 else "unknown_amount")
    lines = [
        Amount(words.say("investment"), words.amount(money.investment)),
        Amount(words.say("yearly_cost"), words.amount(money.yearly_cost)),
        Amount(words.say("yearly_benefit"), words.amount(money.yearly_benefit)),
        Amount(words.say("net"), words.amount(money.net), total=True),
        Amount(words.say("payback"), back),
    ]
    if any(one.proposed for one in found.retired):
        lines.append(Amount(words.say("saved"), words.amount(money.saved, hidden=redacted)))
    return tuple(lines)


def _nationals(words: Words, found: Assessment) -> str:
    considered = [one.system.name.in_(words.language) for one in found.overlap.components if one.named]
    if not considered:
        return words.say("no_nationals")
    return words.say("nationals", systems=", ".join(words.cut(one, 60) for one in considered[:8]))


def _work(words: Words, found: Assessment) -> str:
    going = [one for one in found.retired if one.proposed]
    if not going:
        return words.say("work_plain")
    told = [
        words.name(one.system) + (f" ({words.day(one.contract_end)})" if one.contract_end else "") for one in going[:4]
    ]
    return words.say("work_note", systems=", ".join(told))


def _law(words: Words, fields: Mapping[str, Value]) -> tuple[str, ...]:
    level = fields.get("personal_data_level")
    basis = _sentence(words, fields, "legal_basis") or words.say("basis_unknown")
    if level is None:
        told = words.say("level_unknown")
    else:
        label = value_label(fields_of(Kind.PROPOSAL)["personal_data_level"], str(level)).in_(words.language)
        told = words.say("level", level=level, words=label)
    data = _text(words, fields, "shared_data")
    return (basis, told, *([words.say("data", words=data.rstrip("."))] if data else []))


def _asked(words: Words, one: Answer) -> Asked:
    status = words.say(f"assessment.{one.status.value}")
    return Asked(one.id, _MARKS[one.status], one.status.value, status, one.question.words.in_(words.language))


def _alt(words: Words, found: Assessment) -> str:
    summary = words.cut(found.impact.summary.in_(words.language), _TEXT)
    return words.say("picture_alt", summary=summary, table=words.say("touched"))


def _address(found: Assessment) -> str:
    return f"/assessment?proposal={quote(found.proposal.id[:200], safe='')}&revision={found.revision}"


def _foot(words: Words, snapshot: Snapshot, found: Assessment) -> str:
    parts = [words.say("made", product=words.say("explorer.product"), revision=found.revision)]
    if snapshot.about.synthetic:
        parts.append(words.say("synthetic"))
    parts.append(words.say("full", address=words.cut(_address(found), 120)))
    return " ".join(parts)
