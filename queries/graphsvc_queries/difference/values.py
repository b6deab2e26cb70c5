"""What the single values of answers are called, and numbers written so that their difference is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphsvc.text import Language, Text

__all__ = ["amounts", "is_said", "value_of"]

#: Said by another sentence already, or of interest to programs only; the document of differences has them.
_UNSAID = (
    "counts.",
    "states.",
    "summary",
    "truncated",
    "e_i_index.by_relation.",
    "confirmed.",
    "matrix.apart.",
    "names.",
    "drawn.",
)
_UNSAID_CELLS = ("total", "out", "in")

_VALUES: Mapping[str, Text] = {
    "shown": Text("Koblinger i matrisen", "Koplingar i matrisa", "Ties in the matrix"),
    "exist": Text("Koblinger i alt", "Koplingar i alt", "Ties in all"),
    "apart.flows": Text("Flyter uten kjent eier", "Flytar utan kjend eigar", "Flows without a known owner"),
    "apart.services": Text(
        "Støtte til tjenester uten kjent eier eller leverandør",
        "Støtte til tenester utan kjend eigar eller leverandør",
        "Service supports without a known owner or deliverer",
    ),
    "flows": Text("Flyter", "Flytar", "Flows"),
    "services": Text("Støtte til tjenester", "Støtte til tenester", "Service supports"),
    "matrix.flows": Text("Flyter", "Flytar", "Flows"),
    "matrix.services": Text("Støtte til tjenester", "Støtte til tenester", "Service supports"),
    "matrix.exchanges": Text("Informasjonsutveksling", "Informasjonsutveksling", "Exchanges"),
    "matrix.shared_systems": Text("Systemer som begge bruker", "System som begge bruker", "Systems that both use"),
    "matrix.joint_services": Text(
        "Tjenester som begge leverer", "Tenester som begge leverer", "Services that both deliver"
    ),
    "e_i_index.overall": Text("E-I-indeks", "E-I-indeks", "E-I index"),
    "e_i_index.external": Text(
        "Koblinger på tvers av sektorene", "Koplingar på tvers av sektorane", "Ties across sectors"
    ),
    "e_i_index.internal": Text("Koblinger innenfor sektorene", "Koplingar innanfor sektorane", "Ties within sectors"),
    "e_i_index.apart.national": Text(
        "Koblinger med nasjonale løsninger", "Koplingar med nasjonale løysingar", "Ties with national systems"
    ),
    "e_i_index.apart.without_unit": Text(
        "Koblinger uten kjent enhet", "Koplingar utan kjend eining", "Ties without a known unit"
    ),
    "e_i_index.apart.outside": Text(
        "Koblinger utenfor sektorene", "Koplingar utanfor sektorane", "Ties outside sectors"
    ),
    "modularity": Text("Modularitet", "Modularitet", "Modularity"),
    "adjusted_rand_index": Text(
        "Likhet med organisasjonskartet", "Likskap med organisasjonskartet", "Agreement with the organisation chart"
    ),
    "expected": Text("Forventede felt", "Venta felt", "Expected fields"),
    "known": Text("Kjente felt", "Kjende felt", "Known fields"),
    "share": Text("Andel kjente felt", "Del kjende felt", "Share of known fields"),
    "work_count": Text("Ting å gjøre noe med", "Ting å gjere noko med", "Things to do something about"),
    "found": Text("Overlappende par", "Overlappande par", "Overlapping pairs"),
}
_SECTOR_INDEX = Text("E-I-indeks for {sector}", "E-I-indeks for {sector}", "E-I index of {sector}")
_HOSTING = Text("Systemer med drift {how}", "System med drift {how}", "Systems hosted as {how}")


def is_said(path: str) -> bool:
    """Tell whether a difference at this path is said in words."""
    return (
        not path.startswith(_UNSAID) and not path.endswith("truncated") and path.partition("[")[0] not in _UNSAID_CELLS
    )


def value_of(path: str) -> Text:
    """Return what a value is called; one that nobody named is called by its path.

    Examples
    --------
    >>> value_of("e_i_index.sectors.A1").nb, value_of("shoes").en
    ('E-I-indeks for A1', '“shoes”')
    """
    if path in _VALUES:
        return _VALUES[path]
    above, _, last = path.rpartition(".")
    if above == "e_i_index.sectors":
        return _SECTOR_INDEX.format(sector=last)
    if above == "hosting":
        return _HOSTING.format(how=last)
    return Text(f"«{path}»", f"«{path}»", f"“{path}”")


def amounts(before: Any, after: Any, language: Language) -> tuple[str, str]:
    """Write two values with as many decimals as it takes to see that they differ, from two up to six.

    Examples
    --------
    >>> amounts(0.3201, 0.3204, Language.NB), amounts(1, 1200, Language.EN), amounts(None, 0.5, Language.EN)
    (('0,3201', '0,3204'), ('1', '1,200'), ('–', '0.50'))
    """
    for decimals in range(2, 7):
        written = _written(before, language, decimals), _written(after, language, decimals)
        if written[0] != written[1]:
            break
    return written


def _written(value: Any, language: Language, decimals: int) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    words = f"{value:,.{decimals}f}" if isinstance(value, float) else f"{value:,}"
    return words if language is Language.EN else words.replace(",", "\u00a0").replace(".", ",")
