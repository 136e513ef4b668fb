"""The domain: model, identity, dates, facts, derivation, and the two stores behind one interface.

Facts come in from ``loaders``; tables of nodes and relationships go out to the stores and to whoever reads them.
"""
