"""A list of names, pasted or from a table, against the graph: who is meant, what is on record, what was looked at.

A text or a table comes in (`lines`); each line meets every name in the graph (`index`), and what is on record for the
bodies found (`report`) goes out as JSON, as a page, or as a workbook with the sender's own columns in front (`book`).
"""
