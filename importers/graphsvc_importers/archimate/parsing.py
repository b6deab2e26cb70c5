"""XML of unknown origin to a tree: no DOCTYPE, no entities, no network, bounded depth."""

from __future__ import annotations

import io
import re
from typing import cast
from xml.parsers import expat

from lxml import etree

from graphsvc_importers.archimate.findings import Findings
from graphsvc_importers.limits import Limits

__all__ = ["line_of", "local_name", "namespace", "parse"]

XINCLUDE = "{http://www.w3.org/2001/XInclude}include"
#: libxml2 ends its sentences with the place, which the message already names.
PLACE = re.compile(r",? line \d+, column \d+.*$", re.DOTALL)
CROSSED = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)")


class _Prolog(Exception):
    """The prolog has ended; with a line when a DOCTYPE stood in it."""

    def __init__(self, doctype_line: int | None) -> None:
        super().__init__()
        self.doctype_line = doctype_line


def local_name(tag: object) -> str:
    """Return a tag without its namespace.

    Examples
    --------
    >>> local_name("{urn:x}model")
    'model'
    """
    return str(tag).rpartition("}")[2]


def namespace(tag: object) -> str:
    """Return the namespace of a tag, or nothing.

    Examples
    --------
    >>> namespace("{urn:x}model")
    'urn:x'
    """
    return str(tag)[1:].partition("}")[0] if str(tag).startswith("{") else ""


def line_of(node: etree._Element) -> int | None:
    """Return the line on which an element starts, counted from 1."""
    return cast("int | None", node.sourceline)  # the stubs do not know its type


def parse(data: bytes, limits: Limits, findings: Findings) -> etree._Element | None:
    """Return the root of the document, or None after saying what is wrong.

    A DOCTYPE is refused before anything is parsed: parsers that do not resolve entities leave them out in silence,
    and those that do can be made to read files or to eat all memory.

    Notes
    -----
    O(size); the tree is walked once for depth while it is built, so deep nesting cannot exhaust the stack.
    """
    doctype = _doctype_line(data)
    if doctype is not None:
        findings.say("doctype", line=doctype)
        return None
    try:
        return _tree(data, limits, findings)
    except etree.XMLSyntaxError as error:
        _complain(error, findings)
        return None


def _complain(error: etree.XMLSyntaxError, findings: Findings) -> None:
    line, column = (max(number or 1, 1) for number in error.position)
    why = PLACE.sub("", str(error.msg or "").strip())
    crossed = CROSSED.match(why)
    if crossed:
        findings.say(
            "wrong-end-tag", line=line, column=column, expected=crossed[1], opened=int(crossed[2]), found=crossed[3]
        )
    else:
        findings.say("not-well-formed", line=line, column=column, why=why or "XML")


def _doctype_line(data: bytes) -> int | None:
    reader = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise _Prolog(reader.CurrentLineNumber)

    def start(*_: object) -> None:
        raise _Prolog(None)

    reader.StartDoctypeDeclHandler = doctype
    reader.StartElementHandler = start
    try:
        reader.Parse(data, True)
    except _Prolog as prolog:
        return prolog.doctype_line
    except (expat.ExpatError, ValueError, LookupError):
        # lxml says better what is wrong; a DOCTYPE that only lxml understands must not slip through.
        return 1 if b"<!doctype" in data.replace(b"\0", b"").lower() else None
    return None


def _tree(data: bytes, limits: Limits, findings: Findings) -> etree._Element | None:
    depth = 0
    root: etree._Element | None = None
    walk = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, node in walk:
        depth += 1 if event == "start" else -1
        if root is None:
            root = node
        if depth > limits.xml_depth:
            findings.say("too-deep", line=line_of(node), limit=limits.xml_depth)
            return None
        if event == "start" and node.tag == XINCLUDE:
            findings.say("xinclude", line=line_of(node))
    return root
