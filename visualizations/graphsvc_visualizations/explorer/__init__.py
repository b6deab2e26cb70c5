"""The explorer's pages: pure functions from an answer to the words of a page, and the files that pages load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from typing import Any

from graphsvc.model import Reference
from graphsvc_queries.impact.contrast import Contrast
from graphsvc_queries.matrix import Matrix
from graphsvc_queries.matrix.of_one import matrix_at, municipality_in
from graphsvc_visualizations.explorer.administration import administration
from graphsvc_visualizations.explorer.assessment import assessment, assessment_form
from graphsvc_visualizations.explorer.contrasting import CONTRASTS, contrast_sentences
from graphsvc_visualizations.explorer.documents import policy_of
from graphsvc_visualizations.explorer.editing import (
    Editing,
    emptied,
    form_names,
    new_thing,
    relation_choice,
    relation_edit,
    relation_new,
)
from graphsvc_visualizations.explorer.forum import (
    carry_out,
    decision_page,
    decisions,
    learning_arena,
    meeting_page,
    meetings,
    proposal_edit,
    proposal_new,
    proposal_page,
    proposals,
)
from graphsvc_visualizations.explorer.forum.fields import GROUPS, words_of
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.helping import help_page
from graphsvc_visualizations.explorer.history import history, revision
from graphsvc_visualizations.explorer.impact import Asked, impact, impact_form
from graphsvc_visualizations.explorer.loading import importing, previewed
from graphsvc_visualizations.explorer.mapping import map_page
from graphsvc_visualizations.explorer.matrix import Held, held_matrix, matrix, matrix_overview
from graphsvc_visualizations.explorer.moments import Other, other_side
from graphsvc_visualizations.explorer.offline import offline
from graphsvc_visualizations.explorer.overlaps import Done, overlap, overlap_pairs
from graphsvc_visualizations.explorer.paths import paths, paths_form
from graphsvc_visualizations.explorer.portfolio import portfolio, suggested_budget
from graphsvc_visualizations.explorer.reports import REPORTS, report
from graphsvc_visualizations.explorer.saved import view_new, view_since, views
from graphsvc_visualizations.explorer.searching import listing, search
from graphsvc_visualizations.explorer.start import start
from graphsvc_visualizations.explorer.templating import load_templates
from graphsvc_visualizations.explorer.things import thing
from graphsvc_visualizations.explorer.wrong import error
from graphsvc_visualizations.map import MapContrast, Shown, map_contrast
from graphsvc_visualizations.map.document import map_document
from graphsvc_visualizations.network import network_page
from graphsvc_visualizations.path_strip.compared import standing_words, why_words

__all__ = ["PAGES", "Pages"]

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Pages:
    """Every page that there is, by name; each takes a :class:`Frame` and what it shows.

    The web server finds this object by entry point and knows nothing else of pages.
    """

    frame: Callable[..., Frame] = Frame
    error: Callable[..., str] = error
    start: Callable[..., str] = start
    impact: Callable[..., str] = impact
    impact_form: Callable[..., str] = impact_form
    asked: Callable[..., Asked] = Asked
    contrast: Callable[..., Contrast] = Contrast
    contrasts: Mapping[str, Callable[..., Any]] = field(default_factory=lambda: CONTRASTS)
    contrast_sentences: Callable[..., list[str]] = contrast_sentences
    path_standing: Callable[..., str] = standing_words
    path_why: Callable[..., str] = why_words
    other_side: Callable[..., Other] = other_side
    matrix: Callable[..., str] = matrix
    matrix_overview: Callable[..., str] = matrix_overview
    held_matrix: Callable[..., Held] = held_matrix
    matrix_at: Callable[..., Matrix] = matrix_at
    municipality_in: Callable[..., Reference] = municipality_in
    paths: Callable[..., str] = paths
    paths_form: Callable[..., str] = paths_form
    search: Callable[..., str] = search
    listing: Callable[..., str] = listing
    thing: Callable[..., str] = thing
    importing: Callable[..., str] = importing
    previewed: Callable[..., str] = previewed
    history: Callable[..., str] = history
    revision: Callable[..., str] = revision
    overlap: Callable[..., str] = overlap
    overlap_pairs: Callable[..., str] = overlap_pairs
    judged: Callable[..., Done] = Done
    report: Callable[..., str] = report
    help: Callable[..., str] = help_page
    map: Callable[..., str] = map_page
    map_shown: Callable[..., Shown] = Shown
    map_contrast: Callable[..., MapContrast] = map_contrast
    map_document: Callable[..., dict[str, object]] = map_document
    portfolio: Callable[..., str] = portfolio
    suggested_budget: Callable[..., int] = suggested_budget
    reports: tuple[str, ...] = tuple(REPORTS)
    proposals: Callable[..., str] = proposals
    proposal_new: Callable[..., str] = proposal_new
    proposal_page: Callable[..., str] = proposal_page
    proposal_edit: Callable[..., str] = proposal_edit
    carry_out: Callable[..., str] = carry_out
    decisions: Callable[..., str] = decisions
    decision_page: Callable[..., str] = decision_page
    meetings: Callable[..., str] = meetings
    meeting_page: Callable[..., str] = meeting_page
    learning_arena: Callable[..., str] = learning_arena
    proposal_boxes: tuple[str, ...] = tuple(name for _, names in GROUPS for name in names)
    words_of: Callable[..., str] = words_of
    editing: Callable[..., Editing] = Editing
    emptied: Callable[..., tuple[dict[str, str], list[str]]] = emptied
    form_names: Callable[..., tuple[str, ...]] = form_names
    new_thing: Callable[..., str] = new_thing
    relation_choice: Callable[..., str] = relation_choice
    relation_edit: Callable[..., str] = relation_edit
    relation_new: Callable[..., str] = relation_new
    administration: Callable[..., str] = administration
    views: Callable[..., str] = views
    view_new: Callable[..., str] = view_new
    view_since: Callable[..., str] = view_since

    load: Callable[[], None] = load_templates

    assessment: Callable[..., str] = assessment
    assessment_form: Callable[..., str] = assessment_form
    policy_of: Callable[[str], str] = policy_of
    offline: Callable[..., bytes] = offline
    network: Callable[..., str] = network_page

    @staticmethod
    def impact_report(*told: Any, **wanted: Any) -> bytes:
        """Make the report of an impact answer; the typesetter is loaded when it is first needed."""
        from graphsvc_visualizations.paper.report import impact_report

        return impact_report(*told, **wanted)

    @cached_property
    def static(self) -> Mapping[str, tuple[bytes, str]]:
        """The files that pages load: name -> content and media type."""
        folder = files(__name__).joinpath("static")
        found = {}
        for entry in sorted(folder.iterdir(), key=lambda one: one.name):
            suffix = entry.name[entry.name.rfind(".") :]
            if suffix in _TYPES:
                found[entry.name] = (entry.read_bytes(), _TYPES[suffix])
        return found

    @cached_property
    def digest(self) -> str:
        """A word that changes whenever one of these files does, so that browsers may keep them for ever."""
        whole = sha256()
        for name, (content, _) in self.static.items():
            whole.update(name.encode() + b"\0" + content)
        return whole.hexdigest()[:16]


PAGES = Pages()
