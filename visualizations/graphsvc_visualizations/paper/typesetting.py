"""The typesetter's only room: a template of ours and values as data become a PDF that everybody can read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, cast

import typst

from graphsvc.errors import EngineError
from graphsvc.text import Text
from graphsvc_visualizations.paper.letters import PLAIN, SHOWN, breakable, legible

__all__ = ["ACCESSIBLE", "ARCHIVAL", "typeset"]

#: PDF/UA-1: tagged, titled, in a language. For archives PDF/A-3 level A beside it, which may carry a file.
ACCESSIBLE: Sequence[str] = ("ua-1",)
ARCHIVAL: Sequence[str] = ("a-3a", "ua-1")


def typeset(
    template: str,
    values: Mapping[str, Any],
    *,
    date: dt.date,
    standards: Sequence[str] = ACCESSIBLE,
    attached: str | None = None,
) -> bytes:
    """Set a document as PDF; the same values give the same bytes on every machine.

    Parameters
    ----------
    template
        Name of the template in this room; ``paper`` and ``memo`` (the shared parts) go before it.
    values
        What it shows. It reaches the template as JSON, never as markup, so that nothing in a name can become a command.
    date
        The document's date: that of the map, not of the clock.
    standards
        Which standards it must keep; what breaks one is refused.
    attached
        A file that the template puts into the document as it stands, letter by letter.

    Raises
    ------
    EngineError
        When the typesetter refuses, which is a fault of the template.

    Notes
    -----
    O(words + size of the pictures), about 0.1 s a memo.
    """
    try:
        return _set(template, _inputs(values, SHOWN, attached), date, standards)
    except typst.TypstError:
        # Letters that the fonts hold one by one may still lack a joined shape: without such alphabets it always works.
        try:
            return _set(template, _inputs(values, PLAIN, attached), date, standards)
        except typst.TypstError as error:
            raise EngineError(
                Text(
                    f"Kunne ikke sette dokumentet: {error.message}. Be om HTML i stedet",
                    f"Kunne ikkje setje dokumentet: {error.message}. Be om HTML i staden",
                    f"The document could not be typeset: {error.message}. Ask for HTML instead",
                )
            ) from error


def _inputs(values: Any, runs: tuple[tuple[int, int], ...], attached: str | None) -> dict[str, str]:
    given = {"data": json.dumps(_checked(values, runs), ensure_ascii=False)}
    return given if attached is None else {**given, "attached": attached}


def _set(template: str, inputs: dict[str, str], date: dt.date, standards: Sequence[str]) -> bytes:
    made = typst.compile(
        _source(template),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=cast(Any, list(standards)),
        timestamp=dt.datetime.combine(date, dt.time(), dt.UTC),
    )
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


def _checked(value: Any, runs: tuple[tuple[int, int], ...]) -> Any:
    """Make every word fit to be set; pictures are text too, and their tags are plain letters."""
    if isinstance(value, str):
        shown = legible(value, runs)
        return shown if shown.startswith("<svg") else breakable(shown)
    if isinstance(value, Mapping):
        return {key: _checked(one, runs) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(one, runs) for one in value]
    return value


@cache
def _source(template: str) -> bytes:
    folder = resources.files(__package__)
    return b"\n".join(folder.joinpath(f"{name}.typ").read_bytes() for name in ("paper", "memo", template))


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with the typesetter, and no others."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
