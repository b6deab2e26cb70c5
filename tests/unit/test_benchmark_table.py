"""The tables of the benchmarks: sizes beside each other, ours first, what was stopped says so."""

from __future__ import annotations

from typing import Any

from benchmarks.table import rows_of, table


def measured(question: str, things: int, engine: str, median: float, **more: Any) -> dict[str, Any]:
    info = {"engine": engine, "question": question, "things": things, **more}
    return {"group": f"{things} things: {question}", "extra_info": info, "stats": {"median": median}}


RUN = [
    measured("reach", 1000, "networkx", 1.0),
    measured("reach", 1000, "graphsvc", 0.01),
    measured("reach", 100, "networkx", 0.05),
    measured("reach", 100, "Neo4j", 9.0, seconds=60.0, stopped=True),
    measured("reach", 100, "graphsvc", 0.002),
    measured("import", 100, "graphsvc", 0.0, seconds=12.0, peak_mb=1234.4, beside_mb=50.0),
]


def test_rows_go_by_size_then_question_and_ours_comes_first() -> None:
    rows = [(row.question, row.engine) for row in rows_of(RUN)]
    assert rows == [
        ("100 things: reach", "graphsvc"),
        ("100 things: reach", "networkx"),
        ("100 things: reach", "Neo4j"),
        ("100 things: import", "graphsvc"),
        ("1000 things: reach", "graphsvc"),
        ("1000 things: reach", "networkx"),
    ]


def test_growth_stands_beside_that_of_the_things_and_memory_where_it_was_measured() -> None:
    lines = table(rows_of(RUN)).splitlines()
    assert lines[0] == "| question | engine | median | times ours | grew (things) | peak memory |"
    assert "| 100 things: import | graphsvc | 12.00 s | 1 |  | 1,234 + 50 MB |" in lines
    assert "| 1000 things: reach | networkx | 1.00 s | 100 | 20 (10) |  |" in lines
    assert "| 100 things: reach | Neo4j | > 60.00 s | > 30000 |  |  |" in lines


def test_a_table_without_sizes_has_no_column_for_them() -> None:
    plain = [{"group": "search", "extra_info": {"engine": "graphsvc"}, "stats": {"median": 0.001}}]
    assert table(rows_of(plain)).splitlines()[-1] == "| search | graphsvc | 1.00 ms | 1 |"
