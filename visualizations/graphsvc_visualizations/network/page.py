"""The page around the network: everything inside, a policy of hashes, and nothing of pyvis's own template."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from graphsvc.errors import EngineError
from graphsvc.i18n import number, say, text
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.network.graph import Network, network_of

__all__ = ["network_page"]

_SLOT = re.compile(r"\{\{(\w+)\}\}")
#: An inline script ends at the first of these, whatever the language says.
_ENDS_SCRIPT = re.compile(r"</(?=script)|<!--", re.IGNORECASE)
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'"
)


def network_page(snapshot: Snapshot, /, *, language: Language, told: str = "") -> str:
    """Return the map as a page with vis-network inside.

    Parameters
    ----------
    snapshot
        The graph.
    language
        Of its words.
    told
        A line that says where it comes from.

    Returns
    -------
    str
        HTML, the same bytes for the same graph and the same pyvis; it loads nothing and runs our two scripts only.

    Raises
    ------
    EngineError
        When pyvis is not installed, or holds no vis-network.

    Notes
    -----
    O(units + systems + flows).
    """
    library, network = _inlined(_library().read_text(encoding="utf-8")), network_of(snapshot, language)
    css, show = _own("show.css"), _inlined(_own("show.js"))
    title = clean(snapshot.about.title or say("map.title", language))
    return _filled(
        _own("page.html"),
        {
            "language": language.value,
            "policy": _POLICY.format(scripts=f"{_hash(library)} {_hash(show)}", style=_hash(css)),
            "title": html.escape(title),
            "told": html.escape(clean(told)),
            "drawn": html.escape(_drawn(network, language)),
            "noscript": html.escape(say("exports.pyvis_noscript", language)),
            "css": css,
            "data": _data(network),
            "library": library,
            "show": show,
        },
    )


def _library() -> Path:
    """Find vis-network in the installed pyvis, the newest that it has, without importing pyvis."""
    spec = find_spec("pyvis")
    folders = spec.submodule_search_locations if spec else None
    found = [path for folder in folders or () for path in Path(folder).glob("lib/vis-*/vis-network.min.js")]
    if not found:
        raise EngineError(text("exports.pyvis_missing"))
    return max(found, key=lambda path: [int(part) for part in re.findall(r"\d+", path.parent.name)])


def _own(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _inlined(script: str) -> str:
    r"""Return a script that cannot end the element that holds it; in strings and expressions ``<\/`` is ``</``."""
    return _ENDS_SCRIPT.sub(lambda found: "<\\" + found[0][1:], script)


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Fill in every slot in one pass: what a value holds is never looked at again."""
    return _SLOT.sub(lambda found: values[found[1]], template)


def _data(network: Network) -> str:
    """Write the network as JSON that no parser of HTML can read as markup."""
    data = {"width": network.layout.width, "nodes": network.nodes, "edges": network.edges}
    written = json.dumps(data, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _hash(inside: str) -> str:
    return f"'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'"


def _drawn(network: Network, language: Language) -> str:
    layout = network.layout
    counts = {
        f"{kind}s_{name}": number(counted[kind], language)
        for name, counted in (("drawn", layout.drawn), ("exist", layout.exist))
        for kind in ("sector", "unit", "system")
    }
    flows = {"flows_drawn": network.flows_drawn, "flows_exist": network.flows_exist}
    said = say(
        "exports.pyvis_drawn", language, **counts, **{name: number(one, language) for name, one in flows.items()}
    )
    return f"{said} {say('exports.pyvis_closed', language)}" if layout.aggregated else said
