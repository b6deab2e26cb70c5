"""Mapping profiles: how one organisation's models are read, as TOML; the importer itself knows no one's headings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphsvc.metamodel import KINDS, RELATIONS, FieldType, fields_of
from graphsvc.model import Kind, Relation, Scope
from graphsvc.text import Text
from graphsvc_importers.archimate.findings import Findings, nearest
from graphsvc_importers.archimate.source import Model
from graphsvc_importers.archimate.vocabulary import ELEMENTS

__all__ = ["EVERY_FIELD", "Profile", "choose_profile", "shipped_profiles"]

SHIPPED = Path(__file__).parent / "profiles"
PLAIN = "plain"
TABLE, TEXT, TEXTS, COUNT, YES_NO = "table", "text", "texts", "count", "yes or no"
FORMS = {
    TABLE: Text("en tabell", "ein tabell", "a table"),
    TEXT: Text("en tekst", "ein tekst", "a text"),
    TEXTS: Text(
        "en tekst eller en liste av tekster", "ein tekst eller ei liste av tekstar", "a text or a list of texts"
    ),
    COUNT: Text("et helt tall fra 1", "eit heilt tal frå 1", "a whole number from 1"),
    YES_NO: Text.same("true, false"),
}
#: Table -> key -> what it holds; ``*`` = any key.
TABLES: dict[str, dict[str, str]] = {
    "match": {"model": TEXTS, "identifier": TEXT},
    "axis": {"by": TEXTS, "level": COUNT, "generic": TEXTS},
    "scope": {scope.value: TEXTS for scope in Scope},
    "platform": {"folder": TEXTS},
    "associations": {"*": TEXT},
    "fields": {"*": TEXT},
    "access": {"default": TEXT},
    "derive": {"ambiguity": COUNT, "alternatives": YES_NO},
    "kinds": {"*": TEXT},
    "alias": {"same_name": TEXTS},
    "exclude": {"names": TEXTS},
}
#: ``auto`` believes writes when at least a fifth of all accesses are reads; ``write`` always; ``unspecified`` never.
ACCESS_DEFAULTS = ("auto", "write", "unspecified")
UNFIT = frozenset({FieldType.PROPERTIES, FieldType.THINGS})
#: Stands for all fields that a profile does not name.
EVERY_FIELD = "*"


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile, checked.

    Parameters
    ----------
    name, text
        What it is called, and its TOML as stored with the source.
    axis, level, generic
        Where the sectors are (the first that the model has; see docs/archimate.md), at which level of the tree, and
        which of them are shown apart.
    scopes, platform_folders
        Scope -> what tells it (``folder:NAME`` ...); folders whose systems are platforms.
    associations
        ``Type>Type`` or the name of an association -> relation.
    identifier
        What the identifiers of its models begin with.
    fields
        Our field -> property key; ``*`` -> what the keys of all other fields begin with, before the field's own name.
    access
        How an access type is believed.
    ambiguity, alternatives
        How many providers a capability may have before flows through it are ambiguous; whether several realisers
        are alternatives.
    kinds
        Type of element -> kind.
    same_names, excluded
        Names that mean one thing; names that are never a sector.
    """

    name: str = PLAIN
    text: str = ""
    match: tuple[str, ...] = ()
    identifier: str = ""
    axis: tuple[str, ...] = ()
    level: int = 1
    generic: tuple[str, ...] = ()
    scopes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    platform_folders: tuple[str, ...] = ()
    associations: Mapping[str, Relation] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    access: str = "auto"
    ambiguity: int = 3
    alternatives: bool = False
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    same_names: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def shipped_profiles() -> dict[str, Path]:
    """Return the profiles that come with the product, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def choose_profile(mapping: str | None, model: Model, findings: Findings) -> Profile:
    """Return the profile asked for; without one the one whose ``[match]`` names this model, else plain.

    What is wrong with a profile is said as errors; the plain one is then returned so that the rest can be checked.
    """
    shipped = shipped_profiles()
    if mapping is not None:
        return _load(mapping, shipped.get(mapping, Path(mapping)), findings)
    for name, path in shipped.items():
        profile = _load(name, path, findings)
        if model.name in profile.match or (profile.identifier and model.id.startswith(profile.identifier)):
            findings.say("profile-recognised", value=model.name, profile=name)
            return profile
    return _load(PLAIN, shipped[PLAIN], findings)


def _load(name: str, path: Path, findings: Findings) -> Profile:
    try:
        text = path.read_text(encoding="utf-8-sig")
        tables = tomllib.loads(text)
    except (OSError, ValueError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        findings.say("profile-unreadable", value=name, why=why, known=Text.same(", ".join(shipped_profiles())))
        return Profile()
    before = findings.errors
    _check_keys(tables, findings)
    return _profile(path.stem, text, tables, findings) if findings.errors == before else Profile()


def _check_keys(tables: Mapping[str, Any], findings: Findings) -> None:
    for table, content in tables.items():
        if table not in TABLES:
            findings.say("profile-unknown-key", value=f"[{table}]", near=nearest(table, TABLES))
        elif not isinstance(content, dict):
            findings.say("profile-bad-value", value=str(content), key=f"[{table}]", allowed=FORMS[TABLE])
        else:
            _check_table(table, content, findings)


def _check_table(table: str, content: Mapping[str, Any], findings: Findings) -> None:
    keys = TABLES[table]
    for key, value in content.items():
        form = keys.get(key) or keys.get("*")
        if form is None:
            findings.say("profile-unknown-key", value=f"[{table}] {key}", near=nearest(key, keys))
        elif not _fits(value, form):
            findings.say("profile-bad-value", value=str(value), key=f"[{table}] {key}", allowed=FORMS[form])


def _fits(value: object, form: str) -> bool:
    if form == COUNT:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if form == YES_NO:
        return isinstance(value, bool)
    texts = value if isinstance(value, list) and form == TEXTS else [value]
    return all(isinstance(one, str) and one for one in texts)


def _profile(name: str, text: str, tables: Mapping[str, Any], findings: Findings) -> Profile:
    axis, derive = tables.get("axis", {}), tables.get("derive", {})
    return Profile(
        name,
        text,
        match=_texts(tables.get("match", {}).get("model")),
        identifier=tables.get("match", {}).get("identifier", ""),
        axis=_texts(axis.get("by")),
        level=axis.get("level", 1),
        generic=_texts(axis.get("generic")),
        scopes={key: _texts(value) for key, value in tables.get("scope", {}).items()},
        platform_folders=_texts(tables.get("platform", {}).get("folder")),
        associations=_associations(tables.get("associations", {}), findings),
        fields=_fields(tables.get("fields", {}), findings),
        access=_one_of("[access] default", tables.get("access", {}).get("default", "auto"), ACCESS_DEFAULTS, findings),
        ambiguity=derive.get("ambiguity", 3),
        alternatives=derive.get("alternatives", False),
        kinds=_kinds(tables.get("kinds", {}), findings),
        same_names=_texts(tables.get("alias", {}).get("same_name")),
        excluded=_texts(tables.get("exclude", {}).get("names")),
    )


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _one_of(key: str, value: str, allowed: tuple[str, ...], findings: Findings) -> str:
    if value not in allowed:
        findings.say("profile-bad-value", value=value, key=key, allowed=Text.same(", ".join(allowed)))
    return value


def _kinds(table: Mapping[str, str], findings: Findings) -> dict[str, Kind]:
    allowed = tuple(kind.value for kind in Kind if KINDS[kind].in_graph)
    _types("[kinds]", table, findings)
    good = {name: _one_of(f"[kinds] {name}", kind, allowed, findings) for name, kind in table.items()}
    return {name: Kind(kind) for name, kind in good.items() if kind in allowed}


def _types(key: str, names: Mapping[str, str] | list[str], findings: Findings) -> None:
    for name in names:
        if name not in ELEMENTS:
            findings.say("profile-unknown-key", value=f"{key} {name}", near=nearest(name, ELEMENTS))


def _associations(table: Mapping[str, str], findings: Findings) -> dict[str, Relation]:
    allowed = tuple(relation.value for relation in Relation)
    for key in table:
        if ">" in key:
            _types("[associations]", [part.strip() for part in key.split(">")], findings)
    good = {key: _one_of(f"[associations] {key}", name, allowed, findings) for key, name in table.items()}
    return {
        key.replace(" ", "") if ">" in key else key: Relation(name) for key, name in good.items() if name in allowed
    }


def _fields(table: Mapping[str, str], findings: Findings) -> dict[str, str]:
    subjects: tuple[Kind | Relation, ...] = (*KINDS, *RELATIONS)
    known = {name for subject in subjects for name, one in fields_of(subject).items() if one.type not in UNFIT}
    for name in table:
        if name not in {*known, EVERY_FIELD}:
            findings.say("profile-unknown-key", value=f"[fields] {name}", near=nearest(name, known))
    return dict(table)
