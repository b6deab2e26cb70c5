"""Documents of the forum: memo, memo pack and decision, as PDF and as pages that load nothing."""

from graphsvc_visualizations.paper.decision import decision_document
from graphsvc_visualizations.paper.memo import memo
from graphsvc_visualizations.paper.pack import memo_pack

__all__ = ["decision_document", "memo", "memo_pack"]
