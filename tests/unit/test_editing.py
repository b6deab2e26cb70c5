"""Editing in place: what people say goes before the files, is undone like anything else, and outlives an import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import (
    AmbiguousThing,
    ConfirmationNeeded,
    DataError,
    EditConflict,
    PermissionDenied,
    QuestionError,
    RequestReused,
    UnknownThing,
)
from graphsvc.metamodel.by_hand import joinable
from graphsvc.model import Kind, Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.security import Actor
from graphsvc.service import Workspace
from graphsvc.service.editing import Asked, add_relation, add_thing, confirm, edit, find_subject, remove
from graphsvc.service.keeping import undo
from graphsvc.text import Language
from tests.forum import FORUM, MAP, small
from tests.registers import load, thing, told

NB = Language.NB


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with small(tmp_path / "home") as made:
        yield made


def fields(workspace: Workspace, words: str = "system:old") -> dict[str, Value]:
    return dict(find_subject(workspace, words).record.fields)


def changed(workspace: Workspace, words: str = "system:old", **values: Any) -> Any:
    return edit(workspace, words, Asked(values), NB)


def flow(workspace: Workspace) -> str:
    edges = workspace.snapshot().edges(Relation.FLOW)
    return f"flow:{edges.records[0].id}"


def test_an_edit_is_peoples_claim_of_that_field_and_nothing_else(workspace: Workspace) -> None:
    done = edit(workspace, "system:old", Asked({"vendor": " Ny AS "}, why="ringte dem"), NB)
    own = find_subject(workspace, "system:old").own
    assert own is not None
    assert dict(own.fields) == {"vendor": "Ny AS"}
    newest = workspace.register.revisions(limit=1)[0]
    assert (newest.number, newest.source, newest.kind.value, newest.message) == (
        done.revision, "people", "edit", "ringte dem",
    )  # fmt: skip
    assert fields(workspace)["vendor"] == "Ny AS"
    assert fields(workspace)["yearly_cost"] == 100, "the file's own field stays"
    assert done.document["summary"] == "Gammelt: Leverandør går fra ukjent til «Ny AS»"


def test_the_answer_names_what_stood_before_and_whose_word_it_was(workspace: Workspace) -> None:
    (told_,) = changed(workspace, yearly_cost="120").document["changes"]
    assert (told_["before"], told_["before_source"], told_["after"]) == (100, "hr", 120)
    assert told_["sentence"] == "Årlig kostnad går fra 100 kNOK (hr) til 120 kNOK"


def test_there_is_none_is_another_thing_than_unknown(workspace: Workspace) -> None:
    changed(workspace, contract_end=None)
    known = fields(workspace)
    assert "contract_end" in known
    assert known["contract_end"] is None
    assert "vendor" not in known


def test_a_word_taken_back_lets_the_files_value_show_again(workspace: Workspace) -> None:
    changed(workspace, yearly_cost=120, vendor="Ny AS")
    done = edit(workspace, "system:old", Asked(take_back=("yearly_cost",)), NB)
    assert fields(workspace)["yearly_cost"] == 100
    assert done.document["changes"][0]["after"] == 100
    edit(workspace, "system:old", Asked(take_back=("vendor",)), NB)
    assert "vendor" not in fields(workspace)
    assert find_subject(workspace, "system:old").own is None, "people say nothing of it any more"


def test_undo_gives_back_what_stood(workspace: Workspace) -> None:
    done = changed(workspace, yearly_cost=120)
    undo(workspace, done.revision)
    assert fields(workspace)["yearly_cost"] == 100


def test_saying_what_the_file_says_writes_nothing(workspace: Workspace) -> None:
    head = workspace.register.head
    done = changed(workspace, yearly_cost=100)
    assert (done.revision, done.document["changes"], workspace.register.head) == (head, [], head)


def test_an_import_neither_loses_nor_overrides_what_people_said(workspace: Workspace) -> None:
    changed(workspace, yearly_cost=120)
    added = add_thing(workspace, Kind.SYSTEM, Asked({"name_nb": "Droneplan"}), NB)
    records = [one for one in (*MAP, *FORUM) if one.reference != "system:old"]
    load(workspace.register, told("hr", *records, thing("system:old", name_nb="Gammelt", yearly_cost=180)))
    assert fields(workspace)["yearly_cost"] == 120
    (conflict,) = [one for one in workspace.snapshot().conflicts if one.reference == "system:old"]
    assert (conflict.field, conflict.values) == ("yearly_cost", (("people", 120), ("hr", 180)))
    assert fields(workspace, added.document["thing"])["name_nb"] == "Droneplan"
    edit(workspace, "system:old", Asked(take_back=("yearly_cost",)), NB)
    assert fields(workspace)["yearly_cost"] == 180, "what the file says now, not what it said then"


def test_what_the_file_no_longer_lists_stands_on_peoples_word_until_they_remove_it(workspace: Workspace) -> None:
    changed(workspace, "system:arkiv", vendor="Ny AS")
    load(workspace.register, told("hr", *(one for one in (*MAP, *FORUM) if one.reference != "system:arkiv")))
    assert fields(workspace, "system:arkiv") == {"vendor": "Ny AS"}
    remove(workspace, "system:arkiv", NB)
    with pytest.raises(UnknownThing):
        find_subject(workspace, "system:arkiv")


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"vendr": "x"}, "unknown-field", "vendor"),
        ({"contract_end": "i fjor"}, "want-date", "ÅÅÅÅ-MM-DD"),
        ({"scope": "halvt"}, "want-choice", "local | shared | national"),
        ({"criticality": "9"}, "want-whole", "fra 1 til 4"),
        ({"vendor": "  "}, "empty", "Skriv en verdi"),
        ({"confirmed_on": "2026-01-01"}, "no-such-field", "velg blant"),
        ({"valid_from": "2026-05-01", "valid_to": "2026-01-01"}, "ends-before-it-begins", "La det slutte"),
        ({"note": "Ring Kari, 010190 00083"}, "identity-number", "Personer hører ikke hjemme"),
    ],
)
def test_what_does_not_fit_is_told_with_a_remedy(
    workspace: Workspace, given: dict[str, Any], code: str, words: str
) -> None:
    head = workspace.register.head
    with pytest.raises(DataError) as refused:
        edit(workspace, "system:old", Asked(given), NB)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert problem.fix is not None
    assert words in problem.fix.nb
    assert words in refused.value.in_(NB)
    assert all(problem.fix.in_(language) and problem.message.in_(language) for language in Language)
    assert workspace.register.head == head


def test_somebody_elses_edit_of_the_same_field_is_not_overwritten_unseen(workspace: Workspace) -> None:
    seen = workspace.register.head
    changed(workspace, vendor="Deres AS")
    with pytest.raises(EditConflict) as refused:
        edit(workspace, "system:old", Asked({"vendor": "Min AS"}), NB, seen=seen)
    more = refused.value.more
    assert (more["yours"], more["stored"]) == ({"vendor": "Min AS"}, {"vendor": "Deres AS"})
    assert "Leverandør: «Deres AS»" in refused.value.in_(NB)
    edit(workspace, "system:old", Asked({"users": 12}), NB, seen=seen)
    edit(workspace, "system:old", Asked({"vendor": "Min AS"}), NB, seen=int(str(more["version"])) + 1)
    assert (fields(workspace)["vendor"], fields(workspace)["users"]) == ("Min AS", 12)


def test_a_key_is_carried_out_once(workspace: Workspace) -> None:
    first, again = (edit(workspace, "system:old", Asked({"users": 5}), NB, key="k1") for _ in range(2))
    assert (first.revision, again.revision, again.repeated) == (workspace.register.head, first.revision, True)
    with pytest.raises(RequestReused):
        edit(workspace, "system:old", Asked({"users": 6}), NB, key="k1")


def test_a_dry_run_tells_and_writes_nothing(workspace: Workspace) -> None:
    head = workspace.register.head
    told_ = edit(workspace, "system:old", Asked({"vendor": "Ny AS"}), NB, dry_run=True).document
    assert (told_["dry_run"], workspace.register.head) == (True, head)
    assert "«Ny AS»" in str(told_["summary"])


def test_where_a_file_was_set_before_people_the_editor_is_told(workspace: Workspace) -> None:
    changed(workspace, users=3)
    workspace.register.set_precedence(["hr", "people", "forum"], who="kari")
    done = changed(workspace, yearly_cost=120)
    assert "«hr» er satt til å gå foran folk" in done.document["notes"][0]
    assert fields(workspace)["yearly_cost"] == 100


# -- confirming ----------------------------------------------------------------------------------------------------
def test_confirming_a_thing_leaves_its_values_to_the_file(workspace: Workspace) -> None:
    done = confirm(workspace, "system:old", NB, who="Systemeier")
    known = fields(workspace)
    assert (known["confirmed_on"], known["confirmed_by"]) == ("2026-12-01", "Systemeier")
    assert done.document["summary"] == "Gammelt bekreftes av Systemeier"
    load(workspace.register, told("hr", *(one for one in (*MAP, *FORUM) if one.reference != "system:old"),
         thing("system:old", name_nb="Gammelt", yearly_cost=180)))  # fmt: skip
    assert fields(workspace)["yearly_cost"] == 180


def test_confirming_the_whole_takes_its_relations_along_in_one_revision(workspace: Workspace) -> None:
    head = workspace.register.head
    done = confirm(workspace, "old", NB, relations=True)
    assert (done.revision, done.document["confirmed"]) == (head + 1, 6)
    assert fields(workspace, flow(workspace))["confirmed_on"] == "2026-12-01"
    undo(workspace, done.revision)
    assert "confirmed_on" not in fields(workspace, flow(workspace))


def test_the_newest_confirmation_counts_and_two_are_no_disagreement(workspace: Workspace) -> None:
    confirm(workspace, "system:old", NB, who="Systemeier")
    rest = [one for one in (*MAP, *FORUM) if one.reference != "system:old"]
    for day, counts in (("2025-01-01", "2026-12-01"), ("2027-02-01", "2027-02-01")):
        load(workspace.register, told("hr", *rest, thing("system:old", confirmed_on=day, confirmed_by="HR")))
        assert fields(workspace)["confirmed_on"] == counts
    assert fields(workspace)["confirmed_by"] == "HR"
    assert workspace.snapshot().conflicts == ()


# -- things and relations ------------------------------------------------------------------------------------------
def test_a_thing_of_every_kind_of_the_graph_can_be_added_and_removed(workspace: Workspace) -> None:
    for kind in list(Kind)[:9]:
        made = add_thing(workspace, kind, Asked({"name_nn": f"Ny {kind}"}), NB).document
        assert made["thing"] == f"{kind.value}:ny-{kind.value.replace('_', '-')}"
        remove(workspace, str(made["thing"]), NB)


def test_a_thing_of_a_name_that_is_there_needs_a_second_word(workspace: Workspace) -> None:
    with pytest.raises(ConfirmationNeeded, match="system:kart"):
        add_thing(workspace, Kind.SYSTEM, Asked({"name_nb": "KART"}), NB)
    made = add_thing(workspace, Kind.SYSTEM, Asked({"name_nb": "KART"}), NB, anyway=True)
    assert made.document["thing"] == "system:kart-2"
    with pytest.raises(DataError, match="is there already"):
        add_thing(workspace, Kind.SYSTEM, Asked({"name_nb": "Noe"}), NB, id="kart")
    with pytest.raises(DataError, match="name is missing"):
        add_thing(workspace, Kind.SYSTEM, Asked({"vendor": "X"}), NB)


def test_a_flow_is_added_changed_ended_and_removed(workspace: Workspace) -> None:
    said = {"mode": "batch", "protocol": "SFTP", "data": "Kartlag", "data_to": "dependent", "criticality": "delays"}
    made = add_relation(workspace, Relation.FLOW, "kart", "Arkiv", Asked(said), NB)
    name = str(made.document["relation"])
    assert (made.document["from"], made.document["to"]) == ("system:kart", "system:arkiv")
    assert made.document["summary"] == "Ny kobling: Kart leverer til Arkiv"
    edit(workspace, name, Asked({"mode": "sync"}), NB)
    assert fields(workspace, name)["mode"] == "sync"
    edit(workspace, name, Asked({"valid_to": "2026-11-30"}), NB)
    assert name.partition(":")[2] not in {one.id for one in workspace.snapshot().edges(Relation.FLOW).records}
    edit(workspace, name, Asked(take_back=("valid_to",)), NB)
    remove(workspace, name, NB)
    with pytest.raises(UnknownThing):
        find_subject(workspace, name)


def test_a_relation_of_a_file_is_ended_and_not_removed(workspace: Workspace) -> None:
    name = flow(workspace)
    with pytest.raises(QuestionError, match="valid_to"):
        remove(workspace, name, NB)
    edit(workspace, name, Asked({"valid_to": "2026-12-01"}), NB)
    assert len(workspace.snapshot().edges(Relation.FLOW)) == 0
    load(workspace.register, told("hr", *MAP, *FORUM, thing("system:ny", name_nb="Ny")))
    assert len(workspace.snapshot().edges(Relation.FLOW)) == 0, "the next import does not begin it again"


@pytest.mark.parametrize(
    ("relation", "start", "end", "code"),
    [
        (Relation.FLOW, "kart", "service:T1", "wrong-ends"),
        (Relation.OWNS, "system:kart", "unit:A1", "wrong-ends"),
        (Relation.FLOW, "kart", "kart", "self-relation"),
        (Relation.PART_OF, "unit:B", "unit:B1", "cycle"),
        (Relation.FLOW, "kart", "kort", "unknown-reference"),
        (Relation.FLOW, "kart", "", "no-end"),
        (Relation.USES, "unit:B1", "system:old", "there-already"),
    ],
)
def test_ends_that_do_not_fit_are_told(
    workspace: Workspace, relation: Relation, start: str, end: str, code: str
) -> None:
    with pytest.raises(DataError) as refused:
        add_relation(workspace, relation, start, end, Asked(), NB)
    assert [one.code for one in refused.value.problems] == [code]


def test_a_thing_with_relations_is_not_removed_from_under_them(workspace: Workspace) -> None:
    made = str(add_thing(workspace, Kind.SYSTEM, Asked({"name_nb": "Ny"}), NB).document["thing"])
    add_relation(workspace, Relation.OWNS, "unit:A1", made, Asked(), NB)
    with pytest.raises(QuestionError, match="would lose an end"):
        remove(workspace, made, NB)


def test_derived_relations_and_relations_of_one_id_are_told_apart(workspace: Workspace) -> None:
    rows = [
        RelationRecord(Relation.FLOW, "x", "system:kart", "system:arkiv", {}),  # type: ignore[arg-type]
        RelationRecord(Relation.USES, "x", "unit:A1", "system:kart", {"derived": True}),  # type: ignore[arg-type]
    ]
    load(workspace.register, told("annet", *rows))
    with pytest.raises(AmbiguousThing, match="flow:x, uses:x"):
        find_subject(workspace, "relation:x")
    with pytest.raises(QuestionError, match="derived"):
        edit(workspace, "uses:x", Asked({"since": "2020-01-01"}), NB)
    assert find_subject(workspace, "flow:x").name == "flow:x"


def test_what_may_be_joined_comes_from_the_metamodel() -> None:
    system = joinable(Kind.SYSTEM)
    assert {(Relation.FLOW, True), (Relation.FLOW, False), (Relation.OWNS, False), (Relation.SUPPORTS, True)} <= set(
        system
    )
    assert (Relation.OWNS, True) not in system
    assert not any(relation is Relation.RELATED for relation, _ in system)


def test_nobody_edits_without_the_right(workspace: Workspace) -> None:
    workspace.actor = Actor("gjest")
    for act in (
        lambda: edit(workspace, "system:old", Asked({"users": 1}), NB),
        lambda: confirm(workspace, "system:old", NB),
        lambda: add_thing(workspace, Kind.SYSTEM, Asked({"name_nb": "x"}), NB),
        lambda: add_relation(workspace, Relation.FLOW, "kart", "arkiv", Asked(), NB),
        lambda: remove(workspace, "system:old", NB),
    ):
        with pytest.raises(PermissionDenied):
            act()
