"""What an installation says of itself, kept in the register as settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TypedDict, cast

from graphsvc.model import Reference
from graphsvc.register.claims import Key, Step, Stored, content_of, value_of
from graphsvc.register.schema import SETTING
from graphsvc.rules import RULES
from graphsvc.snapshot import About

__all__ = ["AboutChanges", "about", "about_steps", "own_step"]


class AboutChanges(TypedDict, total=False):
    """What may be set; what is not named stays as it is.

    ``it_unit`` and ``today`` may be None (no such unit, the clock's date); ``weights`` replaces all weights that were
    set before, and an empty mapping goes back to the shipped ones.
    """

    title: str
    synthetic: bool
    it_unit: Reference | None
    today: dt.date | None
    weights: Mapping[str, float]


def about(own: Mapping[Key, Stored]) -> About:
    """Read what the settings say."""
    settings = {key.id: value_of(stored)["value"] for key, stored in own.items() if key.subject == SETTING}
    today, unit = settings.get("today"), settings.get("it_unit")
    weights = cast("dict[str, float]", settings.get("weights") or {})
    # A weight for a rule that this version no longer has must not keep anyone from reading the register.
    known = {name: weight for name, weight in weights.items() if RULES.knows(name)}
    return About(
        title=str(settings.get("title", "")),
        synthetic=bool(settings.get("synthetic", False)),
        it_unit=Reference(str(unit)) if unit else None,
        today=dt.date.fromisoformat(str(today)) if today else None,
        rules=RULES.with_weights(known) if known else RULES,
    )


def about_steps(own: Mapping[Key, Stored], changes: AboutChanges) -> list[Step]:
    """Return the steps that set what is named.

    Raises
    ------
    UsageError
        When a weight is not one of the rules' or not above 0 and at most 1.
    """
    RULES.with_weights(changes.get("weights", {}))
    plain: dict[str, object] = dict(changes)
    if isinstance(plain.get("today"), dt.date):
        plain["today"] = cast("dt.date", plain["today"]).isoformat()
    if "weights" in plain:
        plain["weights"] = dict(changes["weights"]) or None
    steps = (own_step(own, Key("", SETTING, name), _stored(value)) for name, value in plain.items())
    return [step for step in steps if step is not None]


def own_step(own: Mapping[Key, Stored], key: Key, after: Stored | None) -> Step | None:
    """Return the step that makes one of the register's own claims say this; None when it does so already."""
    before = own.get(key)
    return None if before == after else Step(*key, key.subject, before, after)


def _stored(value: object) -> Stored | None:
    return None if value is None else content_of({"value": value})
