"""Reads ArchiMate models: Open Exchange XML, and the files that Archi saves; writes Open Exchange XML.

Every element becomes one thing and every relationship one relation; chains of them become *derived* relations,
marked as such. How types, relationships and chains are read is told in docs/archimate.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Relation
from graphsvc.ports import ImportOptions
from graphsvc.records import Cover, Reading, Record, RelationRecord, ThingRecord
from graphsvc_importers.archimate.axis import find_axis
from graphsvc_importers.archimate.cast import Cast, cast_of
from graphsvc_importers.archimate.checks import checked
from graphsvc_importers.archimate.container import looks_like_a_model, open_model
from graphsvc_importers.archimate.derivation import derive
from graphsvc_importers.archimate.direct import marked, relations_of
from graphsvc_importers.archimate.exchange import NAMESPACE, read_exchange
from graphsvc_importers.archimate.findings import Findings
from graphsvc_importers.archimate.junctions import through_junctions
from graphsvc_importers.archimate.native import NAMESPACES, read_native
from graphsvc_importers.archimate.parsing import line_of, local_name, namespace, parse
from graphsvc_importers.archimate.profile import Profile, choose_profile, shipped_profiles
from graphsvc_importers.archimate.proposals import propose
from graphsvc_importers.archimate.source import Model
from graphsvc_importers.archimate.things import check_folders, things_of
from graphsvc_importers.archimate.ties import Reader, Web, tie_of
from graphsvc_importers.archimate.writing import write_model
from graphsvc_importers.limits import Limits

__all__ = ["ArchimateImporter"]


class ArchimateImporter:
    """The importer of architecture models.

    Examples
    --------
    >>> from pathlib import Path
    >>> ArchimateImporter().recognises([Path("no such file.archimate")])
    True
    """

    name = "archimate"
    profiles = tuple(shipped_profiles())
    write_model = staticmethod(write_model)

    def recognises(self, paths: Sequence[Path]) -> bool:
        """Tell whether these files are ArchiMate models, from what is in them."""
        return bool(paths) and all(not path.is_dir() and looks_like_a_model(path) for path in paths)

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Reading:
        """Read one model whole; every problem at once, never an exception for bad data.

        Parameters
        ----------
        paths
            One file: a source is one model.
        options
            ``mapping`` names a profile; None = the one that names this model, else plain ArchiMate.

        Returns
        -------
        Reading
            Without records when there is an error.

        Notes
        -----
        O(file + chains). GEMMA (9,263 facts, 15 MB) takes about two seconds.
        """
        limits = Limits.of(options.limits)
        findings = Findings(paths[0].name if paths else None, limits.problems)
        if len(paths) != 1:
            findings.say("several-models", count=len(paths))
            return self._failed(paths, findings)
        model = _model(paths[0], limits, findings)
        if model is None:
            return self._failed(paths, findings)
        return self._reading(paths[0], model, options, limits, findings)

    def _reading(self, path: Path, model: Model, options: ImportOptions, limits: Limits, findings: Findings) -> Reading:
        model = checked(model, limits, findings)
        profile = choose_profile(options.mapping, model, findings)
        records: list[Record] = []
        if not findings.errors:
            records = _records(model, profile, findings)
        if findings.errors:
            records = []
        return Reading(
            self.name,
            model.id or model.name or profile.name or path.stem,
            tuple(records),
            findings.told(),
            _coverage(),
            _unmapped(records),
            profile.text or None,
            True,
            _counts(model, records),
        )

    def _failed(self, paths: Sequence[Path], findings: Findings) -> Reading:
        name = paths[0].stem if paths else self.name
        return Reading(self.name, name, (), findings.told(), one_id_space=True)


def _model(path: Path, limits: Limits, findings: Findings) -> Model | None:
    data = open_model(path, limits, findings)
    root = None if data is None else parse(data, limits, findings)
    if root is None:
        return None
    space, tag = namespace(root.tag), local_name(root.tag)
    if tag == "model" and space in NAMESPACES:
        return read_native(root)
    if tag == "model" and space.startswith(NAMESPACE):
        return read_exchange(root, findings)
    findings.say("wrong-root", line=line_of(root), root=f"{tag} ({space})" if space else tag)
    return None


def _records(model: Model, profile: Profile, findings: Findings) -> list[Record]:
    cast = cast_of(model, profile, find_axis(model, profile, findings))
    check_folders(cast, findings)
    if findings.errors:
        return []
    real = [tie_of(one) for one in model.relationships if _plain(cast, one.source) and _plain(cast, one.target)]
    junctions = through_junctions(cast)
    web = Web([*real, *junctions])
    reader = Reader(cast, web)
    direct = relations_of(reader, findings)
    derived = derive(cast, web, reader, junctions, direct)
    records = [*marked(direct, derived.ambiguous), *derived.records]
    propose(cast, records, findings)
    return [*things_of(cast, web, reader, findings), *records]


def _plain(cast: Cast, end: str) -> bool:
    """Tell whether an end is an element that is no junction."""
    return cast.letters.get(end, "J") != "J"


def _coverage() -> tuple[Cover, ...]:
    """Return that a model speaks about everything."""
    kinds = (Cover(kind) for kind in Kind if KINDS[kind].in_graph)
    return (*kinds, *(Cover(relation) for relation in Relation))


def _unmapped(records: Sequence[Record]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for record in records:
        if record.subject in {Kind.ELEMENT, Relation.RELATED}:
            found[str(record.fields.get("original_type"))] += 1
    return dict(sorted(found.items()))


def _counts(model: Model, records: Sequence[Record]) -> Mapping[str, int]:
    return {
        "elements": len(model.elements),
        "relationships": len(model.relationships),
        "views": model.views,
        "things": sum(isinstance(record, ThingRecord) for record in records),
        "relations": sum(isinstance(record, RelationRecord) and not record.derived for record in records),
        "derived": sum(isinstance(record, RelationRecord) and record.derived for record in records),
    }
