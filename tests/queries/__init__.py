"""The questions of the catalogue: what each answers on a small world, and that both engines answer alike."""
