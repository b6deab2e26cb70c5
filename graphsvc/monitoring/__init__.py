"""Monitoring: numbers for Prometheus and lines of a log, told by those at work and made for those who keep watch."""

from graphsvc.monitoring.watch import REQUEST, Asked, Fault, Served, Standing, Watch, Watches, asked_with

__all__ = ["REQUEST", "Asked", "Fault", "Served", "Standing", "Watch", "Watches", "asked_with"]
