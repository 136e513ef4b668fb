"""Fuzzing: inputs that nobody would write, made by a fuzzer that watches which lines of the code they reach.

A `Target` takes bytes and proves a contract: the tool answers or raises its own error, what it answers is true of the
input, and it takes no longer than the size of the input allows. ``python -m tests.fuzz TARGET --seconds N`` (``make
fuzz``) looks for inputs that break it; those that were found are in ``found`` and are tried by ``tests/test_fuzz.py``.
Whatever is written here is made up.
"""
