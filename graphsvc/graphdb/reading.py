"""The guard before the graph database: only statements that read get through.

The database is opened read-only, but that is not enough: an engine may read and write other files from a statement
that changes nothing in the database. So the guard takes a statement apart into words as the engine does, refuses
what it cannot take apart for certain, and lets through the reading clauses only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graphsvc.errors import QuestionError
from graphsvc.i18n import text

__all__ = ["CALLABLE", "LADYBUG", "REFUSED", "Dialect", "check_parameters", "check_reading"]

#: What may stand after CALL: functions that only show how the database is made.
CALLABLE = frozenset({"DB_VERSION", "SHOW_CONNECTION", "SHOW_FUNCTIONS", "SHOW_INDEXES", "SHOW_TABLES", "TABLE_INFO"})

#: Words that begin something else than reading; as the name of a property they may follow a full stop.
REFUSED = frozenset(
    {
        *("ALTER", "ANALYZE", "ATTACH", "BEGIN", "CHECKPOINT", "COMMENT", "COMMIT", "COMMIT_SKIP_CHECKPOINT", "COPY"),
        *("CREATE", "DELETE", "DETACH", "DROP", "EXPLAIN", "EXPORT", "EXTENSION", "FORCE", "FOREACH", "GRANT"),
        *("IMPORT", "INSERT", "INSTALL", "LOAD", "MACRO", "MERGE", "PROFILE", "PROJECT", "REMOVE", "RENAME", "REVOKE"),
        *("ROLLBACK", "ROLLBACK_SKIP_CHECKPOINT", "SET", "TRANSACTION", "UNINSTALL", "UPDATE", "USE"),
    }
)


class Dialect(NamedTuple):
    """What an engine's Cypher has that another's has not.

    Parameters
    ----------
    callable
        What may stand after CALL.
    namespaces
        Functions with a full stop in their name are let through when they begin with one of these, in capitals; others
        may do anything, since whoever runs the server can add to them. None = the engine has no such functions.
    early_escapes
        The engine reads an escape like backslash-u0027 before it looks for the end of a text, so that a text may end
        where nobody sees it: such escapes are refused.
    """

    callable: frozenset[str] = CALLABLE
    namespaces: frozenset[str] | None = None
    early_escapes: bool = False


#: The dialect of the embedded engine.
LADYBUG = Dialect()

_FIRST = ("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL")
_LONGEST = 100_000
_EARLY = re.compile(r"\\u", re.IGNORECASE)
_PATTERN = re.compile(
    r"""(?P<space>[ \t\r\n]+|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/)
    |(?P<text>'(?:[^'\\]|\\(?:[\\'"bfnrtBFNRT]|[xX][0-9a-fA-F]{2}|[uU][0-9a-fA-F]{4}))*'
             |"(?:[^"\\]|\\(?:[\\'"bfnrtBFNRT]|[xX][0-9a-fA-F]{2}|[uU][0-9a-fA-F]{4}))*")
    |(?P<name>`[^`]+`)
    |(?P<word>[A-Za-z_À-ÖØ-öø-ÿ][A-Za-z0-9_À-ÖØ-öø-ÿ]*)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE]-?[0-9]+)?)
    |(?P<parameter>\$[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>\.\.|=~|<>|<=|>=|[-+*/%^=<>()\[\]{},.:;|!&])""",
    re.VERBOSE,
)


class _Token(NamedTuple):
    sort: str
    words: str
    position: int

    @property
    def word(self) -> str:
        """The word in capitals; empty when it is something else."""
        return self.words.upper() if self.sort == "word" else ""


def check_reading(statement: str, dialect: Dialect = LADYBUG) -> str:
    """Return the statement as it may be sent to the engine: without comments, without a last semicolon.

    Parameters
    ----------
    statement
        One statement in Cypher: MATCH, OPTIONAL MATCH, WHERE, WITH, UNWIND, RETURN, ORDER BY, SKIP, LIMIT, UNION, and
        CALL of the functions in :data:`CALLABLE`.
    dialect
        What is particular about the engine that will run it.

    Raises
    ------
    QuestionError
        Naming the first word that does more than read, and its position (line and column, from 1).

    Notes
    -----
    O(length).

    Examples
    --------
    >>> check_reading("MATCH (s:system) RETURN count(s); // all of them")
    'MATCH (s:system) RETURN count(s)'
    >>> check_reading("MATCH (s) DELETE s")
    Traceback (most recent call last):
    graphsvc.errors.QuestionError: 'DELETE' at line 1, column 11 is not allowed: ...
    """
    if len(statement) > _LONGEST:
        raise QuestionError(text("graphdb.too_long").format(longest=_LONGEST))
    if dialect.early_escapes and (escape := _EARLY.search(statement)):
        raise _refusal("strange", statement, _Token("strange", escape[0], escape.start()), dialect)
    spaced = list(_tokens(statement))
    tokens = [token for token in spaced if token.sort != "space"]
    while tokens and tokens[-1].words == ";":
        tokens.pop()
    if not tokens:
        raise QuestionError(text("graphdb.empty"))
    for number in range(len(tokens)):
        _check(statement, tokens, number, dialect)
    end = tokens[-1].position + len(tokens[-1].words)
    return "".join(" " if t.sort == "space" else t.words for t in spaced if t.position < end)


def check_parameters(statement: str, parameters: Iterable[str]) -> None:
    """Make sure that every ``$name`` in a statement has a value; an engine may take a missing one for unknown.

    Raises
    ------
    QuestionError
        Naming the parameters without a value.

    Examples
    --------
    >>> check_parameters("MATCH (s {id: $id}) WHERE s.vendor <> '$x' RETURN s", ["id"])
    """
    named = {token.words.removeprefix("$") for token in _tokens(statement) if token.sort == "parameter"}
    missing = sorted(named - set(parameters))
    if missing:
        raise QuestionError(text("graphdb.no_value").format(names=", ".join(f"${name}" for name in missing)))


def _tokens(statement: str) -> Iterator[_Token]:
    position = 0
    while position < len(statement):
        found = _PATTERN.match(statement, position)
        if found is None or found.lastgroup is None:
            raise _refusal("strange", statement, _Token("strange", statement[position], position))
        yield _Token(found.lastgroup, found.group(), position)
        position = found.end()


def _check(statement: str, tokens: list[_Token], number: int, dialect: Dialect) -> None:
    token = tokens[number]
    if token.words == ";":
        raise _refusal("second", statement, token)
    if _is_property(tokens, number):
        if dialect.namespaces is not None and _is_strange_function(tokens, number, dialect.namespaces):
            raise _refusal("not_callable", statement, token, dialect)
        return
    if token.word in REFUSED or (_begins(tokens, number) and token.word not in _FIRST):
        raise _refusal("refused", statement, token)
    if token.word == "CALL" and _called(tokens, number + 1) not in dialect.callable:
        raise _refusal("not_callable", statement, tokens[min(number + 1, len(tokens) - 1)], dialect)


def _begins(tokens: list[_Token], number: int) -> bool:
    """Tell whether a query begins here: at the start, or after UNION or UNION ALL."""
    before = [token.word for token in tokens[max(number - 2, 0) : number]]
    if before[-1:] == ["UNION"]:
        return tokens[number].word != "ALL" and not _is_property(tokens, number - 1)
    return number == 0 or before == ["UNION", "ALL"]


def _is_property(tokens: list[_Token], number: int) -> bool:
    """Tell whether a word is surely a property's name: after a full stop that follows something with properties."""
    if number < 2 or tokens[number - 1].words != ".":
        return False
    owner = tokens[number - 2]
    return owner.sort in {"word", "name", "parameter"} or owner.words in {")", "]", "}"}


def _called(tokens: list[_Token], number: int) -> str:
    """Return the name, in capitals, of what is called from here on; empty when nothing is, or not by its plain name."""
    name = ""
    while number < len(tokens) and (tokens[number].word or (name and tokens[number].words == ".")):
        name += tokens[number].word or "."
        number += 1
    return name if number < len(tokens) and tokens[number].words == "(" else ""


def _is_strange_function(tokens: list[_Token], number: int, namespaces: frozenset[str]) -> bool:
    """Tell whether a word after a full stop is the last of a function's name that begins with none of these."""
    if tokens[number + 1 : number + 2] and tokens[number + 1].words == "(":
        first = number - 2
        while first >= 2 and tokens[first - 1].words == ".":
            first -= 2
        return tokens[first].word not in namespaces and not _after_call(tokens, first)
    return False


def _after_call(tokens: list[_Token], first: int) -> bool:
    return first > 0 and tokens[first - 1].word == "CALL"


def _at(statement: str, position: int) -> tuple[int, int]:
    line = statement.count("\n", 0, position) + 1
    return line, position - (statement.rfind("\n", 0, position) + 1) + 1


def _refusal(key: str, statement: str, token: _Token, dialect: Dialect = LADYBUG) -> QuestionError:
    line, column = _at(statement, token.position)
    names = ", ".join(sorted(dialect.callable))
    words = token.words if token.sort != "strange" else ascii(token.words)
    return QuestionError(text(f"graphdb.{key}").format(words=words, line=line, column=column, names=names))
