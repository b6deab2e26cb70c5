"""What the forum writes: decisions that stay, documents under the chain, requests done once, attacks on all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import ConfirmationNeeded, DataError, QuestionError, RegisterDamaged
from graphsvc.model import Kind, Reference
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.register import FORUM, PEOPLE, Document, Register, Request, RevisionKind
from graphsvc.register.documents import document_digest
from graphsvc.register.engine import Where
from tests.engines import Places, alter
from tests.registers import load, thing, told

REPORT = Document.of(b'{"touched": 7}', "application/json", "impact.json")
MEMO = Document.of(b"%PDF-1.7 memo", "application/pdf", "notat på norsk.pdf")


def decision(number: int, **fields: object):
    made = {"proposal": ("P1",), "outcome": "approve", "reasons": "Fordi", "documents": (str(REPORT), str(MEMO))}
    return thing(f"decision:D{number}", **(made | fields))


def commit(register: Register, *changes: ClaimChange, source: str = FORUM, **more: object) -> int:
    kind = more.pop("kind", RevisionKind.FORUM)
    return register.commit_changes(ChangeSet(source, changes), who="kari", message="møte 3", kind=kind, **more)


def added(record) -> ClaimChange:
    return ClaimChange(None, record)


def fill(register: Register) -> None:
    """Load a map, propose, decide twice."""
    load(register, told("hr", thing("system:x", vendor="A")))
    commit(register, added(thing("proposal:P1", name_nb="Forslag")))
    contents = (b'{"touched": 7}', b"%PDF-1.7 memo")
    commit(register, added(decision(1)), contents=contents, request=Request("k1", "f1", '{"id": "D1"}'))
    commit(register, added(decision(2, outcome="decline", replaces=("D1",))), contents=contents)


@pytest.fixture
def home(place: Where) -> Where:
    with Register.create(place) as register:
        fill(register)
    return place


@pytest.fixture
def register(home: Where):
    with Register.open(home, write=True) as opened:
        yield opened


@pytest.mark.parametrize("kind", ["decision", "statement"])
def test_what_was_decided_or_stated_is_never_changed_withdrawn_or_undone(register: Register, kind: str):
    made = thing(f"{kind}:A", reasons="x") if kind == "decision" else thing(f"{kind}:A", text="x")
    number = commit(register, added(made))
    other = thing(f"{kind}:A", text="y")
    for change in (ClaimChange(made, other), ClaimChange(made, None)):
        with pytest.raises(DataError, match="never changes"):
            commit(register, change)
    with pytest.raises(DataError, match="never changes"):
        register.undo(number, who="kari")
    assert register.head == number
    assert register.verify().ok


def test_a_revision_of_the_forum_that_decides_nothing_can_be_undone(register: Register):
    number = commit(register, added(thing("note:N1", text="lært")))
    register.undo(number, who="kari")
    assert register.snapshot().forum(Kind.NOTE) == {}


@pytest.mark.parametrize("kind", ["decision", "statement", "condition", "assessment"])
def test_nobody_speaks_in_the_forums_place(register: Register, kind: str):
    one = thing(f"{kind}:X", text="z")
    with pytest.raises(DataError, match="only be written by the forum"):
        register.plan(told("file", one), None)
    for source in (PEOPLE, "file"):
        with pytest.raises(DataError, match="only be written by the forum"):
            commit(register, added(one), source=source, kind=RevisionKind.EDIT)
    with pytest.raises(DataError, match="taken"):
        register.plan(told(FORUM, thing("system:y")), None)


def test_no_alias_moves_a_decision_or_hides_one(register: Register):
    with pytest.raises(QuestionError):
        register.add_alias(FORUM, Kind.DECISION, "D1", Reference("decision:D2"), who="kari")
    with pytest.raises(QuestionError):
        register.add_alias("hr", Kind.SYSTEM, "x", Reference("decision:D1"), who="kari")


def test_documents_are_kept_once_and_read_back_as_they_were(register: Register):
    assert register.archive.document(REPORT.digest) == b'{"touched": 7}'
    assert register.archive.document("0" * 64) is None
    assert register.verify().documents == 2


def test_a_document_says_its_sort_and_name_in_the_claim():
    assert Document.read(str(MEMO)) == MEMO
    for words in ("", "abc", "0" * 64, f"{'0' * 64} text/plain", f"{'g' * 64} text/plain a", f"{'A' * 64} a/b c"):
        assert Document.read(words) is None


def test_a_refused_decision_keeps_no_document_and_no_request(register: Register):
    with pytest.raises(ConfirmationNeeded):
        commit(register, added(decision(1)), contents=(b"new",), request=Request("k2", "f", "{}"))
    assert register.archive.document(document_digest(b"new")) is None
    assert register.archive.answered("kari", "k2") is None


def test_a_request_is_carried_out_once(register: Register):
    known = register.archive.answered("kari", "k1")
    assert known is not None
    assert (known.fingerprint, known.answer, known.revision) == ("f1", '{"id": "D1"}', 3)
    assert register.archive.answered("ola", "k1") is None
    with pytest.raises(ConfirmationNeeded):
        commit(register, added(decision(3)), request=Request("k1", "f1", "{}"))
    assert register.head == 4


def test_the_forum_leaves_the_map_as_it_was(register: Register):
    before = register.map_revision
    assert before == 1
    commit(register, added(thing("meeting:M1", date="2026-12-01")))
    assert (register.map_revision, register.head) == (1, 5)
    load(register, told("hr", thing("system:x", vendor="B")))
    assert register.map_revision == 6


DECISION = "subject = 'decision' AND id = 'D1'"
ATTACKS = {
    "the claim": [f"UPDATE claim SET content = replace(content, 'Fordi', 'Likevel') WHERE {DECISION}"],
    "the log": [f"UPDATE change SET after = replace(after, 'Fordi', 'Likevel') WHERE {DECISION}"],
    "claim and log alike": [
        f"UPDATE claim SET content = replace(content, 'Fordi', 'Likevel') WHERE {DECISION}",
        f"UPDATE change SET after = replace(after, 'Fordi', 'Likevel') WHERE {DECISION}",
    ],
    "who decided": ["UPDATE revision SET who = 'ola' WHERE number = 3"],
    "when": ["UPDATE revision SET time = '2020-01-01T00:00:00Z' WHERE number = 3"],
    "the reason given with it": ["UPDATE revision SET message = 'møte 4' WHERE number = 3"],
    "a document's content": [f"UPDATE document SET content = x'00' WHERE digest = '{MEMO.digest}'"],
    "a document's digest": [f"UPDATE document SET digest = '{'0' * 64}' WHERE digest = '{MEMO.digest}'"],
    "a document taken away": [f"DELETE FROM document WHERE digest = '{REPORT.digest}'"],
    "all documents taken away": ["DELETE FROM document"],
    "two documents swapped": [
        f"UPDATE document SET digest = 'x' WHERE digest = '{MEMO.digest}'",
        f"UPDATE document SET digest = '{MEMO.digest}' WHERE digest = '{REPORT.digest}'",
        f"UPDATE document SET digest = '{REPORT.digest}' WHERE digest = 'x'",
    ],
    "the decision taken away": [f"DELETE FROM claim WHERE {DECISION}"],
    "the decision taken away, with its line of the log": [
        f"DELETE FROM claim WHERE {DECISION}",
        f"DELETE FROM change WHERE {DECISION}",
    ],
    "the whole revision taken away": [
        f"DELETE FROM claim WHERE {DECISION}",
        "DELETE FROM change WHERE revision = 3",
        "DELETE FROM request",
        "DELETE FROM revision WHERE number = 3",
    ],
    "two decisions swapped": [
        "UPDATE claim SET id = 'D0' WHERE subject = 'decision' AND id = 'D1'",
        "UPDATE claim SET id = 'D1' WHERE subject = 'decision' AND id = 'D2'",
        "UPDATE claim SET id = 'D2' WHERE subject = 'decision' AND id = 'D0'",
    ],
    "two revisions swapped": [
        "UPDATE revision SET number = 9 WHERE number = 3",
        "UPDATE revision SET number = 3 WHERE number = 4",
        "UPDATE revision SET number = 4 WHERE number = 9",
    ],
    "a decision put in": [
        "INSERT INTO claim SELECT source, subject, 'D9', replace(content, 'D1', 'D9'), place FROM claim "
        f"WHERE {DECISION}"
    ],
    "another author": [f"UPDATE claim SET source = 'people' WHERE {DECISION}"],
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_verify_finds_every_change_of_a_stored_decision(home: Where, attack: str):
    alter(home, *ATTACKS[attack])
    with Register.open(home) as register:
        found = register.verify()
    assert not found.ok
    assert found.problems


def test_an_altered_document_is_not_handed_out(home: Where):
    alter(home, *ATTACKS["a document's content"])
    with Register.open(home) as register, pytest.raises(RegisterDamaged):
        register.archive.document(MEMO.digest)


def test_a_head_kept_elsewhere_is_found_in_the_chain_however_long_it_grows(register: Register):
    head = register.verify().digest
    assert register.verify(head).head_at == 4
    commit(register, added(decision(3)))
    found = register.verify(f" {head.upper()}\n")
    assert (found.ok, found.head_at) == (True, 4)
    assert not register.verify("f" * 64).ok
    assert not register.verify("").ok


def test_a_chain_made_anew_from_the_decision_on_is_found_by_the_head_kept_elsewhere(home: Where, places: Places):
    """The attacker writes every later digest too, with our own code; only the exported head tells."""
    with Register.open(home) as register:
        head = register.verify().digest
    with places() as elsewhere, Register.create(elsewhere) as forged:
        load(forged, told("hr", thing("system:x", vendor="A")))
        commit(forged, added(thing("proposal:P1", name_nb="Forslag")))
        contents = (b'{"touched": 7}', b"%PDF-1.7 memo")
        commit(forged, added(decision(1, reasons="Likevel")), contents=contents)
        commit(forged, added(decision(2, outcome="decline", replaces=("D1",))), contents=contents)
        assert forged.verify().ok
        assert not forged.verify(head).ok


def test_the_newest_revision_cut_off_is_found_by_the_head_kept_elsewhere(home: Where):
    with Register.open(home) as register:
        head = register.verify().digest
    alter(
        home,
        "DELETE FROM change WHERE revision = 4",
        "DELETE FROM revision WHERE number = 4",
        "DELETE FROM claim WHERE subject = 'decision' AND id = 'D2'",
    )
    with Register.open(home) as register:
        assert register.verify().ok  # nothing in the file itself tells
        assert not register.verify(head).ok


def test_a_chain_whose_digests_hold_may_still_not_change_a_decision(home: Where, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patched:
        patched.setattr("graphsvc.register.editing.guarded", lambda steps: steps)
        with Register.open(home, write=True) as register:
            commit(register, ClaimChange(decision(1), decision(1, reasons="Likevel")))
    with Register.open(home) as register:
        found = register.verify()
    assert (found.ok, found.chain_ok) == (False, True)
    assert "must never change" in found.problems[0].en


def test_a_backup_holds_the_documents_and_what_was_answered(register: Register, places: Places, tmp_path: Path):
    register.backup(tmp_path / "copy.sqlite")
    with places() as elsewhere:
        Register.restore(elsewhere, tmp_path / "copy.sqlite")
        with Register.open(elsewhere) as copy:
            assert copy.archive.document(MEMO.digest) == b"%PDF-1.7 memo"
            assert copy.archive.answered("kari", "k1") == register.archive.answered("kari", "k1")
            assert copy.verify().ok
