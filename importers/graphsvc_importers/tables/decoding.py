"""From bytes to text: which encoding, said aloud, and never a guess that garbles."""

from __future__ import annotations

import csv
import re
from typing import NamedTuple

from graphsvc.text import Text
from graphsvc_importers.tables.findings import Findings, Spot

__all__ = ["Decoded", "decode", "looks_like"]

#: First bytes of formats that are no text.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "OLE2"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "ELF"),
)
#: High bytes of Windows-1252 that Norwegian, Sami and Nordic prose uses. A file whose high bytes are not all
#: among these is broken UTF-8 rather than Windows-1252 (0xC3 and 0xC2 are the marks of UTF-8 itself).
PLAUSIBLE = frozenset("æøåÆØÅéèêóòôöäüÉÈÊÓÒÔÖÄÜáÁàÀíÍúÚçÇñßðÐþÞšŠžŽ«»–—‘’“”…•·§°½¼¾±²³µ€£©®´\xa0×".encode("cp1252"))
UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
LINE_END = re.compile(rb"\r\n|\n|\r")


class Decoded(NamedTuple):
    """A text and what was found out about its encoding (None when plain UTF-8)."""

    text: str
    encoding: str | None


def looks_like(data: bytes) -> str | None:
    """Name the binary format that a file's first bytes give away, or None."""
    return next((name for magic, name in MAGIC if data.startswith(magic)), None)


def _other_text(data: bytes, spot: Spot, findings: Findings) -> bool:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        findings.say("html", spot)
        return True
    if start.startswith((b"<?xml", b"<!doctype")):
        findings.say("other-format", spot, what="XML")
        return True
    return False


def _mostly_control(data: bytes) -> bool:
    sample = data[:4000]
    odd = sum(1 for byte in sample if byte < 32 and byte not in b"\t\r\n\x00")
    return odd * 20 > len(sample)


def _utf16(data: bytes) -> str | None:
    """Tell UTF-16 by its mark, or by every other byte being NUL."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    half = min(len(data), 4000) // 2
    if half > 4 and max(even, odd) * 10 > half * 6 and min(even, odd) * 10 < half:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _line_of(data: bytes, offset: int) -> int:
    return sum(1 for _ in LINE_END.finditer(data, 0, offset)) + 1


def _fields(line: str, delimiter: str) -> list[str]:
    """Cut one line into fields, quotes respected where they hold together."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [""])
    except csv.Error:
        return line.split(delimiter)


def _column_of(data: bytes, offset: int) -> str:
    """Name the column that a byte stands in, by the header's words; latin-1 keeps bytes and characters in step."""
    text = data[: data.find(b"\n") if b"\n" in data else len(data)].decode("utf-8", "replace").lstrip("\ufeff")
    delimiter = max(",;\t", key=text.count)
    header = _fields(text, delimiter)
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    before = _fields(data[start:offset].decode("latin-1"), delimiter)
    index = max(len(before), 1) - 1
    return header[index].strip() if index < len(header) else str(index + 1)


def _refuse(data: bytes, offset: int, spot: Spot, findings: Findings) -> None:
    line, column = _line_of(data, offset), _column_of(data, offset)
    good = UTF8_PAIR.search(data)
    words = {"line": line, "column": column, "offset": offset, "hex": f"0x{data[offset]:02X}"}
    spot = spot.at(line=line, column=column)
    if good and _line_of(data, good.start()) != line:
        findings.say("mixed-encodings", spot, value=words["hex"], **words, good=_line_of(data, good.start()))  # type: ignore[arg-type]
    else:
        findings.say("bad-bytes", spot, value=words["hex"], **words)  # type: ignore[arg-type]


def decode(data: bytes, spot: Spot, findings: Findings) -> Decoded | None:
    """Decode a text file, or say why not; O(bytes).

    UTF-8 (with or without its mark) and UTF-16 are recognised. Windows-1252 is accepted only when nothing in
    the file is UTF-8 beyond ASCII and every high byte is a letter or sign of Nordic prose.
    """
    if what := looks_like(data):
        findings.say("not-text", spot, what=what)
        return None
    if _other_text(data, spot, findings):
        return None
    wide = _utf16(data)
    if wide is None and _mostly_control(data):
        findings.say("not-text", spot, what=Text("binære data", "binære data", "binary data"))
        return None
    try:
        if wide:
            return Decoded(data.decode(wide).removeprefix("\ufeff"), "UTF-16")
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if wide is None and not UTF8_PAIR.search(data) and all(byte < 128 or byte in PLAUSIBLE for byte in set(data)):
            return Decoded(data.decode("cp1252"), "Windows-1252")
        _refuse(data, error.start, spot, findings)
        return None
    return Decoded(text.removeprefix("\ufeff"), "UTF-8 (BOM)" if text.startswith("\ufeff") else None)
