"""Things of a model renamed at random, so that weights are chosen on other data than they are measured on."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from benchmarks.overlap_quality import Case, name_of, seen_from
from graphsvc.snapshot import Snapshot
from graphsvc_queries.overlap.asking import need_of
from graphsvc_queries.overlap.caps import CAPS
from graphsvc_queries.overlap.ground import ground
from graphsvc_queries.overlap.likeness import Document

__all__ = ["renamed_at_random"]

#: So much of a text is written anew, and of the neighbours goes or gets a name of its own.
_TEXT, _NEIGHBOURS = 0.4, 0.3


def renamed_at_random(model: Snapshot, seed: int) -> list[Case]:
    """Rename every thing that has a name of at least four letters, and ask about it."""
    chance = random.Random(seed)
    known, seen = ground(model, None, CAPS).ties, seen_from(model)
    every = [word for thing in range(len(model)) for word in name_of(model, thing).split()]
    found = []
    for thing in range(len(model)):
        name = name_of(model, thing)
        if len(name) < 4:
            continue
        need = need_of(model, thing, known)
        text = _shortened(" ".join(one.text for one in need.documents), chance)
        new = _renamed(name, every, chance)

        def kept(things: frozenset[int]) -> frozenset[int]:
            staying = [one for one in sorted(things) if chance.random() >= _NEIGHBOURS]
            return seen(name_of(model, one) for one in staying)

        translated = replace(
            need,
            documents=(Document(None, new, text),),
            capabilities=kept(need.capabilities),
            data=kept(need.data),
            neighbours=kept(need.neighbours),
            itself=None,
        )
        found.append(Case(new, text, translated, thing))
    return found


def _renamed(name: str, every: list[str], chance: random.Random) -> str:
    """Change a name in one or two of the ways in which people do."""
    for _ in range(chance.choice((1, 1, 2))):
        words = re.findall(r"\w+", name) or [name]
        way = chance.choice(("join", "capitals", "slip", "drop", "add", "replace", "order", "split"))
        if way == "join":
            name = "".join(word.capitalize() for word in words)
        elif way == "capitals":
            name = " ".join(words).upper()
        elif way == "slip":
            at = chance.randrange(len(name))
            name = name[:at] + name[at + 1 :] if chance.random() < 0.5 else name[:at] + name[at : at + 1] + name[at:]
        elif way == "drop" and len(words) > 1:
            name = " ".join(word for word in words if word != chance.choice(words)) or name
        elif way == "add":
            name = f"{name} {chance.choice(every)}"
        elif way == "replace":
            words[chance.randrange(len(words))] = chance.choice(every)
            name = " ".join(words)
        elif way == "order":
            chance.shuffle(words)
            name = " ".join(words)
        elif way == "split" and len(name) > 9:
            at = chance.randrange(4, len(name) - 4)
            name = f"{name[:at]} {name[at:]}"
    return name


def _shortened(text: str, chance: random.Random) -> str:
    return " ".join(word for word in text.split() if chance.random() >= _TEXT)
