"""Review in a spreadsheet: drafts go out as a workbook without macros, and what people chose and edited comes back.

Out: `write` and `template`; in: `read`, which gives choices for `loaders.review` and facts entered by hand, or all
problems with sheet, row and column. Nothing here writes into the user's folder.
"""

from loaders.workbook.opening import is_ours
from loaders.workbook.reading import Returned, read
from loaders.workbook.writing import template, write

__all__ = ["Returned", "is_ours", "read", "template", "write"]
