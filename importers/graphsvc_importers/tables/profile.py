"""Mapping profiles: a TOML file says which table and column means what (docs/mapping-profiles.md)."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast

from graphsvc.metamodel import KINDS, RELATIONS, Field, fields_of
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc_importers.tables.layout import end_kinds, headings
from graphsvc_importers.tables.plan import End, FieldColumn, FixedRelation, FixedThing, Plan, RelationColumn, TablePlan
from graphsvc_importers.tables.raw import heading_key

__all__ = ["ProfileError", "load_profile", "parse_profile", "shipped_names", "shipped_profile"]

TOP = frozenset({"title", "separator", "decimal", "match", "things", "ignore", "tables"})
TABLE = frozenset(
    {
        "files",
        "needs",
        "kind",
        "relation",
        "id",
        "from",
        "to",
        "from_kind",
        "to_kind",
        "set",
        "columns",
        "ignore",
        "relations",
        "keep_unknown",
        "completes",
    }
)
FIELD_COLUMN = frozenset({"field", "required", "values", "scale", "steps", "lowest", "highest", "sets"})
RELATION_COLUMN = frozenset({"relation", "row", "kind", "many", "set", "first", "ordered", "repeats"})
FIXED_RELATION = frozenset({"relation", "to", "from", "set"})
Side = Literal["start", "end"]


class ProfileError(Exception):
    """The profile does not hold together; the message says where and why."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of the TOML file and its address in it."""

    values: Mapping[str, Any]
    address: str

    def __post_init__(self) -> None:
        if not isinstance(self.values, dict):
            raise ProfileError(f"[{self.address}] must be a table")

    def only(self, known: frozenset[str]) -> _Part:
        """Refuse keys that mean nothing here, with the nearest one that does."""
        for key in self.values:
            if key not in known:
                raise ProfileError(f"[{self.address}] unknown key '{key}'{_near(key, known)}")
        return self

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        """Return a value of the type it must have."""
        value = self.values.get(key, default)
        if key in self.values and not isinstance(value, kind):
            raise ProfileError(f"[{self.address}] {key} must be {kind}")
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """Return one name or a list of names as a tuple."""
        value = self.get(key, (str, list), [])
        return (value,) if isinstance(value, str) else tuple(str(item) for item in value)

    def part(self, key: str) -> _Part:
        """Return a table inside this one; empty when it is not there."""
        return _Part(self.get(key, dict, {}), f"{self.address}.{key}")

    def parts(self, key: str) -> list[_Part]:
        """Return an array of tables."""
        return [_Part(item, f"{self.address}.{key}[{number}]") for number, item in enumerate(self.get(key, list, []))]


def _near(name: str, known: object) -> str:
    found = difflib.get_close_matches(name, [str(other) for other in known], n=1, cutoff=0.4)  # type: ignore[attr-defined]
    return f"; did you mean '{found[0]}'?" if found else f"; known are {', '.join(sorted(map(str, known)))}"  # type: ignore[call-overload]


def _kind(name: str, part: _Part) -> Kind:
    known = [kind for kind in Kind if KINDS[kind].importable]
    if name not in known:
        raise ProfileError(f"[{part.address}] unknown kind '{name}'{_near(name, known)}")
    return Kind(name)


def _relation(name: str, part: _Part) -> Relation:
    if name not in set(Relation):
        raise ProfileError(f"[{part.address}] unknown relation '{name}'{_near(name, Relation)}")
    return Relation(name)


def _field(subject: Kind | Relation, name: str, part: _Part) -> Field:
    known = fields_of(subject)
    if name not in known:
        raise ProfileError(f"[{part.address}] {subject.value} has no field '{name}'{_near(name, known)}")
    return known[name]


def _fixed(subject: Kind | Relation, part: _Part) -> dict[str, Value]:
    """Read attributes that are the same in every row."""
    return {
        _field(subject, name, part).name: tuple(value) if isinstance(value, list) else value
        for name, value in part.values.items()
    }


def _decimal(part: _Part, key: str) -> Decimal | None:
    value = part.get(key, (int, float))
    return None if value is None else Decimal(str(value))


def _field_column(subject: Kind | Relation, heading: str, part: _Part) -> FieldColumn:
    part.only(FIELD_COLUMN)
    field = _field(subject, part.get("field", str, heading), part)
    sets = part.part("sets")
    return FieldColumn(
        field,
        (heading,),
        part.get("required", bool, False),
        {str(key): str(value) for key, value in part.part("values").values.items()},
        _decimal(part, "scale"),
        tuple((Decimal(str(least)), str(word)) for least, word in part.get("steps", list, [])),
        _decimal(part, "lowest"),
        _decimal(part, "highest"),
        {word.casefold(): _fixed(subject, sets.part(word)) for word in sets.values},
    )


def _relation_column(kind: Kind, heading: str, part: _Part) -> RelationColumn:
    part.only(RELATION_COLUMN)
    relation = _relation(part.get("relation", str), part)
    row = cast("Side", part.get("row", str, "start"))
    if row not in {"start", "end"}:
        raise ProfileError(f"[{part.address}] row must be 'start' or 'end'")
    kinds = tuple(_kind(name, part) for name in part.names("kind")) or end_kinds(
        relation, "end" if row == "start" else "start"
    )
    for other in kinds:
        if not RELATIONS[relation].allows(*((kind, other) if row == "start" else (other, kind))):
            raise ProfileError(
                f"[{part.address}] {relation.value} does not join {kind.value} and {other.value} this way"
            )
    first = _fixed(relation, part.part("first")) if "first" in part.values else None
    return RelationColumn(
        relation,
        (heading,),
        row,
        kinds,
        part.get("many", bool, True),
        _fixed(relation, part.part("set")),
        first,
        part.get("ordered", bool, False),
        part.get("repeats", bool, False),
    )


