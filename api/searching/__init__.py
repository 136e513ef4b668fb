"""Search: a few letters of a name in, the things of the graph that bear it out.

Every name of one version of the graph is held in memory (`index`), folded so that kana, width, case, spaces and old
forms of characters make no difference (`folding`); a page or a list of suggestions comes out (`results`).
"""
