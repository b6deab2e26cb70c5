"""Contract tests that by their nature concern one engine, or lead from one to another, with the reason.

Under ``--pair`` they stay on their engine; every other test of this folder opens the pair chosen and nothing else.
"""

from __future__ import annotations

__all__ = ["ONE_ENGINE", "stays"]

#: Beginning of a test's id, below this folder -> why it does not follow the pair.
ONE_ENGINE = {
    "test_register_postgresql_server.py": "rights, versions and restarts of a PostgreSQL server",
    "test_register_postgresql_tls.py": "the encrypted way to a PostgreSQL server",
    "test_register_postgresql_wire.py": "a wire to a PostgreSQL server that is cut",
    "test_neo4j_connection.py": "a connection to Neo4j that is cut",
    "test_neo4j_damage.py": "damage that only Neo4j's own data can have, and what its server refuses",
    "test_neo4j_export.py": "the script that is exported runs in Neo4j, whatever the graph database is",
    "test_no_engine_is_left_out.py": "runs other tests, on engines that do not start",
    "test_register_backup.py::test_a_register_moves_to_another_engine_and_back": "leads from one engine to the other",
    "test_api_judging.py::test_a_command_is_refused_while_the_server_writes_to_a_file": "the lock of a folder",
}


def stays(name: str) -> bool:
    """Tell whether a test, named below this folder, is one that does not follow the pair."""
    return name.startswith(tuple(ONE_ENGINE))
