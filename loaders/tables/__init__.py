"""Tables become drafts: lists of agreements (協定一覧) and tables of measures, whatever program made them.

A `Reading` with tables comes in; records of the curated format go out, with an account of every row.
"""
