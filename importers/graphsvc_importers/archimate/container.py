"""From a file to the XML in it: plain, gzip, or the zip container that Archi writes when a model holds images.

What a file is, is told by its first bytes and never by its name.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from graphsvc_importers.archimate.findings import Findings
from graphsvc_importers.limits import Limits

__all__ = ["looks_like_a_model", "open_model"]

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
MODEL_PART = "model.xml"
SNIFFED = 65_536
#: Small files may unpack to this much whatever the ratio: XML of a few kilobytes is often very repetitive.
ALWAYS_ALLOWED = 10_000_000
NAMESPACES = re.compile(
    rb"https?://www\.opengroup\.org/xsd/archimate|http://www\.archimatetool\.com/archimate|http://www\.bolton\.ac\.uk/archimate"
)
XML_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?!!doctype\s+html|html)", re.IGNORECASE)


def looks_like_a_model(path: Path) -> bool:
    """Tell whether a file holds an ArchiMate model, or is XML that nothing else here reads.

    XML of another kind is claimed when its name ends in ``.xml`` or ``.archimate``, so that its sender is told
    what was expected instead of that nobody knows the file.
    """
    try:
        with path.open("rb") as file:
            head = file.read(SNIFFED)
        if head.startswith(ZIP):
            return _is_container(path)
        if head.startswith(GZIP):
            head = zlib.decompressobj(31).decompress(head, SNIFFED)
    except (OSError, zlib.error, zipfile.BadZipFile):
        return path.name.lower().endswith(".archimate")
    plain = head.replace(b"\0", b"")  # UTF-16 hides the names between zero bytes
    if NAMESPACES.search(plain):
        return True
    named = re.search(r"\.(xml|archimate)(\.gz)?$", path.name.lower()) is not None
    return named and (
        not plain.strip() or XML_START.match(plain) is not None or plain.startswith((b"\xff\xfe", b"\xfe\xff"))
    )


def _is_container(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return MODEL_PART in archive.namelist()


def open_model(path: Path, limits: Limits, findings: Findings) -> bytes | None:
    """Return the XML of a model file, or None after saying what is wrong with it.

    Notes
    -----
    O(unpacked size), never more than ``limits.unpacked_bytes`` of memory for what is unpacked.
    """
    try:
        size = path.stat().st_size
        if size > limits.upload_bytes:
            findings.say("too-large", size=size, limit=limits.upload_bytes)
            return None
        data = path.read_bytes()
    except OSError as error:
        findings.say("unreadable", why=error.strerror or type(error).__name__)
        return None
    allowed = min(limits.unpacked_bytes, max(limits.unpacked_ratio * len(data), ALWAYS_ALLOWED))
    try:
        if data.startswith(GZIP):
            data = _gunzip(data, allowed)
        return _unzip(data, limits, allowed, findings) if data.startswith(ZIP) else data
    except _TooLarge:
        findings.say("unpacks-too-large", limit=allowed)
    except (zlib.error, zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        findings.say("damaged", why=str(error) or type(error).__name__)
    return None


class _TooLarge(Exception):
    """It unpacks to more than is allowed."""


def _gunzip(data: bytes, allowed: int) -> bytes:
    parts: list[bytes] = []
    left = allowed
    while data:
        unpacker = zlib.decompressobj(31)
        part = unpacker.decompress(data, left + 1)
        left -= len(part)
        if left < 0:
            raise _TooLarge
        if not unpacker.eof:
            raise EOFError("gzip")
        parts.append(part)
        data = unpacker.unused_data.lstrip(b"\0")  # some writers pad the end with zeros
    return b"".join(parts)


def _unzip(data: bytes, limits: Limits, allowed: int, findings: Findings) -> bytes | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if len(names) > limits.entries:
            raise _TooLarge
        if MODEL_PART not in names:
            findings.say("no-model")
            return None
        images = sum(name.startswith("images/") and not name.endswith("/") for name in names)
        if images:
            findings.say("images", count=images)
        with archive.open(MODEL_PART) as part:
            model = part.read(allowed + 1)
    if len(model) > allowed:
        raise _TooLarge
    return model
