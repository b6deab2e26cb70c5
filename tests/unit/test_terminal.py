"""What the command line prints is what the register says, sign for sign."""

from __future__ import annotations

import pytest

from graphsvc.cli.terminal import Terminal
from graphsvc.text import Language

HOSTILE = "system:a:b/c [bold]Fet[/bold] :smile:"


def test_words_from_files_are_printed_sign_for_sign(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(Language.NB)
    terminal.out.print(HOSTILE)
    terminal.table(("id",), [(HOSTILE,)])
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [HOSTILE, "id", HOSTILE]


def test_messages_are_printed_sign_for_sign(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(Language.NB).messages.print(HOSTILE)
    assert capsys.readouterr().err.strip() == HOSTILE
