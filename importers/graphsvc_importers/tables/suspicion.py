"""What in a text should make a reader wary: control characters, garbled letters, people's numbers, formulas."""

from __future__ import annotations

import re

from graphsvc_importers.tables.escapes import FORMULA_STARTS
from graphsvc_importers.tables.findings import Findings
from graphsvc_importers.tables.identity import holds_identity_number
from graphsvc_importers.tables.raw import RawRow, RawTable

__all__ = ["begins_like_formula", "inspect_row"]

#: TAB, LF and CR are white space; the other control characters and lone surrogates are never text.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
GARBLED = re.compile("[ÃÂâÅ]")
DIGITS = re.compile(r"\d{6}[ .]?\d{5}")
ANY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfffÃÂâÅ]|\d{6}[ .]?\d{5}")


def _double_encoded(text: str) -> bool:
    """Tell whether reading the text's bytes as UTF-8 once more gives fewer letters: UTF-8 taken for Windows-1252."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8") != text
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return False


def inspect_row(table: RawTable, row: RawRow, header: list[str], findings: Findings) -> None:
    """Look at a row's cells; one pass over the row when there is nothing to see."""
    if not ANY.search("\t".join(row.cells)):
        return
    for index, cell in enumerate(row.cells):
        spot = table.spot(row, header[index].strip() if index < len(header) else None, index)
        found = CONTROL.search(cell)
        if found:
            findings.say("control-character", spot, value=cell, char=f"U+{ord(found[0]):04X}")
        if GARBLED.search(cell) and _double_encoded(cell):
            findings.say("double-encoded", spot, value=cell)
        if DIGITS.search(cell) and holds_identity_number(cell):
            findings.say("identity-number", spot, value=cell)


def begins_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run this text."""
    return text.startswith(FORMULA_STARTS)
