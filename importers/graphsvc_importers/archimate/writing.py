"""Writes a graph as the Open Group's exchange file for ArchiMate 3, which Archi and this importer read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, Any

from lxml import etree

from graphsvc.model import Severity, Value
from graphsvc.records import Problem, Record, RelationRecord, ThingRecord
from graphsvc.text import Text
from graphsvc_importers.archimate.inverse import ASSOCIATION, Written, element_of, relationship_of

__all__ = ["identifiers", "write_model"]

SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
SCHEMA = f"{SPACE} http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SPACES: Any = {None: SPACE, "xsi": XSI}
_DECLARED = f' xmlns="{SPACE}" xmlns:xsi="{XSI}"'
TYPE, LANGUAGE = f"{{{XSI}}}type", "{http://www.w3.org/XML/1998/namespace}lang"
#: What stands before the names of our fields in keys of properties; the profile ``graphsvc`` takes it off.
KEY = "graphsvc."
LANGUAGES = ("nb", "nn", "en")
NONE = "ingen"
_WORDS = frozenset({f"{word}{tail}" for word in ("name", "description") for tail in ("", "_nb", "_nn", "_en")})
_NOT_KEPT = frozenset({"original_type", "properties", "derived", "certainty", "factor", "rule", "via"})
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What an xml:id may hold beside the sign that begins an escape.
_NAME = re.compile(r"[A-Za-z0-9._\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff-]")
_NAMES = re.compile(f"(?:{_NAME.pattern})*")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-F]+_)")
_LOST = Text(
    "{n} tekster hadde styretegn som XML ikke kan bære",
    "{n} tekstar hadde styreteikn som XML ikkje kan bere",
    "{n} texts had control characters that XML cannot carry",
)
_LOST_FIX = Text(
    "Tegnene står som bilder (␁) eller � i filen; registeret er uendret.",
    "Teikna står som bilete (␁) eller � i fila; registeret er uendra.",
    "They stand as pictures (␁) or � in the file; the register is unchanged.",
)


def write_model(
    path: Path, things: Sequence[ThingRecord], relations: Sequence[RelationRecord], about: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Write a model: elements, relationships, and every other field as a property ``graphsvc.FIELD``.

    Parameters
    ----------
    path
        The file; its content is the same for the same records in the same order.
    things, relations
        The graph; both ends of each relation must be in it. Derived relations are the reader's to derive.
    about
        ``title``, ``language`` and ``documentation`` of the model; all else becomes its properties.

    Notes
    -----
    O(records): one element is in memory at a time, besides the identifiers.
    """
    return _Writer(things, relations, about).write(path)


def identifiers(records: Iterable[Record]) -> dict[tuple[str, str], str]:
    """Return a valid and stable xml:id for each record by (kind or relation, id): its own id where no other has it.

    Examples
    --------
    >>> from graphsvc.model import Kind
    >>> identifiers([ThingRecord(Kind.SYSTEM, "epj", {}), ThingRecord(Kind.SYSTEM, "a b", {})])
    {('system', 'epj'): 'id-epj', ('system', 'a b'): 'id-a_x20_b'}
    """
    known = [(record.subject.value, record.id, _escaped(record.id)) for record in records]
    shared = Counter(name for _, _, name in known)
    found: dict[tuple[str, str], str] = {}
    taken = {name for name, count in shared.items() if count == 1}
    for subject, given, own in known:
        name = own
        if shared[own] > 1:
            name = f"{subject}.{own}"
            while name in taken:
                name += "_"
            taken.add(name)
        found[subject, given] = f"id-{name}"
    return found


def _escaped(words: str) -> str:
    """Return words as part of an xml:id; what it cannot hold is written ``_xHEX_``."""
    if _NAMES.fullmatch(words) and "_x" not in words:
        return words
    words = _LIKE_ESCAPE.sub("_x5F_", words)
    return "".join(letter if _NAME.match(letter) else f"_x{ord(letter):X}_" for letter in words)


