"""Documents for the tests of drafting: annotated ones with their scorer, and makers of files."""
