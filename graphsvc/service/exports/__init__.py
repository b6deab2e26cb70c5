"""The forms in which the whole register leaves the house."""

from graphsvc.service.exports.edition import Edition
from graphsvc.service.exports.formats import FORMATS, Format

__all__ = ["FORMATS", "Edition", "Format"]