class _Writer:
    def __init__(
        self, things: Sequence[ThingRecord], relations: Sequence[RelationRecord], about: Mapping[str, str]
    ) -> None:
        self.things, self.relations, self.about = things, relations, about
        self.ids = identifiers([*things, *relations])
        # An end may be a relation, and is then named without its type.
        self.ends = {record.reference: self._id(record) for record in reversed(relations)}
        self.ends |= {record.reference: self._id(record) for record in things}
        self.types = {record.reference: element_of(record) for record in things}
        self.keys: set[str] = set()
        self.changed = 0

    def write(self, path: Path) -> tuple[Problem, ...]:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            name = f"graphsvc-{_escaped(self.about.get('title', ''))}"
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
            file.write(f'<model{_DECLARED} xsi:schemaLocation="{SCHEMA}" identifier="{name}">\n')
            self._whole(file)
            file.write("</model>\n")
        if not self.changed:
            return ()
        return (Problem("export-characters", Severity.WARNING, _LOST.format(n=self.changed), _LOST_FIX),)

    def _whole(self, file: IO[str]) -> None:
        language = self.about.get("language", "")
        for tag, words in (("name", self.about.get("title") or "–"), ("documentation", self.about["documentation"])):
            self._write(file, self._said(tag, language, words))
        told = {name: value for name, value in self.about.items() if name not in {"title", "language", "documentation"}}
        self._write(file, self._properties(told))
        self._section(file, "elements", map(self._element, self.things))
        self._section(file, "relationships", map(self._relationship, self.relations))
        self._write(file, self._definitions())

    def _section(self, file: IO[str], tag: str, nodes: Iterator[etree._Element]) -> None:
        first = next(nodes, None)
        if first is None:  # the schema knows no empty section
            return
        file.write(f"<{tag}>\n")
        for node in chain([first], nodes):
            self._write(file, node)
        file.write(f"</{tag}>\n")

    @staticmethod
    def _write(file: IO[str], node: etree._Element | None) -> None:
        if node is not None:
            # The model has declared the namespaces; what is written first is the node's own tag.
            file.write(etree.tostring(node, encoding="unicode").replace(_DECLARED, "", 1))
            file.write("\n")

    def _id(self, record: Record) -> str:
        return self.ids[record.subject.value, record.id]

    def _element(self, record: ThingRecord) -> etree._Element:
        node = _node("element", identifier=self._id(record))
        node.set(TYPE, self.types[record.reference])
        for tag, field in (("name", "name"), ("documentation", "description")):
            said = self._in_languages(tag, record, field)
            node.extend(said or ([self._said("name", "", record.id)] if tag == "name" else []))
        return self._with_properties(node, record, _WORDS)

    def _relationship(self, record: RelationRecord) -> etree._Element:
        written = relationship_of(record, self.types.get(record.start), self.types.get(record.end))
        source, target = (record.end, record.start) if written.turned else (record.start, record.end)
        node = _node("relationship", identifier=self._id(record), source=self.ends[source], target=self.ends[target])
        node.set(TYPE, written.type)
        if written.access is not None:
            node.set("accessType", written.access)
        for tag, words in (("name", _name(record, written)), ("documentation", record.fields.get("note"))):
            if words:
                node.append(self._said(tag, "", str(words)))
        return self._with_properties(node, record, frozenset({"name", "note"}))

    def _in_languages(self, tag: str, record: ThingRecord, field: str) -> list[etree._Element]:
        words = [(language, record.fields.get(f"{field}_{language}")) for language in LANGUAGES]
        return [self._said(tag, one, str(said)) for one, said in [*words, ("", record.fields.get(field))] if said]

    def _said(self, tag: str, language: str, words: str) -> etree._Element:
        node = _node(tag)
        if language:
            node.set(LANGUAGE, language)
        node.text = self._fit(words)
        return node

    def _with_properties(self, node: etree._Element, record: Record, said: frozenset[str]) -> etree._Element:
        told = {
            f"{KEY}{name}": _as_words(value)
            for name, value in record.fields.items()
            if name not in said and name not in _NOT_KEPT and value != ""
        }
        own = record.fields.get("properties")
        found = self._properties({**(own if isinstance(own, Mapping) else {}), **told})
        if found is not None:
            node.append(found)
        return node

    def _properties(self, told: Mapping[str, str]) -> etree._Element | None:
        node = _node("properties")
        for key in sorted(told):
            self.keys.add(key)
            one = etree.SubElement(node, f"{{{SPACE}}}property", propertyDefinitionRef=_definition(key))
            etree.SubElement(one, f"{{{SPACE}}}value").text = self._fit(told[key])
        return node if len(node) else None

    def _definitions(self) -> etree._Element | None:
        node = _node("propertyDefinitions")
        for key in sorted(self.keys):
            one = etree.SubElement(node, f"{{{SPACE}}}propertyDefinition", identifier=_definition(key), type="string")
            etree.SubElement(one, f"{{{SPACE}}}name").text = self._fit(key)
        return node if len(node) else None

    def _fit(self, words: str) -> str:
        if _UNFIT.search(words) is None:
            return words
        self.changed += 1
        return _UNFIT.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", words)


def _node(tag: str, **attributes: str) -> etree._Element:
    return etree.Element(f"{{{SPACE}}}{tag}", attributes, nsmap=_SPACES)


def _definition(key: str) -> str:
    return f"property-{_escaped(key)}"


def _name(record: RelationRecord, written: Written) -> Value:
    """Return what a relationship is called; an association that stands for a relation of ours by its name."""
    stands_in = written.type == ASSOCIATION and record.relation.value != "related"
    return record.fields.get("name") or (record.relation.value if stands_in else None)


def _as_words(value: Value) -> str:
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)
