"""Pictures of findings: one chart an analysis, all drawn from the same rows, bars and marks."""
