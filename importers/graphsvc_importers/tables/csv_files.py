"""CSV files: delimiter, physical lines, strict field counts."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from graphsvc.text import Language, Text
from graphsvc_importers.limits import Limits
from graphsvc_importers.tables.decoding import Decoded, decode
from graphsvc_importers.tables.findings import Findings, Spot
from graphsvc_importers.tables.raw import RawRow, RawTable

__all__ = ["read_csv"]

DELIMITERS = (";", ",", "\t")
SAMPLE_CHARACTERS = 20_000
SAMPLE_ROWS = 30
#: The end of a quoted field: quotes inside it are doubled.
CLOSING = re.compile('(?:[^"]+|"")*+"')
COMMA_NUMBER = re.compile("-?[0-9][0-9 \u00a0\u2009\u202f]*,(?:[0-9]{1,2}|[0-9]{4,})\\Z")
POINT_NUMBER = re.compile(r"-?[0-9]+\.[0-9]+\Z")
LINE_END = re.compile(r"\r\n|\n|\r")
HINT = re.compile(r"\Asep=(.)\s*?(\r\n|\n|\r)", re.IGNORECASE)
NAMES = {
    ";": Text("semikolon ;", "semikolon ;", "delimiter ;"),
    "\t": Text("tabulator", "tabulator", "delimiter TAB"),
    ",": Text("komma ,", "komma ,", "delimiter ,"),
}


def _score(sample: str, delimiter: str) -> int:
    """Rate a delimiter: rows of the most common width, times the fields they gain."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if len(row) > 1:
                widths[len(row)] += 1
            if widths.total() >= SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return max(((width - 1) * rows for width, rows in widths.items()), default=0)


