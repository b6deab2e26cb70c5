"""The HTTP server under a bounded load of many readers and one feed: ``python -m benchmarks.load --help``."""
