"""At home in Neo4j Browser: a style sheet, the questions as saved queries, a guide, and links that open a question.

The catalogue comes in; what Browser reads (files, texts, addresses) goes out. Made for and tried on Browser 5.24, which
Neo4j 5.26 and the current release serve at ``/browser/``.
"""
