"""The pages of fields (分野): what is done in each, by whom, and where nothing is on record or nobody has looked.

A request comes in with an id, a view (見る) and the conditions of `api.asof`; models for the templates go out.
"""
