"""The map as a network that a notebook shows: drawn by vis-network out of pyvis, in a page of our own making."""

from graphsvc_visualizations.network.graph import Network, network_of
from graphsvc_visualizations.network.page import network_page

__all__ = ["Network", "network_of", "network_page"]
