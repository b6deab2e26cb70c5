"""The questions: one a module, each a pure function of a snapshot."""
