"""Loads and files under the worst: real processes killed at random moments (SIGKILL), again and again.

``make torture`` kills 100 times on each store and 100 times in each kind of writing (``KILLS=…`` for another number),
``make test`` a few times at fixed moments. The seed of the moments is printed with the outcomes; ``SEED=…`` kills at the
same moments again.
"""