def _columns(subject: Kind | Relation, part: _Part) -> tuple[tuple[FieldColumn, ...], tuple[RelationColumn, ...]]:
    """Read the columns named in the profile, then add those whose heading is a field's own name."""
    fields: list[FieldColumn] = []
    relations: list[RelationColumn] = []
    for heading, meaning in part.values.items():
        column = _Part({"field": meaning} if isinstance(meaning, str) else meaning, f"{part.address}.{heading}")
        if "relation" in column.values and isinstance(subject, Kind):
            relations.append(_relation_column(subject, heading, column))
        else:
            fields.append(_field_column(subject, heading, column))
    taken = {column.field.name for column in fields} | {heading_key(heading) for heading in part.values}
    for name, field in fields_of(subject).items():
        own = tuple(heading for heading in headings(name, field.label) if heading_key(heading) not in taken)
        if name not in taken and own:
            fields.append(FieldColumn(field, own))
    return tuple(fields), tuple(relations)


def _end(side: Side, relation: Relation, part: _Part) -> End:
    word = "from" if side == "start" else "to"
    kinds = tuple(_kind(name, part) for name in part.names(f"{word}_kind")) or end_kinds(relation, side)
    return End(part.names(word) or (word,), kinds)


def _fixed_relation(kind: Kind, part: _Part) -> FixedRelation:
    part.only(FIXED_RELATION)
    relation = _relation(part.get("relation", str), part)
    row: Side = "start" if "to" in part.values else "end"
    other = part.get("to" if row == "start" else "from", str, "")
    _kind(split_reference(other)[0], part)
    return FixedRelation(relation, row, Reference(other), _fixed(relation, part.part("set")))


def _table(name: str, part: _Part) -> TablePlan:
    part.only(TABLE)
    patterns = tuple(heading_key(pattern) for pattern in part.names("files")) or (heading_key(name),)
    needs, ignore = part.names("needs"), tuple(heading_key(heading) for heading in part.names("ignore"))
    if ("kind" in part.values) == ("relation" in part.values):
        raise ProfileError(f"[{part.address}] needs either kind or relation")
    subject = (
        _kind(part.get("kind", str), part) if "kind" in part.values else _relation(part.get("relation", str), part)
    )
    fields, relations = _columns(subject, part.part("columns"))
    start, end = (
        (None, None) if isinstance(subject, Kind) else (_end("start", subject, part), _end("end", subject, part))
    )
    fixed = (
        tuple(_fixed_relation(subject, item) for item in part.parts("relations")) if isinstance(subject, Kind) else ()
    )
    return TablePlan(
        name,
        subject,
        patterns,
        needs,
        part.names("id") or ("id",),
        start,
        end,
        fields,
        relations,
        _fixed(subject, part.part("set")),
        fixed,
        ignore,
        part.get("keep_unknown", bool, True),
        part.get("completes", bool, False),
    )


def _thing(part: _Part) -> FixedThing:
    kind, identifier = _kind(part.get("kind", str, ""), part), part.get("id", str, "")
    if not identifier:
        raise ProfileError(f"[{part.address}] id is missing")
    rest = _Part({key: value for key, value in part.values.items() if key not in {"kind", "id"}}, part.address)
    return FixedThing(kind, identifier, _fixed(kind, rest))


def parse_profile(name: str, text: str) -> Plan:
    """Read a mapping profile.

    Parameters
    ----------
    name
        What it is called; the source's name when the source has none of its own.
    text
        TOML.

    Raises
    ------
    ProfileError
        When it is no TOML, or a key, kind, relation or field is unknown; names the nearest.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(str(error)) from error
    root = _Part(values, name).only(TOP)
    tables = [_table(key, root.part("tables").part(key)) for key in root.part("tables").values]
    ignored = [TablePlan(pattern, None, (heading_key(pattern),)) for pattern in root.names("ignore")]
    match = tuple(
        tuple(str(heading) for heading in headings)
        for headings in root.part("match").only(frozenset({"any"})).get("any", list, [])
    )
    decimal = root.get("decimal", str)
    if decimal not in {None, "comma", "point"}:
        raise ProfileError(f"[{name}] decimal must be 'comma' or 'point'")
    return Plan(
        name,
        (*ignored, *tables),
        tuple(_thing(part) for part in root.parts("things")),
        match,
        root.get("separator", str, ";"),
        decimal,
        text,
    )


def shipped_names() -> tuple[str, ...]:
    """List the profiles that come with the product."""
    folder = resources.files("graphsvc_importers.tables") / "profiles"
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


def shipped_profile(name: str) -> Plan:
    """Load a shipped profile by name."""
    path = resources.files("graphsvc_importers.tables") / "profiles" / f"{name}.toml"
    return parse_profile(name, path.read_text(encoding="utf-8"))


def load_profile(mapping: str) -> Plan | None:
    """Load a profile by shipped name or path; None when there is neither.

    Raises
    ------
    ProfileError
        When the file is there and cannot be read.
    """
    if mapping in shipped_names():
        return shipped_profile(mapping)
    path = Path(mapping)
    if not path.is_file():
        return None
    try:
        return parse_profile(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(str(error)) from error
