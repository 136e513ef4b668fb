"""Municipalities side by side: codes come in; a table of bodies × fields goes out, every cell with what it rests on."""
