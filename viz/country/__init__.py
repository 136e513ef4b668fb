"""The national map: Japan with its municipalities, filled by what is on record and by what nobody has looked at.

A graph and a choice come in (`viz.choice`); `page.render` gives one self-contained HTML file and `figure.draw` an SVG.
Outlines are data (``data/outlines.json``, TopoJSON); everything is placed by one projection (`projection`).
"""
