"""The register as a database on a PostgreSQL server, for several machines and many users."""

from graphsvc.register.postgresql.engine import PostgresqlEngine

__all__ = ["PostgresqlEngine"]
