"""The bound on time refuses what works too long, here or in a child, and what waits far too long."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from tests.bounds import PATIENCE, within


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_waiting_for_others_is_not_work() -> None:
    with within(0.1):
        threading.Event().wait(0.3)


def test_working_too_long_is_refused() -> None:
    with pytest.raises(AssertionError, match="processor time"), within(0.1):
        work(0.15)


def test_the_work_of_a_child_counts() -> None:
    program = "import time\nwhile time.process_time() < 0.3: pass"
    with pytest.raises(AssertionError, match="processor time"), within(0.2):
        subprocess.run([sys.executable, "-c", program], check=True)


def test_waiting_far_too_long_is_refused() -> None:
    with pytest.raises(AssertionError, match="by the clock"), within(0.01):
        threading.Event().wait(0.01 * PATIENCE + 0.02)
