"""The forms of governance: each a RowForm of its model, in the module of its part."""
