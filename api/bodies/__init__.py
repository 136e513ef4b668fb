"""The pages of municipalities and of bodies: with whom, on what, since when, and where that is written.

A request comes in with an id, a view of the page (見る) and the conditions of `api.asof`; models for the templates go out,
put together from rows of the catalogue.
"""
