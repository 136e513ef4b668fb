"""The questions: one ``.cypher`` file each, whose text runs on both stores and pastes into Neo4j Browser as it is.

A question and its values come in; rows of one version of the graph go out.
"""
