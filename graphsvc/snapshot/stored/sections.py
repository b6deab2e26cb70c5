"""Named arrays in one file: written whole or not at all, mapped into memory, and checked before they are believed."""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from graphsvc.snapshot.stored.errors import StoreDamaged

__all__ = ["SectionReader", "SectionWriter", "section_file"]

_MAGIC = b"graphsvc facts 1"
_ALIGNED = 64
#: Digest of the table of contents, where it begins, how long it is, and what the file is.
_FOOT = 32 + 8 + 8 + len(_MAGIC)


class SectionWriter:
    """Writes sections one after the other; the table of contents comes last."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._contents: dict[str, tuple[str, int, int, int]] = {}

    def stream(self, name: str, parts: Iterator[bytes | memoryview]) -> None:
        """Write bytes as they come; whoever reads them has checks of their own for each part."""
        begin = self._aligned()
        for part in parts:
            self._file.write(part)
        self._contents[name] = ("bytes", begin, self._file.tell() - begin, -1)

    def array(self, name: str, values: NDArray[Any]) -> None:
        """Write an array of one dimension."""
        begin, plain = self._aligned(), np.ascontiguousarray(values)
        content = plain.view(np.uint8).data
        self._file.write(content)
        self._contents[name] = (plain.dtype.str, begin, plain.nbytes, zlib.crc32(content))

    def document(self, name: str, value: object) -> None:
        """Write a value as JSON."""
        self.array(name, np.frombuffer(json.dumps(value, separators=(",", ":")).encode(), dtype=np.uint8))

    def finish(self, stamp: Mapping[str, object]) -> None:
        """Write the table of contents with what the file says of itself."""
        begin = self._aligned()
        contents = json.dumps({"stamp": stamp, "sections": self._contents}).encode()
        place = begin.to_bytes(8, "little") + len(contents).to_bytes(8, "little")
        self._file.write(contents + hashlib.sha256(contents + place).digest() + place + _MAGIC)

    def _aligned(self) -> int:
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNED))
        return self._file.tell()


@contextmanager
def section_file(path: Path, *, mode: int = 0o600) -> Iterator[SectionWriter]:
    """Give a writer whose file takes its place when the block ends without an error, and leaves no trace otherwise.

    Parameters
    ----------
    mode
        Permissions of the file.
    """
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    try:
        with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb", buffering=1 << 20) as file:
            yield SectionWriter(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make a new name in a folder last, where the system knows how."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


class SectionReader:
    """The sections of a file, mapped into memory: several processes share one copy.

    Parameters
    ----------
    path
        The file.
    checked
        Whether every array is checked now; only tests say no.

    Raises
    ------
    StoreDamaged
        When the file is not as it was written.
    OSError
        When it cannot be read.

    Notes
    -----
    O(bytes of the arrays); streams are left alone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _FOOT:
                raise StoreDamaged("cut short")
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        contents = self._table(size)
        self.stamp: Mapping[str, object] = contents["stamp"]
        self._contents: dict[str, tuple[str, int, int, int]] = contents["sections"]
        for name, (_, begin, length, check) in self._contents.items():
            if check >= 0 and zlib.crc32(memoryview(self._bytes)[begin : begin + length]) != check:
                raise StoreDamaged(f"section {name}")

    def _table(self, size: int) -> Any:
        foot = self._bytes[size - _FOOT :]
        place = foot[32:48]
        begin, length = int.from_bytes(place[:8], "little"), int.from_bytes(place[8:], "little")
        if foot[48:] != _MAGIC or begin + length + _FOOT != size:
            raise StoreDamaged("no table of contents")
        contents = self._bytes[begin : begin + length]
        if hashlib.sha256(contents + place).digest() != foot[:32]:
            raise StoreDamaged("table of contents")
        return json.loads(contents)

    def __contains__(self, name: str) -> bool:
        return name in self._contents

    def array(self, name: str) -> NDArray[Any]:
        """Return a section as an array that cannot be written to."""
        kind, begin, length, _ = self._contents[name]
        dtype = np.dtype(kind)
        return np.frombuffer(self._bytes, dtype=dtype, count=length // dtype.itemsize, offset=begin)

    def bytes(self, name: str) -> memoryview:
        """Return a section as bytes."""
        _, begin, length, _ = self._contents[name]
        return memoryview(self._bytes)[begin : begin + length]

    def document(self, name: str) -> Any:
        """Return a section that was written as JSON."""
        return json.loads(self.bytes(name).tobytes())
