"""Pictures for print: an SVG or a network comes in; files for Word, PowerPoint and paper go out as bytes.

`embedded(svg)` gives an SVG that looks the same on a PC without our font (text as outlines, words kept as labels);
`png(svg, width=…)` gives a PNG of it, drawn with our font alone. Both are pure and deterministic, take any SVG of ours
(see `embedded` for what they understand) and draw 〓 for characters that the font lacks; `missing(text)` names these,
for a note beside the figure. `text_width(text, size, bold=…)` measures with the real font. Give the SVG's width and
height in mm, so that Word and PowerPoint put it in at its printed size::

    <svg xmlns="http://www.w3.org/2000/svg" width="180mm" height="120mm" viewBox="0 0 720 480">

`figure(network, paper, title=…)` draws a partnership network for a sheet (an SVG for the two above), reduced and
saying so where it is too large; `write(graph, choice, suffix, title=…, paper_name=…)` gives a whole file.
`plates([Plate(svg, title), …], title=…, subject=…, landscape=…)` makes a PDF of pictures, a page each, texts as texts.
"""

from viz.figures.booklet.plates import Plate, plates
from viz.figures.diagram import figure
from viz.figures.outlines import embedded
from viz.figures.paper import PAPERS, Paper, paper
from viz.figures.raster import png
from viz.figures.typeface import missing
from viz.figures.typeface import width as text_width
from viz.figures.writing import write

__all__ = ["PAPERS", "Paper", "Plate", "embedded", "figure", "missing", "paper", "plates", "png", "text_width", "write"]
