"""Running text becomes drafts: mentions first (who, when, what), then what the sentences say of them.

A `Reading` and the vocabulary come in; records of the curated format go out, each with the exact place of its words.
What is negated, planned, past, an example, an address or a mere mention is no fact, or has the right 段階 and 確度.
"""
