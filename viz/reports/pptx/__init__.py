"""A deck as a PowerPoint file, made anew, put into a person's template, or brought up to date where it stands.

The slide with the marker ［連携グラフ］ says where the slides go; what people add to a slide, and what they change, stays.
"""

from viz.reports.pptx.writing import MARKER, Written, write

__all__ = ["MARKER", "Written", "write"]
