"""The auditor: the figures counted again from the rows, and each statement about them checked.

Nothing here imports what the product counts with (pyproject.toml holds it): `rows` reads the
tables, `criteria`, `hours`, `milestones` and `money` say in plain Python what was promised
(docs/adr/0016), `pages` and `papers` read what people read, `statements` takes its sentences apart.
"""
