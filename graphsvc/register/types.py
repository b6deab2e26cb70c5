"""Column types that sort and compare alike on every engine."""

from __future__ import annotations

from sqlalchemy import String, Text

__all__ = ["PROSE", "WORDS"]

#: Text, short and long, in the order of code points. SQLite always compares so; PostgreSQL would go by the language of
#: its database, and two engines would then digest and list the same register differently.
WORDS = String().with_variant(String(collation="C"), "postgresql")
PROSE = Text().with_variant(Text(collation="C"), "postgresql")
