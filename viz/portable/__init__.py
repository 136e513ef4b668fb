"""配布版: the explorer in one HTML file, for PCs where nothing may be installed and nothing may be reached.

A graph comes in; `page.render` gives the file. `pack` writes the data (columns over one pool of texts, compressed), the
parts under ``js/`` read it in the browser and draw what is seen, ``still`` is what remains without scripts.
"""
