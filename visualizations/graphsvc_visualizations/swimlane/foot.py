"""The line under a picture that leaves the page: drawn and existing ties, and what the signs mean."""

from __future__ import annotations

from graphsvc.model import Way
from graphsvc_queries.impact.near import NEAREST
from graphsvc_visualizations.drawing import Markup, element, number, text
from graphsvc_visualizations.icons import bars, wrench
from graphsvc_visualizations.lettering import width
from graphsvc_visualizations.swimlane import words
from graphsvc_visualizations.swimlane.cards import Paper
from graphsvc_visualizations.swimlane.cells import Question
from graphsvc_visualizations.swimlane.parts import WIDTH, Layout

__all__ = ["draw_foot"]


def draw_foot(layout: Layout, question: Question, paper: Paper) -> tuple[list[Markup], float]:
    """Draw the foot, and return how much height it adds."""
    y = layout.height + 24 + 24 * (not question.result.touched)
    effect, work = layout.drawn[Way.EFFECT], layout.drawn[Way.WORK]
    counted = words.LEGEND["drawn"].format(
        effect=effect.ties, effect_all=effect.exist, work=work.ties, work_all=work.exist
    )
    parts = [text(paper.say(counted), 0, y)]
    if question.result.truncated:
        said = paper.say(words.TRUNCATED.format(steps=question.result.max_steps))
        parts.append(text(said, WIDTH, y, "warn h", anchor="end"))
    if layout.beyond:
        y += 18
        parts.append(text(paper.say(words.BEYOND.format(shown=NEAREST, n=layout.beyond)), 0, y))
    y += 22
    return [*parts, *_signs(y, paper)], y + 8 - layout.height


def _signs(y: float, paper: Paper) -> list[Markup]:
    parts: list[Markup] = []
    x = 0.0
    for key in ("crosses", "hidden", "strength", "work"):
        sign, across = _sign(key, x, y)
        said = paper.say(words.LEGEND[key])
        parts += [sign, text(said, x + across + 6, y, "m")]
        x += across + 6 + width(said, 13) + 24
    return parts


def _sign(key: str, x: float, y: float) -> tuple[Markup, float]:
    if key == "strength":
        return bars(3, x, y - 10), 16
    if key == "work":
        return wrench(x, y - 11), 12
    class_ = "e x" if key == "crosses" else "e ag"
    return element("path", d=f"M{number(x)} {number(y - 4)}h26", class_=class_), 26
