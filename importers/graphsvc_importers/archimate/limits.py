"""How large a model may be (quality.md, Bad input); every limit can be set by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from graphsvc.errors import UsageError
from graphsvc.text import Text

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one reading: bytes, levels and characters.

    Examples
    --------
    >>> Limits.of({"xml_depth": 10}).xml_depth
    10
    """

    upload_bytes: int = 25_000_000
    unpacked_bytes: int = 200_000_000
    unpacked_ratio: int = 100
    entries: int = 5_000
    xml_depth: int = 100
    name_characters: int = 4_000
    text_characters: int = 100_000
    problems: int = 10_000

    @classmethod
    def of(cls, named: Mapping[str, int] | None) -> Limits:
        """Set some limits by name; limits that belong to other importers are left to them.

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
