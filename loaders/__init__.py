"""From files to facts: reads curated files, registry and originals, checks everything, and hands facts to ``graph``.

Files come in (the shipped ``data/`` and the user's folder over it); checked facts and problems with file and line go out.
"""
