"""What a flow says in words: which way its data moves, how, and through what."""

from __future__ import annotations

from graphsvc.model import DataTo
from graphsvc.text import Text

__all__ = ["ASSUMED", "BY_DATA", "SHARED", "THROUGH"]

#: How a flow of unknown mode runs, as far as the rules are concerned.
ASSUMED = Text(
    "måten er ukjent, antatt asynkron", "måten er ukjend, anteken asynkron", "mode unknown, assumed asynchronous"
)

#: Said of an uncertain flow that shares its weight with others.
SHARED = Text("én av {k} leverandører", "éin av {k} leverandørar", "one of {k} providers")

#: Dependence goes from provider to dependent, but data may go either way: the sentence says which.
BY_DATA: dict[DataTo, Text] = {
    DataTo.DEPENDENT: Text(
        "{touched} får {data} fra {cause} ({how}).",
        "{touched} får {data} frå {cause} ({how}).",
        "{touched} gets {data} from {cause} ({how}).",
    ),
    DataTo.PROVIDER: Text(
        "{touched} leverer {data} til {cause} ({how}).",
        "{touched} leverer {data} til {cause} ({how}).",
        "{touched} delivers {data} to {cause} ({how}).",
    ),
    DataTo.BOTH: Text(
        "{touched} utveksler {data} med {cause} ({how}).",
        "{touched} utvekslar {data} med {cause} ({how}).",
        "{touched} exchanges {data} with {cause} ({how}).",
    ),
}

#: Said when the system that a flow goes through is what touches the dependent.
THROUGH = Text(
    "Flyten fra {provider} til {touched} går gjennom {cause} ({how}).",
    "Flyten frå {provider} til {touched} går gjennom {cause} ({how}).",
    "The flow from {provider} to {touched} goes through {cause} ({how}).",
)
