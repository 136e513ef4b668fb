"""Mutation testing: would the tests notice if a module did something else?

One small change at a time is made to a module (`changes`), and the tests that are to prove the module run against it
(`trying`). A change that no test notices survives: either nobody can see it, or a test is missing, or the code is not
needed. ``python -m tests.mutation graph.names tests/test_names.py`` tells the survivors; those that are known and why
they do no harm are in ``docs/mutation.md``.
"""
