"""Commands that look at the register: stats, search, show, history."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.i18n import date, number, say
from graphsvc.metamodel import KINDS, RELATIONS, shown_name
from graphsvc.model import Kind, Relation
from graphsvc.service.looking import history_document, show, stats
from graphsvc.service.searching import kinds_named, search_document
from graphsvc.text import Language

__all__ = ["add"]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    command(application, "stats")(stats_)
    command(application, "search")(search_)
    command(application, "show")(show_)
    command(application, "history")(history_)


def stats_(call: Call) -> None:
    """Count things by kind, relations by type, and what each sector has."""
    with call.workspace() as workspace:
        document: dict[str, Any] = stats(call.snapshot(workspace), call.language)
    if call.terminal.json:
        call.terminal.document(document)
        return
    language, terminal = call.language, call.terminal
    if document["synthetic"]:
        terminal.line(say("cli.synthetic", language))
    terminal.line(say("cli.at", language, revision=document["revision"], date=document["as_of"]))
    kinds = [[KINDS[Kind(kind)].plural.in_(language), n] for kind, n in document["kinds"].items() if n]
    terminal.table(["", say("cli.number", language)], kinds, title=say("cli.things", language))
    relations = [
        [RELATIONS[Relation(name)].label.in_(language), name, n] for name, n in document["relations"].items() if n
    ]
    terminal.table(["", "", say("cli.number", language)], relations, title=say("cli.relations", language))
    sectors = [[row["name"], row["units"], row["services"], row["systems"]] for row in document["sectors"]]
    headings = [
        say("cli.sector", language),
        *(KINDS[kind].plural.in_(language) for kind in (Kind.UNIT, Kind.SERVICE, Kind.SYSTEM)),
    ]
    if sectors:
        terminal.table(headings, sectors, title=say("cli.sectors", language))


def search_(
    call: Call,
    words: Annotated[list[str], typer.Argument(metavar="TEXT", help="Part of a name, an id, a vendor")],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only things of this kind", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many")] = 20,
) -> None:
    """Find things by part of a name in any language, id or vendor; typing errors are forgiven."""
    kinds, asked = kinds_named(kind or [], "--kind"), " ".join(words)
    with call.workspace() as workspace:
        snapshot = call.snapshot(workspace)
        document: dict[str, Any] = search_document(snapshot, asked, call.language, kinds=kinds, limit=limit)
    if call.terminal.json:
        call.terminal.document(document)
    elif not document["hits"]:
        call.terminal.note("cli.no_hits", words=asked)
        if document["suggestions"]:
            call.terminal.note("cli.search_instead", others=", ".join(document["suggestions"]))
    else:
        _hits_table(call, document["hits"])


def _hits_table(call: Call, hits: list[dict[str, Any]]) -> None:
    """Print hits with what tells them apart, and say so where words are only alike."""
    language = call.language
    names = ["name", "unit", "sector", *(["municipality"] if any(hit["municipality"] for hit in hits) else [])]
    if any(hit["alike"] for hit in hits):
        names.append("alike")
    told = [{**hit, "alike": say("cli.alike", language) if hit["alike"] else ""} for hit in hits]
    headings = ["id", *(say(f"cli.{name}", language) if name != "alike" else "" for name in names)]
    call.terminal.table(headings, [[hit["thing"], *(hit[name] for name in names)] for hit in told])


def show_(call: Call, thing: Annotated[str, typer.Argument(metavar="THING", help="kind:id, an id or a name")]) -> None:
    """Show a thing: what is known, who says so, and what it hangs together with."""
    with call.workspace() as workspace:
        snapshot = call.snapshot(workspace)
        document: dict[str, Any] = show(snapshot, snapshot.find(thing), call.language)
    if call.terminal.json:
        call.terminal.document(document)
        return
    language, terminal = call.language, call.terminal
    terminal.line(f"{document['name']}  ({document['thing']})")
    fields = [
        [row["label"], _shown(row["shown"], language), row["source"], row["confirmed_on"]] for row in document["fields"]
    ]
    terminal.table(["", "", say("cli.source", language), say("cli.confirmed", language)], fields)
    relations = [
        [row["label"], row["name"], row["thing"], say("cli.derived", language) if row["derived"] else ""]
        for row in document["relations"]
    ]
    terminal.table(["", "", "", ""], relations, title=say("cli.relations", language))
    for conflict in document["conflicts"]:
        values = "; ".join(f"{one['source']}: {one['value']}" for one in conflict["values"])
        terminal.line(say("cli.conflict", language, field=conflict["field"], values=values))


def _shown(value: object, language: Any) -> str:
    if value is None:
        return say("cli.claimed_none", language)
    if isinstance(value, tuple | list):
        return "; ".join(str(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    if isinstance(value, bool):
        return say("cli.yes" if value else "cli.no", language)
    return str(value)


def history_(
    call: Call,
    thing: Annotated[str | None, typer.Argument(metavar="[THING]", help="Only what touched this thing")] = None,
) -> None:
    """List revisions, newest first: when, who, what."""
    with call.workspace() as workspace:
        touching = None
        if thing is not None:
            snapshot = call.snapshot(workspace)
            touching = snapshot.references[snapshot.find(thing)]
        document: dict[str, Any] = history_document(workspace.register.revisions(touching=touching))
        if touching is not None:
            record = snapshot.record(snapshot.index(touching))
            document = {
                "thing": touching,
                "name": shown_name(record.fields, record.id, call.language).words,
                **document,
            }
    if call.terminal.json:
        call.terminal.document(document)
        return
    rows = [
        [
            row["revision"],
            _moment(row["time"], call.language),
            row["who"],
            row["source"],
            row["message"],
            ", ".join(_counted(name, n, call.language) for name, n in row["counts"].items() if n),
        ]
        for row in document["revisions"]
    ]
    headings = [
        say(f"cli.{name}", call.language) for name in ("revision", "time", "who", "source", "message", "counts")
    ]
    call.terminal.table(headings, rows)


def _moment(iso: str, language: Language) -> str:
    """Write a moment as people do; the register's clock is UTC."""
    hour, minute = iso[11:16].split(":")
    return say("importing.time", language, day=date(iso[:10], language), hour=hour, minute=minute)


def _counted(operation: str, amount: int, language: Language) -> str:
    return say(f"history.{operation}", language, n=number(amount, language))
