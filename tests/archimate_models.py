"""Small ArchiMate models for tests, written as Python literals, in both file formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from graphsvc.ports import ImportOptions
from graphsvc.records import Reading, RelationRecord, ThingRecord
from graphsvc_importers.archimate import ArchimateImporter

__all__ = ["Tie", "derived", "direct", "exchange", "native", "read", "read_text", "things"]

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
#: ``(type, source, target)`` or ``(type, source, target, attributes)``; the attribute ``id`` names it.
Tie = tuple[str, str, str] | tuple[str, str, str, Mapping[str, str]]


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


def _numbered(ties: Iterable[Tie]) -> list[tuple[str, str, str, str, dict[str, str]]]:
    rows = []
    for number, tie in enumerate(ties, 1):
        attributes = dict(tie[3]) if len(tie) == 4 else {}
        rows.append((attributes.pop("id", f"r{number}"), tie[0], tie[1], tie[2], attributes))
    return rows


def exchange(elements: Mapping[str, str], ties: Iterable[Tie] = (), *, name: str = "Model") -> str:
    """Write an Open Exchange file; each element is called by its id."""
    rows = "\n".join(
        f"<element identifier={quoteattr(one)} xsi:type={quoteattr(type_)}><name>{one}</name></element>"
        for one, type_ in elements.items()
    )
    joins = "\n".join(
        f"<relationship identifier={quoteattr(one)} source={quoteattr(source)} target={quoteattr(target)} "
        f"xsi:type={quoteattr(type_)}{_attributes(attributes)}/>"
        for one, type_, source, target, attributes in _numbered(ties)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" {XSI} '
        f'identifier="id-m"><name>{name}</name>\n<elements>\n{rows}\n</elements>\n'
        f"<relationships>\n{joins}\n</relationships>\n</model>\n"
    )


def native(elements: Mapping[str, str], ties: Iterable[Tie] = (), *, name: str = "Model", more: str = "") -> str:
    """Write a file of Archi's own; each element is called by its id. ``Junction/or`` gives a junction its type."""
    rows = []
    for one, type_ in elements.items():
        word, _, subtype = type_.partition("/")
        extra = f' type="{subtype}"' if subtype else ""
        rows.append(f'<element xsi:type="archimate:{word}" name={quoteattr(one)} id={quoteattr(one)}{extra}/>')
    joins = [
        f'<element xsi:type="archimate:{type_}Relationship" id={quoteattr(one)} source={quoteattr(source)} '
        f"target={quoteattr(target)}{_attributes(attributes)}/>"
        for one, type_, source, target, attributes in _numbered(ties)
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<archimate:model {XSI} '
        f'xmlns:archimate="http://www.archimatetool.com/archimate" name={quoteattr(name)} id="m" version="5.0.0">\n'
        f'<folder name="Elements" id="f1">\n{chr(10).join(rows)}\n</folder>\n'
        f'<folder name="Relations" id="f2">\n{chr(10).join(joins)}\n</folder>\n{more}</archimate:model>\n'
    )


def read_text(folder: Path, text: str | bytes, *, profile: str | None = "plain", file: str = "model.xml") -> Reading:
    """Read a model from its text; ``profile`` is a shipped name, TOML, or None to have it recognised."""
    path = folder / file
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    if profile is not None and ("[" in profile or "=" in profile):
        own = folder / "own.toml"
        own.write_text(profile, encoding="utf-8")
        profile = str(own)
    return ArchimateImporter().read([path], ImportOptions(mapping=profile))


def read(
    folder: Path, elements: Mapping[str, str], ties: Iterable[Tie] = (), *, profile: str | None = "plain"
) -> Reading:
    """Read a small model as Archi would save it."""
    return read_text(folder, native(elements, ties), profile=profile)


def things(reading: Reading) -> dict[str, ThingRecord]:
    """Return the things of a reading by id."""
    return {record.id: record for record in reading.records if isinstance(record, ThingRecord)}


def direct(reading: Reading) -> dict[str, RelationRecord]:
    """Return the relations that stand for one relationship each, by id."""
    return {one.id: one for one in reading.records if isinstance(one, RelationRecord) and not one.derived}


def derived(reading: Reading) -> list[RelationRecord]:
    """Return the derived relations, in order."""
    return [one for one in reading.records if isinstance(one, RelationRecord) and one.derived]
