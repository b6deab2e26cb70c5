"""What an offline file holds, read back from its bytes."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["data_of"]

_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data_of(page: bytes) -> dict[str, Any]:
    """Return the data that the page's script is given."""
    found = _DATA.search(page.decode())
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read
