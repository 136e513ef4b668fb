"""Pictures of the graph: rows of the catalogue come in; networks, layouts and files that work offline go out."""

from viz.formats.multigraph import to_networkx

__all__ = ["to_networkx"]
