"""What a page's script is made of: the modules that it imports, so that a browser may fetch all of them at once."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["imported"]

_IMPORT = re.compile(r'^import .* from "\./(\w+\.js)";$', re.MULTILINE)


@cache
def imported(first: str) -> tuple[str, ...]:
    """Return the modules that one imports, and those that these import, nearest first.

    A browser learns of a module's imports only when it has read it; named in the page, all come in one round.

    Parameters
    ----------
    first
        File name of the module that the page loads.

    Examples
    --------
    >>> imported("map_steps.js")
    ()
    >>> imported("explorer.js")[-1]
    'painter.js'
    """
    folder = files(__package__).joinpath("static")
    found = {first: None}
    for name in (waiting := [first]):
        new = [one for one in _IMPORT.findall(folder.joinpath(name).read_text("utf-8")) if one not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return tuple(found)[1:]
