"""Exploring who works with whom: conditions in an address come in; one set of agreements and measures goes out as a
matrix, a diagram, a list and a timeline, so that all views tell of the same things."""
