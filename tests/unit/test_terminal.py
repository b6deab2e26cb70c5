"""What the command line prints is what the register says, sign for sign."""

from __future__ import annotations

import io
import json

import pytest

from graphsvc.cli.terminal import Terminal, show_what_cannot_be_written
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


@pytest.mark.parametrize(
    ("encoding", "seen"),
    [("latin-1", "Åse \\u2013 \\u65e5"), ("ascii", "\\xc5se \\u2013 \\u65e5"), ("utf-8", "Åse – 日")],
)
def test_a_terminal_of_an_older_encoding_sees_escapes_and_one_document(
    monkeypatch: pytest.MonkeyPatch, encoding: str, seen: str
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    monkeypatch.setattr("sys.stdout", stream)
    show_what_cannot_be_written(stream)
    terminal = Terminal(Language.NB)
    terminal.line("Åse – 日")
    terminal.document({"name": "Åse – 日"})
    assert isinstance(stream.buffer, io.BytesIO)
    first, _, document = stream.buffer.getvalue().decode(encoding).partition("\n")
    assert first == seen
    assert json.loads(document) == {"name": "Åse – 日"}
