"""Reports: what is known of a municipality, a body, a field or a comparison, as a document, a workbook or slides.

In: a store and a `Subject`. `compose` asks the catalogue and gives a `Report`, which `docx`, `xlsx` and `slides` with
`pptx` turn into files; `story` makes slides of a person's own captions. Files that exist are brought up to date in place.
"""
