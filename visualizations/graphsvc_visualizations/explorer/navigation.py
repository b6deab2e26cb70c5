"""Which pages the navigation names: those that people ask for every day, and the rest behind one word."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MAIN", "MORE", "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the navigation.

    Parameters
    ----------
    path
        Its address.
    key
        Its name in the explorer's catalogue.
    also
        Addresses at which it counts as the current page too: what they begin with, or the whole of them.
    """

    path: str
    key: str
    also: tuple[str, ...] = ()

    def is_at(self, path: str) -> bool:
        """Tell whether a reader at an address is on this page.

        Examples
        --------
        >>> Entry("/history", "nav_history").is_at("/history/7"), Entry("/", "nav_search").is_at("/history")
        (True, False)
        """
        return any(path == one or (one != "/" and path.startswith(f"{one}/")) for one in (self.path, *self.also))


MAIN = (
    Entry("/", "nav_search", ("/search",)),
    Entry("/map", "nav_map"),
    Entry("/matrix", "nav_matrix"),
    Entry("/impact", "nav_impact"),
    Entry("/paths", "nav_paths"),
    Entry("/overlap", "nav_overlap"),
    Entry("/proposals", "forum_pages.forum", ("/decisions", "/meetings", "/learning-arena", "/portfolio")),
)
MORE = (
    Entry("/weak-spots", "nav_weak_spots"),
    Entry("/assessment", "assessment.nav"),
    Entry("/structure", "nav_structure"),
    Entry("/journey", "nav_journey"),
    Entry("/privacy", "nav_privacy"),
    Entry("/learning", "nav_learning"),
    Entry("/completeness", "nav_completeness"),
    Entry("/scenario", "nav_scenario"),
    Entry("/diff", "nav_diff"),
    Entry("/views", "views.nav"),
    Entry("/import", "nav_import"),
    Entry("/history", "nav_history"),
    Entry("/administration", "administration.nav"),
    Entry("/help", "nav_help"),
)
