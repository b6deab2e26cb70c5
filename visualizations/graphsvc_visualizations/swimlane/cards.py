"""Draws cards, what a cell does not show, and badges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from graphsvc.model import Kind, Way, split_reference
from graphsvc.text import Language
from graphsvc_queries.impact.contrast import Standing
from graphsvc_visualizations.drawing import Markup, element, text, title
from graphsvc_visualizations.frame import link
from graphsvc_visualizations.icons import bars, wrench
from graphsvc_visualizations.lettering import clean, fit, fold
from graphsvc_visualizations.lettering import width as measured
from graphsvc_visualizations.swimlane import words
from graphsvc_visualizations.swimlane.parts import WORK_CARD, Box, Card, Lane, More, strength_class

__all__ = ["Paper", "badges", "draw_card", "draw_more"]

_SMALL = 12


@dataclass(frozen=True, slots=True)
class Paper:
    """What drawing needs to know beside the layout.

    Parameters
    ----------
    language
        Of the words.
    address
        Parameters of the page's address, without selection and unfolding; None in a file, which has no links.
    unfolded
        Cells that are unfolded.
    """

    language: Language
    address: Sequence[tuple[str, str]] | None
    unfolded: frozenset[str]

    def say(self, words_: object) -> str:
        """Return a text in the language of the picture, fit to be drawn."""
        return clean(words_.in_(self.language)) if hasattr(words_, "in_") else clean(str(words_))

    def to(self, selected: Sequence[tuple[str, str]], unfolded: frozenset[str] | None = None) -> str | None:
        """Return the address of this page with another selection; None in a file."""
        if self.address is None:
            return None
        cells = sorted(self.unfolded if unfolded is None else unfolded)
        return "?" + urlencode([*self.address, *(("unfolded", cell) for cell in cells), *selected])


def draw_card(card: Card, lane: Lane, paper: Paper) -> Markup:
    """Draw one card: its name cut to fit, in full for pointer and listener."""
    name = paper.say(card.name)
    parts = [title(_told(card, paper)), _rect(card.box, "cd b")]
    parts += _work_lines(card, name, paper) if card.way is Way.WORK else _effect_line(card, name, paper)
    classes = " ".join([lane.mark.colour, *(["sel"] if card.selected else []), *_look(card)])
    one = card.things[0]
    address = paper.to([("selected", one), ("way", card.way.value)])
    return link(parts, _label(card, lane, paper), address, class_=classes, thing=one, way=card.way.value)


def _rect(box: Box, class_: str) -> Markup:
    return element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=4, class_=class_)


def _later(card: Card) -> float:
    """Return the strength of the later answer; that of the earlier for what is gone."""
    if card.stands is None:
        return card.strength
    return card.stands.after if card.stands.after is not None else card.stands.before or 0.0


def _look(card: Card) -> list[str]:
    """Return the class of what comes and goes; that it does is said in words on the card."""
    standing = card.stands.standing if card.stands else None
    return [standing.value] if standing in {Standing.NEW, Standing.GONE} else []


def _stands(card: Card, paper: Paper) -> str:
    """Say what became of a touched thing; empty for what is the same, and when there is one answer only."""
    if card.stands is None or card.stands.standing is Standing.SAME:
        return paper.say(words.TALLY.format(new=card.mixed[0], gone=card.mixed[1])) if any(card.mixed) else ""
    before, after = (
        words.decimal(value, paper.language) if value is not None else ""
        for value in (card.stands.before, card.stands.after)
    )
    return paper.say(words.STANDINGS[card.stands.standing].format(before=before, after=after))


def _effect_line(card: Card, name: str, paper: Paper) -> list[Markup]:
    box, right = card.box, card.box.x + card.box.width
    stands = _stands(card, paper)
    y = box.y + 17 if stands else box.middle + 4.5
    left = box.x + (17 if card.badges else 10)
    words_, _ = fit(name, right - (46 if card.also_work else 26) - left - 2, 13, bold=card.selected)
    parts = [text(words_, left, y, "nm")]
    if stands:
        parts.append(text(fit(stands, right - 30 - left, _SMALL)[0], left, box.y + 33, "m", size=_SMALL))
    parts.append(bars(strength_class(_later(card)), right - 23, box.middle - 5))
    return [*parts, wrench(right - 43, box.middle - 6)] if card.also_work else parts


def _work_lines(card: Card, name: str, paper: Paper) -> list[Markup]:
    box = card.box
    left = box.x + (17 if card.badges else 10)
    room = box.x + box.width - 8 - left
    national = box.height > WORK_CARD
    words_, _ = fit(name, room, 13, bold=national or card.selected)
    parts = [text(words_, left, box.y + 17, "h" if national else "nm")]
    rows = 2 if national else 1
    stands = _stands(card, paper)
    said = " · ".join(part for part in (stands, paper.say(card.below or "")) if part)
    below, _ = fold(said, [room] * rows, _SMALL)
    return parts + [text(line, left, box.y + 33 + 15 * number, "m", size=_SMALL) for number, line in enumerate(below)]


def _told(card: Card, paper: Paper) -> str:
    below = f" ({paper.say(card.below)})" if card.below else ""
    return f"{paper.say(card.name)}{below}: {_strength(card, paper)}"


def _strength(card: Card, paper: Paper) -> str:
    if stands := _stands(card, paper):
        return f"{paper.say(words.WAYS[card.way])} {stands}"
    said = f"{paper.say(words.WAYS[card.way])} {paper.say(words.STRENGTHS[strength_class(card.strength)])}"
    more = f", {paper.say(words.ALSO_WORK)}" if card.also_work else ""
    return f"{said} {words.decimal(card.strength, paper.language)}{more}"


def _label(card: Card, lane: Lane, paper: Paper) -> str:
    kind = split_reference(card.things[0])[0]
    named = words.KIND_NAMES.get(Kind(kind)) if kind in set(Kind) else None
    parts = [paper.say(card.name), paper.say(named or ""), paper.say(card.below or ""), paper.say(lane.name)]
    steps = [paper.say(words.STEP.format(n=number)) for number in card.badges]
    return ", ".join(part for part in [*parts, _strength(card, paper), *steps] if part)


def draw_more(more: More, paper: Paper) -> Markup:
    """Draw what a cell does not show, or the way back when it shows all: a link that unfolds in place."""
    key = "/".join(more.cell)
    box = more.box
    parts = [_rect(box, "more cd")]
    if not more.hidden:
        said = paper.say(words.FOLD)
        parts.append(text(said, box.x + 10, box.middle + 4.5, "h"))
    else:
        count = paper.say(words.PASSED_BY.format(n=more.hidden))
        if any(more.mixed):
            count += f" ({paper.say(words.TALLY.format(new=more.mixed[0], gone=more.mixed[1]))})"
        ties = paper.say(words.TIES.format(ties=words.counted(more.ties, None)))
        said = f"{count} {ties}"
        parts.append(text(count, box.x + 10, box.middle + 4.5, "h"))
        left = box.x + 14 + measured(count, 13, bold=True)
        parts.append(text(fit(ties, box.x + box.width - 6 - left, _SMALL)[0], left, box.middle + 4.5, "m", size=_SMALL))
    toggled = paper.unfolded ^ {key}
    return link(parts, said, paper.to([], toggled), class_="fold")


def badges(card: Card) -> Markup:
    """Draw the numbers of the steps that reach a card, on its left edge."""
    drawn = []
    for place, number in enumerate(card.badges):
        x, y = card.box.x, card.box.middle if len(card.badges) == 1 else card.box.y + 11 + 20 * place
        drawn.append(element("circle", cx=x, cy=y, r=9, class_="bd"))
        drawn.append(text(str(number), x, y + 4.5, "i h", size=_SMALL, anchor="middle"))
    return Markup("".join(drawn))
