"""Signs that pictures and pages share: pulse for effect, wrench for work, three bars for strength."""

from __future__ import annotations

from graphsvc_visualizations.drawing import Markup, element, group, moved, number

__all__ = ["bars", "bars_icon", "pulse", "pulse_icon", "wrench", "wrench_icon"]

_WRENCH = (
    "M11.2 3.4L9 5.4L7 5L6.6 3L8.6.8A3.5 3.5 0 0 0 4.6 5.3L.9 9A1.5 1.5 0 0 0 3 11.1L6.7 7.4A3.5 3.5 0 0 0 11.2 3.4Z"
)
_PULSE = "M0 6H3L5 1L8 11L10 4.5L11 6H14"
_HEIGHTS = (4.0, 7.0, 10.0)


def wrench(x: float, y: float) -> Markup:
    """Draw work's sign, twelve pixels square, from its top left."""
    return element("path", d=_WRENCH, class_="ic", transform=moved(x, y))


def pulse(x: float, y: float) -> Markup:
    """Draw effect's sign, fourteen by twelve pixels, from its top left."""
    return element("path", d=_PULSE, class_="pu", transform=moved(x, y))


def bars(strength: int, x: float, y: float) -> Markup:
    """Draw strength 1 to 3 as filled bars out of three, sixteen by ten pixels, from their top left."""
    classes = ["pp"] * strength + ["po"] * (len(_HEIGHTS) - strength)
    drawn = (
        element("rect", x=x + 5.5 * place, y=y + 10 - height, width=4, height=height, class_=classes[place])
        for place, height in enumerate(_HEIGHTS)
    )
    return Markup("".join(drawn))


def _icon(drawn: Markup, width: float) -> Markup:
    return element(
        "svg",
        group([drawn]),
        class_="icon",
        viewBox=f"0 0 {number(width)} 12",
        width=width,
        height=12,
        aria_hidden="true",
        focusable="false",
    )


def wrench_icon() -> Markup:
    """Draw the wrench for a line of text on a page; the word stands beside it."""
    return _icon(wrench(0, 0), 12)


def pulse_icon() -> Markup:
    """Draw the pulse for a line of text on a page; the word stands beside it."""
    return _icon(pulse(0, 0), 14)


def bars_icon(strength: int) -> Markup:
    """Draw the bars for a line of text on a page; the word stands beside it."""
    return _icon(bars(strength, 0, 1), 16)
