"""Pages of the catalogue: what a person types into a question's form comes in; the answer as a table, a matrix or a
diagram goes out, with the text to take elsewhere."""
