"""Differences in sentences: "2 sectors fewer depend on ..."."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphsvc.text import Language, Text
from graphsvc_queries.difference.documents import ListChange, ValueChange
from graphsvc_queries.difference.graph import GraphDifference
from graphsvc_queries.difference.phrases import (
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
    ONLY_AFTER,
    ONLY_BEFORE,
    OTHERS,
    SAME,
    SIMPLY,
    STEP,
    TOUCHED,
    VALUE,
)
from graphsvc_queries.difference.wording import LISTS, noun_of
from graphsvc_queries.naming import sentence_list

__all__ = ["told", "told_graph"]

#: So many sentences are said of one question, and so many names in one sentence; the document has the rest.
_SENTENCES = 12
_NAMED = 5
_Document = Mapping[str, Any]
#: What is touched, by noun: id -> name.
_Sets = dict[str, dict[str, str]]


def told(
    question: str,
    before: _Document | None,
    after: _Document | None,
    found: Sequence[ValueChange | ListChange],
    language: Language,
) -> list[str]:
    """Say how two answers to one question differ; None = that what it is about is not there."""
    either = after if after is not None else before
    assert either is not None  # noqa: S101 - one of the answers is there
    subject, verbs = _subject(either)
    said: list[str] = []
    if before is None or after is None:
        said.append((ONLY_AFTER if before is None else ONLY_BEFORE).format(subject=subject or question).in_(language))
    if subject:
        said += _told_sets(_sets(before), _sets(after), subject, verbs, language)
    elif before is not None and after is not None:
        said += _told_all(found, language)
    if not said:
        said = [(DETAILS if found else SAME).format(question=question).in_(language)]
    left = len(said) - _SENTENCES
    return said if left <= 0 else [*said[:_SENTENCES], LISTED.format(n=left).in_(language)]


def _subject(document: _Document) -> tuple[str | None, Mapping[str, Text]]:
    """Return whom the question is about, and how to say that others depend on it; None for other questions."""
    if "touched" in document and document.get("changes"):
        kinds = {str(change["kind"]) for change in document["changes"]}
        names = " + ".join(str(change.get("name") or change["thing"]) for change in document["changes"])
        return names, DEPEND if kinds == {"outage"} else TOUCHED
    if "target" in document and "by_steps" in document:
        return str(document["target"]), DEPEND
    return None, {}


def _sets(document: _Document | None) -> _Sets:
    """Return who is touched, by noun; of an impact what suffers the effect, of a reach whatever is reached."""
    if document is None:
        return {}
    if "by_steps" in document:
        return {noun: {str(one): str(one) for one in document[noun]} for noun in _NOUNS[:4]}
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
    pattern = FEWER if net < 0 else MORE if net > 0 else OTHERS
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
    cells = Counter(one.path.partition("[")[0] for one in found if "[" in one.path)
    for one in found:
        if "[" not in one.path:
            yield from _told_one(one, language)
    for path, n in cells.items():
        yield (CELL if n == 1 else CELLS).in_(language).format(path=path, n=n)


def _told_one(one: ValueChange | ListChange, language: Language) -> Iterator[str]:
    if isinstance(one, ListChange):
        yield from _told_list(one, language)
    elif all(value is None or isinstance(value, int | float | str) for value in (one.before, one.after)):
        shown = (_shown(value, language) for value in (one.before, one.after))
        yield VALUE.in_(language).format(**dict(zip(("before", "after"), shown, strict=True)), path=one.path)


def _told_list(one: ListChange, language: Language) -> Iterator[str]:
    noun, net = noun_of(one.path), one.after - one.before
    amount = abs(net) or one.after
    gone, came = ([_title(row) for row in rows] for rows in (one.removed, one.added))
    if gone or came or net:
        pattern = SIMPLY["fewer" if net < 0 else "more" if net > 0 else "others"]
        words = {"n": amount, "noun": noun.counted(amount), "before": one.before, "after": one.after}
        yield pattern.format(**words).in_(language) + _named(_known(gone), _known(came), language)
    if one.changed:
        amount = len(one.changed)
        yield CHANGED.format(n=amount, noun=noun.counted(amount)).in_(language)


def _title(row: Any) -> str:
    """Return what a person calls a row; nothing where it has no short name."""
    if isinstance(row, str):
        return row
    if isinstance(row, Mapping):
        for name in ("name", "system", "service", "unit", "thing", "id"):
            if isinstance(row.get(name), Mapping):
                return _title(row[name])
            if isinstance(row.get(name), str):
                return str(row[name])
    return ""


def _known(names: Sequence[str]) -> list[str]:
    return list(names) if all(names) else []


def _shown(value: Any, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}" if language is Language.EN else f"{value:.2f}".replace(".", ",")
    return str(value)


def told_graph(difference: GraphDifference) -> list[Text]:
    """Say which facts came, changed and went, counted by kind; derived relations are not counted."""
    said = []
    for operation, pattern in MADE.items():
        things, relations = difference.counted(operation)
        counted = [STEP.format(n=n, noun=_kind_noun(kind.value).counted(n)) for kind, n in things.items()]
        total = sum(relations.values())
        if total:
            noun = _RELATIONS[0] if total == 1 else _RELATIONS[1]
            detail = ", ".join(f"{relation.value} {n}" for relation, n in relations.items())
            counted.append(Text(*(f"{total} {noun.in_(language)} ({detail})" for language in Language)))
        if counted:
            said.append(pattern.format(what=sentence_list(counted)))
    return said


_RELATIONS = (Text("relasjon", "relasjon", "relation"), Text("relasjoner", "relasjonar", "relations"))


def _kind_noun(kind: str) -> Any:
    return LISTS[_PLURALS.get(kind, f"{kind}s")]
