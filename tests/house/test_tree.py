"""The tree stays small-roomed, well named and free of the machine it was written on."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import PACKAGES, ROOT, files, relative

LONGEST = 400
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "core"}

# Put together from pieces, so that this file does not hold what it looks for.
_HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("maven", "org"),
        ("deb", "debian", "org"),
    )
]
_PATHS = [re.escape("/" + name) + r"\b" for name in ("tmp", "root", "home/[a-z]")] + [re.escape("/" + "work" + "/")]
FORBIDDEN = re.compile("|".join([*map(re.escape, _HOSTS), *(rf"(?<![\w.}}>)*-]){path}" for path in _PATHS)]))


def test_no_source_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        relative(path): lines
        for path in files(".py", ".js", ".html", ".css")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_no_file_names_a_path_of_a_machine_or_a_host_of_a_package_index() -> None:
    found = [
        f"{relative(path)}:{number}: {line.strip()[:100]}"
        for path in files()
        if (ROOT / "tests" / "data") not in path.parents
        for number, line in enumerate(_lines(path), start=1)
        if FORBIDDEN.search(line)
    ]
    assert found == []


def test_every_module_is_named_after_what_it_holds() -> None:
    nameless = [
        relative(path)
        for package in PACKAGES
        for path in files(".py", ".js", under=package)
        if {path.stem, path.parent.name} & NAMES_THAT_SAY_NOTHING
    ]
    assert nameless == []


def test_every_test_is_a_sentence() -> None:
    short = [
        f"{relative(path)}: {name}"
        for path in files(".py", under=ROOT / "tests")
        for name in re.findall(r"^\s*def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if name.count("_") < 3
    ]
    assert short == []


def test_no_test_sleeps_skips_or_asserts_nothing() -> None:
    # In pieces for the same reason as above.
    idle = re.compile("|".join(("time" + r"\.sleep\(", "pytest" + r"\.skip", r"mark\." + "skip", "assert" + " True$")))
    found = [
        f"{relative(path)}:{number}: {line.strip()}"
        for path in files(".py", under=ROOT / "tests")
        for number, line in enumerate(_lines(path), start=1)
        if idle.search(line)
    ]
    assert found == []


def _lines(path: Path) -> list[str]:
    """Return a text file's lines; a binary file has none."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
