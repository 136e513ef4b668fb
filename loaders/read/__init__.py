"""Files of people's desks become text: one module per format, one result (`Reading`).

A path comes in; text with exact positions, tables with the place of every cell, and warnings go out. Nothing is
understood here and nothing is left out but what a reader of the page would not call the document (navigation, scripts).
"""

from loaders.read.errors import ReadError
from loaders.read.files import read, read_bytes
from loaders.read.limits import LIMITS, Limits
from loaders.read.reading import Cell, Reading, Row, Span, Table

__all__ = ["LIMITS", "Cell", "Limits", "ReadError", "Reading", "Row", "Span", "Table", "read", "read_bytes"]
