"""Every installed query as a command; its signature is the only declaration."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc.cli.answers import print_answer
from graphsvc.cli.answers_comparing import print_compared
from graphsvc.cli.commands import Call, command
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.ports import FileText
from graphsvc.registry import query, query_names
from graphsvc.service.calling import Parameter, explained, parameters
from graphsvc.service.comparing import COMPARABLE, Compared
from graphsvc.service.comparing import compare as held
from graphsvc.service.exporting import write_whole
from graphsvc.service.picturing import answer_document, write_answer

__all__ = ["add"]

#: A file that a question is put in (a change set) may hold so many bytes.
_LARGEST = 1_000_000

_FILES = "Write the answer to a file: .svg, .csv, .xlsx, .json; impact also as a report, .pdf or .html"
_AGAINST = "Hold the answer against a day, a revision (12, 12@2027-07-01) or a proposal as if carried out (P6)"
CompareOption = Annotated[str | None, typer.Option("--compare", metavar="WHAT", help=_AGAINST, show_default=False)]
OutputOption = Annotated[Path | None, typer.Option("-o", "--output", help=_FILES, show_default=False)]


def add(application: typer.Typer, *, only: str | None = None) -> None:
    """Add one command a query; ``only`` names a single one, so that the others are not loaded."""
    for name in query_names():
        word = name.replace("_", "-")
        if only in (None, word):
            asked = query(name)
            command(application, word, help=_summary(asked))(_asking(name, asked))


def _summary(asked: Any) -> str:
    return (inspect.getdoc(asked) or "").split("\n\n")[0].replace("\n", " ")


def _asking(name: str, asked: Any) -> Any:
    """Make the command function of a query: the call, the query's parameters, and where to write."""

    def ask(call: Call, output: Path | None, compare: str | None = None, **given: Any) -> None:
        # A list that nobody gave comes as None: the query's own default stands for it.
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in given.items()
            if value is not None or key not in several
        }
        values |= {key: _read(Path(values[key])) for key in written if values[key] is not None}
        with call.workspace() as workspace:
            snapshot = call.snapshot(workspace)
            result = workspace.ask(name, revision=snapshot.revision, date=snapshot.date, **values)
            if compare is not None:
                _held(call, held(name, snapshot, result, compare, **values), output)
                return
            if output is not None:
                write_answer(name, snapshot, result, output, call.language)
            document = answer_document(name, snapshot, result, call.language)
        if call.terminal.json:
            call.terminal.document(document)
        elif output is None:
            print_answer(name, document, call.terminal)
        else:
            call.terminal.note("cli.written", path=output)

    several = {parameter.name for parameter in parameters(asked) if parameter.many}
    written = {parameter.name for parameter in parameters(asked) if parameter.type is FileText}
    first = inspect.Parameter("call", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Call)
    told = explained(asked)
    own = [
        _option(parameter, told.get(parameter.name, "").replace("``", "") or None) for parameter in parameters(asked)
    ]
    last = inspect.Parameter("output", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=OutputOption)
    against = inspect.Parameter("compare", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=CompareOption)
    ask.__signature__ = inspect.Signature([first, *own, *([against] if name in COMPARABLE else []), last])  # type: ignore[attr-defined]
    return ask


def _held(call: Call, compared: Compared, output: Path | None) -> None:
    """Answer a question that is held against another day, revision or proposal."""
    if output is not None:
        content = compared.file(output.suffix.lower() or output.name, call.language)
        write_whole(output, lambda target: target.write_bytes(content))
    if call.terminal.json:
        call.terminal.document(compared.document(call.language))
    elif output is None:
        print_compared(compared, call.terminal)
    else:
        call.terminal.note("cli.written", path=output)


def _read(path: Path) -> FileText:
    """Read a file that a question is put in.

    Raises
    ------
    UsageError
        When it is not there, too large, or no text in UTF-8; what else the operating system refuses is said as
        everywhere.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except (FileNotFoundError, IsADirectoryError):
        raise UsageError(text("questions.no_file").format(path=path)) from None
    try:
        if len(content) <= _LARGEST:
            return FileText(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    raise UsageError(text("cli.no_text_file").format(path=path, most=_LARGEST // 1_000_000))


def _option(parameter: Parameter, told: str | None) -> inspect.Parameter:
    """Turn a query's parameter into a word (what the question is about) or an option."""
    one = Path if parameter.type is FileText else parameter.type
    kind: Any = list[one] if parameter.many else one  # type: ignore[valid-type]
    default: Any = parameter.default
    if parameter.many:
        default = list(parameter.default) if parameter.default else None
    if not parameter.required and default is None:
        kind = kind | None
    metavar = parameter.flag.upper().removesuffix("S") if parameter.positional else None
    info = (
        typer.Argument(metavar=metavar, show_default=False, help=told)
        if parameter.positional
        else typer.Option(f"--{parameter.flag}" if len(parameter.flag) > 1 else f"-{parameter.flag}", help=told)
    )
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[kind, info],
        default=inspect.Parameter.empty if parameter.required else default,
    )
