"""The files of this repository as its readers see them: what is ours, and not what tools leave behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    ROOT / "graphsvc",
    ROOT / "importers" / "graphsvc_importers",
    ROOT / "queries" / "graphsvc_queries",
    ROOT / "visualizations" / "graphsvc_visualizations",
)
_TOOLS_FOLDERS = {"__pycache__", "build", "dist", "htmlcov", "graphsvc-data", "node_modules"}
_HIDDEN_BUT_OURS = {".ci"}


def files(*suffixes: str, under: Path = ROOT) -> Iterator[Path]:
    """Yield our files below a folder, sorted, all of them or those that end so."""
    for folder, folders, names in os.walk(under):
        folders[:] = sorted(name for name in folders if _is_ours(name))
        # In a second work tree of one clone `.git` is a file that names the clone's folder.
        for name in sorted(set(names) - {".git"}):
            if not suffixes or name.endswith(suffixes):
                yield Path(folder, name)


def relative(path: Path) -> str:
    """Return a path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


def _is_ours(folder: str) -> bool:
    if folder in _TOOLS_FOLDERS or folder.endswith(".egg-info"):
        return False
    return not folder.startswith(".") or folder in _HIDDEN_BUT_OURS
