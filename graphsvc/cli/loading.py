"""Commands that bring data in and out: init, import, export, template, undo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.cli.terminal import error_document
from graphsvc.errors import ConfirmationNeeded, DataError, GraphsvcError
from graphsvc.i18n import say, text
from graphsvc.metamodel import KINDS, RELATIONS
from graphsvc.model import Kind, Relation
from graphsvc.service import Workspace
from graphsvc.service.exporting import export, format_of, template
from graphsvc.service.exports import FORMATS
from graphsvc.service.importing import Preview, carry_out, error_count, import_confirmed, preview, problem_document
from graphsvc.service.keeping import undo
from graphsvc.text import Text

__all__ = ["add"]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    command(application, "init")(init)
    command(application, "import")(import_)
    command(application, "export")(export_)
    command(application, "template")(template_)
    command(application, "undo")(undo_)


def init(call: Call) -> None:
    """Make an empty register."""
    with Workspace.create(call.settings) as workspace:
        if call.terminal.json:
            call.terminal.document(
                {"home": str(call.settings.home), "register": workspace.register.place, "revision": 0}
            )
        else:
            call.terminal.note("cli.made", home=workspace.register.place)


def import_(
    call: Call,
    paths: Annotated[list[Path], typer.Argument(help="Files, or one folder")],
    format: Annotated[
        str | None, typer.Option("--format", help="tables or archimate; recognised by content when left out")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="What this source is called in the register")] = None,
    mapping: Annotated[
        str | None, typer.Option("--mapping", help="Mapping profile: a shipped one's name, or a file")
    ] = None,
    guess: Annotated[bool, typer.Option("--guess", help="Guess unknown headings by their likeness")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen and write nothing")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking")] = False,
    confirm_removals: Annotated[bool, typer.Option("--confirm-removals", help="Yes, so much shall go")] = False,
) -> None:
    """Import files: preview, then one atomic revision."""
    # A dry run asks nothing of the register that only the writer may do.
    with call.workspace(write=not dry_run) as workspace:
        with call.terminal.working("cli.reading"):
            prepared = preview(workspace, paths, format=format, source=source, mapping=mapping, guess=guess)
        if not call.terminal.json:
            _print_preview(call, prepared)
        unseen = yes
        yes = yes or dry_run or _asked(call, prepared, confirm_removals=confirm_removals)
        open_questions = prepared.questions(yes=yes, confirm_removals=confirm_removals or dry_run)
        if dry_run and not prepared.has_errors:
            open_questions = ()
        if open_questions:
            _refuse(call, prepared, open_questions, dry_run=dry_run)
        revision: int | None = None
        warnings: tuple[Text, ...] = ()
        if unseen and not dry_run:
            prepared, revision, warnings = import_confirmed(workspace, prepared, confirm_removals=confirm_removals)
        elif not dry_run:
            revision, warnings = carry_out(workspace, prepared)
    document = prepared.document(call.language, dry_run=dry_run, revision=revision, warnings=warnings)
    _finish(call, document)


def _asked(call: Call, prepared: Preview, *, confirm_removals: bool) -> bool:
    """Ask the person at the terminal, when there is one and nothing else stands in the way."""
    if call.terminal.json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    if prepared.questions(yes=True, confirm_removals=confirm_removals) or (prepared.plan and prepared.plan.is_empty):
        return False
    return typer.confirm(say("cli.write_it", call.language), err=True)


def _refuse(call: Call, prepared: Preview, questions: tuple[Any, ...], *, dry_run: bool) -> None:
    kind: type[GraphsvcError] = DataError if prepared.has_errors else ConfirmationNeeded
    error = kind(questions[0])
    if call.terminal.json:
        document = prepared.document(call.language, dry_run=dry_run)
        call.terminal.document(
            {**document, **error_document(error, call.language), "questions": [q.in_(call.language) for q in questions]}
        )
    for question in questions:
        call.terminal.messages.print(question.in_(call.language))
    raise typer.Exit(1)


def _print_preview(call: Call, prepared: Preview) -> None:
    terminal, language = call.terminal, call.language
    document: Any = prepared.document(language, dry_run=True)
    for problem in document["problems"]:
        terminal.messages.print(_problem_line(problem, language))
    terminal.note("cli.problems", errors=error_count(prepared.reading), all=document["problem_count"])
    if prepared.plan is None:
        return
    rows = [
        *_count_rows(document, KINDS, Kind, language),
        *_count_rows(document["relations"], RELATIONS, Relation, language),
    ]
    headings = ["", *(say(f"cli.{name}", language) for name in ("added", "changed", "removed", "unchanged"))]
    terminal.table(
        headings, rows, title=say("cli.preview", language, source=prepared.plan.source, format=prepared.reading.format)
    )
    for name, count in sorted(prepared.reading.unmapped.items()):
        terminal.note("cli.unmapped", name=name, n=count)


def _count_rows(counts: Any, definitions: Any, words: Any, language: Any) -> list[list[object]]:
    rows = []
    for word in words:
        numbers = [counts[name].get(word.value, 0) for name in ("added", "changed", "removed", "unchanged")]
        if any(numbers):
            definition = definitions[word]
            label = getattr(definition, "plural", definition.label)
            rows.append([label.in_(language), *numbers])
    return rows


def _problem_line(problem: dict[str, Any], language: Any) -> str:
    position = [str(problem[name]) for name in ("file", "sheet") if name in problem]
    position += [
        f"{say(f'cli.{name}', language)} {problem[name]}"
        for name in ("line", "cell", "column", "pointer")
        if name in problem
    ]
    severity = say(f"cli.{problem['severity']}", language)
    fix = f" {problem['fix']}" if "fix" in problem else ""
    return (
        f"{severity}: {', '.join(position)}: {problem['message']}{fix}"
        if position
        else f"{severity}: {problem['message']}{fix}"
    )


def _finish(call: Call, document: dict[str, Any]) -> None:
    for warning in document["warnings"]:
        call.terminal.messages.print(warning)
    if call.terminal.json:
        call.terminal.document(document)
    elif document["dry_run"]:
        call.terminal.note("cli.dry_run")
    elif document["revision"] is None:
        call.terminal.note("cli.nothing_new")
    else:
        call.terminal.note("cli.revision_made", revision=document["revision"])


def export_(
    call: Call,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write")],
    format: Annotated[
        str | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; told by the ending when left out")
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Leave out fields that are not for everybody")] = False,
) -> None:
    """Write the whole register to a file, for other tools or to read in again."""
    with call.workspace() as workspace:
        lost = export(
            workspace,
            format or format_of(output),
            output,
            call.language,
            snapshot=call.snapshot(workspace),
            public=public,
        )
    for problem in lost:
        call.terminal.messages.print(_problem_line(problem_document(problem, call.language), call.language))
    _written(call, output)


def template_(
    call: Call, output: Annotated[Path, typer.Option("-o", "--output", help="File to write (.xlsx)")]
) -> None:
    """Write an empty workbook with guidance, to fill in and import."""
    template(output, call.language)
    _written(call, output)


def undo_(
    call: Call,
    number: Annotated[int, typer.Argument(metavar="REVISION", help="The revision to take back", min=1)],
) -> None:
    """Take a revision back; this makes a new revision, nothing is lost."""
    with call.workspace(write=True, page="explorer.nav_history") as workspace:
        made, warnings = undo(workspace, number)
    for warning in warnings:
        call.terminal.messages.print(warning.in_(call.language))
    if call.terminal.json:
        call.terminal.document(
            {"undone": number, "revision": made, "warnings": [one.in_(call.language) for one in warnings]}
        )
    else:
        call.terminal.line(text("cli.undone").format(undone=number, revision=made).in_(call.language))


def _written(call: Call, output: Path) -> None:
    if call.terminal.json:
        call.terminal.document({"written": str(output), "bytes": output.stat().st_size})
    else:
        call.terminal.note("cli.written", path=output)
