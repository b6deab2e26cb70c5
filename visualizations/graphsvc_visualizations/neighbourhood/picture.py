"""Draws a thing among its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from graphsvc.model import Kind, Reference, Scope
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_visualizations.drawing import Markup, elbow, element, group, number, text, title
from graphsvc_visualizations.frame import framed, link
from graphsvc_visualizations.lettering import clean, fit, fold
from graphsvc_visualizations.marks import glyph, mark_of
from graphsvc_visualizations.neighbourhood import words
from graphsvc_visualizations.neighbourhood.neighbours import (
    MANY,
    SHOWN,
    Neighbour,
    Side,
    Surroundings,
    matching,
    surroundings,
)

__all__ = ["neighbourhood"]

_WIDTH, _COLUMN, _CARD, _GAP, _HEAD = 1232, 320, 42, 7, 24
_MORE = 30
_CENTRE = (456.0, 108.0, 320.0, 84.0)
_MIDDLE = 150.0
_TRUNK = 40
_STEP = 10
_RADIUS = 8
_PLACED = {Kind.UNIT, Kind.SERVICE, Kind.SYSTEM, Kind.TECHNOLOGY}


@dataclass(frozen=True)
class _Sheet:
    """What is drawn, and how one gets from here to elsewhere."""

    snapshot: Snapshot
    thing: int
    around: Surroundings
    shown: Mapping[Side, int]
    language: Language
    address: Sequence[tuple[str, str]] | None
    target: str | None
    sought: str

    def say(self, words_: Text) -> str:
        return clean(words_.in_(self.language))

    def name(self, thing: int) -> str:
        return clean(self.snapshot.name(thing, self.language).words)

    def to(self, reference: Reference) -> str | None:
        return None if self.target is None else self.target.format(thing=quote(reference, safe=":"))

    def more(self, side: Side, number_: int) -> str | None:
        if self.address is None:
            return None
        counts = {**self.shown, side: number_}
        asked = ((one.value, str(counts[one])) for one in Side if counts[one] != SHOWN)
        return "?" + urlencode([*self.address, *asked])

    def drawn(self, side: Side) -> tuple[Neighbour, ...]:
        """Return the neighbours with a card: a crowded side begins with counts alone."""
        found = self.around.side(side)
        number_ = self.shown[side]
        if len(found) > MANY and self.sought:
            hits = matching(self.snapshot, found, self.sought, self.language)
            return hits[: max(number_, _STEP)]
        if len(found) > MANY and number_ <= SHOWN:
            return ()
        return found if len(found) == number_ + 1 else found[:number_]


def neighbourhood(
    snapshot: Snapshot,
    thing: str,
    /,
    *,
    language: Language,
    shown: Mapping[Side, int] | None = None,
    standalone: bool = True,
    address: Sequence[tuple[str, str]] | None = None,
    target: str | None = None,
    sought: str = "",
) -> str:
    """Draw one thing of any kind: what it needs to the left, what needs it to the right.

    Parameters
    ----------
    snapshot
        The graph.
    thing
        ``kind:id``, an id or a name.
    language
        Of the words.
    shown
        How many cards each side may have; five where nothing is said. A side with more than 25 neighbours begins
        with counts by kind, and shows cards when more than five are asked for.
    standalone
        A file of its own, with style sheet; else a part of a page.
    address
        Parameters of the page's address but ``left`` and ``right``: "+ n more" becomes a link. None: no links.
    target
        Address of a neighbour's page, with ``{thing}`` where its reference goes. None: no links.
    sought
        Part of a name or id: a side with more than 25 neighbours shows the first ten or more that have it.

    Returns
    -------
    str
        SVG, the same bytes for the same question.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When no one thing fits.

    Notes
    -----
    O(neighbours log neighbours). The centre and the cards that are there never move when a side is unfolded.
    """
    found = snapshot.find(thing)
    counts = {side: max((shown or {}).get(side, SHOWN), 1) for side in Side}
    sheet = _Sheet(snapshot, found, surroundings(snapshot, found), counts, language, address, target, sought.strip())
    parts, bottoms = [], []
    for side in Side:
        drawn, bottom = _side(sheet, side)
        parts += drawn
        bottoms.append(bottom)
    bottom = max(*bottoms, _CENTRE[1] + _CENTRE[3]) + 26
    body = [*parts, _centre(sheet), *_foot(sheet, bottom)]
    label = sheet.say(words.LABEL.format(name=sheet.name(found)))
    return framed(
        body, width=_WIDTH, height=bottom + 8, label=label, class_="near", language=language, standalone=standalone
    )


def _side(sheet: _Sheet, side: Side) -> tuple[list[Markup], float]:
    """Draw one column with its lines; return it and where it ends."""
    found, shown = sheet.around.side(side), sheet.drawn(side)
    left = 0.0 if side is Side.LEFT else float(_WIDTH - _COLUMN)
    lines, cards = [], []
    y = float(_HEAD)
    if len(found) > MANY:
        for kind, count in Counter(one.kind for one in found).items():
            lines.append(_line(side, y + _MORE / 2, "e ag"))
            cards.append(_count(sheet, left, y, kind, count))
            y += _MORE + _GAP
    heads = []
    for neighbour in shown:
        heads.append(y + _CARD / 2)
        lines.append(_line(side, y + _CARD / 2, "e x" if _crosses(sheet, neighbour) else "e"))
        cards.append(_card(sheet, neighbour, left, y))
        y += _CARD + _GAP
    if hidden := len(found) - len(shown):
        cards.append(_more(sheet, side, left, y, hidden))
        y += _MORE + _GAP
    elif len(found) > SHOWN + 1 and not sheet.sought:
        cards.append(_close(sheet, side, left, y))
        y += _MORE + _GAP
    if not found:
        cards.append(_none(sheet, left, y))
        y += _MORE + _GAP
    if found:
        cards.append(_arrows(side, heads))
    return [_headline(sheet, side), *lines, *cards], y


def _headline(sheet: _Sheet, side: Side) -> Markup:
    heads = words.SIDES[sheet.snapshot.kind(sheet.thing)]
    counts = Counter(one.kind for one in sheet.around.side(side))
    said = sheet.say(heads[0 if side is Side.LEFT else 1].format(counts=words.counted(counts)))
    said, _ = fit(said, 560, 13, bold=True)
    return text(said, 0, 13, "h") if side is Side.LEFT else text(said, _WIDTH, 13, "h", anchor="end")


def _line(side: Side, y: float, class_: str) -> Markup:
    trunk = _COLUMN + _TRUNK if side is Side.LEFT else _WIDTH - _COLUMN - _TRUNK
    edge, centre = (_COLUMN, _CENTRE[0]) if side is Side.LEFT else (_WIDTH - _COLUMN, _CENTRE[0] + _CENTRE[2])
    corners = [(edge, y), (trunk, y), (trunk, _MIDDLE), (centre, _MIDDLE)]
    return element("path", d=elbow(corners, _RADIUS), class_=class_)


def _arrows(side: Side, heads: Sequence[float]) -> Markup:
    """Draw the heads: one where the left trunk meets the centre, one at each card to the right."""
    if side is Side.LEFT:
        return _arrow(_CENTRE[0], _MIDDLE)
    return group(_arrow(float(_WIDTH - _COLUMN), y) for y in heads)


def _arrow(x: float, y: float) -> Markup:
    return element("path", d=f"M{number(x)} {number(y)}L{number(x - 9)} {number(y - 4)}V{number(y + 4)}Z", class_="mk")


def _crosses(sheet: _Sheet, neighbour: Neighbour) -> bool:
    """Tell whether two things stand in different sectors; capabilities, data and journeys stand in none."""
    placed = {sheet.snapshot.kind(sheet.thing), neighbour.kind} <= _PLACED
    return placed and mark_of(sheet.snapshot, neighbour.thing) != mark_of(sheet.snapshot, sheet.thing)


def _card(sheet: _Sheet, neighbour: Neighbour, x: float, y: float) -> Markup:
    mark = mark_of(sheet.snapshot, neighbour.thing)
    name, detail = sheet.name(neighbour.thing), _detail(sheet, neighbour)
    parts = [
        title(f"{name}: {detail}"),
        element("rect", x=x, y=y, width=_COLUMN, height=_CARD, rx=4, class_="cd b"),
        glyph(mark, x + 16, y + 14),
        text(fit(name, _COLUMN - 44, 13)[0], x + 30, y + 18, "nm"),
        text(fit(detail, _COLUMN - 40, 12)[0], x + 30, y + 34, "m", size=12),
    ]
    label, address = f"{name}, {detail}", sheet.to(neighbour.reference)
    return link(parts, label, address, class_=mark.colour, thing=neighbour.reference)


def _detail(sheet: _Sheet, neighbour: Neighbour) -> str:
    first = neighbour.ties[0]
    said = [sheet.say(part) for part in words.tie_words(first)]
    if neighbour.kind is not Kind.SYSTEM or not said:
        said = [sheet.say(words.kind_word(neighbour.kind)), *said]
    if neighbour.kind is Kind.SERVICE:
        lead = sheet.snapshot.organisation.lead_of(neighbour.thing)
        said += [sheet.name(lead)] if lead is not None and lead != sheet.thing else []
    if len(neighbour.ties) > 1:
        said.append(sheet.say(words.SEVERAL.format(n=len(neighbour.ties) - 1)))
    return " · ".join(dict.fromkeys(said))


def _count(sheet: _Sheet, x: float, y: float, kind: Kind, count: int) -> Markup:
    said = sheet.say(words.counted({kind: count}))
    return group(
        [
            element("rect", x=x, y=y, width=_COLUMN, height=_MORE, rx=4, class_="cd"),
            text(said, x + 10, y + 19.5, "h"),
        ]
    )


def _more(sheet: _Sheet, side: Side, x: float, y: float, hidden: int) -> Markup:
    shown = len(sheet.drawn(side))
    said = sheet.say((words.HIDDEN if sheet.address is None else words.MORE).format(n=hidden))
    return _button(said, x, y, sheet.more(side, shown + _STEP if shown else _STEP))


def _close(sheet: _Sheet, side: Side, x: float, y: float) -> Markup:
    return _button(sheet.say(words.CLOSE), x, y, sheet.more(side, SHOWN))


def _button(said: str, x: float, y: float, address: str | None) -> Markup:
    box = element("rect", x=x, y=y, width=_COLUMN, height=_MORE, rx=4, class_="more cd")
    return link([box, text(said, x + 12, y + 19.5, "h")], said, address, class_="fold")


def _none(sheet: _Sheet, x: float, y: float) -> Markup:
    box = element("rect", x=x + 0.5, y=y, width=_COLUMN - 1, height=_MORE, rx=4, class_="unk")
    return group([box, text(sheet.say(words.EMPTY), x + 12, y + 19.5, "m k")])


def _centre(sheet: _Sheet) -> Markup:
    x, y, width, height = _CENTRE
    middle, name = x + width / 2, sheet.name(sheet.thing)
    lines, _ = fold(name, [width - 24] * 2, 16, bold=True)
    parts = [title(name), element("rect", x=x, y=y, width=width, height=height, rx=5, class_="root")]
    top = y + 30 - (9 if len(lines) > 1 else 0)
    parts += [text(line, middle, top + 19 * place, "w h", size=16, anchor="middle") for place, line in enumerate(lines)]
    top += 19 * len(lines) + 3
    for place, said in enumerate((_about(sheet), _counts(sheet))):
        parts.append(text(fit(said, width - 20, 13)[0], middle, top + 18 * place, "w", anchor="middle"))
    return group(parts, class_="centre")


def _about(sheet: _Sheet) -> str:
    snapshot, kind = sheet.snapshot, sheet.snapshot.kind(sheet.thing)
    said = sheet.say(words.kind_word(kind))
    if kind is not Kind.SYSTEM:
        return said
    owners = ", ".join(sheet.name(owner) for owner in snapshot.organisation.owners_of(sheet.thing))
    national = snapshot.record(sheet.thing).fields.get("scope") == Scope.NATIONAL
    otherwise = words.NATIONAL if national else words.WITHOUT_OWNER
    return f"{said} · {sheet.say(words.OWNER.format(names=owners) if owners else otherwise)}"


def _counts(sheet: _Sheet) -> str:
    right = Counter(one.kind for one in sheet.around.right)
    said = words.COUNTED[sheet.snapshot.kind(sheet.thing)]
    return sheet.say(said.format(left=len(sheet.around.left), right=words.counted(right)))


def _foot(sheet: _Sheet, y: float) -> list[Markup]:
    drawn = sum(len(one.ties) for side in Side for one in sheet.drawn(side))
    exist = sheet.around.ties
    said = sheet.say(words.DRAWN.format(drawn=drawn, exist=exist))
    said += f"; {sheet.say(words.REST)}" if drawn < exist else ""
    parts = [text(said, 0, y, "m"), element("path", d=f"M460 {number(y - 4)}h26", class_="e x")]
    parts.append(text(sheet.say(words.CROSSES), 494, y, "m"))
    if sheet.snapshot.kind(sheet.thing) in {Kind.SYSTEM, Kind.SERVICE, Kind.TECHNOLOGY}:
        parts.append(text(sheet.say(words.ARROW), _WIDTH, y, "m", anchor="end"))
    return parts