def _delimiter(text: str) -> str:
    """Find the delimiter: the one that cuts the header; among rivals, the one with the most even rows."""
    header = text[:SAMPLE_CHARACTERS].lstrip("\r\n").splitlines()[:1] or [""]
    only = [delimiter for delimiter in DELIMITERS if delimiter in header[0]]
    if len(only) == 1:
        rivals = [
            other
            for other in DELIMITERS
            if _score(text[:SAMPLE_CHARACTERS], other) > 2 * _score(text[:SAMPLE_CHARACTERS], only[0])
        ]
        return rivals[0] if rivals else only[0]
    scores = {delimiter: _score(text[:SAMPLE_CHARACTERS], delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else ","


def _open_quote(text: str, start: int, delimiter: str) -> tuple[int, int]:
    """Find the quote that is never closed: its offset, and how many delimiters stand before it in its record."""
    sign = re.compile(f'(?P<gap>[{delimiter}\r\n])|"')
    position, fields, at_start = start, 0, True
    while found := sign.search(text, position):
        position = found.end()
        if found["gap"]:
            fields, at_start = (fields + 1 if found[0] == delimiter else 0), True
        elif at_start and found.start() in {start, position - 1}:
            closed = CLOSING.match(text, position)
            if closed is None:
                return found.start(), fields
            position, at_start = closed.end(), False
    return start, fields


class _Records:
    """Reads records one by one and remembers where the next one begins."""

    def __init__(self, text: str, delimiter: str, first_line: int) -> None:
        self.text, self.delimiter, self.first_line = text, delimiter, first_line
        self.start, self.line = 0, first_line
        self._consumed = 0
        self._reader = csv.reader(self._lines(), delimiter=delimiter, strict=True)

    def _lines(self) -> Iterator[str]:
        for line in io.StringIO(self.text, newline=""):
            self._consumed += len(line)
            yield line

    def __iter__(self) -> Iterator[RawRow]:
        for record, cells in enumerate(self._reader, start=1):
            yield RawRow(self.line, record, cells)
            self.start, self.line = self._consumed, self.first_line + self._reader.line_num

    def line_at(self, offset: int) -> int:
        """Return the physical line of a character."""
        return self.first_line + sum(1 for _ in LINE_END.finditer(self.text, 0, offset))


def _complain(error: csv.Error, records: _Records, table: RawTable, limits: Limits, findings: Findings) -> None:
    """Say what made the csv module stop: a quote left open, a quote in the middle, or a giant cell."""
    spot = table.spot().at(line=records.line, record=len(table.rows) + 1)
    if "expected after" in str(error):
        findings.say("bad-quote", spot, line=records.line)
        return
    opened, index = _open_quote(records.text, records.start, records.delimiter)
    if records.text[opened : opened + 1] == '"':
        header = table.rows[0].cells if table.rows else []
        column, line = header[index].strip() if index < len(header) else str(index + 1), records.line_at(opened)
        findings.say("unclosed-quote", spot.at(line=line, column=column), line=line, column=column)
        return
    longest = max(map(len, re.split(f"[{records.delimiter}\r\n]", records.text[records.start :])))
    findings.say("cell-too-long", spot, size=longest, limit=limits.text_characters)


def _fill(table: RawTable, records: _Records, limits: Limits, findings: Findings) -> bool:
    for row in records:
        table.rows.append(row)
        if len(row.cells) > limits.columns:
            findings.say("too-many-columns", table.spot(row), count=len(row.cells), limit=limits.columns)
            return False
        if len(table.rows) > limits.rows:
            findings.say("too-many-rows", table.spot(row), limit=limits.rows)
            return False
    return True


def read_csv(name: str, data: bytes, limits: Limits, findings: Findings) -> RawTable | None:
    """Read one CSV file as it stands, or say why not.

    Parameters
    ----------
    name
        The file's name, without its folder.
    data
        Its bytes.

    Returns
    -------
    RawTable or None
        All rows, blank ones taken out; None when the file cannot be read at all. O(bytes).
    """
    decoded = decode(data, Spot(name), findings)
    if decoded is None:
        return None
    text, first_line, hint = decoded.text, 1, HINT.match(decoded.text)
    if hint:
        text, first_line = text[hint.end() :], 2
    delimiter = hint[1] if hint else _delimiter(text)
    table = RawTable(name, None, decimal_comma=delimiter == ";")
    records = _Records(text, delimiter, first_line)
    csv.field_size_limit(max(limits.text_characters, 131_072))
    try:
        if not _fill(table, records, limits, findings):
            return None
    except csv.Error as error:
        _complain(error, records, table, limits, findings)
        return None
    if delimiter == "\t":
        table.decimal_comma = _comma_decimals(table)
    _report(decoded, delimiter, table, findings)
    table.drop_blank_rows(findings)
    return table


def _comma_decimals(table: RawTable) -> bool:
    """Tell the decimal sign of a tab-separated table: a comma where some number has one that cannot group thousands."""
    cells = [cell for row in table.rows[: SAMPLE_ROWS * 10] for cell in row.cells]
    return any(map(COMMA_NUMBER.match, cells)) and not any(map(POINT_NUMBER.match, cells))


def _report(decoded: Decoded, delimiter: str, table: RawTable, findings: Findings) -> None:
    """Say what was detected, where it differs from plain UTF-8 with commas and line feeds."""
    parts: list[Text] = []
    if encoding := decoded.encoding:
        parts.append(
            Text(
                f"tegnsett {encoding} (oppdaget)", f"teiknsett {encoding} (oppdaga)", f"encoding {encoding} (detected)"
            )
        )
    if "\r" in decoded.text and "\n" not in decoded.text:
        parts.append(Text("linjeslutt CR", "linjeslutt CR", "line ends CR"))
    if delimiter != ",":
        parts.append(NAMES.get(delimiter, Text.same(f"delimiter {delimiter}")))
    if table.decimal_comma:
        parts.append(Text("desimalkomma", "desimalkomma", "decimal comma"))
    if HINT.match(decoded.text):
        parts.append(Text("linjen sep=", "linja sep=", "sep= line"))
    if parts:
        findings.say(
            "dialect",
            table.spot(),
            what=Text(*(", ".join(part.in_(language) for part in parts) for language in Language)),
        )
