"""The numbers of several workers are added up while some of them begin and others die."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SCRAPED = """
import sys
from pathlib import Path
from graphsvc.monitoring.metrics import Metrics
numbers = Metrics("1.2.3")
for name in sys.argv[2:]:
    Path(sys.argv[1], name).touch()
sys.stdout.write(numbers.text().decode())
"""


def test_a_worker_whose_file_holds_nothing_yet_does_not_spoil_the_numbers_of_the_others(tmp_path: Path) -> None:
    empty = ["counter_1.db", "gauge_livemax_1.db", "histogram_1.db", "notes.txt"]
    told = subprocess.run(
        [sys.executable, "-c", _SCRAPED, str(tmp_path), *empty],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert 'graphsvc_build{version="1.2.3"} 1.0' in told.stdout.splitlines()
