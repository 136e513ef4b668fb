"""A report as a Word document, made anew, put into a person's template, or brought up to date where it stands.

`write` takes a `Report` and, if there is one, the document in which it goes; what people wrote there stays. The marker
paragraph ［連携グラフ］ says where a report begins in a template; each section is a content control of its own.
"""

from viz.reports.docx.writing import MARKER, Written, write

__all__ = ["MARKER", "Written", "write"]
