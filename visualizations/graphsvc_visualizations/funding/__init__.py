"""Pictures of a portfolio: the budget as a bar, points as bars and bubbles, and other budgets as a grid."""

from graphsvc_visualizations.funding.bars import portfolio_bars
from graphsvc_visualizations.funding.bubble import portfolio_bubble
from graphsvc_visualizations.funding.budget import budget_bar
from graphsvc_visualizations.funding.sweep import sweep_grid

__all__ = ["budget_bar", "portfolio_bars", "portfolio_bubble", "sweep_grid"]
