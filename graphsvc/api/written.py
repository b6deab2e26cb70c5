"""Documents as JSON on their way out."""

from __future__ import annotations

from typing import Any

import starlette.responses
from pydantic_core import to_json

__all__ = ["JSONResponse"]


class JSONResponse(starlette.responses.JSONResponse):
    """A document as JSON, as Starlette writes it, in a sixth of the time.

    A long answer is written while the server does nothing else, so that everybody waits for it.

    Examples
    --------
    >>> JSONResponse({"name": "Vann og avløp", "strength": 0.5, "ends": ("a", "b")}).body.decode()
    '{"name":"Vann og avløp","strength":0.5,"ends":["a","b"]}'
    """

    def render(self, content: Any) -> bytes:
        """Write a document; what is no number is null.

        Raises
        ------
        pydantic_core.PydanticSerializationError
            When there is something in it that JSON has no way to say.
        """
        return to_json(content, inf_nan_mode="null")
