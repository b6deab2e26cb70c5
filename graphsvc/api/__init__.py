"""The web server: an application factory, thin routes, one shape of error."""

from graphsvc.api.application import create_application
from graphsvc.api.server import run

__all__ = ["create_application", "run"]
