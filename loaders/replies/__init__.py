"""Replies: filled-in forms (棚卸し, 照会票) come back and become facts whose evidence is the reply itself.

In: a file that was read (`loaders.read`); out: one curated document a form in the user's folder, or every problem with
sheet, row and column. What is not answered says nothing; what stands in other documents stays as it is.
"""

from loaders.replies.intake import Outcome, Sheet, recognise, take

__all__ = ["Outcome", "Sheet", "recognise", "take"]
