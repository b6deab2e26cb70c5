"""Impact: which sectors, units and services a change touches, how strongly and why."""
