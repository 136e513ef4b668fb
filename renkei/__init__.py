"""The command ``renkei``: a thin shell over ``loaders``, ``graph``, ``queries``, ``api`` and ``viz``."""
