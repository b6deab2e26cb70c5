"""The start of a process: nothing is looked for among what is being loaded, since all of it stays.

Python's collector of garbage counts what is made, not what is garbage. A start makes half a million objects of modules,
so that it walks over all of them several times for nothing: a sixth of the time until a server listens.
"""

from __future__ import annotations

import gc

__all__ = ["begin", "done"]

#: How much is made before a walk over what is young, over what is older, and over everything. Nearly all that a
#: question makes goes without being looked for; with Python's own numbers a long answer waited for a walk over every
#: name that others had asked for, up to 80 ms over a nation.
_SELDOM = (10_000, 20, 50)


def begin() -> None:
    """Look for no garbage until :func:`done`; the program says so, never a library that others load."""
    gc.disable()


def done() -> None:
    """Look for garbage again, but not among what has been loaded; nothing happens when nothing was begun.

    Examples
    --------
    >>> import gc
    >>> begin()
    >>> gc.isenabled()
    False
    >>> done()
    >>> gc.isenabled()
    True
    """
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*_SELDOM)
        gc.enable()
