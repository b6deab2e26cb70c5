"""Differences in sentences: "2 sectors fewer depend on ..."."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from graphsvc.model import Kind
from graphsvc.text import Language, Text
from graphsvc_queries.difference.documents import ListChange, ValueChange
from graphsvc_queries.difference.graph import GraphDifference
from graphsvc_queries.difference.phrases import (
    AMOUNT,
    AS_MANY,
    CELL,
    CELLS,
    CHANGED,
    DEPEND,
    DETAILS,
    FEWER,
    GONE,
    LISTED,
    MADE,
    MORE,
    NAMES,
    NEW,
    ONE_MORE,
    ONLY_AFTER,
    ONLY_BEFORE,
    OTHERS,
    SAME,
    STEP,
    TOUCHED,
)
from graphsvc_queries.difference.values import amounts, is_said, value_of
from graphsvc_queries.difference.wording import LISTS, RELATIONS, noun_of
from graphsvc_queries.naming import sentence_list

__all__ = ["told", "told_graph"]

#: So many sentences are said of one question, and so many names in one sentence; the document has the rest.
_SENTENCES = 12
_NAMED = 5
_Document = Mapping[str, Any]
#: Tells what a thing (``kind:id``) is called in a language.
_Names = Callable[[str, Language], str]
#: What is touched, by noun: id -> name.
_Sets = dict[str, dict[str, str]]


def told(
    question: str,
    before: _Document | None,
    after: _Document | None,
    found: Sequence[ValueChange | ListChange],
    names: _Names,
    language: Language,
) -> list[str]:
    """Say how two answers to one question differ; None = that what it is about is not there."""
    either = after if after is not None else before
    assert either is not None  # noqa: S101 - one of the answers is there
    subject, verbs = _subject(either, names, language)
    said: list[str] = []
    if before is None or after is None:
        said.append((ONLY_AFTER if before is None else ONLY_BEFORE).format(subject=subject or question).in_(language))
    if subject:
        old, new = (_sets(one, names, language) for one in (before, after))
        said += _told_sets(old, new, subject, verbs, language)
    elif before is not None and after is not None:
        said += _told_all(found, language)
    if not said:
        said = [(DETAILS if found else SAME).format(question=question).in_(language)]
    left = len(said) - _SENTENCES
    return said if left <= 0 else [*said[:_SENTENCES], LISTED.format(n=left).in_(language)]


def _subject(document: _Document, called: _Names, language: Language) -> tuple[str | None, Mapping[str, Text]]:
    """Return whom the question is about, and how to say that others depend on it; None for other questions."""
    if "touched" in document and document.get("changes"):
        kinds = {str(change["kind"]) for change in document["changes"]}
        names = " + ".join(str(change.get("name") or change["thing"]) for change in document["changes"])
        return names, DEPEND if kinds == {"outage"} else TOUCHED
    if "target" in document and "by_steps" in document:
        return called(str(document["target"]), language), DEPEND
    return None, {}


def _sets(document: _Document | None, called: _Names, language: Language) -> _Sets:
    """Return who is touched, by noun; of an impact what suffers the effect, of a reach whatever is reached."""
    if document is None:
        return {}
    if "by_steps" in document:
        kinds = {"sectors": Kind.UNIT, "services": Kind.SERVICE, "units": Kind.UNIT, "systems": Kind.SYSTEM}
        return {
            noun: {str(one): called(f"{kind.value}:{one}", language) for one in document[noun]}
            for noun, kind in kinds.items()
        }
    sets: _Sets = {"sectors": {}}
    for row in document["sectors"]:
        if row["id"] not in {"outside", "without_owner"} and (row["effect"]["units"] or row["work"]["units"]):
            sets["sectors"][row["id"]] = row["name"]
    for one in document["touched"]:
        if one["way"] == "effect":
            sets.setdefault(_PLURALS.get(one["kind"], f"{one['kind']}s"), {})[one["id"]] = one["name"]
    return sets


_NOUNS = ("sectors", "services", "units", "systems", "journeys", "technologies")
_PLURALS = {"technology": "technologies"}


def _told_sets(
    before: _Sets, after: _Sets, subject: str, verbs: Mapping[str, Text], language: Language
) -> Iterator[str]:
    for noun in _NOUNS:
        old, new = before.get(noun, {}), after.get(noun, {})
        if set(old) == set(new):
            continue
        yield _told_set(noun, old, new, {one: verb.format(subject=subject) for one, verb in verbs.items()}, language)


def _told_set(
    noun: str, old: Mapping[str, str], new: Mapping[str, str], verbs: Mapping[str, Text], language: Language
) -> str:
    net = len(new) - len(old)
    pattern = FEWER if net < 0 else ONE_MORE if net == 1 else MORE if net > 0 else OTHERS
    amount = abs(net) or len(new)
    words = {
        "n": amount,
        "noun": LISTS[noun].counted(amount),
        "verb": verbs["one" if amount == 1 else "many"] if verbs else Text.same(""),
        "before": len(old),
        "after": len(new),
    }
    gone = [old[one] for one in sorted(set(old) - set(new))]
    came = [new[one] for one in sorted(set(new) - set(old))]
    return pattern.format(**words).in_(language) + _named(gone, came, language)


def _named(gone: Sequence[str], came: Sequence[str], language: Language) -> str:
    """Name what went and what came, the first of them; semicolons, because names hold commas of their own."""
    said = ""
    for pattern, names in ((GONE, gone), (NEW, came)):
        if names:
            listed, more = "; ".join(names[:_NAMED]), len(names) - _NAMED
            shown = NAMES.in_(language).format(names=listed, n=more) if more > 0 else listed
            said += " " + pattern.in_(language).format(names=shown)
    return said


def _told_all(found: Sequence[ValueChange | ListChange], language: Language) -> Iterator[str]:
    """Say each difference; the cells of a matrix are counted, not listed."""
    cells = Counter(one.path.partition("[")[0] for one in found if "[" in one.path and is_said(one.path))
    for one in found:
        if "[" not in one.path and is_said(one.path):
            yield from _told_one(one, language)
    for path, n in cells.items():
        yield (CELL if n == 1 else CELLS).format(n=n, what=value_of(path)).in_(language)


def _told_one(one: ValueChange | ListChange, language: Language) -> Iterator[str]:
    if isinstance(one, ListChange):
        yield from _told_list(one, language)
    elif all(value is None or isinstance(value, int | float | str) for value in (one.before, one.after)):
        before, after = amounts(one.before, one.after, language)
        yield AMOUNT.format(what=value_of(one.path), before=before, after=after).in_(language)


def _told_list(one: ListChange, language: Language) -> Iterator[str]:
    noun = noun_of(one.path)
    gone, came = ([_title(row) for row in rows] for rows in (one.removed, one.added))
    if gone or came or one.before != one.after:
        pattern = AMOUNT if one.before != one.after else AS_MANY
        before, after = amounts(one.before, one.after, language)
        said = pattern.format(what=_large(noun.many), before=before, after=after)
        yield said.in_(language) + _named(_known(gone), _known(came), language)
    if one.changed:
        amount = len(one.changed)
        yield CHANGED.format(n=amount, noun=noun.counted(amount)).in_(language)


def _large(words: Text) -> Text:
    return Text(*(one[:1].upper() + one[1:] for one in (words.nb, words.nn, words.en)))


def _title(row: Any) -> str:
    """Return what a person calls a row; nothing where it has no short name."""
    if isinstance(row, str):
        return row
    if isinstance(row, Mapping):
        for name in ("name", "system", "service", "unit", "thing", "id", "sentence", "source"):
            if isinstance(row.get(name), Mapping):
                return _title(row[name])
            if isinstance(row.get(name), str):
                return str(row[name])
    return ""


def _known(names: Sequence[str]) -> list[str]:
    return list(names) if all(names) else []


def told_graph(difference: GraphDifference) -> list[Text]:
    """Say which facts came, changed and went, counted by kind; derived relations are not counted."""
    said = []
    for operation, pattern in MADE.items():
        things, relations = difference.counted(operation)
        counted = [STEP.format(n=n, noun=_kind_noun(kind.value).counted(n)) for kind, n in things.items()]
        total = sum(relations.values())
        if total:
            noun = _RELATIONS[0] if total == 1 else _RELATIONS[1]
            parts = [STEP.format(n=n, noun=RELATIONS[relation].counted(n)) for relation, n in relations.items()]
            detail = Text(*(", ".join(one.in_(language) for one in parts) for language in Language))
            counted.append(_OF.format(n=total, noun=noun, detail=detail))
        if counted:
            said.append(pattern.format(what=sentence_list(counted)))
    return said


_OF = Text("{n} {noun} ({detail})", "{n} {noun} ({detail})", "{n} {noun} ({detail})")
_RELATIONS = (Text("relasjon", "relasjon", "relation"), Text("relasjoner", "relasjonar", "relations"))


def _kind_noun(kind: str) -> Any:
    return LISTS[_PLURALS.get(kind, f"{kind}s")]
