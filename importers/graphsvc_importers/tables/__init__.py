"""Tables: CSV files and Excel workbooks, in the product's own layout or through a mapping profile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graphsvc.ports import ImportOptions
from graphsvc.records import Reading
from graphsvc_importers.tables.csv_writing import write_csv_tables
from graphsvc_importers.tables.profile import shipped_names
from graphsvc_importers.tables.reading import FOLDER_ENDINGS, TABLE_ENDINGS, read_tables
from graphsvc_importers.tables.writing import write_table, write_template, write_workbook

__all__ = ["TablesImporter"]


class TablesImporter:
    """Reads folders of CSV files, single CSV files and XLSX workbooks; writes workbooks and templates.

    Examples
    --------
    >>> TablesImporter().recognises([Path("systems.csv")]), TablesImporter().recognises([Path("model.archimate")])
    (True, False)
    """

    name = "tables"
    profiles = shipped_names()
    write_template = staticmethod(write_template)
    write_workbook = staticmethod(write_workbook)
    write_table = staticmethod(write_table)
    write_csv_tables = staticmethod(write_csv_tables)

    def recognises(self, paths: Sequence[Path]) -> bool:
        """Tell whether all of these are tables, from their names; a folder when it holds one."""
        return bool(paths) and all(_is_table(path) for path in paths)

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Reading:
        """Read the source whole; see :func:`read_tables`."""
        return read_tables(paths, options)


def _is_table(path: Path) -> bool:
    if path.is_dir():
        return any(item.is_file() and item.suffix.lower() in FOLDER_ENDINGS for item in path.iterdir())
    return path.suffix.lower() in TABLE_ENDINGS | {".zip", ".xls"}
