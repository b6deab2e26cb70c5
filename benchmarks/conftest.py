"""Benchmarks find their data where the tests find theirs."""

from __future__ import annotations

from tests.conftest import data_folder, demo_source, expected, shared

__all__ = ["data_folder", "demo_source", "expected", "shared"]
