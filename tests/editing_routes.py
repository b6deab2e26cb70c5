"""The routes that edit in place, with an address and a body that would do on the demo."""

from __future__ import annotations

__all__ = ["READING", "WRITING"]

API = "/api/v1"
FLOW = f"{API}/relations/flow:I053"

#: Route -> address, for the one that answers with JSON.
READING = {f"{API}/relations/{{relation:path}}": FLOW}

#: Method and route -> address and a body that would do.
WRITING: dict[str, tuple[str, dict[str, object]]] = {
    f"POST {API}/things": (f"{API}/things", {"kind": "system", "fields": {"name_nb": "Droneplan"}}),
    f"PATCH {API}/things/{{thing:path}}": (f"{API}/things/system:epj", {"fields": {"vendor": "Ny AS"}}),
    f"DELETE {API}/things/{{thing:path}}": (f"{API}/things/system:epj", {}),
    f"POST {API}/things/{{thing:path}}/confirm": (f"{API}/things/system:epj/confirm", {"relations": True}),
    f"POST {API}/relations": (f"{API}/relations", {"relation": "uses", "from": "U20", "to": "system:fysjou"}),
    f"PATCH {API}/relations/{{relation:path}}": (FLOW, {"fields": {"protocol": "SFTP"}}),
    f"DELETE {API}/relations/{{relation:path}}": (FLOW, {}),
    f"POST {API}/relations/{{relation:path}}/confirm": (f"{FLOW}/confirm", {}),
}
