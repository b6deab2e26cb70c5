"""What may cross from the child to its parent: records, and plain values; nothing that runs."""

from __future__ import annotations

import copyreg
import dataclasses
import io
import operator
import pickle
from typing import Any

from graphsvc import errors, model, records, text
from graphsvc.errors import GraphsvcError

__all__ = ["crossing", "handed_over", "restored"]

_ROOMS = {room.__name__: room for room in (model, records, text)}
_PLAIN = frozenset({"frozenset", "set", "dict", "list", "tuple"})


def _apart(kind: type) -> Any:
    """Return what takes one record apart: its class, and all its fields in order."""
    fields = operator.attrgetter(*(field.name for field in dataclasses.fields(kind)))
    return lambda record: (kind, fields(record))


#: Frozen records are pickled by their general protocol field by field, with setattr on the other side; there are many
#: of them, and making each from its fields takes half as long.
_APART: dict[Any, Any] = copyreg.dispatch_table | {
    kind: _apart(kind)
    for kind in (text.Text, records.Place, records.ThingRecord, records.RelationRecord, records.Problem)
}


class _Writer(pickle.Pickler):
    dispatch_table = _APART


class _Reader(pickle.Unpickler):
    """Makes records and plain containers, and refuses every other class or function."""

    def find_class(self, module: str, name: str) -> Any:
        room = _ROOMS.get(module)
        if room is not None and name in room.__all__:
            return getattr(room, name)
        if module == "builtins" and name in _PLAIN:
            return super().find_class(module, name)
        if (module, name) == ("collections", "Counter"):
            return dict
        raise pickle.UnpicklingError(f"{module}.{name} may not cross")


def handed_over(answer: tuple[str, Any]) -> bytes:
    """Write down what a child hands over, for :func:`restored`."""
    stream = io.BytesIO()
    _Writer(stream).dump(answer)
    return stream.getvalue()


def restored(content: bytes) -> tuple[str, Any]:
    """Read what a child handed over: a word and what belongs to it.

    Raises
    ------
    pickle.UnpicklingError
        When it holds anything but records and plain values.
    """
    word, rest = _Reader(io.BytesIO(content)).load()
    return str(word), rest


def crossing() -> dict[str, type[GraphsvcError]]:
    """Return the errors that an importer may raise, by class name."""
    named = {name: getattr(errors, name) for name in errors.__all__}
    return {name: made for name, made in named.items() if isinstance(made, type) and issubclass(made, GraphsvcError)}
