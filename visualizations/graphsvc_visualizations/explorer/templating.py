"""The template engine's only room: every value is escaped unless it is finished markup of our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graphsvc.metamodel import KINDS, RELATIONS, fields_of
from graphsvc.model import Kind, Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import FALLBACK, Language
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.modules import imported
from graphsvc_visualizations.explorer.navigation import MAIN, MORE
from graphsvc_visualizations.icons import bars_icon, pulse_icon, wrench_icon
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.marks import NATIONAL, Mark, mark_of, symbol

__all__ = ["PLACED", "Names", "finished", "load_templates", "render"]


Spans = Sequence[tuple[int, int]]
#: Kinds that stand in a sector; the others have no glyph.
PLACED = {Kind.UNIT, Kind.SERVICE, Kind.SYSTEM, Kind.JOURNEY}


class Names:
    """Writes names of things into a page, and remembers whether another language had to step in."""

    def __init__(self, snapshot: Snapshot | None, language: Language) -> None:
        self._snapshot = snapshot
        self._language = language
        self.fallen_back = False

    def __call__(self, thing: int | str, marks: Spans = ()) -> Markup:
        """Return a thing's name, told to be in another language where it is; parts of it may be marked."""
        number = self.index(thing)
        if number is None or self._snapshot is None:
            return Markup.escape(clean(str(thing)))
        record = self._snapshot.record(number)
        return self.of(record.fields, record.id, marks)

    def of(self, fields: Mapping[str, Value], identifier: str, marks: Spans = ()) -> Markup:
        """Return the name that some fields give."""
        for language in FALLBACK[self._language]:
            if words := fields.get(f"name_{language.value}"):
                return self._written(str(words), language, marks)
        return Markup("<bdi>{}</bdi>").format(_with_marks(str(fields.get("name") or identifier), marks))

    def _written(self, words: str, language: Language, marks: Spans) -> Markup:
        if language is self._language:
            return Markup("<bdi>{}</bdi>").format(_with_marks(words, marks))
        self.fallen_back = True
        return Markup('<bdi lang="{}" class="fb">{}</bdi>').format(language.value, _with_marks(words, marks))

    def index(self, thing: int | str) -> int | None:
        """Return the number of a thing that may be given by its reference; None when it is not there."""
        if isinstance(thing, int) or self._snapshot is None:
            return thing if isinstance(thing, int) else None
        return self._snapshot.index(thing) if thing in self._snapshot else None

    def mark(self, thing: int | str) -> Markup:
        """Return the glyph of the sector that a thing belongs to."""
        number = self.index(thing)
        if number is None or self._snapshot is None or self._snapshot.kind(number) not in PLACED:
            return Markup("")
        return glyph(mark_of(self._snapshot, number))


def glyph(mark: Mark) -> Markup:
    """Return a sector's glyph for a line of text."""
    return finished(symbol(mark))


def finished(markup: str) -> Markup:
    """Let markup that our own drawing made into a page as it stands; never words from outside."""
    return Markup(markup)  # noqa: S704 - the drawing escapes every word that it is given


#: Characters that turn the words around them or that no page may hold; one sees that something was there.
_UNSEEN = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), *range(0x7F, 0xA0)]
    + [code for code in range(0x20) if chr(code) not in "\t\n\r"],
    "\ufffd",
)


def _with_marks(words: str, marks: Spans) -> Markup | str:
    return with_marks(words, marks) if marks else clean(words)


def with_marks(words: str, marks: Spans) -> Markup:
    """Return words with the parts marked that somebody searched for; ``marks`` are (begin, end) in characters."""
    pieces, done = [], 0
    for begin, end in marks:
        pieces += [Markup.escape(_seen(words[done:begin])), Markup("<mark>{}</mark>").format(_seen(words[begin:end]))]
        done = end
    return Markup("").join([*pieces, Markup.escape(_seen(words[done:]))])


def _seen(value: Any) -> Any:
    """Make every value that a template writes fit to be seen; finished markup is so already."""
    return value.translate(_UNSEEN) if isinstance(value, str) and not isinstance(value, Markup) else value


#: Templates of the start page, things, search and impact, with what they include. All of them would take a second.
_FIRST = ("layout", "parts", "start", "search", "thing", "thing_editing", "editing_parts", "impact", "impact_parts")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("graphsvc_visualizations.explorer"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_seen,
        auto_reload=False,  # looking at each file's time at each page holds busy servers up
    )
    made.globals |= {
        "bars": lambda strength: finished(bars_icon(strength)),
        "pulse": finished(pulse_icon()),
        "wrench": finished(wrench_icon()),
        "glyph": glyph,
        "imported": imported,
        "languages": tuple(Language),
        "language_names": {Language.NB: "bokmål", Language.NN: "nynorsk", Language.EN: "English"},
        "main_pages": MAIN,
        "national_mark": NATIONAL,
        "more_pages": MORE,
        "kinds": KINDS,
        "relations": RELATIONS,
        "Kind": Kind,
        "fields_of": fields_of,
    }
    # What a form sends back must be what it was given, whatever it looks like.
    made.filters["exact"] = Markup.escape
    made.filters["call_words"] = lambda words, frame: frame.words(words)
    return made


def load_templates() -> None:
    """Read and translate the templates of the pages that most readers open first, so that none waits for it."""
    for name in _FIRST:
        _environment().get_template(f"{name}.html")


def render(template: str, frame: Frame, snapshot: Snapshot | None = None, **values: Any) -> str:
    """Fill a template; the same values give the same bytes.

    Parameters
    ----------
    template
        Its file's name.
    frame
        What surrounds the page.
    snapshot
        Whose names are written.
    values
        What the page itself tells.
    """
    names = Names(snapshot, frame.language)
    return (
        _environment()
        .get_template(template)
        .render(frame=frame, say=frame.say, names=names, snapshot=snapshot, **values)
    )
