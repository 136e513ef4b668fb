"""Forms that go out: 棚卸し for the sections of a local government, 照会票 for others, filled in with what is on record.

In: the tables of a graph; out: workbooks without macros. What comes back is read by `loaders.replies`.
"""

from viz.forms.gather import inquiry, stocktaking
from viz.forms.workbook import write

__all__ = ["inquiry", "stocktaking", "write"]
