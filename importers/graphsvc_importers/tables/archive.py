"""The zip container of a workbook, opened with suspicion."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from lxml import etree

from graphsvc_importers.limits import Limits
from graphsvc_importers.tables.findings import Findings, Spot

__all__ = ["Archive", "DamagedWorkbook", "open_archive"]

NESTED = (".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tar", ".jar", ".xlsx", ".docx")
#: Small parts may be repetitive without being a bomb.
RATIO_FROM_BYTES = 1_000_000


class DamagedWorkbook(Exception):
    """The container or a part of it cannot be read; ``code`` and ``words`` make the problem."""

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words


class _Counted(io.RawIOBase):
    """A part while it is inflated: stops when it gives more than its declared size."""

    def __init__(self, source: IO[bytes], most: int, part: str) -> None:
        super().__init__()
        self._source, self._left, self._part = source, most, part

    def read(self, size: int = -1, /) -> bytes:
        """Read on, counting."""
        try:
            data = self._source.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise DamagedWorkbook("damaged", why=f"{self._part}: {type(error).__name__}") from error
        self._left -= len(data)
        if self._left < 0:
            raise DamagedWorkbook("archive-too-large", why=self._part)
        return data


class Archive:
    """A workbook's parts, by name; nothing is ever written to disk."""

    def __init__(self, container: zipfile.ZipFile) -> None:
        self._container = container
        self.names = frozenset(container.namelist())

    def elements(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """Yield the elements of some tags of one part, each freed after use; memory stays flat.

        Raises
        ------
        DamagedWorkbook
            When the part is missing, too large, no XML, or has a document type declaration.
        """
        info = self._container.getinfo(part)
        with self._open(info) as source:
            events = etree.iterparse(
                _Counted(source, info.file_size, part),
                events=("end",),
                tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            try:
                yield from _elements(events, part)
            except etree.XMLSyntaxError as error:
                raise DamagedWorkbook("damaged", why=f"{part}: {error.msg}") from error

    def _open(self, info: zipfile.ZipInfo) -> IO[bytes]:
        try:
            return self._container.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise DamagedWorkbook("damaged", why=f"{info.filename}: {type(error).__name__}") from error

    def has(self, part: str) -> bool:
        """Tell whether there is such a part."""
        return part in self.names


def _refuse_doctype(root: etree._Element | None, part: str) -> None:
    if root is not None and root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        raise DamagedWorkbook("doctype", part=part)


def _elements(events: etree.iterparse, part: str) -> Iterator[etree._Element]:
    """Yield elements, the first only after the declaration above it was judged."""
    judged = False
    for _, element in events:
        if not judged:
            _refuse_doctype(element, part)
            judged = True
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    _refuse_doctype(events.root, part)


def _refusal(entries: list[zipfile.ZipInfo], limits: Limits) -> tuple[str, dict[str, str]] | None:
    """Judge a container by its table of contents, before anything is inflated."""
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries:
        return "archive-too-large", {"why": f"{len(entries)} > {limits.entries}"}
    if total > limits.unpacked_bytes:
        return "archive-too-large", {"why": f"{total} > {limits.unpacked_bytes} B"}
    for entry in entries:
        if entry.filename.lower().endswith(NESTED):
            return "nested-archive", {"part": entry.filename}
        if entry.file_size > max(RATIO_FROM_BYTES, limits.unpacked_ratio * entry.compress_size):
            return "archive-too-large", {
                "why": f"{entry.file_size // max(entry.compress_size, 1)}:1 > {limits.unpacked_ratio}:1"
            }
        if entry.flag_bits & 0x1:
            return "old-excel", {}
    return None


def _remark(entries: list[zipfile.ZipInfo], spot: Spot, findings: Findings) -> None:
    """Warn of what is there and left alone: macros, links to other files, paths that point out."""
    names = [entry.filename for entry in entries]
    for name in names:
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:3]:
            findings.say("outside-path", spot, part=name)
    if any("vbaproject" in name.lower() for name in names):
        findings.say("macro", spot)
    if any("externallinks/" in name.lower() for name in names):
        findings.say("external-link", spot)


def open_archive(data: bytes, spot: Spot, limits: Limits, findings: Findings) -> Archive | None:
    """Open a workbook's container, or say why not; O(entries)."""
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        entries = container.infolist()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        findings.say("damaged", spot, why=type(error).__name__)
        return None
    refusal = _refusal(entries, limits)
    if refusal:
        findings.say(refusal[0], spot, **refusal[1])
        return None
    archive = Archive(container)
    if not archive.has("xl/workbook.xml"):
        findings.say(
            "plain-archive" if not archive.has("[Content_Types].xml") else "damaged", spot, why="xl/workbook.xml"
        )
        return None
    _remark(entries, spot, findings)
    return archive
