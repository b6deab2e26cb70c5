"""Measure the letters of Liberation Sans and write the table that pictures use to cut text.

Arial, Helvetica and Liberation Sans share their advance widths, so one table fits every client.

Usage: python3 scripts/measure_font.py [FOLDER]   (default: where Debian's fonts-liberation puts the files)
"""

from __future__ import annotations

import json
import struct
import sys
from itertools import groupby
from pathlib import Path

FOLDER = Path("/usr/share/fonts/truetype/liberation")
FACES = {"regular": "LiberationSans-Regular.ttf", "bold": "LiberationSans-Bold.ttf"}
TABLE = Path(__file__).parents[1] / "visualizations" / "graphsvc_visualizations" / "advance_widths.json"


def tables_of(font: bytes) -> dict[str, int]:
    """Return where each table of a TrueType file starts."""
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(count))
    return {tag.decode(): offset for tag, _, offset, _ in entries}


def glyphs_of(font: bytes, cmap: int) -> dict[int, int]:
    """Return code point -> glyph from the Windows Unicode subtable (format 4)."""
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    records = [struct.unpack_from(">HHI", font, cmap + 4 + 8 * number) for number in range(count)]
    start = cmap + next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    (segments,) = struct.unpack_from(">H", font, start + 6)
    segments //= 2
    columns = [start + 14, start + 16 + 2 * segments, start + 16 + 4 * segments, start + 16 + 6 * segments]
    found: dict[int, int] = {}
    for segment in range(segments):
        last, first, delta, shift = (struct.unpack_from(">H", font, column + 2 * segment)[0] for column in columns)
        for code in range(first, min(last, 0xFFFE) + 1):
            place = columns[3] + 2 * segment + shift + 2 * (code - first)
            glyph = code if shift == 0 else struct.unpack_from(">H", font, place)[0]
            found[code] = (glyph + delta) & 0xFFFF if shift == 0 or glyph else 0
    return {code: glyph for code, glyph in found.items() if glyph}


def widths_of(font: bytes) -> dict[int, int]:
    """Return code point -> advance width in font units."""
    tables = tables_of(font)
    (measured,) = struct.unpack_from(">H", font, tables["hhea"] + 34)
    glyphs = glyphs_of(font, tables["cmap"])
    last = measured - 1
    return {
        code: struct.unpack_from(">H", font, tables["hmtx"] + 4 * min(glyph, last))[0] for code, glyph in glyphs.items()
    }


def ranges(codes: list[int]) -> str:
    """Write code points as hexadecimal ranges."""
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return " ".join(f"{run[0]:x}-{run[-1]:x}" if len(run) > 1 else f"{run[0]:x}" for run in runs)


def main(folder: Path) -> None:
    """Measure both faces and write the table."""
    table: dict[str, object] = {"font": "Liberation Sans", "units_per_em": 2048}
    for face, name in FACES.items():
        by_width: dict[int, list[int]] = {}
        for code, width in sorted(widths_of((folder / name).read_bytes()).items()):
            by_width.setdefault(width, []).append(code)
        table[face] = {str(width): ranges(codes) for width, codes in sorted(by_width.items())}
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
