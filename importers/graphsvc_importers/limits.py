"""How large a source may be (quality.md, Bad input); every limit can be set by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from graphsvc.errors import UsageError
from graphsvc.text import Text

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one reading: bytes, counts, levels and characters; each importer heeds those that it meets.

    Examples
    --------
    >>> Limits.of({"columns": 10}).columns
    10
    """

    upload_bytes: int = 25_000_000
    unpacked_bytes: int = 200_000_000
    unpacked_ratio: int = 100
    entries: int = 5_000
    columns: int = 200
    rows: int = 5_000_000
    xml_depth: int = 100
    name_characters: int = 4_000
    text_characters: int = 100_000
    problems: int = 10_000

    @classmethod
    def of(cls, named: Mapping[str, int] | None) -> Limits:
        """Set some limits by name; a name that no bundled importer knows is left to others.

        Raises
        ------
        UsageError
            When a limit is not a positive number.
        """
        own = {field.name for field in fields(cls)}
        for name, number in (named or {}).items():
            if number <= 0:
                raise UsageError(
                    Text(
                        f"Grensen {name} må være over 0.",
                        f"Grensa {name} må vere over 0.",
                        f"The limit {name} must be above 0.",
                    )
                )
        return cls(**{name: number for name, number in (named or {}).items() if name in own})
