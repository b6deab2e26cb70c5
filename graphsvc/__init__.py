"""graphsvc: which sectors does this change touch, and why."""
