"""Pictures and pages: each picture is a pure function of a snapshot and a result, the same bytes every time."""
