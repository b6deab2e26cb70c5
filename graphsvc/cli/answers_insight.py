"""Structure, learning, journeys, completeness and privacy for a person at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graphsvc.cli.terminal import Terminal
from graphsvc.i18n import date, number, say
from graphsvc.metamodel import KINDS, fields_of, value_label
from graphsvc.model import Kind

__all__ = ["PRINTERS"]

Document = Mapping[str, Any]
#: So many rows of a long list are printed; the rest is counted, and --json has all.
_ROWS = 15


def _structure(document: Document, terminal: Terminal) -> None:
    index, matrix, language = document["e_i_index"], document["matrix"], terminal.language
    if index["overall"] is None:
        terminal.line(say("insight.no_index", language))
    else:
        counts = {name: index[name] for name in ("external", "internal")}
        terminal.line(say("insight.index", language, value=number(index["overall"], language, 2), **counts))
    names = dict(zip(matrix["sectors"], matrix["names"], strict=True))
    rows = [
        [names.get(one, one), "–" if found is None else number(found, language, 2)]
        for one, found in index["sectors"].items()
    ]
    terminal.table(["", ""], rows)
    terminal.line(say("insight.apart", language, **index["apart"]))
    shared = [[name, *counts] for name, counts in zip(matrix["names"], matrix["shared_systems"], strict=True)]
    headings = [*matrix["sectors"][:-1], say("insight.national", language)]
    terminal.table(["", *headings], shared, title=say("insight.shared_systems", language))
    _communities(document, terminal)
    _across(document, terminal)


def _communities(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    terminal.line(f"\n{say('insight.communities', language)}")
    for one in document["communities"]:
        by_sector = ", ".join(f"{sector} {count}" for sector, count in one["by_sector"].items())
        terminal.line(f"{one['id']}  {by_sector}: {'; '.join(one['names'])}")
    if document["adjusted_rand_index"] is not None:
        agreement = number(document["adjusted_rand_index"], language, 2)
        terminal.line(say("insight.agreement", language, value=agreement))
    if document["isolated"]:
        names = "; ".join(one["name"] for one in document["isolated"])
        terminal.line(say("insight.isolated", language, names=names))


def _across(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    for name in ("units", "services", "systems"):
        rows = [[one["id"], one["name"], " – ".join(one["sectors"])] for one in document["across"][name]]
        _table(["", "", ""], rows, say(f"insight.across_{name}", language), terminal)
    rows = [
        [
            one["name"],
            one["dependents"],
            "–" if one["betweenness"] is None else number(one["betweenness"], language, 3),
        ]
        for one in document["central"]
    ]
    _table(["", *_said(("dependents", "betweenness"), terminal)], rows, say("insight.central", language), terminal)


def _learning(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    names = {one["topic"]: one["name"] for one in document["topics"]}
    rows = [
        [one["name"], len(one["systems"]), len(one["units"]), ", ".join(one["sectors"])] for one in document["topics"]
    ]
    headings = [say("insight.topics", language), say("cli.systems", language), say("cli.units", language)]
    terminal.table([*headings, say("insight.sectors", language)], rows)
    _lines(
        say("insight.experience", language), (_known(one, names, terminal) for one in document["experience"]), terminal
    )
    _lines(say("insight.invite", language), (_invited(one, terminal) for one in document["invite"]), terminal)
    _lines(
        say("insight.unknown", language).capitalize(),
        (f"{one['name']}: {one['why']}" for one in document["unknown"]),
        terminal,
    )


def _known(one: Document, names: Mapping[str, str], terminal: Terminal) -> str:
    language = terminal.language
    systems = ", ".join(f"{row['name']} ({say('insight.' + row['role'], language)})" for row in one["systems"])
    day = one["since"]
    since = say("insight.since", language, day=date(day, language)) if day else say("insight.since_unknown", language)
    topics = ", ".join(names[topic] for topic in one["topics"])
    return f"{one['name']} ({', '.join(one['sectors']) or '–'}), {since}: {topics}. {systems}"


def _invited(one: Document, terminal: Terminal) -> str:
    contact = one["contact"] or say("cli.no_contact", terminal.language)
    return f"{one['name']}, {contact}: {' '.join(reason['sentence'] for reason in one['because'])}"


def _journey(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    terminal.line(document["journey"]["name"])
    for step in document["steps"]:
        units = ", ".join(f"{one['name']}" for one in step["units"]) or say("insight.nobody", language)
        terminal.line(f"{step['step']:>3}  {step['name']} ({', '.join(step['sectors']) or '–'}): {units}")
    rows = [
        [
            f"{over['from']} → {over['to']}",
            say(f"insight.{over['how']}", language),
            say("insight.crosses", language) if over["crosses_sector"] else "",
            over["sentence"],
        ]
        for over in document["hand_overs"]
    ]
    if rows:
        terminal.table(["", "", "", ""], rows, title=say("insight.hand_overs", language))
    flows = (
        f"{flow['id']}: {flow['from_name']} → {flow['to_name']}, {flow['data'] or '–'}" for flow in document["manual"]
    )
    _lines(say("insight.manual_flows", language), flows, terminal)
    if document["breaks"]:
        _lines(say("insight.breaks", language), (one["sentence"] for one in document["breaks"]), terminal)
    else:
        terminal.line(say("insight.no_breaks", language))


def _completeness(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    share = number(100 * (document["share"] or 0), language)
    numbers = {name: number(document[name], language) for name in ("known", "expected")}
    terminal.line(say("insight.complete", language, share=share, **numbers))
    counts = {name: number(sum(found.values()), language) for name, found in document["confirmed"].items()}
    fresh = {f"{name}_fresh": number(found["fresh"], language) for name, found in document["confirmed"].items()}
    terminal.line(say("insight.confirmed", language, **counts, **fresh))
    kinds = set(Kind)
    rows = [
        [row["subject_label"], row["label"], row["known"], row["expected"]]
        for row in document["fields"]
        if row["subject"] in kinds
    ]
    terminal.table(["", *_said(("field", "known", "expected"), terminal)], rows)
    units = [
        [row["name"] or say("insight.nobody", language), row["expected"] - row["known"], row["contact"]]
        for row in document["units"]
    ]
    headings = [*_said(("unit", "missing"), terminal), ""]
    _table(headings, units, say("insight.by_unit", language), terminal)
    orphans = (f"{one['name']} ({_reference(one)}): {one['why']}" for one in document["orphans"])
    _lines(say("insight.orphans", language), orphans, terminal)
    tasks = [f"{one['name']} ({_reference(one)}): {one['sentence']}" for one in document["work"]]
    _lines(say("insight.work", language), tasks, terminal, exist=document["work_count"])


def _privacy(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    terminal.line(document["summary"])
    if len(document["data"]) > 1:
        rows = [[one["name"], len(one["systems"]), len(one["flows"]), one["hops"]] for one in document["data"]]
        headings = [say("cli.systems", language), *_said(("flows", "hops"), terminal)]
        _table(["", *headings], rows, say("insight.objects", language), terminal)
    else:
        _one_object(document, terminal)
    _spread(document, terminal)
    low = "; ".join(one["name"] for one in document["systems"] if one["level_too_low"])
    if low:
        terminal.line(say("insight.too_low", language, names=low))
    if document["unknown_flows"]:
        terminal.line(say("insight.unknown_flows", language, names=", ".join(document["unknown_flows"])))
    terminal.line(say("insight.records", language, n=len(document["records"])))


def _spread(document: Document, terminal: Terminal) -> None:
    """Say in which sectors the systems stand, and how they are run."""
    language, hosting = terminal.language, fields_of(Kind.SYSTEM)["hosting"]
    apart = {name: say(f"insight.{name}", language) for name in ("national", "outside", "without_owner")}
    rows = ", ".join(f"{apart.get(one['id'], one['id'])} {len(one['systems'])}" for one in document["sectors"])
    run = ", ".join(
        f"{say('insight.unknown', language) if how == 'unknown' else value_label(hosting, how).in_(language)} {n}"
        for how, n in document["hosting"].items()
    )
    if rows:
        terminal.line(say("insight.systems_by_sector", language, rows=rows))
        terminal.line(say("insight.systems_by_hosting", language, rows=run))


def _one_object(document: Document, terminal: Terminal) -> None:
    language = terminal.language
    hosting = fields_of(Kind.SYSTEM)["hosting"]
    rows = [
        [
            one["name"],
            say(f"insight.role_{one['data'][0]['role']}", language),
            "?" if one["hops"] is None else one["hops"],
            value_label(hosting, one["hosting"]).in_(language) if one["hosting"] else "?",
            ", ".join(one["sectors"]),
        ]
        for one in document["systems"]
    ]
    headings = [*_said(("role", "hops", "hosting"), terminal), say("insight.sectors", language)]
    _table(["", *headings], rows, say("insight.where", language), terminal)
    moves = (
        f"{flow['id']}: {flow['from_name']} → {flow['to_name']} ({flow['protocol'] or '?'}, {flow['mode'] or '?'})"
        for flow in document["flows"]
    )
    _lines(say("insight.moves", language), moves, terminal)


def _reference(one: Document) -> str:
    return f"{KINDS[Kind(one['kind'])].kind.value}:{one['id']}"


def _said(names: Iterable[str], terminal: Terminal) -> list[str]:
    return [say(f"insight.{name}", terminal.language) for name in names]


def _lines(title: str, lines: Iterable[str], terminal: Terminal, *, exist: int | None = None) -> None:
    """Print a list under its title and count, cut after fifteen; nothing when it is empty."""
    found = list(lines)
    if found:
        terminal.line(f"\n{title} ({exist or len(found)})")
        for one in found[:_ROWS]:
            terminal.line(f"  {one}")
        _more(exist or len(found), terminal)


def _table(headings: Sequence[str], rows: Sequence[Sequence[object]], title: str, terminal: Terminal) -> None:
    if rows:
        terminal.table(headings, rows[:_ROWS], title=f"{title} ({len(rows)})")
        _more(len(rows), terminal)


def _more(count: int, terminal: Terminal) -> None:
    if count > _ROWS:
        terminal.line(say("cli.more", terminal.language, n=count - _ROWS))


#: Query -> its printer.
PRINTERS: Mapping[str, Callable[[Document, Terminal], None]] = {
    "structure": _structure,
    "learning": _learning,
    "journey": _journey,
    "completeness": _completeness,
    "privacy": _privacy,
}
