"""The web server: an application factory, thin routes, one shape of error."""

from graphsvc.api.application import create_application
from graphsvc.api.server import run
from graphsvc.api.workers import run_workers

__all__ = ["create_application", "run", "run_workers"]
