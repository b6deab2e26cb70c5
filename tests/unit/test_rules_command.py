"""`graphsvc rules`: the table in force, with sentences, and who set which weight."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphsvc.cli.program import application
from graphsvc.errors import UsageError
from graphsvc.register import Register
from graphsvc.rules import RULES
from graphsvc.service.ruling import rules_document
from graphsvc.settings import Settings
from graphsvc.text import Language


def _rows(settings: Settings, language: Language = Language.EN, part: str = "rules") -> dict[str, dict[str, Any]]:
    rows = rules_document(settings, language)[part]
    assert isinstance(rows, list)
    return {row["name"]: row for row in rows}


@pytest.mark.parametrize("language", Language)
def test_every_rule_is_listed_with_a_sentence_in_the_chosen_language(tmp_path: Path, language: Language) -> None:
    rows = _rows(Settings(home=tmp_path / "none"), language)
    assert list(rows) == [rule.name for rule in RULES.rules]
    for rule in RULES.rules:
        sentence = rows[rule.name]["sentence"]
        assert "B" in sentence
        assert "{" not in sentence
    said = {"nb": "A støtter tjenesten «B».", "nn": "A støttar tenesta «B».", "en": "A supports the service “B”."}
    assert rows["supports.supporting"]["sentence"] == said[language]


def test_weights_of_the_settings_are_in_force_and_marked(tmp_path: Path) -> None:
    rows = _rows(Settings(home=tmp_path / "none", weights={"supports.supporting": 0.4}))
    changed = {name: row["overridden_by"] for name, row in rows.items() if row["overridden_by"]}
    assert changed == {"supports.supporting": "settings"}
    assert (rows["supports.supporting"]["weight"], rows["supports.supporting"]["shipped_weight"]) == (0.4, 0.5)


def test_weights_of_the_register_are_marked_and_those_of_the_settings_go_before_them(tmp_path: Path) -> None:
    with Register.create(tmp_path / "home") as register:
        register.set_about(who="kari", weights={"uses.use": 0.6, "flow.batch": 0.2})
    rows = _rows(Settings(home=tmp_path / "home", weights={"uses.use": 0.8}))
    changed = {name: (row["weight"], row["overridden_by"]) for name, row in rows.items() if row["overridden_by"]}
    assert changed == {"uses.use": (0.8, "settings"), "flow.batch": (0.2, "register")}


def test_an_override_that_repeats_the_shipped_weight_is_no_override(tmp_path: Path) -> None:
    rows = _rows(Settings(home=tmp_path / "none", weights={"uses.use": RULES.weight("uses.use")}))
    assert [name for name, row in rows.items() if row["overridden_by"]] == []


def test_a_weight_for_no_rule_is_refused_with_the_known_rules(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"supports\.required"):
        rules_document(Settings(home=tmp_path / "none", weights={"supports.much": 0.4}), Language.EN)


def test_the_command_reads_graphsvc_toml_and_marks_what_it_overrides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "graphsvc.toml").write_text('lang = "en"\n[weights]\n"flow.batch" = 0.25\n', encoding="utf-8")
    application(args=["rules"], standalone_mode=False)
    printed = capfd.readouterr().out
    assert "flow.batch: * The number is overridden in the settings" in printed
    assert "0.25 *" in printed
    application(args=["rules", "--json"], standalone_mode=False)
    document = json.loads(capfd.readouterr().out)
    assert [row["name"] for row in document["rules"] if row["overridden_by"]] == ["flow.batch"]


@pytest.mark.parametrize("language", Language)
def test_every_point_is_listed_with_its_meaning_in_the_chosen_language(tmp_path: Path, language: Language) -> None:
    rows = _rows(Settings(home=tmp_path / "none"), language, "points")
    assert list(rows) == [*RULES.points, *RULES.costs, *RULES.priorities]
    assert [row["value"] for row in rows.values()] == [row["shipped_value"] for row in rows.values()]
    own = [row["meaning"] for name, row in rows.items() if not name.startswith("portfolio.weight.")]
    assert len(set(own)) == len(own)
    assert all(row["meaning"] for row in rows.values())
    assert {name: row["value"] for name, row in rows.items()}["overlap.capabilities"] == 45
    meant = {"nb": "begge har", "nn": "begge har", "en": "both hold"}
    assert meant[language] in rows["overlap.data"]["meaning"]


def test_points_of_the_settings_and_the_register_are_in_force_and_marked(tmp_path: Path) -> None:
    with Register.create(tmp_path / "home") as register:
        register.set_about(who="kari", weights={"overlap.text": 15.0, "overlap.carries": 4.0})
    rows = _rows(Settings(home=tmp_path / "home", weights={"overlap.text": 12.0}), part="points")
    changed = {name: (row["value"], row["overridden_by"]) for name, row in rows.items() if row["overridden_by"]}
    assert changed == {"overlap.text": (12.0, "settings"), "overlap.carries": (4.0, "register")}


def test_the_command_prints_points_and_what_they_mean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "graphsvc.toml").write_text('[weights]\n"overlap.maker" = 5\n', encoding="utf-8")
    application(args=["rules"], standalone_mode=False)
    printed = capfd.readouterr().out
    assert "Overlapp: poeng" in printed
    assert "5,00 *" in printed
    assert "overlap.maker: * Tallet er overstyrt i innstillingene" in printed
    assert "10,00." in printed


def test_a_criterion_and_a_floor_of_ones_own_are_listed_as_shipped_with_nothing(tmp_path: Path) -> None:
    own = {"portfolio.weight.climate": 3.0, "portfolio.floor.A1": 500.0}
    rows = _rows(Settings(home=tmp_path / "none", weights=own), part="points")
    for name, value in own.items():
        assert (rows[name]["value"], rows[name]["shipped_value"]) == (value, None)
        assert rows[name]["overridden_by"] == "settings"
    assert "this sector" in rows["portfolio.floor.A1"]["meaning"]
