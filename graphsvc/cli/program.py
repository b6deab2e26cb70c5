"""The program: all commands together, and what happens when one fails."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import Abort, Exit, TyperException

from graphsvc.cli.rooms import Commands
from graphsvc.cli.terminal import Terminal, show_what_cannot_be_written
from graphsvc.errors import GraphsvcError, UsageError
from graphsvc.text import Language, Text

__all__ = ["application", "main"]

application = typer.Typer(
    name="graphsvc",
    cls=Commands,
    help="Which sectors does this change touch, and why: a map of a municipality's units, services, systems and data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _tell_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"graphsvc {version('graphsvc')}\n")
        raise Exit


@application.callback()
def _program(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the program; exit 0 done, 1 data or question error, 2 wrong usage, 3 engine not available."""
    show_what_cannot_be_written(sys.stdout, sys.stderr)
    sys.exit(_run(sys.argv[1:]))


def _run(words: list[str]) -> int:
    terminal = Terminal(_language(words), json="--json" in words)
    try:
        returned = application(args=words, standalone_mode=False)
        return returned if isinstance(returned, int) else 0
    except GraphsvcError as error:
        terminal.error(error)
        return error.exit_status
    except Exit as done:
        return done.exit_code
    except TyperException as wrong:
        if wrong.exit_code == 2 and not words:
            sys.stderr.write(wrong.format_message() + "\n")
            return 2
        terminal.error(UsageError(Text.same(wrong.format_message())))
        return wrong.exit_code
    except (Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Whoever read the answer has enough of it (`graphsvc ... | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _system(terminal, error)


def _system(terminal: Terminal, error: OSError) -> int:
    """Say what the operating system refused: disk full, no right, no such folder."""
    named = f"{error.strerror or error}: {error.filename}" if error.filename else str(error)
    terminal.error(
        GraphsvcError(
            Text(
                f"Operativsystemet sa nei: {named}. Ingenting ble halvferdig; rett det og prøv igjen",
                f"Operativsystemet sa nei: {named}. Ingenting vart halvferdig; rett det og prøv igjen",
                f"The operating system refused: {named}. Nothing was left half done; mend it and try again",
            )
        )
    )
    return 3


def _language(words: list[str]) -> Language:
    """Find the language of an error that comes before the options are read."""
    asked = os.environ.get("GRAPHSVC_LANG", "")
    for position, word in enumerate(words):
        if word == "--lang" and position + 1 < len(words):
            asked = words[position + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return Language(asked) if asked in set(Language) else Language.NB
