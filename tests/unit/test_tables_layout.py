"""The product's own layout follows the metamodel, and its page is up to date."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from graphsvc.metamodel import KINDS, RELATIONS, fields_of
from graphsvc.text import Language
from graphsvc_importers.tables.layout import SUBJECTS, own_plan, table_title
from graphsvc_importers.tables.manual import column_notes, tables_page
from graphsvc_importers.tables.messages import messages
from graphsvc_importers.tables.plan import FieldColumn, RelationColumn
from graphsvc_importers.tables.raw import heading_key

ROOT = Path(__file__).resolve().parents[2]


def test_every_kind_and_relation_has_one_table_with_all_its_fields() -> None:
    plans = {plan.subject: plan for plan in own_plan().tables}
    assert set(plans) == {*(kind for kind in KINDS if KINDS[kind].importable), *RELATIONS}
    for subject in SUBJECTS:
        assert [column.field for column in plans[subject].fields] == list(fields_of(subject).values())


def test_no_two_columns_of_a_table_and_no_two_tables_answer_to_the_same_word() -> None:
    for plan in own_plan().tables:
        columns: tuple[FieldColumn | RelationColumn, ...] = (*plan.fields, *plan.relations)
        spelled = [set(map(heading_key, column.headings)) for column in columns]
        spelled += [set(map(heading_key, end.headings)) for end in (plan.start, plan.end) if end]
        spelled.append({heading_key(name) for name in plan.id})
        assert [word for word, count in Counter(word for words in spelled for word in words).items() if count > 1] == []
    tables = Counter(name for plan in own_plan().tables for name in plan.names)
    assert [name for name, count in tables.items() if count > 1] == []


@pytest.mark.parametrize("language", list(Language))
def test_every_sheet_has_a_title_that_excel_takes_and_no_other_has(language: Language) -> None:
    titles = [table_title(subject, language) for subject in SUBJECTS]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(0 < len(title) <= 31 and not set("[]:*?/\\") & set(title) for title in titles)


def test_the_page_about_tables_is_up_to_date() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == tables_page(), (
        "run: python -m graphsvc_importers.tables.manual docs/tables.md"
    )


def test_the_guide_describes_every_column_in_every_language() -> None:
    for language in Language:
        for subject in SUBJECTS:
            notes = dict(column_notes(subject, language))
            assert all(notes.values())
            assert {field.label.in_(language) for field in fields_of(subject).values()} <= set(notes)


def test_every_message_is_in_three_languages_with_the_same_placeholders() -> None:
    text = (resources.files("graphsvc_importers.tables") / "messages.toml").read_text(encoding="utf-8")
    for code, words in tomllib.loads(text).items():
        for prefix in ("", "fix_"):
            found = {name: words[f"{prefix}{name}"] for name in ("nb", "nn", "en") if f"{prefix}{name}" in words}
            assert len(found) in ({0, 3} if prefix else {3}), code
            assert (
                len({frozenset(part.split("}")[0] for part in said.split("{")[1:]) for said in found.values()}) <= 1
            ), code


def test_every_error_has_a_remedy_and_every_message_is_used() -> None:
    folder = ROOT / "importers" / "graphsvc_importers" / "tables"
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    for name, message in messages().items():
        assert message.severity != "error" or message.fix is not None, name
        assert f'"{name}"' in code, name
