"""A file that a released version made opens where it lies."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from graphsvc.errors import EngineError
from graphsvc.model import Kind
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.register import LOCK, REGISTER, Register, migrating
from tests.registers import thing

#: Registers as released versions made them, one a version whose tables differ.
RELEASED = Path(__file__).parents[1] / "data" / "registers"


@pytest.mark.parametrize("released", sorted(path.name for path in RELEASED.glob("*.gz")))
def test_a_register_made_by_a_released_version_opens_and_is_brought_up_to_date(tmp_path: Path, released: str):
    (tmp_path / REGISTER).write_bytes(gzip.decompress((RELEASED / released).read_bytes()))
    with pytest.raises(EngineError, match="older version"):
        Register.open(tmp_path)
    with Register.open(tmp_path, write=True) as register:
        found = register.verify()
        assert (found.ok, found.revisions, found.documents) == (True, 3, 0)
        assert register.verify("97d3c2daa32da4255a830eee4d79d31a9b5df71e58138c6b5de5337d744dce75").head_at == 3
        assert register.facts().about.title == "Gammel"
        said = thing("decision:D1", reasons="Fordi")
        register.commit_changes(ChangeSet("forum", (ClaimChange(None, said),)), who="kari", message="", contents=[b"a"])
        assert register.verify().ok
    with Register.open(tmp_path) as register:
        assert set(register.snapshot().forum(Kind.DECISION)) == {"D1"}


def test_a_register_that_could_not_be_made_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(_connection: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(migrating, "upgrade", broken)
        with pytest.raises(EngineError):
            Register.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]
    Register.create(tmp_path).close()
